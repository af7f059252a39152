"""JSON Lines: one claim a line, UTF-8, in the exact form of ``data/claim.schema.json``.

The order is by document, place in the text and id, and properties are sorted, so that two exports of one
record can be compared line by line. Claims of composed documents are left out unless asked for: invented
events must not slip into somebody's data. Quotations are short unless asked for in full (``quotes.py``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Protocol

import msgspec

from ..records import Claim
from .quotes import LONGEST, trim_claim
from .schema import validate_claim

_LINE_BREAKS = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"}
"""Legal inside a JSON string, but some readers split lines at them."""


class TextOut(Protocol):
    """Anything that text can be written to."""

    def write(self, text: str, /) -> object: ...


class ExportReport(msgspec.Struct, frozen=True):
    """How many claims were written, and how many were left out because their document is composed."""

    written: int
    left_out_composed: int


def write_jsonl(claims: Iterable[Claim], out: TextOut, *, include_composed: bool = False,
                full_quotes: bool = False) -> ExportReport:
    """Writes ``claims`` to ``out``. Every line is checked against the schema before it is written.

    The claims are sorted, so all of them are held in memory. Raises ReportedlyError for a claim that does not
    have the fixed form.
    """
    chosen, left_out = [], 0
    for claim in claims:
        if claim.document.composed and not include_composed:
            left_out += 1
        else:
            chosen.append(claim)
    for claim in sorted(chosen, key=_place):
        line = claim_for_export(claim, full_quotes=full_quotes)
        validate_claim(line)
        out.write(json.dumps(line, ensure_ascii=False, sort_keys=True).translate(_LINE_BREAKS) + "\n")
    return ExportReport(written=len(chosen), left_out_composed=left_out)


def claim_for_export(claim: Claim, *, full_quotes: bool = False) -> dict[str, Any]:
    """The claim as plain values, with quotations of at most 300 characters unless ``full_quotes``."""
    plain = claim.to_dict()
    return plain if full_quotes else trim_claim(plain, LONGEST)


def _place(claim: Claim) -> tuple[str, int, int, str, str]:
    trigger = claim.evidence.trigger
    return (claim.document.document_id, trigger.start, trigger.end, claim.claim_id, claim.held.since or "")
