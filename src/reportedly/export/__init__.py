"""Claims for other tools; one small module a format.

- ``write_jsonl(claims, out)``: one claim a line, in the form that ``data/claim.schema.json`` fixes
  (``jsonl.py``).
- ``validate_claim(dict)`` and ``claim_schema()``: that schema (``schema.py``).
"""

from __future__ import annotations

from .jsonl import ExportReport, claim_for_export, write_jsonl
from .schema import claim_schema, validate_claim

__all__ = ["ExportReport", "claim_for_export", "claim_schema", "validate_claim", "write_jsonl"]
