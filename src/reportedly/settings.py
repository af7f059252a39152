"""One documented table of settings; the only reader of the environment and of TOML.

Every setting has a name, a default, an environment variable (``REPORTEDLY_`` and the name in capitals),
a TOML key (the name) and a sentence of help; ``docs/settings.md`` lists them and a test compares the two.

Precedence, strongest first: an option on the command line, the environment, the TOML file, the default.
The TOML file is the one passed to :func:`load_settings`, else the one that ``REPORTEDLY_SETTINGS`` names,
else ``reportedly.toml`` in the current folder if there is one.

A setting that cannot be understood raises :class:`~reportedly.errors.UsageError`: a typing error must not
silently fall back to a default.
"""

from __future__ import annotations

import difflib
import math
import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from .errors import NotFoundError, UsageError

PREFIX = "REPORTEDLY_"
FILE_VARIABLE = "REPORTEDLY_SETTINGS"
FILE_NAME = "reportedly.toml"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What can be set. Sizes are bytes unless the name says otherwise, times are seconds."""

    record: str = "record.db"
    model: str | None = None
    languages: tuple[str, ...] = ("en",)
    threshold: float | None = None
    max_bytes: int = 50_000_000
    max_chars: int = 2_000_000
    max_archive_bytes: int = 1_000_000_000
    max_archive_members: int = 100_000
    fetch_timeout: float = 20.0
    fetch_max_bytes: int = 10_000_000
    user_agent: str = "Reportedly (reads the news pages that its user names; honours robots.txt)"


class Setting(msgspec.Struct, frozen=True):
    """One row of the table."""

    name: str
    default: Any
    help: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.upper()


_HELP: dict[str, str] = {
    "record": "The record file that commands read and write when --record is not given.",
    "model": "The reader's model file; unset means the one that is installed with the package.",
    "languages": "Languages that are read, as ISO 639-1 codes; articles in others are counted, not coded.",
    "threshold": "Score from 0 to 1 below which no claim is made; unset: the model's own, calibrated one.",
    "max_bytes": "Largest single file, archive member or line that is read, in bytes.",
    "max_chars": "Longest clean text of one document, in characters.",
    "max_archive_bytes": "Most bytes that one archive may unpack to.",
    "max_archive_members": "Most members that one archive may hold.",
    "fetch_timeout": "Seconds that fetching one URL may take.",
    "fetch_max_bytes": "Largest page that is fetched from a URL, in bytes.",
    "user_agent": "How the fetcher names itself; robots.txt rules are matched against its first word.",
}

TABLE: tuple[Setting, ...] = tuple(
    Setting(field.name, field.default, _HELP[field.name]) for field in msgspec.structs.fields(Settings)
)
_BY_NAME = {row.name: row for row in TABLE}
_POSITIVE = {"max_bytes", "max_chars", "max_archive_bytes", "max_archive_members",
             "fetch_timeout", "fetch_max_bytes"}
_NUMBERS: dict[str, Callable[[str], int | float]] = {
    "threshold": float,
    **{row.name: type(row.default) for row in TABLE if isinstance(row.default, (int, float))},
}


def load_settings(toml: Path | None = None, *, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from ``toml`` and the environment.

    ``environ`` stands in for ``os.environ`` in tests. Raises NotFoundError for a settings file that was
    named and is not there, UsageError for anything in it or in the environment that cannot be understood.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    path = _toml_path(toml, environ)
    if path is not None:
        values.update(_from_toml(path))
    values.update(_from_environment(environ))
    return Settings(**values)


def _toml_path(given: Path | None, environ: Mapping[str, str]) -> Path | None:
    named = given or (Path(environ[FILE_VARIABLE]) if environ.get(FILE_VARIABLE) else None)
    if named is None:
        default = Path(FILE_NAME)
        return default if default.is_file() else None
    if not named.is_file():
        raise NotFoundError("the settings file does not exist", where=str(named),
                            remedy=f"Create it, or unset {FILE_VARIABLE}.")
    return named


def _from_toml(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"not valid TOML ({error})", where=str(path), remedy="Correct the file.") from error
    except OSError as error:
        raise UsageError(f"cannot be read ({error.strerror})", where=str(path),
                         remedy="Check its permissions.") from error
    return {name: _checked(name, value, where=str(path)) for name, value in table.items()}


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for row in TABLE:
        text = environ.get(row.variable)
        if text is None:
            continue
        value: Any = text
        if isinstance(row.default, tuple):
            value = [part.strip() for part in text.split(",") if part.strip()]
        elif row.name in _NUMBERS:
            try:
                value = _NUMBERS[row.name](text.replace("_", ""))
            except ValueError:
                raise UsageError(f"{text!r} is not a number", where=row.variable,
                                 remedy=_default(row.name)) from None
        values[row.name] = _checked(row.name, value, where=row.variable)
    return values


def _checked(name: str, value: Any, *, where: str) -> Any:
    """The value in its setting's type, or UsageError."""
    if name not in _BY_NAME:
        close = difflib.get_close_matches(name, _BY_NAME, n=1)
        raise UsageError(f"there is no setting {name!r}", where=where,
                         remedy=f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(_BY_NAME)}.")
    kind = {field.name: field.type for field in msgspec.structs.fields(Settings)}[name]
    try:
        checked = msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as error:
        raise UsageError(f"{name}: {error}", where=where,
                         remedy=_default(name)) from error
    if name in _POSITIVE and not 0 < checked < math.inf:
        raise UsageError(f"{name} must be a number greater than 0, not {value!r}", where=where,
                         remedy=_default(name))
    if name == "threshold" and not 0 <= checked <= 1:
        raise UsageError(f"threshold must be from 0 to 1, not {value!r}", where=where, remedy=_default(name))
    if name in {"languages", "user_agent", "record"} and not checked:
        raise UsageError(f"{name} must not be empty", where=where,
                         remedy=_default(name))
    return checked


def _default(name: str) -> str:
    default = _BY_NAME[name].default
    return f"Unset it for the default, {default!r}." if default is not None else "Unset it for the default."
