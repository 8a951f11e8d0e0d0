"""Printers on real lines: a TCP server, a pseudo-terminal, files. Mute, slow, gone in the middle."""

import contextlib
import os
import pty
import socket
import struct
import threading
import tty
from types import SimpleNamespace

import pytest

from kiosk.exc import ConfigError, DeviceGone, PaperOut
from kiosk.hw import paper
from kiosk.hw.escpos_encode import Abilities, encode
from kiosk.hw.ports import Paper, PrinterStatus
from kiosk.hw.printer import Interrupted, MayHavePrinted, NoPrinter, RanOut, open_printer
from kiosk.hw.printer_simulated import SimulatedPrinter
from kiosk.hw.renderer import render

RECEIPT = encode(paper.test_page("zh_CN"), Abilities(48))
TEXT = render(RECEIPT).text


def settings(driver, **changes):
    """[printer] of kiosk.toml, as far as a line needs it."""
    values = {
        "vendor": 0,
        "product": 0,
        "device": "",
        "host": "127.0.0.1",
        "port": 9100,
        "baud": 115200,
        "columns": 48,
        "profile": "default",
        "status": False,
        "timeout": 1.0,
    }
    return SimpleNamespace(driver=driver, **{**values, **changes})


class Behaviour:
    """How the printer at the other end of the line behaves."""

    def __init__(self, *, mute=False, paper_byte=0x12, ends=True, gone_after=None, reads=True):
        self.mute, self.paper_byte, self.ends = mute, paper_byte, ends
        self.gone_after, self.reads = gone_after, reads
        self.heard = bytearray()

    def answers(self, data):
        """What it says to these bytes; the job itself is kept."""
        if data[:2] == b"\x10\x04":
            return b"" if self.mute else bytes((self.paper_byte if data[2:3] == b"\x04" else 0x12,))
        self.heard += data
        asked = data.endswith(b"\x1dr\x01")
        return b"\x00" if asked and self.ends and not self.mute else b""


class Server:
    """A printer's network card: takes connections one after the other until closed."""

    def __init__(self, behaviour):
        self.behaviour = behaviour
        self.socket = socket.create_server(("127.0.0.1", 0))
        if not behaviour.reads:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self.port = self.socket.getsockname()[1]
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            with line, contextlib.suppress(OSError):
                self.talk(line)

    def talk(self, line):
        if not self.behaviour.reads:
            self.stop.wait(30)
            return
        while data := line.recv(4096):
            line.sendall(self.behaviour.answers(data))
            limit = self.behaviour.gone_after
            if limit is not None and len(self.behaviour.heard) >= limit:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return  # closed with a reset, as a printer does that is switched off and on

    def close(self):
        self.stop.set()
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)


@pytest.fixture
def network():
    """Start a network printer; gives its driver."""
    servers = []

    def start(behaviour, **changes):
        server = Server(behaviour)
        servers.append(server)
        return open_printer(settings("network", port=server.port, **changes))

    yield start
    for server in servers:
        server.close()


def heard(behaviour):
    return render(bytes(behaviour.heard)).text


def test_a_network_printer_gets_every_byte_and_confirms_the_end(network):
    behaviour = Behaviour()
    printer = network(behaviour, status=True)
    printer.send(RECEIPT)
    assert heard(behaviour) == TEXT
    printer.send(RECEIPT)
    assert behaviour.heard.count(b"\x1dVB\x00") == 2
    assert printer.status() == PrinterStatus(True, Paper.OK, False)
    printer.close()


def test_a_network_printer_that_is_not_there_is_gone_for_certain():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    printer = open_printer(settings("network", port=port))
    for call in (lambda: printer.send(RECEIPT), printer.status):
        with pytest.raises(DeviceGone) as caught:
            call()
        assert not isinstance(caught.value, MayHavePrinted)


def test_a_mute_network_printer_is_gone_before_anything_is_sent(network):
    behaviour = Behaviour(mute=True)
    with pytest.raises(DeviceGone, match="doesn't answer"):
        network(behaviour, status=True).send(RECEIPT)
    assert behaviour.heard == b""


def test_a_mute_network_printer_prints_where_no_answer_is_expected(network):
    behaviour = Behaviour(mute=True)
    printer = network(behaviour)
    printer.send(RECEIPT)
    printer.send(b"\n")  # the next connection is taken when the first was read to its end
    printer.close()
    assert printer.status() == PrinterStatus(True, Paper.UNKNOWN)


def test_a_network_printer_without_paper_prints_nothing(network):
    behaviour = Behaviour(paper_byte=0x72)
    with pytest.raises(PaperOut) as caught:
        network(behaviour, status=True).send(RECEIPT)
    assert not isinstance(caught.value, MayHavePrinted)
    assert behaviour.heard == b""


def test_a_network_printer_switched_off_in_mid_paper_is_uncertain(network):
    with pytest.raises(Interrupted):
        network(Behaviour(gone_after=100, ends=False), status=True).send(RECEIPT)


def test_a_network_printer_that_takes_nothing_is_uncertain_after_the_time_out(network):
    with pytest.raises(Interrupted):
        network(Behaviour(reads=False), timeout=0.3).send(RECEIPT + bytes(8_000_000))


def test_a_roll_that_ends_in_mid_paper_is_known_though_the_end_is_never_told(network):
    behaviour = Behaviour(ends=False)
    printer = network(behaviour, status=True, timeout=2.0)
    answers = behaviour.answers

    def ends_while_printing(data):
        if data[:2] != b"\x10\x04":
            behaviour.paper_byte = 0x72
        return answers(data)

    behaviour.answers = ends_while_printing
    with pytest.raises(RanOut):
        printer.send(RECEIPT)


def test_a_printer_that_tells_its_status_but_no_end_is_believed_and_not_asked_again(network):
    behaviour = Behaviour(ends=False)
    printer = network(behaviour, status=True, timeout=0.5)
    printer.send(RECEIPT)
    printer.send(RECEIPT)
    assert behaviour.heard.count(b"\x1dr\x01") == 1


class Terminal:
    """The other end of a serial line."""

    def __init__(self, behaviour):
        self.behaviour = behaviour
        self.near, self.far = pty.openpty()
        tty.setraw(self.far)
        self.device = os.ttyname(self.far)
        self.thread = threading.Thread(target=self.talk, daemon=True)
        self.thread.start()

    def talk(self):
        while True:
            try:
                data = os.read(self.near, 4096)
                answer = self.behaviour.answers(data)
                if answer:
                    os.write(self.near, answer)
            except OSError:
                return
            if self.behaviour.gone_after is not None and len(self.behaviour.heard) >= self.behaviour.gone_after:
                self.close()
                return

    def close(self):
        for fd in (self.far, self.near):
            with contextlib.suppress(OSError):
                os.close(fd)


@pytest.fixture
def serial():
    """Start a serial printer; gives its driver and the line."""
    lines = []

    def start(behaviour, **changes):
        line = Terminal(behaviour)
        lines.append(line)
        return open_printer(settings("serial", device=line.device, **changes))

    yield start
    for line in lines:
        line.close()


def test_a_serial_printer_gets_every_byte_and_confirms_the_end(serial):
    behaviour = Behaviour()
    printer = serial(behaviour, status=True)
    printer.send(RECEIPT)
    assert heard(behaviour) == TEXT
    assert printer.status().paper is Paper.OK
    printer.close()


def test_a_serial_printer_unplugged_in_mid_paper_is_uncertain_then_gone(serial):
    printer = serial(Behaviour(gone_after=50, ends=False), status=True)
    with pytest.raises(Interrupted):
        printer.send(RECEIPT)
    with pytest.raises(DeviceGone) as caught:
        printer.send(RECEIPT)
    assert not isinstance(caught.value, MayHavePrinted)


def test_a_mute_serial_printer_is_gone(serial):
    with pytest.raises(DeviceGone, match="doesn't answer"):
        serial(Behaviour(mute=True), status=True).status()


def test_a_serial_line_that_is_not_there_is_gone():
    with pytest.raises(DeviceGone):
        open_printer(settings("serial", device="/dev/ttyNOWHERE")).send(RECEIPT)


def test_a_file_collects_papers(tmp_path):
    roll = tmp_path / "roll.bin"
    roll.touch()
    printer = open_printer(settings("file", device=str(roll), status=True))
    printer.send(RECEIPT)
    printer.send(RECEIPT)
    printer.close()
    assert roll.read_bytes() == RECEIPT * 2
    assert printer.status() == PrinterStatus(True, Paper.UNKNOWN)


def test_a_device_file_that_is_not_there_is_not_made(tmp_path):
    roll = tmp_path / "lp0"
    with pytest.raises(DeviceGone):
        open_printer(settings("file", device=str(roll))).send(RECEIPT)
    assert not roll.exists()


def test_a_pipe_that_nobody_reads_is_gone_and_one_that_is_full_is_uncertain(tmp_path):
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    printer = open_printer(settings("file", device=str(pipe), timeout=0.2))
    with pytest.raises(DeviceGone) as caught:
        printer.send(RECEIPT)
    assert not isinstance(caught.value, MayHavePrinted)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        printer.send(RECEIPT)
        assert os.read(reader, 1 << 16) == RECEIPT
        with pytest.raises(Interrupted):
            printer.send(RECEIPT + bytes(1 << 20))
    finally:
        os.close(reader)


def test_a_device_file_that_answers_tells_its_status(tmp_path):
    behaviour = Behaviour()
    line = Terminal(behaviour)
    printer = open_printer(settings("file", device=line.device, status=True))
    printer.send(RECEIPT)
    assert heard(behaviour) == TEXT
    printer.close()
    line.close()


def test_a_usb_printer_that_is_not_there_is_gone_or_its_library_named():
    printer = open_printer(settings("usb", vendor=0x04B8, product=0x0202))
    with pytest.raises((DeviceGone, ConfigError), match="printer"):
        printer.send(RECEIPT)


def test_drivers_are_chosen_by_name():
    assert isinstance(open_printer(settings("simulated")), SimulatedPrinter)
    none = open_printer(settings("none"))
    assert isinstance(none, NoPrinter)
    with pytest.raises(DeviceGone, match=r"kiosk\.toml"):
        none.status()
    none.close()
    with pytest.raises(ConfigError, match="steam"):
        open_printer(settings("steam"))
