"""Figures of a model file on the dev parts: ``python -m training.dev --corpora FOLDER [--model FILE] [--write]``.

Dev parts: ud_ewt dev, re3d dev, the held-back fifth of cameo_ner, the held-back third of uner_ewt dev, and the third of
our own annotated sentences (real and composed) that is never trained on. ``--write`` puts them into
``benchmarks/results/<model id>.json``, where CI compares them with ``benchmarks/baseline.json``.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from reportedly.evaluation.annotations import Annotated
from reportedly.evaluation.tasks import re3d, span_figures
from reportedly.reading.features import feature_arrays
from reportedly.reading.labels import LABELS
from reportedly.reading.reader import Reader, _bio, _text_inputs
from reportedly.reading.trees import best_tree, is_tree
from reportedly.reading.windows import MAX_PIECES, Window, clip, pieces_of
from reportedly.records import EventReading
from training import examples as ex
from training.final import is_dev, real_texts, standoff
from training.train import own_sentences

RESULTS = Path(__file__).parent.parent / "benchmarks" / "results"


def f1(tp: float, fp: float, fn: float) -> float:
    return 2 * tp / (2 * tp + fp + fn) if tp else 0.0


def raw(reader: Reader, words: list[str]) -> dict[str, np.ndarray]:
    """The text graph's outputs for one given sentence."""
    pieces = clip(pieces_of(reader.encoder.tokenizer, words), MAX_PIECES)
    return reader.encoder.text(*_text_inputs([Window(0, len(words))], pieces, feature_arrays(words),
                                             np.zeros(len(words), np.int64)))


def syntax(reader: Reader, path: Path, most: int | None = None) -> dict[str, float]:
    n = upos = uas = las = 0
    for s in list(ex.read_conllu(path))[:most]:
        out = raw(reader, s.words)
        heads = np.where(out["heads"][0] > 0, out["heads"][0], 0)
        if not is_tree(heads):
            heads = best_tree(out["arcs"][0])
        right = heads == np.array(s.heads)
        n += len(s.words)
        upos += int((out["upos"][0] == np.array(s.upos)).sum())
        uas += int(right.sum())
        las += int((right & (out["deprels"][0] == np.array(s.deprels))).sum())
    return {"upos": upos / n, "uas": uas / n, "las": las / n}


def names(reader: Reader, items: list[ex.TextExample]) -> dict[str, float]:
    """PERSON, ORG and places (states among them) on uner_ewt: its annotators do not tell states from places, and do not
    mark nationalities; a state that we find where they mark nothing is left out of the count."""
    merge = {"STATE": "PLACE"}
    counts = Counter[str]()
    for e in items:
        best = raw(reader, e.words)["mentions"][0].argmax(-1).tolist()
        gold_tags = [t[0] if len(t) == 1 else 0 for t in e.mentions or ()]
        said, gold = ({(a, b, merge.get(k, k)) for a, b, k in _bio(tags, LABELS.mention_tags)
                       if merge.get(k, k) in ("PERSON", "ORG", "PLACE")} for tags in (best, gold_tags))
        states = {(a, b, "PLACE") for a, b, k in _bio(best, LABELS.mention_tags) if k == "STATE"}
        said -= states - gold
        counts.update(tp=len(said & gold), fp=len(said - gold), fn=len(gold - said))
    return {"f1": f1(counts["tp"], counts["fp"], counts["fn"])}


def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def top(scores: dict[str, float], without: str = "none") -> str:
    return max((k for k in scores if k != without), key=lambda k: scores[k])


def claims(reader: Reader, sentences: list[Annotated], threshold: float) -> dict[str, Any]:
    """Events of single sentences: triggers (overlap), type given the trigger, roles given the trigger (partial spans),
    fields given the trigger, false events per 100 sentences that hold none, mentions."""
    c = Counter[str]()
    mention = Counter[str]()
    for s in sentences:
        reading = reader.read(s.text)
        found = [e for e in reading.events if 1 - e.type_scores["none"] >= threshold]
        taken: set[int] = set()
        for gold in s.events:
            match: EventReading | None = None
            for i, e in enumerate(found):
                if i not in taken and overlap(e.trigger, gold.trigger):
                    match = e
                    taken.add(i)
                    break
            c["gold"] += 1
            if match is None:
                continue
            c["hit"] += 1
            c["type"] += top(match.type_scores) == (gold.type or "form-only")
            c["plover"] += top(match.plover_scores) == (gold.plover or "form-only")
            for name, value in gold.fields.items():
                if name in ("realis", "factuality", "aspect"):
                    c[name] += top(match.fields[name], "") == value
                else:
                    said = top(match.fields[name], "")
                    right = value or "none"
                    c[f"{name}_tp"] += said == right != "none"
                    c[f"{name}_fp"] += said != "none" and said != right
                    c[f"{name}_fn"] += right != "none" and said != right
            for role in ("actor", "recipient"):
                gold_spans = [span for r, span in gold.roles if r == role]
                said_spans = [(r.start, r.end) for r in match.roles if r.role == role]
                hits = sum(any(overlap(a, b) for b in said_spans) for a in gold_spans)
                c[f"{role}_fn"] += len(gold_spans) - hits
                good = sum(any(overlap(a, b) for b in gold_spans) for a in said_spans)
                c[f"{role}_fp"] += len(said_spans) - good
                c[f"{role}_tp"] += hits
            c["roles_right"] += all(
                any(r == role and overlap(span, (x.start, x.end)) for x in match.roles if x.role == role)
                for r, span in gold.roles for role in (r,) if role in ("actor", "recipient"))
        c["said"] += len(found)
        c["false"] += len(found) - len(taken)
        if not s.events:
            c["empty"] += 1
            c["false_in_empty"] += len(found)
        if s.mentions is not None:
            said_m = {(m.start, m.end, m.type) for m in reading.mentions}
            gold_m = {(a, b, k) for k, (a, b) in s.mentions}
            mention.update(tp=len(said_m & gold_m), fp=len(said_m - gold_m), fn=len(gold_m - said_m))
    hit = max(1, c["hit"])
    figures = {"sentences": len(sentences), "events": c["gold"],
               "trigger_precision": 1 - c["false"] / max(1, c["said"]), "trigger_recall": c["hit"] / max(1, c["gold"]),
               "trigger_f1": f1(c["hit"], c["false"], c["gold"] - c["hit"]),
               "type": c["type"] / hit, "plover_type": c["plover"] / hit,
               "roles_given_trigger": c["roles_right"] / hit,
               "false_events_per_100_empty": 100 * c["false_in_empty"] / max(1, c["empty"])}
    for name in ("actor", "recipient", "form", "stage", "instrument", "turn"):
        figures[f"{name}_f1"] = f1(c[f"{name}_tp"], c[f"{name}_fp"], c[f"{name}_fn"])
    for name in ("realis", "factuality", "aspect"):
        figures[name] = c[name] / hit
    if mention:
        figures["mention_f1"] = f1(mention["tp"], mention["fp"], mention["fn"])
    return figures


def own_dev(corpora: Path) -> dict[str, list[Annotated]]:
    """The dev parts of our own annotation. ``plv`` sentences are trained on with all their annotation: no dev part."""
    return {"real": [s for s in standoff(corpora, real_texts(corpora), "real") if is_dev(s.text)],
            "composed": own_sentences("dev")}


def figures_of(reader: Reader, corpora: Path) -> dict[str, Any]:
    states = ex.country_names(corpora)
    held = ex.cameo_ner(corpora / "cameo_ner/train.txt", "dev")
    gold = [[LABELS.cameo_tags[t] for t in e.cameo or ()] for e in held]
    out: dict[str, Any] = {
        "ud_ewt_dev": syntax(reader, corpora / "ud_ewt/en_ewt-ud-dev.conllu.gz"),
        "re3d_dev": re3d(reader, corpora / "re3d/conll/dev.txt")[1],
        "cameo_ner_held": span_figures(gold, reader.tag([e.words for e in held], "cameo")),
        "uner_held": names(reader, ex.uner(corpora / "uner_ewt/en_ewt-ud-dev.iob2", states, "dev")),
    }
    own = own_dev(corpora)
    for name, sentences in own.items():
        out[f"claims_{name}"] = claims(reader, sentences, reader.thresholds["event"])
    rounded: dict[str, Any] = {task: {k: round(v, 4) for k, v in f.items()} for task, f in out.items()}
    rounded["thresholds"] = {}
    for least in (0.5, 0.6, 0.7, 0.8, 0.9):
        f = claims(reader, own["real"], least)
        rounded["thresholds"][str(least)] = {
            "precision": round(f["trigger_precision"], 4), "recall": round(f["trigger_recall"], 4),
            "false": round(f["false_events_per_100_empty"], 2)}
    return rounded


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", type=Path, nargs="*", default=[], help="results of training.crossval to include")
    args = parser.parse_args()
    reader = Reader.load(args.model)
    result: dict[str, Any] = {"model": reader.model_id, "figures": figures_of(reader, args.corpora)}
    for path in args.folds:
        fold = json.loads(path.read_text())
        name = "plv_folds" + ("_without_" + "_".join(fold["without"]) if fold["without"] else "")
        result["figures"][name] = {k: round(v, 4) for k, v in fold["figures"].items()}
    print(json.dumps(result, indent=1))
    if args.write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{reader.model_id}.json").write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
