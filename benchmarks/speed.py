"""Speed and memory: ``python benchmarks/speed.py [--json] FOLDER``.

On the texts in FOLDER (anything that ``reportedly read`` takes), in one run, on two threads:

- *bare*: the encoder alone (int8, the reader's own windows, sorted by length, padded to the batch's longest). It is cut
  out of the model file with the ``onnx`` package, so that no head is timed with it.
- *reader*: ``Reader.read``: words, windows, both passes, decoding.
- *end to end*: clean text in, claims committed to a record.

Speeds are sentences a second; what counts is their ratio, which another machine will give too.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from reportedly.claims import make_claims
from reportedly.documents import to_document
from reportedly.engines.local import coder_name
from reportedly.errors import InputError
from reportedly.knowledge import Knowledge
from reportedly.reading.encoder import OnnxEncoder
from reportedly.reading.features import feature_arrays
from reportedly.reading.modelfile import open_model
from reportedly.reading.reader import Reader, _groups, _ranges, _text_inputs
from reportedly.reading.windows import MAX_PIECES, clip, pieces_of, windows_of
from reportedly.reading.words import split_sentences, split_words
from reportedly.record import Record
from reportedly.records import Document, RawPage
from reportedly.settings import load_settings
from reportedly.sources import SourceOptions, discover


def documents(folder: str) -> list[Document]:
    settings = load_settings()
    found = []
    for page in discover([folder], SourceOptions(settings=settings)):
        if isinstance(page, RawPage):
            try:
                found.append(to_document(page, settings))
            except InputError as error:
                print(f"left out: {error}", file=sys.stderr)
    return found


def bare_session(model: Any) -> Any:
    """The encoder's layers alone, as a session of their own."""
    import onnx
    import onnxruntime as ort
    from onnx.utils import Extractor

    options = ort.SessionOptions()
    options.intra_op_num_threads = 2
    options.enable_mem_pattern = False
    graph = onnx.load_from_string(model.members["text.onnx"])
    part = Extractor(graph).extract_model(["ids", "mask"], ["hidden"])
    return ort.InferenceSession(part.SerializeToString(), options, providers=["CPUExecutionProvider"])


def bare_batches(texts: list[str], encoder: OnnxEncoder) -> list[tuple[np.ndarray, np.ndarray]]:
    """ids and mask of every batch, prepared beforehand: tokenising is not the encoder's time."""
    out = []
    for text in texts:
        spans = split_words(text)
        if not spans:
            continue
        words = [text[a:b] for a, b in spans]
        pieces = clip(pieces_of(encoder.tokenizer, words), MAX_PIECES)
        windows = windows_of(pieces.first, _ranges(spans, split_sentences(text)))
        features, owner = feature_arrays(words), np.zeros(len(words), np.int64)
        out += [_text_inputs(group, pieces, features, owner)[:2] for group in _groups(windows, pieces)]
    return out


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(folder: str, repeat: int) -> dict[str, float]:
    started = time.perf_counter()
    reader = Reader.load()
    load_s = time.perf_counter() - started
    knowledge = Knowledge.load()
    docs = documents(folder) * repeat
    if not docs:
        raise SystemExit(f"{folder}: nothing to read there.")
    texts = [d.text for d in docs]
    sentences = sum(len(split_sentences(t)) for t in texts)
    assert isinstance(reader.encoder, OnnxEncoder)
    session = bare_session(open_model())
    batches = bare_batches(texts, reader.encoder)
    reader.read(texts[0])  # warm: the lemmatiser's tables and the sessions' first allocations
    session.run(["hidden"], dict(zip(("ids", "mask"), batches[0], strict=True)))

    def run_bare() -> None:
        for ids, mask in batches:
            session.run(["hidden"], {"ids": ids, "mask": mask})

    split = {"reading": 0.0, "claims": 0.0, "record": 0.0}

    def run_all() -> None:
        with tempfile.TemporaryDirectory() as place, Record.open(Path(place) / "record.db") as record:
            coder = coder_name(reader)
            run = record.start_run(coder, [folder])
            for n, document in enumerate(docs):
                a = time.perf_counter()
                reading = reader.read(document.text)
                b = time.perf_counter()
                claims = make_claims(document, reading, knowledge, threshold=reader.thresholds["event"])
                c = time.perf_counter()
                record.write(_numbered(document, n // (len(docs) // repeat)), claims, run, coder=coder)
                split["reading"] += b - a
                split["claims"] += c - b
                split["record"] += time.perf_counter() - c
            run.finish("finished")

    bare = timed(run_bare)
    read = timed(lambda: [reader.read(t) for t in texts])
    whole = timed(run_all)
    bare = (bare + timed(run_bare)) / 2  # before and after, so that a slower minute counts for both
    return {
        "documents": len(docs), "sentences": sentences, "load_s": round(load_s, 3),
        "bare_sentences_per_s": round(sentences / bare, 1),
        "reader_sentences_per_s": round(sentences / read, 1),
        "end_to_end_sentences_per_s": round(sentences / whole, 1),
        "reader_ratio": round(bare / read, 3), "end_to_end_ratio": round(bare / whole, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        **{f"share_{k}": round(v / sum(split.values()), 3) for k, v in split.items()},
    }


def _numbered(document: Document, n: int) -> Document:
    """With --repeat each copy is a document of its own, or the record would find it unchanged."""
    import msgspec

    return msgspec.structs.replace(document, document_id=f"{document.document_id}-{n}") if n else document


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--repeat", type=int, default=1, help="read everything N times (small folders)")
    args = parser.parse_args()
    figures = measure(args.folder, args.repeat)
    if args.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:28} {value}")


if __name__ == "__main__":
    main()
