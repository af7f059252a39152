"""The second step's tasks: relations and events, with the first step's tasks rehearsed."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from tokenizers import Tokenizer

from reportedly.evaluation.annotations import Annotated, from_standoff, sentence_hash
from training import examples as ex
from training.examples import FocusExample
from training.train import OURS, Tasks, own_sentences, prepare, shared_tasks

# How much of each first-step task is rehearsed in an epoch: enough not to forget, little enough to leave time.
REHEARSE = {"ud": 0.30, "wikigold": 0.3, "re3d": 3.0, "uner": 0.3, "gum_names": 0.15, "silver": 0.2, "synthetic": 0.3}


REAL = OURS.parent / "src/reportedly/data/annotation/real.jsonl"


def real_texts(corpora: Path) -> dict[str, str]:
    """Hash -> text of every sentence that the stand-off annotation can point to."""
    from training.standoff import sentences

    return {sentence_hash(s): s for s in sentences(corpora)}


def is_dev(text: str) -> bool:
    """A third of our own annotated sentences, by hash, is never trained on."""
    return int(sentence_hash(text), 16) % 3 == 0


def standoff(corpora: Path, texts: dict[str, str], name: str) -> list[Annotated]:
    return from_standoff(REAL if name == "real" else OURS / "standoff" / f"{name}.jsonl", texts)


def focus_of(sentences: list[Annotated], rng: random.Random, weight: float = 1.0) -> list[FocusExample]:
    return [e for s in sentences for e in ex.annotated_focus(s, rng, weight)]


def event_tasks(corpora: Path, rng: random.Random, *, fold: int | None = None,
                without: frozenset[str] = frozenset()) -> dict[str, tuple[str, list, float]]:
    """Relations and events. With ``fold`` the plv sentences of that fold are left out, and so are their near copies in
    cameo_class and cameo_ner. ``without`` names parts to leave out (for ablation): composed, real, plv_events,
    cameo, synthetic."""
    texts = real_texts(corpora)
    pairs = ex.plv(corpora / "plv/PLV_train.tsv")
    held = {e.key for e in pairs if fold is not None and ex.fold_of(e.key) == fold}
    copies = ex.NearCopies(held)
    pairs = [e for e in pairs if e.key not in held]
    plv_events = [s for s in standoff(corpora, texts, "plv") if s.text not in held]
    real = [s for s in standoff(corpora, texts, "real") if not is_dev(s.text) and s.text not in copies]
    composed = own_sentences("train")
    classes = [e for e in ex.cameo_class(corpora / "cameo_class/train.tsv") if e.key not in copies]
    spans = [e for e in ex.cameo_ner(corpora / "cameo_ner/train.txt", "train") if " ".join(e.words) not in copies]
    tasks: dict[str, tuple[str, list, float]] = {"plv": ("focus", pairs, 1.0)}
    if "plv_events" not in without:
        # Several questions a sentence: half of them an epoch keeps them from crowding out the rest.
        tasks["plv_events"] = ("focus", focus_of(plv_events, rng), 0.5)
        tasks["plv_triggers"] = ("text", [ex.annotated_text(s) for s in plv_events], 1.0)
    if "real" not in without:
        tasks["real"] = ("focus", focus_of(real, rng), 0.7)
        tasks["real_text"] = ("text", [ex.annotated_text(s) for s in real], 1.0)
    if "composed" not in without:
        tasks["composed"] = ("focus", focus_of(composed, rng), 0.7)
        tasks["composed_text"] = ("text", [ex.annotated_text(s) for s in composed], 1.0)
    if "cameo" not in without:
        tasks["cameo_class"] = ("focus", classes, 1.0)
        tasks["cameo_ner"] = ("text", spans, 1.0)
    return tasks


def final_tasks(corpora: Path, tokenizer: Tokenizer, rng: random.Random,
                without: frozenset[str] = frozenset()) -> Callable[[int], Tasks]:
    """Tasks of an epoch of the second step."""
    events = {n: (kind, prepare(items, tokenizer), share)
              for n, (kind, items, share) in event_tasks(corpora, rng, without=without).items()}
    old = shared_tasks(corpora, tokenizer, rng)
    rehearsed = {n: (kind, items, REHEARSE[n]) for n, (kind, items, _) in old.items() if n not in without}
    for name, (_, items, share) in {**events, **rehearsed}.items():
        print(name, len(items), sum(p.size for p in items), share)
    return lambda _: {**events, **rehearsed}
