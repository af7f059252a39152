"""plv in five folds, pooled: ``python -m training.crossval --corpora FOLDER --run FOLDER [--without PART ...]``.

The fold of a sentence is ``int(md5(sentence), 16) % 5``. Every fold starts from the *shared* step, which has seen none of
plv, cameo_class and cameo_ner; near copies of the fold's sentences are left out of its training. Types whose order the
plv coders did not keep for reciprocal relations are asked in both orders.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from reportedly.evaluation.relations import PLV_CLASSES, plv_figures
from reportedly.reading.labels import LABELS
from reportedly.reading.windows import tokenizer_from
from training import examples as ex
from training.batches import Prepared, focus_batch
from training.final import event_tasks
from training.losses import focus_outputs
from training.network import Network
from training.train import OURS, base_folder, fit, prepare


def predict(network: Network, items: list[Prepared]) -> np.ndarray:
    """PLOVER probabilities (n, types)."""
    network.eval()
    out = []
    with torch.no_grad():
        for i in range(0, len(items), 32):
            scores = focus_outputs(network, focus_batch(items[i:i + 32]))["plover"]
            out.append(torch.softmax(scores.float(), -1).numpy())
    return np.concatenate(out)


def run_fold(corpora: Path, run: Path, fold: int, tokenizer: Tokenizer, seed: int, epochs: int,
             without: frozenset[str]) -> tuple[list[str], np.ndarray]:
    rng = random.Random(seed + fold)
    tasks = {n: (kind, prepare(items, tokenizer), share)
             for n, (kind, items, share) in event_tasks(corpora, rng, fold=fold, without=without).items()
             if kind == "focus"}
    # Half as many of the questions on our own annotation an epoch as in the final step: five folds have to fit an hour.
    tasks = {n: (kind, items, share if n in ("plv", "cameo_class") else share / 2)
             for n, (kind, items, share) in tasks.items()}
    network = Network(LABELS)
    network.load_state_dict(torch.load(run / "shared/network.pt", weights_only=True))
    fit(network, tasks, run / f"fold{fold}", epochs=epochs, seed=seed + fold)
    (run / f"fold{fold}/network.pt").unlink()
    rows = [r for r in ex.plv(corpora / "plv/PLV_train.tsv") if ex.fold_of(r.key) == fold]
    gold = [LABELS.types[r.plover[0]] for r in rows if r.plover]
    gold = ["YIELD" if g in ("CONCEDE", "RETREAT") else g for g in gold]
    return gold, predict(network, [Prepared(r, tokenizer) for r in rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--run", type=Path, default=OURS / "runs")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--folds", type=int, nargs="*", default=list(range(5)))
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    torch.set_num_threads(2)
    tokenizer = tokenizer_from((base_folder() / "tokenizer.json").read_bytes())
    gold: list[str] = []
    scores: list[np.ndarray] = []
    for fold in args.folds:
        g, s = run_fold(args.corpora, args.run, fold, tokenizer, args.seed, args.epochs, frozenset(args.without))
        gold += g
        scores.append(s)
        print(fold, json.dumps(plv_figures(gold, np.concatenate(scores))), flush=True)
    figures = plv_figures(gold, np.concatenate(scores)) | {"n": len(gold), "classes": len(PLV_CLASSES)}
    if args.out:
        args.out.write_text(json.dumps({"task": "plv", "how": "five folds pooled", "without": args.without,
                                        "epochs": args.epochs, "seed": args.seed, "figures": figures}, indent=1) + "\n")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
