"""The model card: ``python -m training.card --model FILE`` writes it beside the file, from the template and the figures in
``benchmarks/results``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from reportedly.reading.modelfile import open_model
from training.dev import RESULTS

HERE = Path(__file__).parent


def table(figures: dict[str, dict[str, float]]) -> str:
    lines = ["| part | figure | value |", "| --- | --- | --- |"]
    for part, values in figures.items():
        if part != "thresholds":
            lines += [f"| {part} | {name} | {value:g} |" for name, value in values.items()]
    return "\n".join(lines)


def card(model: str, thresholds: dict[str, float]) -> str:
    """The card's text. Raises FileNotFoundError if the model has no results yet."""
    figures = json.loads((RESULTS / f"{model}.json").read_text())["figures"]
    sweep = "\n".join(f"| {t} | {v['precision']:.2f} | {v['recall']:.2f} | {v['false']:.0f} |"
                      for t, v in figures.get("thresholds", {}).items())
    return (HERE / "CARD.template.md").read_text(encoding="utf-8").format(
        model=model, figures=table(figures), event=thresholds["event"], trigger=thresholds["trigger"], sweep=sweep)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    args = parser.parse_args()
    opened = open_model(args.model)
    args.model.with_suffix(".md").write_text(card(opened.model_id, opened.thresholds), encoding="utf-8")
    print(args.model.with_suffix(".md"))


if __name__ == "__main__":
    main()
