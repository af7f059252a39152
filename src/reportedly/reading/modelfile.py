"""The model file: one zip with the two graphs, the tokenizer and a manifest. Its card lies beside it (``.md``).

The manifest carries the format's version, the label tables, the features' version and the SHA-256 of every member.
A file that is damaged, or made for other label tables, is refused: a reader that runs with shifted labels would be
wrong silently.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from reportedly.errors import ModelError
from reportedly.reading.features import FEATURES_VERSION
from reportedly.reading.labels import LABELS

FORMAT = 1
MEMBERS = ("text.onnx", "focus.onnx", "tokenizer.json")
REMEDY = "Reinstall the package (pip install --force-reinstall reportedly), or give the right file in REPORTEDLY_MODEL."


class ModelFile(msgspec.Struct, frozen=True):
    """An opened and verified model file. ``thresholds`` are the calibrated decision points."""

    path: Path
    model_id: str
    language: str
    sha256: str
    thresholds: dict[str, float]
    members: dict[str, bytes]

    @property
    def card(self) -> str:
        """The model card (Markdown). Raises ModelError if it is missing or another model's."""
        path = self.path.with_suffix(".md")
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise ModelError(f"the model card cannot be read ({error.strerror})", where=str(path), remedy=REMEDY) from error
        if self.model_id not in text:
            raise ModelError(f"is not the card of {self.model_id}", where=str(path), remedy=REMEDY)
        return text


def default_path() -> Path:
    """The model that ships with the package."""
    return Path(str(resources.files("reportedly") / "models" / "reader-en.zip"))


def open_model(path: Path | None = None) -> ModelFile:
    """Read and verify a model file. Raises ModelError with the remedy if anything is amiss."""
    path = path or default_path()
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ModelError("the model file is missing", where=str(path), remedy=REMEDY) from None
    except OSError as error:
        raise ModelError(f"the model file cannot be read ({error.strerror})", where=str(path), remedy=REMEDY) from error
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
            members = {name: archive.read(name) for name in MEMBERS}
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise ModelError(f"is not a Reportedly model, or is damaged ({error})", where=str(path), remedy=REMEDY) from error
    if manifest.get("format") != FORMAT:
        raise ModelError(f"has the format {manifest.get('format')!r}, this version reads {FORMAT}", where=str(path),
                         remedy=REMEDY)
    for name, content in members.items():
        if hashlib.sha256(content).hexdigest() != manifest.get("sha256", {}).get(name):
            raise ModelError(f"its member {name} has been altered (checksum differs)", where=str(path), remedy=REMEDY)
    if manifest.get("labels") != json.loads(msgspec.json.encode(LABELS)) or manifest.get("features") != FEATURES_VERSION:
        raise ModelError("was made for other label tables", where=str(path), remedy=REMEDY)
    return ModelFile(path, str(manifest["model_id"]), str(manifest["language"]), hashlib.sha256(raw).hexdigest(),
                     dict(manifest["thresholds"]), members)


def write_model(path: Path, *, name: str, language: str, thresholds: dict[str, float], members: dict[str, bytes]) -> str:
    """Write a model file; returns its model id (name and a hash of the members). The bytes are reproducible."""
    digests = {m: hashlib.sha256(members[m]).hexdigest() for m in MEMBERS}
    core = "".join(digests[m] for m in MEMBERS) + json.dumps(thresholds, sort_keys=True)
    model_id = f"{name}-{hashlib.sha256(core.encode()).hexdigest()[:12]}"
    manifest = {"format": FORMAT, "model_id": model_id, "language": language, "features": FEATURES_VERSION,
                "thresholds": thresholds, "sha256": digests, "labels": json.loads(msgspec.json.encode(LABELS))}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for member, content in {"manifest.json": json.dumps(manifest, indent=1).encode(), **members}.items():
            archive.writestr(zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED, 9)
    return model_id
