"""One function a task: a reader and a corpus file in, a row count and figures out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from reportedly.errors import UnreadableError
from reportedly.evaluation.corpora import (
    TaggedRow,
    corpus_file,
    read_cameo_class,
    read_iob,
    read_plv,
    spans_of,
)
from reportedly.evaluation.relations import macro_f1, plv_figures
from reportedly.reading.reader import Reader

Result = tuple[int, dict[str, float]]


def span_figures(gold: Sequence[Sequence[str]], said: Sequence[Sequence[str]]) -> dict[str, float]:
    """Exact spans with their types, micro-averaged, as conlleval counts; and F1 of each type."""
    counts: dict[str, list[int]] = {}
    for g, s in zip(gold, said, strict=True):
        right, given = spans_of(list(g)), spans_of(list(s))
        for *_, kind in right & given:
            counts.setdefault(kind, [0, 0, 0])[0] += 1
        for *_, kind in given - right:
            counts.setdefault(kind, [0, 0, 0])[1] += 1
        for *_, kind in right - given:
            counts.setdefault(kind, [0, 0, 0])[2] += 1
    tp, fp, fn = (sum(c[i] for c in counts.values()) for i in range(3))
    figures = {"precision": tp / (tp + fp) if tp + fp else 0.0, "recall": tp / (tp + fn) if tp + fn else 0.0,
               "f1": 2 * tp / (2 * tp + fp + fn) if tp else 0.0}
    for kind, (t, p, n) in sorted(counts.items()):
        figures[f"f1_{kind.lower()}"] = 2 * t / (2 * t + p + n) if t else 0.0
    return figures


def plv(reader: Reader, path: Path) -> Result:
    rows = list(read_plv(path))
    figures = plv_figures([r.label for r in rows],
                          reader.relations([(r.sentence, r.source, r.target) for r in rows]))
    return len(rows), figures


def cameo_class(reader: Reader, path: Path) -> Result:
    rows = list(read_cameo_class(path))
    scores = reader.relations([(r.sentence, (), ()) for r in rows], output="penta")
    said = [str(i) for i in scores.argmax(1)]
    gold = [str(r.label) for r in rows]
    return len(rows), {"macro_f1": macro_f1(gold, said),
                       "accuracy": sum(g == s for g, s in zip(gold, said, strict=True)) / len(rows)}


def _tagged(reader: Reader, rows: list[TaggedRow], scheme: str) -> Result:
    return len(rows), span_figures([r.tags for r in rows], reader.tag([r.words for r in rows], scheme))


def cameo_ner(reader: Reader, path: Path) -> Result:
    return _tagged(reader, list(read_iob(path)), "cameo")


def re3d(reader: Reader, path: Path) -> Result:
    return _tagged(reader, list(read_iob(path)), "re3d")


class Task:
    """A task's function and the names of its file in the corpus's folder."""

    def __init__(self, run: Callable[[Reader, Path], Result], files: tuple[str, ...], what: str) -> None:
        self.run, self.files, self.what = run, files, what


TASKS = {
    "plv": Task(plv, ("PLV_*.tsv", "PLV_*.tsv.gz"),
                "PLOVER class of what a given actor did to a given other (Hu et al. 2024)"),
    "cameo-class": Task(cameo_class, ("*.tsv", "*.tsv.gz"), "five classes of sentences (Skorupa Parolin et al. 2022)"),
    "cameo-ner": Task(cameo_ner, ("*.txt", "*.txt.gz"), "source and target spans (Skorupa Parolin et al. 2022)"),
    "re3d": Task(re3d, ("dev.txt", "test.txt", "train.txt"), "entities of the re3d corpus, CoNLL form (Dstl)"),
}


def run_task(task: str, reader: Reader, path: Path) -> tuple[Path, int, dict[str, float]]:
    """The file that was read, the number of its rows, and the figures."""
    file = corpus_file(path, TASKS[task].files)
    n, figures = TASKS[task].run(reader, file)
    if not n:
        raise UnreadableError("holds no rows", where=str(file), remedy="Give the corpus file as published.")
    return file, n, {name: round(value, 4) for name, value in figures.items()}
