"""The trained reader that ships with the package: one file, its card and its checksum."""

from __future__ import annotations

from pathlib import Path

import msgspec

from reportedly.reading.modelfile import default_path, open_model


class ModelInfo(msgspec.Struct, frozen=True):
    """A verified model file."""

    path: Path
    model_id: str
    language: str
    sha256: str
    bytes: int


def model_path() -> Path:
    """Where the shipped model file lies."""
    return default_path()


def verify(path: Path | None = None) -> ModelInfo:
    """Read the model file and check every member against its checksum. Raises ModelError."""
    model = open_model(path)
    return ModelInfo(model.path, model.model_id, model.language, model.sha256, model.path.stat().st_size)


def load_card(path: Path | None = None) -> str:
    """The model card (Markdown). Raises ModelError."""
    return open_model(path).card
