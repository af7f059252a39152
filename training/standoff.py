"""Real sentences that the stand-off annotation points to, cut from the corpora by the project's own sentence splitter,
and the conversion of work files: ``python -m training.standoff CORPUS OUT FILE...``."""

from __future__ import annotations

import argparse
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

from reportedly.evaluation.annotations import read_file, to_standoff
from reportedly.evaluation.corpora import read_plv
from reportedly.reading.words import split_sentences
from training.examples import polnear_texts

ARCHIVES = ("news_grouping/giveme5w1h_news_cluster.dev.tar.gz", "giveme5w1h_gold/gold_5w1h.dev.tar.gz",
            "news_grouping/basil.dev.tar.gz")


def article_texts(corpora: Path) -> Iterator[str]:
    """Texts of the articles (train parts) that sentences were taken from."""
    for name in ARCHIVES:
        with tarfile.open(corpora / name) as tar:
            for member in tar:
                raw = tar.extractfile(member) if member.isfile() and member.name.endswith(".json") else None
                if raw is None or "annot" in member.name:
                    continue
                try:
                    record = json.load(raw)
                except ValueError:
                    continue
                text = record.get("text") or "\n".join(
                    " ".join(p) if isinstance(p, list) else str(p) for p in record.get("body", []))
                yield text
    yield from polnear_texts(corpora, "train").values()


def sentences(corpora: Path) -> Iterator[str]:
    """Every sentence of the corpora that annotation can point to."""
    for row in read_plv(corpora / "plv/PLV_train.tsv"):
        yield row.sentence
    for text in article_texts(corpora):
        for a, b in split_sentences(text):
            yield text[a:b]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus")
    parser.add_argument("out", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    args = parser.parse_args()
    seen: set[str] = set()
    lines = []
    for path in args.files:
        for sentence in read_file(path):
            if sentence.text not in seen:
                seen.add(sentence.text)
                lines.append(to_standoff(sentence, args.corpus))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text("".join(line + "\n" for line in sorted(lines)), encoding="utf-8")
    print(len(lines), "sentences")


if __name__ == "__main__":
    main()
