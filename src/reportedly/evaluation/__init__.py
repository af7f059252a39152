"""How well the reader reads: corpora that other people annotated, and the figures of each task."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportedly.errors import UsageError


def run(task: str, path: Path, model: Path | None = None) -> dict[str, Any]:
    """``{task, corpus_sha256, model, n, figures}``; figures are fractions, named in snake case.

    Raises UsageError for an unknown task, InputError for a corpus that cannot be read, ModelError for the model.
    """
    from reportedly.evaluation.corpora import sha256
    from reportedly.evaluation.tasks import TASKS, run_task
    from reportedly.reading.reader import Reader

    if task not in TASKS:
        raise UsageError(f"there is no task {task!r}", remedy="Tasks: " + ", ".join(TASKS) + ".")
    reader = Reader.load(model)
    file, n, figures = run_task(task, reader, path)
    return {"task": task, "corpus_sha256": sha256(file), "model": reader.model_id, "n": n, "figures": figures}
