"""Reads the news about what states do with, for and to each other, and keeps a sourced record of it.

The public names are loaded when they are first used, so that ``import reportedly`` stays fast and pulls in
no numerical library:

- ``read(paths, record=...)`` codes files, folders, archives and URLs into a record
- ``load()`` gives a spaCy ``Language`` whose documents carry ``doc._.claims``
- ``Reader`` is the encoder with its heads, for given texts and spans
- ``__version__`` is the installed version (from the package's metadata: pyproject.toml is its one place)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .engines.local import read
    from .engines.spacy import load
    from .reading.reader import Reader

    __version__: str

__all__ = ["Reader", "__version__", "load", "read"]

_HOMES = {"read": ".engines.local", "load": ".engines.spacy", "Reader": ".reading.reader"}


def __getattr__(name: str) -> Any:
    value: Any
    if name == "__version__":
        from importlib.metadata import version

        value = version("reportedly")
    elif name in _HOMES:
        value = getattr(importlib.import_module(_HOMES[name], __name__), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
