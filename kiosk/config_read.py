"""Reads kiosk.toml setting by setting, so that what is wrong can be said of the very setting."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from kiosk.config import Config, Scanner
from kiosk.config_rules import problems_together
from kiosk.exc import ConfigError
from kiosk.i18n import M, Message, Text, below_each_other, plain

_S = TypeVar("_S", bound=msgspec.Struct)
_LONGEST_SHOWN = 40
_LARGEST = 256 * 1024
"""Bytes; a real one has two or three thousand."""
_HEADER = re.compile(r"\s*\[\[?([^\[\]]+)\]")


class Read(msgspec.Struct, frozen=True):
    """What a kiosk.toml came to. config: what was right in it, the rest as if it were not there."""

    config: Config
    problems: tuple[Message, ...] = ()
    raw: bytes = b""
    missing: bool = False
    """There is no such file."""
    named: bool = False
    """It says which shop this is; a terminal that is not told waits to join one."""


def read_config(path: Path) -> Config:
    """See kiosk.config.load_config."""
    read = read_settings(path)
    if read.problems:
        raise ConfigError(below_each_other(read.problems))
    return read.config


def read_settings(path: Path, base: Path | None = None) -> Read:
    """All that is right in a kiosk.toml, and all that is wrong. Raises nothing, whatever the file holds.

    base: where its relative paths begin; without one, where it lies.
    """
    reader = _Reader(path)
    try:
        reader.read()
    except ConfigError as error:
        reader.problems.append(error.message)
    config = _placed(Config(**reader.sections), base or path.parent)
    if not reader.problems:
        reader.problems += problems_together(config, str(path))
    return Read(config, tuple(reader.problems), reader.raw, reader.missing, reader.named)


class _Reader:
    """One file, setting by setting."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = str(path)
        self.raw = b""
        self.missing = False
        self.named = False
        self.problems: list[Message] = []
        self.sections: dict[str, Any] = {}
        self._lines: list[str] = []

    def read(self) -> None:
        """Raises ConfigError where the file as a whole can't be read."""
        raw = self._parse()
        self.named = isinstance(shop := raw.get("store"), dict) and "id" in shop
        known = {field.name: field.type for field in msgspec.structs.fields(Config)}
        self._only_known(raw, set(known), "")
        for name, kind in known.items():
            if name == "scanner" and name in raw:
                self.sections[name] = self._scanners(raw[name])
            elif name in raw and (section := self._section(kind, raw[name], name)) is not None:
                self.sections[name] = section

    def _parse(self) -> dict[str, Any]:
        file = self.file
        try:
            with self.path.open("rb") as source:
                self.raw = source.read(_LARGEST + 1)
            if len(self.raw) > _LARGEST:
                raise ConfigError(M("{file} is too large for a file of settings.", file=file))
            text = self.raw.decode("utf-8-sig")
            self._lines = text.splitlines()
            return tomllib.loads(text)
        except OSError as error:
            self.missing = isinstance(error, FileNotFoundError)
            raise ConfigError(M("{file} can't be read: {reason}.", file=file, reason=error.strerror or "")) from error
        except UnicodeDecodeError as error:
            raise ConfigError(M("{file} is not UTF-8 text. Save it as UTF-8.", file=file)) from error
        except RecursionError as error:
            raise ConfigError(M("{file} is nested too deeply.", file=file)) from error
        except ValueError as error:  # a path with NUL in it; TOML's own error, which says the line
            raise ConfigError(M("{file} is not TOML: {reason}.", file=file, reason=str(error))) from error

    def _scanners(self, raw: Any) -> tuple[Scanner, ...]:
        """One table, or an array of them."""
        several = list(enumerate(raw, 1)) if isinstance(raw, list) else [(0, raw)]
        read = [self._section(Scanner, each, f"scanner {n}" if n else "scanner", n or 1) for n, each in several]
        return tuple(scanner for scanner in read if scanner is not None)

    def _section(self, kind: type[_S], raw: Any, where: str, nth: int = 1) -> _S | None:
        name = where.partition(" ")[0]
        if not isinstance(raw, dict):
            at = self._at("", name)
            self.problems.append(M("{file}: {key} is a section of its own: [{key}].", file=at, key=name))
            return None
        fields = {field.name: field.type for field in msgspec.structs.fields(kind)}
        self._only_known(raw, set(fields), where, nth)
        right: dict[str, Any] = {}
        for key, value in raw.items():
            if key in fields:
                try:
                    right[key] = msgspec.convert(value, fields[key])
                except msgspec.ValidationError:
                    self._impossible(value, fields[key], self._at(name, key, nth), f"[{where}] {key}")
        return kind(**right)

    def _only_known(self, raw: dict[str, Any], known: set[str], where: str, nth: int = 1) -> None:
        for name in sorted(set(raw) - known):
            key = f"[{where}] {_shown(name, False)}" if where else _shown(name, False)
            at = self._at(where.partition(" ")[0], name, nth)
            self.problems.append(
                M("{file}: {key} is no setting. Known here: {known}.", file=at, key=key, known=", ".join(sorted(known)))
            )

    def _impossible(self, value: Any, kind: Any, at: Text, key: str) -> None:
        self.problems.append(
            M(
                "{file}: {key} can't be {value}. Allowed: {allowed}.",
                file=at,
                key=key,
                value=_shown(value),
                allowed=_allowed(inspect.type_info(kind)),
            )
        )

    def _at(self, section: str, key: str, nth: int = 1) -> Text:
        """The file, with the line where one is found."""
        line = line_of(self._lines, section, key, nth)
        return M("{file}, line {line}", file=self.file, line=line) if line else plain(self.file)


def line_of(lines: list[str], section: str, key: str, nth: int = 1) -> int:
    """The line, from 1, that sets `key` in the `nth` table named `section` ("" before all tables), or its header.

    0 where it is written in a way of its own, such as an inline table: TOML's parser keeps no lines.
    """
    here, seen = section == "", 0
    header = 0
    for number, line in enumerate(lines, 1):
        if found := _HEADER.match(line):
            name = found[1].strip().strip("\"'")
            if not section and name == key:
                return number
            seen += name == section
            here = name == section and seen == nth
            header = number if here else header
        elif here and line.partition("=")[0].strip().strip("\"'") == key:
            return number
    return header


def _shown(value: Any, quoted: bool = True) -> str:
    text = str(value).lower() if isinstance(value, bool) else repr(value) if quoted else str(value)
    text = "".join(c if c.isprintable() else "?" for c in text)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def _allowed(kind: inspect.Type) -> Message | Any:
    """A type in words."""
    match kind:
        case inspect.LiteralType(values=values):
            return plain(", ".join(repr(v) for v in values))
        case inspect.BoolType():
            return M("true or false")
        case inspect.IntType(ge=least, le=most):
            return M("a whole number from {least} to {most}", least=least, most=most)
        case inspect.FloatType(le=most):
            return M("a number above 0, up to {most}", most=most)
        case inspect.StrType(pattern=str()):
            return M("1 to 16 letters, digits, - or _")
        case inspect.VarTupleType():
            return M("a list of texts in quotes")
        case inspect.UnionType(types=types):
            return _allowed(types[0])
        case _:
            return M("a text in quotes")


def _placed(config: Config, base: Path) -> Config:
    """Paths made absolute."""
    base = base.absolute()
    data = config.data
    placed = msgspec.structs.replace(
        data, path=str(base / data.path), key_file=str(base / data.key_file) if data.key_file else ""
    )
    return msgspec.structs.replace(config, data=placed)
