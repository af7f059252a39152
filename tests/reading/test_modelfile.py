"""A model file that is missing, damaged, altered or made for other labels is refused with the remedy."""

import json
import zipfile

import pytest

from reportedly.errors import ModelError
from reportedly.reading.modelfile import open_model, write_model


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "m.zip"
    write_model(path, name="toy", language="en", thresholds={"trigger": 0.3, "event": 0.5},
                members={"text.onnx": b"text", "focus.onnx": b"focus", "tokenizer.json": b"{}"})
    return path


def rewrite(path, change):
    with zipfile.ZipFile(path) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def test_a_sound_file_opens(model):
    opened = open_model(model)
    assert opened.model_id.startswith("toy-") and opened.thresholds["event"] == 0.5


def test_the_card_lies_beside_the_file_and_names_the_model(model):
    opened = open_model(model)
    with pytest.raises(ModelError, match="cannot be read"):
        _ = opened.card
    model.with_suffix(".md").write_text("# Card of another")
    with pytest.raises(ModelError, match="is not the card of"):
        _ = opened.card
    model.with_suffix(".md").write_text(f"# Card of {opened.model_id}")
    assert opened.card.endswith(opened.model_id)


def test_the_same_content_gives_the_same_bytes(model, tmp_path):
    other = tmp_path / "n.zip"
    write_model(other, name="toy", language="en", thresholds={"trigger": 0.3, "event": 0.5},
                members={"text.onnx": b"text", "focus.onnx": b"focus", "tokenizer.json": b"{}"})
    assert other.read_bytes() == model.read_bytes()


@pytest.mark.parametrize("change, says", [
    (lambda m: m.update({"text.onnx": b"other"}), "altered"),
    (lambda m: m.pop("focus.onnx"), "damaged"),
    (lambda m: m.update({"manifest.json": b"{"}), "damaged"),
    (lambda m: m.update({"manifest.json": json.dumps({**json.loads(m["manifest.json"]), "labels": {}}).encode()}), "label"),
    (lambda m: m.update({"manifest.json": json.dumps({**json.loads(m["manifest.json"]), "format": 99}).encode()}), "format"),
])
def test_what_is_amiss_is_said(model, change, says):
    rewrite(model, change)
    with pytest.raises(ModelError, match=says) as caught:
        open_model(model)
    assert str(model) in str(caught.value) and "REPORTEDLY_MODEL" in str(caught.value)


def test_missing_and_truncated_files(model, tmp_path):
    with pytest.raises(ModelError, match="missing"):
        open_model(tmp_path / "nothing.zip")
    model.write_bytes(model.read_bytes()[:100])
    with pytest.raises(ModelError, match="damaged"):
        open_model(model)
