"""How well the examples are read, against ``examples/expected.yaml``: ``python benchmarks/examples.py [--misses]``.

The examples are composed, so this is a check of the whole way, not a measure of how the program does on real news. A claim
matches an expected one if its trigger is the same word (or its sentence holds the expected trigger and the type is the
same); each expected claim is matched once.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import yaml

from reportedly.claims import make_claims
from reportedly.documents import to_document
from reportedly.errors import InputError
from reportedly.knowledge import Knowledge
from reportedly.reading.reader import Reader
from reportedly.records import Claim, RawPage
from reportedly.settings import load_settings
from reportedly.sources import SourceOptions, discover

EXAMPLES = Path(__file__).parent.parent / "examples"


def matches(expected: dict[str, Any], claim: Claim) -> bool:
    trigger = str(expected["trigger"]).lower()
    said = claim.evidence.trigger.text.lower()
    if bool(expected.get("denies")) != (claim.denies is not None):
        return False
    if said in trigger.split() or trigger == said:
        return True
    return trigger in claim.evidence.sentence.text.lower() and claim.proposition.type == expected["type"]


def principals(claim: Claim) -> set[str]:
    return {p.principal or p.entity_id for p in claim.proposition.participants}


def compare(expected: dict[str, Any], claim: Claim) -> dict[str, bool]:
    p = claim.proposition
    sides = {x for role in ("actors", "recipients") for x in expected.get(role, [])} - {"unknown"}
    voice = str(expected.get("voice", "own"))
    inner = claim.attribution[0]
    own = inner.kind == "own-voice"
    return {"type": p.type == expected["type"], "form": p.form == expected.get("form"),
            "stage": p.stage == expected.get("stage"), "sides": sides <= principals(claim),
            "date": p.when.edtf == expected.get("date"), "own_voice_or_not": own == (voice == "own"),
            "factuality": claim.factuality.innermost == expected.get("factuality", "CT+"),
            "realis": claim.realis == expected.get("realis", "past"),
            "aspect": p.aspect == expected.get("aspect", "event")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="print what was missed and what nobody expected")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--model", type=Path)
    args = parser.parse_args()
    expected = yaml.safe_load((EXAMPLES / "expected.yaml").read_text(encoding="utf-8"))
    reader, knowledge, settings = Reader.load(args.model), Knowledge.load(), load_settings()
    wanted = required = said = hit = required_hit = empty_claims = 0
    right: dict[str, int] = {}
    for page in discover([str(EXAMPLES)], SourceOptions(settings=settings)):
        if not isinstance(page, RawPage):
            continue
        name = page.origin.split("examples/")[-1]
        if name not in expected:
            continue
        try:
            document = to_document(page, settings)
        except InputError as error:
            print(error)
            continue
        claims = list(make_claims(document, reader.read(document.text), knowledge, threshold=reader.thresholds["event"]))
        rows = expected[name] or []
        said += len(claims)
        empty_claims += len(claims) if not rows else 0
        for row in rows:
            wanted += 1
            required += not row.get("optional")
            found = next((c for c in claims if matches(row, c)), None)
            if found is None:
                if args.misses:
                    print(f"MISSED {name}: {row}")
                continue
            claims.remove(found)
            hit += 1
            required_hit += not row.get("optional")
            result = compare(row, found)
            for field, ok in result.items():
                right[field] = right.get(field, 0) + ok
            if args.misses and not all(result.values()):
                print(f"DIFFERS {name}: {[f for f, ok in result.items() if not ok]} {row}\n    {found.summary}")
        for claim in claims if args.misses else ():
            print(f"EXTRA {name}: {claim.evidence.trigger.text}: {claim.summary}")
    figures = {"expected": wanted, "claims": said, "precision": round(hit / max(1, said), 3),
               "recall": round(hit / max(1, wanted), 3),
               "recall_without_optional": round(required_hit / max(1, required), 3),
               "claims_in_articles_without": empty_claims,
               **{f"{k}_given_match": round(v / max(1, hit), 3) for k, v in right.items()}}
    print(json.dumps(figures) if args.json else "\n".join(f"{k:28} {v}" for k, v in figures.items()))


if __name__ == "__main__":
    main()
