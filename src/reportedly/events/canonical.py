"""One fixed written form of events, so that two computations can be compared byte by byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from ..records import Event

_ENCODER = msgspec.json.Encoder(order="sorted")


def canonical_line(event: Event) -> str:
    """The event as one line of JSON with sorted keys, without a line end."""
    return _ENCODER.encode(event).decode("utf-8")


def canonical_lines(events: Iterable[Event]) -> Iterator[str]:
    """One line an event, sorted by id."""
    for event in sorted(events, key=lambda e: e.event_id):
        yield canonical_line(event)
