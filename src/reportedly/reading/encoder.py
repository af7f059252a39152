"""The encoder behind an interface: arrays in, arrays out. One implementation runs a model file on ONNX Runtime.

Other encoders and languages can follow: anything with a ``model_id``, a ``language``, a ``tokenizer`` and these two
calls can stand here.
"""

from __future__ import annotations

import os
from typing import Any, Protocol

import numpy as np
from tokenizers import Tokenizer

from reportedly.errors import ModelError
from reportedly.reading.labels import LABELS
from reportedly.reading.modelfile import REMEDY, ModelFile
from reportedly.reading.windows import tokenizer_from

TEXT_OUTPUTS = ("middle", "mentions", "triggers", "upos", "feats", "arcs", "heads", "deprels", "re3d", "cameo")
FOCUS_OUTPUTS = ("plover", "act", "penta", "roles", *LABELS.fields)


class Encoder(Protocol):
    """What the reader asks of an encoder. B windows, T pieces, W words, H hidden size; int64 in, float32 out."""

    model_id: str
    language: str
    tokenizer: Tokenizer

    def text(self, ids: np.ndarray, mask: np.ndarray, first: np.ndarray, features: np.ndarray,
             sentence: np.ndarray) -> dict[str, np.ndarray]:
        """ids, mask (B, T); first, sentence (B, W); features (B, W, 3) -> TEXT_OUTPUTS; ``middle`` is (B, T, H)."""

    def focus(self, middle: np.ndarray, mask: np.ndarray, marks: np.ndarray) -> dict[str, np.ndarray]:
        """middle (B, T, H) of single sentences; mask, marks (B, T) -> FOCUS_OUTPUTS."""


class OnnxEncoder:
    """A model file on ONNX Runtime, CPU, two threads (``REPORTEDLY_THREADS`` is read by the settings, not here)."""

    def __init__(self, model: ModelFile, *, threads: int = 2) -> None:
        self.model_id, self.language = model.model_id, model.language
        self.tokenizer = tokenizer_from(model.members["tokenizer.json"])
        # The tokenizers library warns when a process forks after its threads have started; one thread is enough here.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        self._text = self._session(model, "text.onnx", threads)
        self._focus = self._session(model, "focus.onnx", threads)

    @staticmethod
    def _session(model: ModelFile, member: str, threads: int) -> Any:
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Windows differ in length: without this the arena keeps a block for every shape that it has seen.
        options.enable_mem_pattern = False
        try:
            return ort.InferenceSession(model.members[member], options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise ModelError(f"its graph {member} cannot be loaded ({error})", where=str(model.path),
                             remedy=REMEDY) from error

    def text(self, ids: np.ndarray, mask: np.ndarray, first: np.ndarray, features: np.ndarray,
             sentence: np.ndarray) -> dict[str, np.ndarray]:
        out = self._text.run(list(TEXT_OUTPUTS), {"ids": ids, "mask": mask, "first": first, "features": features,
                                                  "sentence": sentence})
        return dict(zip(TEXT_OUTPUTS, out, strict=True))

    def focus(self, middle: np.ndarray, mask: np.ndarray, marks: np.ndarray) -> dict[str, np.ndarray]:
        out = self._focus.run(list(FOCUS_OUTPUTS), {"middle": middle, "mask": mask, "marks": marks})
        return dict(zip(FOCUS_OUTPUTS, out, strict=True))
