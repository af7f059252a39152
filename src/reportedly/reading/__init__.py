"""Document -> Reading: one compact encoder, its heads, and the resolution of what they find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportedly.reading.reader import Reader

__all__ = ["Reader"]


def __getattr__(name: str) -> Any:
    # The reader brings NumPy and the tokenizer; dates and names are used without them.
    if name == "Reader":
        from reportedly.reading.reader import Reader

        return Reader
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
