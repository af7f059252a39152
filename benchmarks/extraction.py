"""How well the main text and the metadata come out of web pages.

    python benchmarks/extraction.py PATH [--json] [--failures]

PATH is a folder with ``html.tar.gz`` and ``evaldata.en.json`` in the form of trafilatura's evaluation set:
for each page, segments that belong to the article ("with") and segments that do not ("without"), and for most
pages the title and the date. There is no complete text to compare with, so precision, recall and F1 count
segments, as trafilatura's own evaluation does; a token F1 over the same segments stands beside it.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import sys
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any

from reportedly.documents import to_document
from reportedly.errors import InputError
from reportedly.records import Document, RawPage
from reportedly.settings import Settings


def read_pages(folder: Path) -> dict[str, bytes]:
    """File name -> bytes."""
    with tarfile.open(folder / "html.tar.gz") as archive:
        return {Path(member.name).name: handle.read() for member in archive
                if member.isfile() and (handle := archive.extractfile(member)) is not None}


def plain(text: str) -> str:
    """Blanks removed: the segments were copied from other renderings of the page."""
    return re.sub(r"\s+", "", text)


def measure(folder: Path) -> tuple[dict[str, float | int], list[str]]:
    """Figures as fractions, and a line for each segment that came out wrong."""
    gold: dict[str, dict[str, Any]] = json.loads((folder / "evaldata.en.json").read_text(encoding="utf-8"))
    pages = read_pages(folder)
    count: Counter[str] = Counter()
    failures: list[str] = []
    for url, wanted in gold.items():
        document: Document | None = None
        try:
            document = to_document(
                RawPage(origin=wanted["file"], kind="html", data=pages[wanted["file"]], url=url), Settings())
        except InputError as error:
            count["refused"] += 1
            failures.append(f"{wanted['file']}: REFUSED {error}")
        text = plain(document.text) if document else ""
        segments = [(s, True) for s in wanted["with"]] + [(s, False) for s in wanted["without"]]
        for segment, belongs in segments:
            there = plain(segment) in text
            outcome = ("t" if there == belongs else "f") + ("p" if there else "n")
            count[outcome] += 1
            count["token_" + outcome] += len(segment.split())
            if there != belongs:
                failures.append(f"{wanted['file']}: {'FOREIGN' if there else 'MISSING'} {segment[:90]!r}")
        for comment in wanted.get("comments", []):
            count["comments"] += 1
            if plain(comment) in text:
                count["comments_kept"] += 1
                failures.append(f"{wanted['file']}: COMMENT {comment[:90]!r}")
        for name, found in (("title", document and document.title),
                            ("date", document and document.published)):
            if not wanted.get(name):
                continue
            count[name] += 1
            if found is not None:
                count[f"{name}_given"] += 1
                right = plain(found).casefold() == plain(wanted[name]).casefold()
                count[f"{name}_right"] += right
                if not right:
                    failures.append(f"{wanted['file']}: {name.upper()} {found!r}, not {wanted[name]!r}")
            else:
                failures.append(f"{wanted['file']}: {name.upper()} none, not {wanted[name]!r}")
    return {"pages": len(gold), "refused": count["refused"],
            **scores(count, ""), **scores(count, "token_"),
            "comments": count["comments"], "comments_kept": count["comments_kept"],
            "title_right": ratio(count["title_right"], count["title"]),
            "date_right_of_given": ratio(count["date_right"], count["date_given"]),
            "date_right_of_all": ratio(count["date_right"], count["date"])}, failures


def scores(count: Counter[str], prefix: str) -> dict[str, float]:
    """Precision, recall and F1 of one kind of count."""
    right, foreign, missing = (count[prefix + name] for name in ("tp", "fp", "fn"))
    return {f"{prefix}precision": ratio(right, right + foreign),
            f"{prefix}recall": ratio(right, right + missing),
            f"{prefix}f1": ratio(2 * right, 2 * right + foreign + missing)}


def ratio(part: int, whole: int) -> float:
    """part / whole to four places; 0 of nothing is 0."""
    return round(part / whole, 4) if whole else 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure main text and metadata of web pages.")
    parser.add_argument("path", type=Path, help="folder with html.tar.gz and evaldata.en.json")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--failures", action="store_true", help="list what came out wrong")
    options = parser.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    if not (options.path / "html.tar.gz").is_file():
        print(f"{options.path}: there is no html.tar.gz in it", file=sys.stderr)
        return 3
    figures, failures = measure(options.path)
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:22} {value}")
    if options.failures:
        print("\n".join(failures), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
