"""The yardstick: a plain fine-tune of the whole base encoder on one span corpus alone, scored as the reader is:
``python -m training.plain --corpora FOLDER re3d|cameo``."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import torch

from reportedly.evaluation.corpora import read_iob
from reportedly.evaluation.tasks import span_figures
from reportedly.reading.labels import LABELS
from reportedly.reading.reader import best_tags
from reportedly.reading.windows import tokenizer_from
from training import examples as ex
from training.batches import Prepared, text_batch
from training.network import Network, load_base
from training.train import base_folder, fit, prepare


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("re3d", "cameo"))
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    args = parser.parse_args()
    torch.set_num_threads(2)
    tokenizer = tokenizer_from((base_folder() / "tokenizer.json").read_bytes())
    if args.task == "re3d":
        table = LABELS.re3d_tags
        parts = [[ex.TextExample(list(r.words), [0] * len(r.words), re3d=[table.index(t) for t in r.tags])
                  for r in read_iob(args.corpora / f"re3d/conll/{part}.txt")] for part in ("train", "dev")]
    else:
        table = LABELS.cameo_tags
        parts = [ex.cameo_ner(args.corpora / "cameo_ner/train.txt", part) for part in ("train", "dev")]
    network = Network(LABELS)
    load_base(network, base_folder())
    with tempfile.TemporaryDirectory() as run:
        fit(network, {args.task: ("text", prepare(parts[0], tokenizer), 1.0)}, Path(run), epochs=args.epochs, pieces=500)
    network.eval()
    gold, said = [], []
    with torch.no_grad():
        for example in parts[1]:
            batch = text_batch([Prepared(example, tokenizer)])
            hidden = network.read_text(network.shared(batch["ids"], batch["mask"]), batch["mask"])
            words = network.text_heads.words(hidden, batch["first"], batch["features"])
            scores = torch.softmax(getattr(network.text_heads, args.task)(words)[0], -1).numpy().astype(np.float64)
            said.append([table[i] for i in best_tags(scores, table)])
            gold.append([table[i] for i in getattr(example, args.task)])
    print(json.dumps({k: round(v, 4) for k, v in span_figures(gold, said).items()}))


if __name__ == "__main__":
    main()
