"""docs/ontology.md and docs/knowledge.md say what the tables say."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportedly.knowledge import DATA, LEXICONS, Knowledge

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


def test_the_ontology_page_has_every_row(knowledge: Knowledge) -> None:
    lines = (DOCS / "ontology.md").read_text(encoding="utf-8").splitlines()
    for kind in knowledge.ontology.types.values():
        row = next(line for line in lines if line.startswith(f"| {kind.code} |"))
        cells = [c.strip() for c in row.strip("|").split("|")]
        assert cells[1:] == [
            kind.quad,
            kind.definition,
            "yes" if kind.needs_recipient else "no",
            "ignored" if kind.reciprocal else "matters",
            ", ".join(m.key for m in kind.modes),
        ]
    for form in knowledge.ontology.forms.values():
        row = next(line for line in lines if line.startswith(f"| {form.key} |"))
        cells = [c.strip() for c in row.strip("|").split("|")]
        assert cells[1] == form.definition and cells[2] == form.sides and cells[4] == ", ".join(form.stages)
    for step in (*knowledge.ontology.stages.values(), *knowledge.ontology.turns.values()):
        assert f"| {step.key} | {step.act or 'none'} | {step.definition} |" in lines


def test_the_knowledge_page_names_every_file() -> None:
    page = (DOCS / "knowledge.md").read_text(encoding="utf-8")
    files = [p.name for name in ("actors", "publishers", "equipment") for p in (DATA / name).iterdir()]
    for name in (*files, *(f"{name}.yaml" for name in LEXICONS)):
        assert f"`{name}`" in page or f"/{name}`" in page, name


def test_the_knowledge_page_tells_the_sizes(knowledge: Knowledge) -> None:
    page = (DOCS / "knowledge.md").read_text(encoding="utf-8")
    for size in (
        len(knowledge.states),
        len(knowledge.state_names),
        len(knowledge.organisations),
        len(knowledge.leaders),
        len(knowledge.outlets),
        len(knowledge.designations),
    ):
        assert f"{size:,}" in page, size
