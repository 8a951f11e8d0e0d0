"""Reads kiosk.toml setting by setting, so that what is wrong can be said of the very setting."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from kiosk.config import Config, Scanner
from kiosk.config_rules import check_together
from kiosk.exc import ConfigError
from kiosk.i18n import M, Message, plain

_S = TypeVar("_S", bound=msgspec.Struct)
_LONGEST_SHOWN = 40


def read_config(path: Path) -> Config:
    """See kiosk.config.load_config."""
    file = str(path)
    raw = _parse(path, file)
    known = {field.name: field.type for field in msgspec.structs.fields(Config)}
    _only_known(raw, set(known), file, "")
    sections = {
        name: _section(kind, raw[name], file, name) for name, kind in known.items() if name in raw and name != "scanner"
    }
    if "scanner" in raw:
        sections["scanner"] = _scanners(raw["scanner"], file)
    config = _placed(Config(**sections), path)
    check_together(config, file)
    return config


def _parse(path: Path, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(M("{file} can't be read: {reason}.", file=file, reason=error.strerror or "")) from error
    except UnicodeDecodeError as error:
        raise ConfigError(M("{file} is not UTF-8 text. Save it as UTF-8.", file=file)) from error
    except RecursionError as error:
        raise ConfigError(M("{file} is nested too deeply.", file=file)) from error
    except ValueError as error:  # a path with NUL in it; TOML's own error, which says the line
        raise ConfigError(M("{file} is not TOML: {reason}.", file=file, reason=str(error))) from error


def _scanners(raw: Any, file: str) -> tuple[Scanner, ...]:
    """One table, or an array of them."""
    if not isinstance(raw, list):
        return (_section(Scanner, raw, file, "scanner"),)
    return tuple(_section(Scanner, each, file, f"scanner {n}") for n, each in enumerate(raw, 1))


def _section(kind: type[_S], raw: Any, file: str, where: str) -> _S:
    if not isinstance(raw, dict):
        raise ConfigError(M("{file}: {key} is a section of its own: [{key}].", file=file, key=where.partition(" ")[0]))
    fields = {field.name: field.type for field in msgspec.structs.fields(kind)}
    _only_known(raw, set(fields), file, where)
    return kind(**{name: _value(value, fields[name], file, f"[{where}] {name}") for name, value in raw.items()})


def _only_known(raw: dict[str, Any], known: set[str], file: str, where: str) -> None:
    unknown = sorted(set(raw) - known)
    if unknown:
        key = f"[{where}] {_shown(unknown[0], False)}" if where else _shown(unknown[0], False)
        raise ConfigError(
            M("{file}: {key} is no setting. Known here: {known}.", file=file, key=key, known=", ".join(sorted(known)))
        )


def _value(value: Any, kind: Any, file: str, key: str) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise ConfigError(
            M(
                "{file}: {key} can't be {value}. Allowed: {allowed}.",
                file=file,
                key=key,
                value=_shown(value),
                allowed=_allowed(inspect.type_info(kind)),
            )
        ) from error


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


def _placed(config: Config, path: Path) -> Config:
    """Paths made absolute: relative ones begin in the directory of kiosk.toml."""
    base = path.parent.absolute()
    data = config.data
    placed = msgspec.structs.replace(
        data, path=str(base / data.path), key_file=str(base / data.key_file) if data.key_file else ""
    )
    return msgspec.structs.replace(config, data=placed)
