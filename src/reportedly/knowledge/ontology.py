"""The ontology: PLOVER's types, modes and contexts, and our forms, stages, turns and instruments.

Source of the types: the PLOVER manual of 2024. The cooperation layer is ours. Both live as YAML in
``data/ontology/``; a user's own folder cannot change them, because records name their values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from reportedly.errors import KnowledgeError
from reportedly.knowledge.files import LINE, read_yaml

Quad = Literal["VC", "MC", "VX", "MX"]
QUADS = ("VC", "MC", "VX", "MX")
SIDES = ("mutual", "one", "either")


class Mode(msgspec.Struct, frozen=True):
    key: str
    definition: str


class EventType(msgspec.Struct, frozen=True):
    """One of the 16 PLOVER types. ``reciprocal``: the order of a pair says nothing."""

    code: str
    quad: Quad
    definition: str
    needs_recipient: bool
    reciprocal: bool
    modes: tuple[Mode, ...]
    boundaries: tuple[str, ...]
    examples: tuple[str, ...]


class Form(msgspec.Struct, frozen=True):
    """A form of defence cooperation, the stages it can have, and the type of the thing done."""

    key: str
    definition: str
    sides: Literal["mutual", "one", "either"]
    default_type: str
    mutual_type: str
    stages: tuple[str, ...]
    examples: tuple[str, ...]


class Stage(msgspec.Struct, frozen=True):
    """How far a deal has come. ``act``: a PLOVER type, "form" (the form's own) or None."""

    key: str
    order: int
    act: str | None
    definition: str


class Turn(msgspec.Struct, frozen=True):
    """What happened to a deal; ``act`` as in Stage."""

    key: str
    act: str | None
    definition: str


class Term(msgspec.Struct, frozen=True):
    """A value that has only a definition: a context, an auxiliary mode, an instrument, a sector."""

    key: str
    definition: str
    coded: bool = True


class Ontology(msgspec.Struct, frozen=True):
    """All tables, each a mapping from key to entry in the order of its file."""

    types: Mapping[str, EventType]
    contexts: Mapping[str, Term]
    auxiliary_modes: Mapping[str, Term]
    forms: Mapping[str, Form]
    stages: Mapping[str, Stage]
    turns: Mapping[str, Turn]
    instruments: Mapping[str, Term]
    sectors: Mapping[str, Term]
    older: Mapping[str, tuple[str, ...]]
    merged: Mapping[str, str]
    merged_quads: Mapping[str, str]
    future: Mapping[str, str]
    quad_numbers: Mapping[str, int]

    def quad(self, code: str) -> str:
        """The quad class (VC, MC, VX, MX) of a type, or of a merged label such as YIELD."""
        found = self.types.get(code)
        return found.quad if found else self.merged_quads[code]

    @property
    def reciprocal(self) -> frozenset[str]:
        """The types for which evaluation ignores the order of the pair."""
        return frozenset(t.code for t in self.types.values() if t.reciprocal)

    def crosswalk(self, label: str) -> tuple[str, ...]:
        """The PLOVER types behind an older code book's label; a current type is itself; unknown is empty."""
        name = label.strip().upper()
        if name in self.types:
            return (name,)
        return self.older.get(name, ())

    def merge(self, code: str) -> str:
        """The label that the plv corpus uses for a type (CONCEDE and RETREAT are its YIELD)."""
        return self.merged.get(code, code)

    def plover_type(self, code: str | None, *, future: bool) -> str | None:
        """The manual's type: consultation, support, cooperation and aid told of the future are AGREE."""
        return self.future.get(code, code) if code is not None and future else code

    def type_of(
        self, form: str, stage: str | None, turn: str | None = None, *, mutual: bool = False
    ) -> str | None:
        """The PLOVER type of a form that reached a stage or took a turn; None where no type fits.

        ``mutual``: both sides do it alike (for the forms that can be one-sided or mutual). A turn
        decides before the stage. Talks that stall or are called off are not SANCTION: nothing
        existing was cut.
        """
        kind = self.forms[form]
        done = kind.mutual_type if mutual or kind.sides == "mutual" else kind.default_type
        talk = done == "CONSULT" or stage in ("contact", "talks", "offered")
        if turn is not None:
            act = self.turns[turn].act
            if act == "SANCTION" and talk:
                return "REJECT" if turn == "cancelled" else None
            if act != "form":
                return act
        if stage is None:
            return done if turn is not None else None
        act = self.stages[stage].act
        if done == "SANCTION":
            return {"talks": "CONSULT", "agreed": "AGREE", "in-force": None}.get(stage, "SANCTION")
        return done if act == "form" else act


def _items(document: Any, name: str, path: Path) -> Iterator[dict[str, Any]]:
    entries = document.get(name) if isinstance(document, dict) else None
    if not isinstance(entries, list) or not entries:
        raise KnowledgeError(
            f'has no list "{name}"', where=str(path), remedy="Restore the file from the release."
        )
    for entry in entries:
        if not isinstance(entry, dict):
            raise KnowledgeError(
                f'an entry of "{name}" is not a mapping',
                where=str(path),
                remedy="Write it as {key: ..., definition: ...}.",
            )
        yield entry


def _table(path: Path, document: Any, name: str, kind: type[Any], *, key: str = "key") -> dict[str, Any]:
    table: dict[str, Any] = {}
    for entry in _items(document, name, path):
        where = f"{path}:{entry[LINE]}"
        try:
            made = msgspec.convert({k: v for k, v in entry.items() if k != LINE}, kind)
        except msgspec.ValidationError as error:
            raise KnowledgeError(
                f'"{name}": {error}', where=where, remedy="See docs/ontology.md for the fields of this table."
            ) from error
        value = getattr(made, key)
        if value in table:
            raise KnowledgeError(
                f'"{value}" stands twice in "{name}"', where=where, remedy="Keep one of the two."
            )
        table[value] = made
    return table


class _RawForm(msgspec.Struct, forbid_unknown_fields=True):
    key: str
    definition: str
    sides: str
    default_type: str
    stages: tuple[str, ...]
    examples: tuple[str, ...]
    mutual_type: str | None = None


def _want(known: bool, what: str, path: Path, remedy: str) -> None:
    if not known:
        raise KnowledgeError(what, where=str(path), remedy=remedy)


def load_ontology(folder: Path) -> Ontology:
    """Load and check ``data/ontology/``. Raises KnowledgeError with file, line and remedy."""
    paths = {
        name: folder / f"{name}.yaml"
        for name in ("types", "contexts", "sectors", "stages", "forms", "crosswalks")
    }
    docs = {name: read_yaml(path) for name, path in paths.items()}
    types = _table(paths["types"], docs["types"], "types", EventType, key="code")
    contexts = _table(paths["contexts"], docs["contexts"], "contexts", Term)
    auxiliary = _table(paths["contexts"], docs["contexts"], "auxiliary_modes", Term)
    sectors = {}
    for entry in _items(docs["sectors"], "sectors", paths["sectors"]):
        sectors[entry["code"]] = Term(entry["code"], entry["name"])
    stages = _table(paths["stages"], docs["stages"], "stages", Stage)
    turns = _table(paths["stages"], docs["stages"], "turns", Turn)
    instruments = _table(paths["stages"], docs["stages"], "instruments", Term)
    raw = _table(paths["forms"], docs["forms"], "forms", _RawForm)
    walks = {k: v for k, v in docs["crosswalks"].items() if k != LINE}
    for table in walks.values():
        table.pop(LINE, None)

    for kind in types.values():
        _want(
            kind.quad in QUADS,
            f'{kind.code}: no quad class "{kind.quad}"',
            paths["types"],
            "Use VC, MC, VX or MX.",
        )
        _want(
            len(kind.examples) >= 2, f"{kind.code} has fewer than two examples", paths["types"], "Add some."
        )
        keys = [m.key for m in kind.modes]
        _want(
            len(keys) == len(set(keys)),
            f"{kind.code}: a mode stands twice",
            paths["types"],
            "Keep one of the two.",
        )
    acts = {*types, "form", None}
    for step in (*stages.values(), *turns.values()):
        _want(
            step.act in acts,
            f'{step.key}: no act "{step.act}"',
            paths["stages"],
            "Use a PLOVER type, form or null.",
        )
    orders = [s.order for s in stages.values()]
    _want(
        orders == sorted(set(orders)), "the stages are not in order", paths["stages"], "Number them upwards."
    )
    forms = {}
    for form in raw.values():
        _want(
            form.sides in SIDES,
            f'{form.key}: sides "{form.sides}"',
            paths["forms"],
            "Use mutual, one or either.",
        )
        mutual = form.mutual_type or form.default_type
        for code in (form.default_type, mutual):
            _want(
                code in types,
                f'{form.key}: no type "{code}"',
                paths["forms"],
                "Use one of the 16 PLOVER types.",
            )
        for step in form.stages:
            _want(
                step in stages,
                f'{form.key}: no stage "{step}"',
                paths["forms"],
                "Use a key of stages.yaml: " + ", ".join(stages),
            )
        ranks = [stages[s].order for s in form.stages]
        _want(
            ranks == sorted(set(ranks)),
            f"{form.key}: its stages are not in order",
            paths["forms"],
            "Order them.",
        )
        forms[form.key] = Form(
            form.key, form.definition, form.sides, form.default_type, mutual, form.stages, form.examples
        )
    for label, codes in walks["older"].items():
        for code in codes:
            _want(
                code in types, f'{label}: no type "{code}"', paths["crosswalks"], "Use one of the 16 types."
            )
    for source in (walks["merged"], walks["future"]):
        for code in source:
            _want(code in types, f'no type "{code}"', paths["crosswalks"], "Use one of the 16 types.")
    for code in walks["future"].values():
        _want(code in types, f'no type "{code}"', paths["crosswalks"], "Use one of the 16 types.")
    return Ontology(
        types=types,
        contexts=contexts,
        auxiliary_modes=auxiliary,
        forms=forms,
        stages=stages,
        turns=turns,
        instruments=instruments,
        sectors=sectors,
        older={k: tuple(v) for k, v in walks["older"].items()},
        merged=walks["merged"],
        merged_quads=walks["merged_quads"],
        future=walks["future"],
        quad_numbers=walks["quad_numbers"],
    )
