"""``Knowledge``: all tables, loaded and checked, with the look-ups that the later stages use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from reportedly.errors import KnowledgeError
from reportedly.knowledge import tables
from reportedly.knowledge.files import DATA
from reportedly.knowledge.folding import fold, key
from reportedly.knowledge.names import NameEntry, NameHit, NameIndex, spellings
from reportedly.knowledge.ontology import Ontology, load_ontology

_T = TypeVar("_T")

LEXICONS = ("reporting", "hedges", "modals", "negation", "predicates", "events")
# Where a phrase that names an actor stops being its head: "ministry of defence" is one term, but
# "spokesman for the army" is a spokesman.
_PREPOSITIONS = frozenset(
    ("of", "for", "in", "from", "at", "to", "with", "on", "near", "who", "whose", "that", "which")
)


class StateMatch(msgspec.Struct, frozen=True):
    """A name that means a state. ``others``: keys of further states that it can mean."""

    key: str
    name: str
    iso3: str | None
    principal: str
    kind: str
    form: str | None
    flags: tuple[str, ...]
    others: tuple[str, ...] = ()

    @property
    def entity_id(self) -> str:
        return f"state:{self.key}"


class Equipment(NamedTuple):
    """A designation (None for general words such as "howitzers") and a category."""

    designation: str | None
    category: str


class TermHit(msgspec.Struct, frozen=True):
    """A body, office or agent word inside a phrase: which tokens of the phrase, and the table's entry."""

    start: int
    end: int
    entry: tables.Body | tables.Office | tables.Agents


def unknown_id(surface: str) -> str:
    """The entity id of something that is not in the tables."""
    return f"unknown:{' '.join(surface.split())}"


class Knowledge:
    """Every table of ``data/``. Make one with ``Knowledge.load()``; it does not change afterwards."""

    def __init__(self, folders: Sequence[Path]) -> None:
        def paths(name: str) -> list[Path]:
            return [folders[0] / name, *(p for f in folders[1:] if (p := f / name).exists())]

        self.folders = tuple(folders)
        self.ontology: Ontology = load_ontology(folders[0] / "ontology")
        self.states: Mapping[str, tables.State] = tables.load_states(paths("actors/states.csv"))
        self.state_names: Sequence[tables.StateName] = tables.load_state_names(
            paths("actors/state_names.csv")
        )
        self.bodies: Mapping[str, tables.Body]
        self.offices: Mapping[str, tables.Office]
        self.agents: Sequence[tables.Agents]
        self.bodies, self.offices, self.agents = tables.load_bodies(paths("actors/bodies.yaml"))
        self.organisations: Mapping[str, tables.Organisation] = tables.load_organisations(
            paths("actors/organisations.csv")
        )
        self.leaders: Sequence[tables.Leader] = tables.load_leaders(paths("actors/leaders.csv"))
        self.outlets: Mapping[str, tables.Outlet] = tables.load_outlets(paths("publishers/outlets.csv"))
        self.categories: Mapping[str, tables.Category] = tables.load_categories(
            paths("equipment/categories.yaml")
        )
        self.designations: Mapping[str, tables.Designation] = tables.load_designations(
            paths("equipment/designations.csv")
        )
        self._lexicons = {
            name: tables.load_lexicon(paths(f"lexicons/{name}.yaml"), name) for name in LEXICONS
        }
        self._index_states()
        self._index_terms()
        self._index_rest()

    @classmethod
    def load(cls, extra: Path | None = None) -> Knowledge:
        """Load our tables, with a user's folder of the same files merged over them, and check them all.

        Raises KnowledgeError (file, line, remedy) at the first rule that is broken: coding with
        tables that contradict themselves would be wrong in silence.
        """
        from reportedly.knowledge.checks import check

        if extra is not None and not extra.is_dir():
            raise KnowledgeError(
                "is not a folder", where=str(extra), remedy="Name a folder laid out like data/."
            )
        knowledge = cls([DATA] if extra is None else [DATA, extra])
        check(knowledge)
        return knowledge

    # ------------------------------------------------------------ indexes

    def _index_states(self) -> None:
        self._names = NameIndex()
        self._state_names: dict[tuple[str, str], list[tables.StateName]] = {}
        for one in self.state_names:
            self._state_names.setdefault((one.key, key(one.name)), []).append(one)
            state = self.states.get(one.key)
            if state is not None:
                self._names.add(
                    NameEntry(
                        one.name,
                        f"state:{one.key}",
                        one.kind,
                        state.name,
                        state.principal,
                        "GOV",
                        ((one.form,) if one.form else ()) + one.ambiguous,
                    )
                )

    def _index_terms(self) -> None:
        self._terms: dict[str, list[tables.Body | tables.Office | tables.Agents]] = {}
        self._longest_term = 1
        listed: tuple[tables.Body | tables.Office | tables.Agents, ...] = (
            *self.bodies.values(),
            *self.offices.values(),
            *self.agents,
        )
        for entry in listed:
            for term in entry.terms:
                folded = key(term)
                self._terms.setdefault(folded, []).append(entry)
                self._longest_term = max(self._longest_term, folded.count(" ") + 1)

    @cached_property
    def _every(self) -> NameIndex:
        """All names, and the words for bodies, offices and agents."""
        every = self._names.copy()
        for folded, listed in self._terms.items():
            for entry in listed:
                if isinstance(entry, tables.Agents):
                    ident, kind, shown = f"agent:{entry.sector}", "agent", folded
                elif isinstance(entry, tables.Office):
                    ident, kind, shown = f"office:{entry.key}", "office", entry.name
                else:
                    ident, kind, shown = f"body:{entry.key}", "body", entry.name
                every.add(NameEntry(folded, ident, kind, shown, None, entry.sector, proper=False), (folded,))
        every.sort()
        return every

    def _index_rest(self) -> None:
        for org in self.organisations.values():
            for name in dict.fromkeys((org.name, *org.aliases)):
                self._names.add(
                    NameEntry(
                        name,
                        f"org:{org.id}",
                        "organisation",
                        org.name,
                        org.principal or f"org:{org.id}",
                        org.sector,
                        ("word",) if name in org.ambiguous else (),
                    )
                )
        for outlet in self.outlets.values():
            for name in dict.fromkeys((outlet.name, *outlet.aliases)):
                self._names.add(
                    NameEntry(
                        name,
                        f"outlet:{outlet.id}",
                        "outlet",
                        outlet.name,
                        outlet.state,
                        "JRN",
                        ("word",) if name in outlet.ambiguous else (),
                    )
                )
        self._people: dict[str, list[tables.Leader]] = {}
        self._last_names: dict[str, list[tables.Leader]] = {}
        for spell in self.leaders:
            single = [a for a in spell.aliases if len(fold(a)) == 1]
            for name in dict.fromkeys((spell.name, *spell.aliases)):
                self._people.setdefault(key(name), []).append(spell)
                if len(fold(name)) > 1:
                    office = self.offices.get(spell.office)
                    self._names.add(
                        NameEntry(
                            name,
                            spell.entity_id,
                            "person",
                            spell.name,
                            spell.state,
                            office.sector if office else "GOV",
                        )
                    )
            for name in single or (spell.name.split()[-1],):
                self._last_names.setdefault(key(name), []).append(spell)
        self._equipment: dict[str, tables.Designation] = {}
        self._longest_designation = 1
        for item in self.designations.values():
            for name in dict.fromkeys((item.name, *item.aliases)):
                keys = spellings(name)
                for one in keys:
                    self._equipment.setdefault(one, item)
                    self._longest_designation = max(self._longest_designation, one.count(" ") + 1)
                self._names.add(
                    NameEntry(
                        name,
                        f"equipment:{key(item.name).replace(' ', '-')}",
                        "equipment",
                        item.name,
                        flags=("word",) if name in item.ambiguous else (),
                        category=item.category,
                    ),
                    keys,
                )
        self._equipment_words: dict[str, str] = {}
        for category in self.categories.values():
            for term in category.terms:
                folded = key(term)
                for one in (folded, folded + "s"):
                    self._equipment_words.setdefault(one, category.key)
        self._outlet_names = {key(n): o for o in self.outlets.values() for n in (*o.aliases, o.name)}
        self._organisation_names = {
            key(n): o for o in self.organisations.values() for n in (*o.aliases, o.name)
        }
        self._names.sort()

    # ------------------------------------------------------------ names

    def find_names(
        self, text: str, word_spans: Sequence[tuple[int, int]] | None = None, *, generic: bool = False
    ) -> list[NameHit]:
        """Names of states, organisations, outlets, office-holders and equipment in a text.

        ``word_spans``: (start, end) of each word in characters; any tokenisation will do, since words
        are parted at hyphens and possessives here. None parts at white space. ``generic`` also finds
        words for bodies, offices and agents ("the foreign ministry", "rebels").
        """
        return (self._every if generic else self._names).find(text, word_spans)

    def state(self, name: str, on: str | None = None) -> StateMatch | None:
        """The state that a name, demonym, capital, seat or ISO code means; None if it names none.

        ``on`` (YYYY[-MM[-DD]]) leaves out names that were not in use then. Where a form belongs to two
        states the match carries the flag "state" and the others' keys: the caller decides.
        """
        found = [e for e in self._names.lookup(name) if e.entity_id.startswith("state:")]
        if on is not None:
            found = [e for e in found if self._in_use(e, on)]
        if not found:
            code = name.strip()
            if code.isupper() and code in self.states:
                state = self.states[code]
                return StateMatch(state.key, state.name, state.iso3, state.principal, "code", None, ())
            return None
        first = found[0]
        state = self.states[first.entity_id.removeprefix("state:")]
        form = next((f for f in first.flags if f in tables.DEMONYM_FORMS), None)
        others = tuple(
            dict.fromkeys(e.entity_id.removeprefix("state:") for e in found if e.entity_id != first.entity_id)
        )
        return StateMatch(
            state.key,
            state.name,
            state.iso3,
            state.principal,
            first.kind,
            form,
            tuple(f for f in first.flags if f != form),
            others,
        )

    def _in_use(self, entry: NameEntry, on: str) -> bool:
        names = self._state_names.get((entry.entity_id.removeprefix("state:"), key(entry.surface)), ())
        return any(
            tables.bounds(n.valid_from, end=False) <= tables.bounds(on, end=True)
            and tables.bounds(on, end=False) <= tables.bounds(n.valid_to, end=True)
            for n in names
        )

    def names_of(self, state: str) -> Iterator[tables.StateName]:
        """All names of a state, by its key."""
        return (n for n in self.state_names if n.key == state)

    # ------------------------------------------------------------ bodies, offices, agents

    def _term_hits(self, text: str) -> list[TermHit]:
        tokens = fold(text)
        hits: list[TermHit] = []
        i = 0
        while i < len(tokens):
            for j in range(min(len(tokens), i + self._longest_term), i, -1):
                listed = self._terms.get(" ".join(tokens[i:j]))
                if listed:
                    hits.extend(TermHit(i, j, e) for e in listed)
                    i = j - 1
                    break
            i += 1
        return hits

    def body(self, text: str) -> tables.Body | None:
        """The state body that a phrase names: "Azerbaijan's Defense Ministry" -> ministry-of-defence."""
        return next(
            (h.entry for h in reversed(self._head_first(text)) if isinstance(h.entry, tables.Body)), None
        )

    def office(self, text: str) -> tables.Office | None:
        """The office that a phrase names: "Turkish Defense Minister Vacdi Konul" -> defence-minister.

        Of several the one with the highest rank before the first preposition that is not part of a
        term counts: "deputy defence minister" is one term, "spokesman for the president" a spokesman.
        """
        found = [h.entry for h in self._head_first(text) if isinstance(h.entry, tables.Office)]
        return min(found, key=lambda o: o.rank) if found else None

    def sector_of(self, text: str) -> str | None:
        """The PLOVER sector of a phrase by its head word; None if no word of it is known."""
        names = self._names.lookup(text)
        if names:
            return names[0].sector
        hits = self._head_first(text)
        return hits[-1].entry.sector if hits else None

    def _head_first(self, text: str) -> list[TermHit]:
        """The hits before the first preposition outside a term; if there are none, all hits."""
        tokens, hits = fold(text), self._term_hits(text)
        inside = {i for h in hits for i in range(h.start, h.end)}
        stop = next(
            (i for i, t in enumerate(tokens) if t in _PREPOSITIONS and i not in inside and i > 0), len(tokens)
        )
        return [h for h in hits if h.start < stop] or hits

    def body_id(self, state: str, body: str) -> str:
        """``body:POL-ministry-of-defence``."""
        return f"body:{state}-{body}"

    def body_name(self, state: str, body: str) -> str:
        """ "Ministry of National Defence (Poland)": the state's own name for it where we hold one."""
        entry = self.bodies[body]
        owner = self.states.get(state)
        return f"{entry.own.get(state, entry.name)} ({owner.name if owner else state})"

    # ------------------------------------------------------------ organisations, outlets, people, equipment

    def organisation(self, name: str) -> tables.Organisation | None:
        """The organisation, company or armed group with this name or alias (``org:<id>``)."""
        return self._cased(name, self._organisation_names.get(key(name)), "org:")

    def outlet(self, name: str) -> tables.Outlet | None:
        """The news agency, broadcaster, paper or site with this name or alias (``outlet:<id>``)."""
        return self._cased(name, self._outlet_names.get(key(name)), "outlet:")

    def _cased(self, name: str, found: _T | None, prefix: str) -> _T | None:
        if found is None:
            return None
        return found if any(e.entity_id.startswith(prefix) for e in self._names.lookup(name)) else None

    def leader_spells(
        self, name: str, state: str | None = None, on: str | None = None
    ) -> tuple[tables.Leader, ...]:
        """All spells in office that a full name, a variant or a last name can mean, in table order."""
        listed = self._people.get(key(name)) or self._last_names.get(key(name), [])
        fits = [s for s in listed if (state is None or s.state == state) and (on is None or _covers(s, on))]
        return tuple(dict.fromkeys(fits))

    def leader(self, name: str, state: str | None = None, on: str | None = None) -> tables.Leader | None:
        """The one person that a name means, in the last fitting spell; None if nobody or several fit.

        ``on`` is a date of any precision: a spell fits if it can overlap it.
        """
        spells = self.leader_spells(name, state, on)
        return spells[-1] if len({s.id for s in spells}) == 1 else None

    def holders(self, state: str, office: str, on: str | None = None) -> tuple[tables.Leader, ...]:
        """Who held an office in a state, in order; ``on`` narrows it to a date."""
        found = [
            s
            for s in self.leaders
            if s.state == state and s.office == office and (on is None or _covers(s, on))
        ]
        return tuple(sorted(found, key=lambda s: tables.bounds(s.valid_from, end=False)))

    def equipment(self, text: str) -> Equipment | None:
        """The designation and category in a phrase: "672 K9 howitzers" -> ("K9", "artillery").

        A designation outranks the general words beside it. None if neither is known.
        """
        for hit in self._names.find(text):
            if hit.kind == "equipment" and hit.category is not None:
                return Equipment(hit.name, hit.category)
        tokens = fold(text)
        for size in range(min(4, len(tokens)), 0, -1):
            for i in range(len(tokens) - size, -1, -1):
                category = self._equipment_words.get(" ".join(tokens[i : i + size]))
                if category is not None:
                    return Equipment(None, category)
        return None

    def lexicon(self, name: str) -> tables.Lexicon:
        """One of ``LEXICONS``."""
        return self._lexicons[name]


def _covers(spell: tables.Leader, on: str) -> bool:
    return tables.bounds(spell.valid_from, end=False) <= tables.bounds(on, end=True) and tables.bounds(
        on, end=False
    ) <= tables.bounds(spell.valid_to, end=True)
