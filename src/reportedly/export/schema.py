"""The form of an exported claim, as JSON Schema, and the check against it."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ..errors import ReportedlyError

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator


@lru_cache(maxsize=1)
def claim_schema_text() -> str:
    """The schema as the file has it: what ``reportedly schema`` prints."""
    return (files("reportedly") / "data" / "claim.schema.json").read_text(encoding="utf-8")


def claim_schema() -> dict[str, Any]:
    """The schema as a dictionary; the caller may change it."""
    return json.loads(claim_schema_text())


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # slow to import, and only exports and tests need it

    schema = claim_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def validate_claim(claim: dict[str, Any]) -> None:
    """Raises ReportedlyError with the path of the first field that breaks the schema."""
    found = min(_validator().iter_errors(claim), key=lambda error: list(map(str, error.absolute_path)),
                default=None)
    if found is None:
        return
    field = ".".join(map(str, found.absolute_path)) or "the claim itself"
    raise ReportedlyError(
        f"this claim does not have the fixed form: {field}: {found.message}",
        where=str(claim.get("claim_id", "a claim without claim_id")),
        remedy="Read the article again with this version; if it stays so, please report it.",
    )
