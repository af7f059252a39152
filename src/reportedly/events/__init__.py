"""Claim -> Event: claims that tell of the same thing are linked, and one value is chosen for each field.

Pure and deterministic: the same claims in any order give the same events with the same ids.

- ``build_events(claims)`` does the whole stage.
- ``link_claims(claims)`` only links: which claims belong together (``linking.py``, ``keys.py``).
- ``event_from(cluster)`` chooses the values and counts the voices (``choosing.py``, ``voices.py``).
- ``canonical_lines(events)`` writes events in one fixed form, to compare two computations byte by byte.

The decisions behind the key are in ``docs/decisions/0003-record.md``.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..records import Claim, Event
from .canonical import canonical_lines
from .choosing import event_from
from .keys import base_key
from .linking import Cluster, link_claims

__all__ = ["Cluster", "base_key", "build_events", "canonical_lines", "event_from", "link_claims"]


def build_events(claims: Iterable[Claim]) -> tuple[Event, ...]:
    """All events of ``claims``, sorted by id. The order of ``claims`` has no influence."""
    return tuple(sorted((event_from(c) for c in link_claims(claims)), key=lambda event: event.event_id))
