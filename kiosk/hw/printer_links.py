"""Lines to a printer: USB, serial, network, a device file. Each writes all of it in time or raises OSError.

python-escpos finds and opens USB and serial ones; what it leaves out is added here: a time-out for everything, the
printer's own USB end points, waiting until the bytes have left the machine.
"""

from __future__ import annotations

import array
import contextlib
import errno
import fcntl
import os
import select
import socket
import stat
import termios
import time
from collections.abc import Callable
from typing import Any, Protocol

from kiosk.exc import ConfigError
from kiosk.i18n import M

USB_PRINTER_CLASS = 7


class Link(Protocol):
    """An open line.

    keeps: whether it may stay open between two papers. answers: whether anything can come back on it. sent: bytes
    that are known to have been handed over.
    """

    keeps: bool
    answers: bool
    sent: int

    def write(self, data: bytes) -> None:
        """All of `data` handed over to the printer's end, or OSError; some of it may have been."""

    def read(self, seconds: float) -> bytes:
        """What has come, waiting up to `seconds` for the first byte; empty if nothing came. OSError if it is gone."""

    def close(self) -> None: ...


OpenLink = Callable[[], Link]


def _open(machine: Any) -> Any:
    """The device behind a python-escpos printer; its own error becomes OSError."""
    from escpos.exceptions import Error

    try:
        machine.open()
    except Error as error:
        raise OSError(errno.ENODEV, str(error)) from error
    return machine._device


def _drain(fd: int, deadline: float) -> None:
    """Until the kernel has nothing left to send, or OSError(ETIMEDOUT)."""
    left = array.array("i", [0])
    poller = select.poll()
    poller.register(fd, 0)  # reports a hang-up, and serves as a short wait
    while True:
        fcntl.ioctl(fd, termios.TIOCOUTQ, left)
        if not left[0]:
            return
        if time.monotonic() >= deadline:
            raise OSError(errno.ETIMEDOUT, f"{left[0]} bytes were not taken")
        if poller.poll(5):
            raise OSError(errno.EPIPE, "the other end hung up")


class NetworkLink:
    """TCP, port 9100 as a rule. A new connection for every paper: one that the printer forgot would swallow it."""

    keeps = False
    answers = True

    def __init__(self, host: str, port: int, seconds: float) -> None:
        self._seconds = seconds
        self.sent = 0
        # python-escpos' Network knows no IPv6, and leaves its socket open when nobody answers
        self._socket = socket.create_connection((host, port), seconds)

    def write(self, data: bytes) -> None:
        deadline = time.monotonic() + self._seconds
        self._socket.settimeout(self._seconds)
        self._socket.sendall(data)
        self.sent += len(data)
        _drain(self._socket.fileno(), deadline)
        error = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            raise OSError(error, os.strerror(error))

    def read(self, seconds: float) -> bytes:
        self._socket.settimeout(max(seconds, 0.001))
        try:
            data = self._socket.recv(64)
        except TimeoutError:
            return b""
        if not data:
            raise OSError(errno.ECONNRESET, "the printer closed the connection")
        return data

    def close(self) -> None:
        with contextlib.suppress(OSError):  # unread bytes would turn the close into a reset
            self._socket.setblocking(False)
            while self._socket.recv(4096):
                pass
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class SerialLink:
    """RS-232 or a USB serial adapter, 8N1, without flow control unless the driver has it."""

    keeps = True
    answers = True

    def __init__(self, device: str, baud: int, seconds: float) -> None:
        from escpos.printer import Serial

        self._machine = Serial(device, baudrate=baud, timeout=seconds, dsrdtr=False)
        self._seconds = seconds
        self.sent = 0
        self._port = _open(self._machine)
        self._port.write_timeout = seconds

    def write(self, data: bytes) -> None:
        deadline = time.monotonic() + self._seconds
        with _termios_errors():
            self.sent += self._port.write(data)
            # At 9600 baud the kernel's buffer alone takes seconds: the bytes' own time is added to the time-out
            _drain(self._port.fd, deadline + len(data) * 10 / self._port.baudrate)

    def read(self, seconds: float) -> bytes:
        with _termios_errors():
            self._port.timeout = seconds
            first: bytes = self._port.read(1)
            return first + self._port.read(self._port.in_waiting) if first else b""

    def close(self) -> None:
        self._machine._device = False  # its own close() would wait for ever for a printer that takes nothing
        with contextlib.suppress(OSError, termios.error):
            self._port.reset_output_buffer()
        with contextlib.suppress(OSError, termios.error):
            self._port.close()


class UsbLink:
    """libusb. Without vendor and product, a device with a printer's interface; of several, that of the first socket.

    libusb names them in the order in which they were plugged in: each start could print on another one.
    """

    keeps = True
    answers = True

    def __init__(self, vendor: int, product: int, seconds: float) -> None:
        import usb.core
        import usb.util
        from escpos.printer import Usb

        self._milliseconds = int(seconds * 1000)
        self.sent = 0
        self._timeout_error = usb.core.USBTimeoutError
        try:
            match = self._first(vendor, product)
            self._machine = Usb(None, None, {"custom_match": match}, timeout=self._milliseconds)
            self._device = _open(self._machine)
        except usb.core.NoBackendError as error:
            raise ConfigError(
                M("The printer is set to USB, and libusb is not installed. Install libusb-1.0-0.")
            ) from error
        interface = usb.util.find_descriptor(self._device.get_active_configuration(), bInterfaceClass=USB_PRINTER_CLASS)
        points = list(interface or ())
        outs = [p for p in points if usb.util.endpoint_direction(p.bEndpointAddress) == usb.util.ENDPOINT_OUT]
        ins = [p for p in points if usb.util.endpoint_direction(p.bEndpointAddress) == usb.util.ENDPOINT_IN]
        self._out: int = outs[0].bEndpointAddress if outs else self._machine.out_ep
        self._in: int = ins[0].bEndpointAddress if ins else self._machine.in_ep

    def _first(self, vendor: int, product: int) -> Callable[[Any], bool]:
        """What tells the printer from all other devices."""
        import usb.core

        def wanted(device: Any) -> bool:
            return (device.idVendor, device.idProduct) == (vendor, product) if vendor else self._is_printer(device)

        try:
            sockets = [_socket(device) for device in usb.core.find(find_all=True, custom_match=wanted)]
        except usb.core.USBError as error:
            raise OSError(error.errno or errno.EIO, str(error)) from error
        return lambda device: wanted(device) and _socket(device) == min(sockets)

    @staticmethod
    def _is_printer(device: Any) -> bool:
        import usb.util

        return any(
            usb.util.find_descriptor(configuration, bInterfaceClass=USB_PRINTER_CLASS) is not None
            for configuration in device
        )

    def write(self, data: bytes) -> None:
        deadline = time.monotonic() + self._milliseconds / 1000
        while data:
            if time.monotonic() > deadline:
                raise OSError(errno.ETIMEDOUT, "the printer takes nothing")
            taken = self._device.write(self._out, data[:4096], self._milliseconds)
            if taken:
                deadline = time.monotonic() + self._milliseconds / 1000
            self.sent += taken
            data = data[taken:]

    def read(self, seconds: float) -> bytes:
        try:
            return bytes(self._device.read(self._in, 64, max(int(seconds * 1000), 1)))
        except self._timeout_error:
            return b""

    def close(self) -> None:
        self._machine.close()


def _socket(device: Any) -> tuple[int, tuple[int, ...]]:
    """Where a USB device is plugged in: the bus, and the ports on the way to it."""
    return device.bus or 0, tuple(device.port_numbers or ())


class FileLink:
    """/dev/usb/lp0, a parallel port, or a plain file to collect what is printed. It must exist already."""

    keeps = True

    def __init__(self, device: str, seconds: float) -> None:
        self._seconds = seconds
        self.sent = 0
        kind = os.stat(device).st_mode  # noqa: PTH116  (descriptors from here on)
        flags = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        self.answers = stat.S_ISCHR(kind)
        self._fd = os.open(device, (os.O_RDWR if self.answers else os.O_WRONLY | os.O_APPEND) | flags)

    def write(self, data: bytes) -> None:
        deadline = time.monotonic() + self._seconds
        view = memoryview(data)
        while view:
            _, ready, _ = select.select((), (self._fd,), (), max(deadline - time.monotonic(), 0))
            if not ready:
                raise OSError(errno.ETIMEDOUT, "the printer takes nothing")
            with contextlib.suppress(BlockingIOError):
                taken = os.write(self._fd, view)
                self.sent += taken
                view = view[taken:]
                deadline = time.monotonic() + self._seconds

    def read(self, seconds: float) -> bytes:
        if not self.answers:
            return b""
        ready, _, _ = select.select((self._fd,), (), (), seconds)
        return os.read(self._fd, 64) if ready else b""

    def close(self) -> None:
        os.close(self._fd)


@contextlib.contextmanager
def _termios_errors() -> Any:
    """pyserial lets termios' own errors through on a port that vanished."""
    try:
        yield
    except (termios.error, TypeError) as error:
        raise OSError(errno.EIO, str(error)) from error
