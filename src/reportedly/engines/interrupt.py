"""Ctrl-C and SIGTERM as KeyboardInterrupt, but never in the middle of writing a document.

While a document is being written the signal is held back for the moment that takes, so that the document is
either wholly in the record and counted, or not begun. Everywhere else the signal interrupts at once, a page
that is being fetched included.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(KeyboardInterrupt):
    """A signal asked us to stop. ``signum`` says which."""

    def __init__(self, signum: int) -> None:
        super().__init__(signal.Signals(signum).name)
        self.signum = signum


class Interrupts:
    """Context manager that installs the handlers, and puts the former ones back.

    Only the main thread may install handlers; in another one this does nothing, and the caller's own
    arrangements stand.
    """

    def __init__(self) -> None:
        self._former: dict[int, Any] = {}
        self._holding = False
        self._pending: int | None = None

    def __enter__(self) -> Interrupts:
        if threading.current_thread() is threading.main_thread():
            for signum in _SIGNALS:
                self._former[signum] = signal.signal(signum, self._handle)
        return self

    def __exit__(self, *_: object) -> None:
        for signum, former in self._former.items():
            # None: a handler that was not installed from Python, which cannot be put back.
            signal.signal(signum, signal.SIG_DFL if former is None else former)
        self._former.clear()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold signals back; one that came meanwhile raises Interrupted at the end."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._pending is not None:
            signum, self._pending = self._pending, None
            raise Interrupted(signum)

    def _handle(self, signum: int, _: FrameType | None) -> None:
        if self._holding:
            self._pending = signum
        else:
            raise Interrupted(signum)
