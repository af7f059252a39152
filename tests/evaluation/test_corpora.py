"""Corpora in their authors' form."""

import gzip

import numpy as np
import pytest

from reportedly.errors import NotFoundError, UnreadableError, UsageError
from reportedly.evaluation import run
from reportedly.evaluation.corpora import corpus_file, read_cameo_class, read_iob, read_plv, spans_of
from reportedly.evaluation.relations import PLV_CLASSES, macro_f1, plv_figures
from reportedly.evaluation.tasks import span_figures
from reportedly.reading.labels import TYPES

HEADER = "sentence\tmarked_sentence\tgold_root\tgold_penta\n"


def test_plv_marks_become_offsets(tmp_path):
    path = tmp_path / "PLV_dev.tsv"
    path.write_text(HEADER + "x\tThe <s>Norland army </s>shelled <t>Sel</t> and <t>Sel</t>.\tASSAULT\t4\n"
                             "x\t<s>Norland</s> agreed to wait.\tAGREE\t1\n")
    first, second = read_plv(path)
    assert first.sentence == "The Norland army shelled Sel and Sel."
    assert [first.sentence[a:b] for a, b in first.source] == ["Norland army"]
    assert [first.sentence[a:b] for a, b in first.target] == ["Sel", "Sel"]
    assert second.target == () and second.label == "AGREE"


@pytest.mark.parametrize("line", ["x\tno marks at all\tAGREE\t1\n", "x\tone </s>wrong<s> order\tAGREE\t1\n"])
def test_a_row_without_an_actor_is_named(tmp_path, line):
    path = tmp_path / "p.tsv"
    path.write_text(HEADER + line)
    with pytest.raises(UnreadableError, match="p.tsv:2"):
        list(read_plv(path))


def test_gzip_and_folders_are_read(tmp_path):
    with gzip.open(tmp_path / "dev.txt.gz", "wt") as f:
        f.write("Norland B-S\nshelled O\nSel B-T\n\nIt O\n")
    rows = list(read_iob(corpus_file(tmp_path, ("*.txt", "*.txt.gz"))))
    assert [r.words for r in rows] == [("Norland", "shelled", "Sel"), ("It",)]
    (tmp_path / "more.txt.gz").write_bytes(b"")
    with pytest.raises(UsageError, match="several"):
        corpus_file(tmp_path, ("*.txt.gz",))
    with pytest.raises(NotFoundError):
        corpus_file(tmp_path / "none", ("*.txt",))


def test_broken_lines_are_named(tmp_path):
    path = tmp_path / "c.tsv"
    path.write_text("A sentence.\t3\nAnother one.\tseven\n")
    with pytest.raises(UnreadableError, match="c.tsv:2"):
        list(read_cameo_class(path))
    path.write_text("Norland S-B\n")
    with pytest.raises(UnreadableError, match="c.tsv:1"):
        list(read_iob(path))


def test_spans_as_conlleval_has_them():
    assert spans_of(["B-S", "I-S", "B-S", "O", "I-T", "I-S"]) == {(0, 2, "S"), (2, 3, "S"), (4, 5, "T"), (5, 6, "S")}


def test_figures():
    assert macro_f1(["a", "a", "b"], ["a", "b", "b"]) == pytest.approx(2 / 3)
    figures = span_figures([["B-S", "O", "B-T"]], [["B-S", "O", "B-S"]])
    assert figures["precision"] == figures["recall"] == figures["f1"] == 0.5
    scores = np.zeros((2, len(TYPES)))
    scores[0, TYPES.index("none")], scores[0, TYPES.index("RETREAT")] = 0.6, 0.3
    scores[1, TYPES.index("ASSAULT")] = 1
    perfect = plv_figures(["YIELD", "ASSAULT"], scores)
    assert perfect == {"macro_f1": 1.0, "quad_macro_f1": 1.0, "accuracy": 1.0} and len(PLV_CLASSES) == 15


def test_an_unknown_task_is_refused(tmp_path):
    with pytest.raises(UsageError, match="there is no task 'plover'"):
        run("plover", tmp_path)
