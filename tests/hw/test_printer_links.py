"""USB: the printer's own end points, everything in pieces, gone when it is gone."""

import errno
from types import SimpleNamespace

import pytest
import usb.core

from kiosk.hw.printer_links import UsbLink


class Device:
    """A USB printer as pyusb shows it: reads 100 bytes at a time, its end points are 0x03 and 0x84."""

    def __init__(self, socket=(1, (2,)), ids=(0x04B8, 0x0202)):
        self.bus, self.port_numbers = socket
        self.idVendor, self.idProduct = ids
        self.backend = SimpleNamespace(__module__="usb.backend.libusb1")
        self._ctx = SimpleNamespace(dispose=lambda _: None)
        self.detached = False
        self.out = bytearray()
        self.answer = b""
        self.gone = False
        points = [SimpleNamespace(bEndpointAddress=0x84), SimpleNamespace(bEndpointAddress=0x03)]
        self.configuration = [Interface(3, []), Interface(7, points)]

    def __iter__(self):
        return iter([self.configuration])

    def is_kernel_driver_active(self, _):
        return not self.detached

    def detach_kernel_driver(self, _):
        self.detached = True

    def set_configuration(self):
        pass

    def reset(self):
        pass

    def get_active_configuration(self):
        return self.configuration

    def write(self, point, data, milliseconds):
        assert (point, milliseconds) == (0x03, 500)
        if self.gone:
            raise usb.core.USBError("No such device", errno=errno.ENODEV)
        self.out += data[:100]
        return len(data[:100])

    def read(self, point, size, milliseconds):
        assert point == 0x84
        if not self.answer:
            raise usb.core.USBTimeoutError("timed out", errno=errno.ETIMEDOUT)
        answer, self.answer = self.answer, b""
        return answer


class Interface(list):
    def __init__(self, kind, points):
        super().__init__(points)
        self.bInterfaceClass = kind


@pytest.fixture
def device(monkeypatch):
    device = Device()

    plug(monkeypatch, device)
    return device


def plug(monkeypatch, *devices):
    """Plug them in, in this order."""

    def find(*, find_all=False, custom_match):
        found = filter(custom_match, devices)
        return found if find_all else next(found, None)

    monkeypatch.setattr(usb.core, "find", find)


@pytest.mark.parametrize(("vendor", "product"), [(0x04B8, 0x0202), (0, 0)])
def test_a_usb_printer_is_found_by_its_numbers_or_by_what_it_is(device, vendor, product):
    link = UsbLink(vendor, product, 0.5)
    link.write(bytes(range(250)))
    assert device.out == bytes(range(250))
    assert link.sent == 250
    assert device.detached  # the kernel's usblp had it
    link.close()


def test_a_usb_printer_answers_or_stays_silent(device):
    link = UsbLink(0, 0, 0.5)
    assert link.read(0.1) == b""
    device.answer = b"\x12"
    assert link.read(0.1) == b"\x12"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
@pytest.mark.parametrize(("ids", "used"), [((0, 0), 0), ((0x04B8, 0x0202), 1)])
def test_of_several_printers_it_is_always_that_of_the_same_socket(monkeypatch, order, ids, used):
    devices = [
        Device((1, (1, 2)), (0x0519, 0x0003)),
        Device((1, (1, 10)), (0x04B8, 0x0202)),
        Device((2, (1,)), (0x04B8, 0x0202)),
    ]
    plug(monkeypatch, *(devices[n] for n in order))
    UsbLink(*ids, 0.5).write(b"receipt")
    assert [bytes(device.out) for device in devices] == [b"receipt" if n == used else b"" for n in range(3)]


def test_another_usb_device_is_no_printer(device):
    with pytest.raises(OSError, match="not found"):
        UsbLink(0x1234, 0x5678, 0.5)
    device.configuration.pop()
    with pytest.raises(OSError, match="not found"):
        UsbLink(0, 0, 0.5)


def test_a_usb_printer_that_was_pulled_is_an_error_with_what_was_sent(device):
    link = UsbLink(0, 0, 0.5)
    link.write(b"one")
    device.gone = True
    with pytest.raises(OSError, match="No such device"):
        link.write(b"two")
    assert link.sent == 3


def test_a_usb_printer_that_takes_nothing_times_out(device, monkeypatch):
    link = UsbLink(0, 0, 0.5)
    monkeypatch.setattr(device, "write", lambda *_: 0)
    times = iter([0.0, 0.4, 0.6])
    monkeypatch.setattr("kiosk.hw.printer_links.time.monotonic", lambda: next(times))
    with pytest.raises(OSError, match="takes nothing"):
        link.write(b"data")
