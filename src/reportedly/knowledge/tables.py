"""The tables of ``data/``: what a row holds, and how it is read.

Each table has a loader that turns rows into frozen entries and refuses, with file, line and remedy,
what it cannot understand. Rules that need more than one table are in ``reportedly.knowledge.checks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from reportedly.errors import KnowledgeError
from reportedly.knowledge.files import LINE, Row, read_csv, read_yaml
from reportedly.knowledge.folding import key

STATE_KINDS = ("un_member", "observer", "disputed", "associated", "territory", "region", "former")
NAME_KINDS = ("name", "official", "abbreviation", "former", "demonym", "capital", "seat")
DEMONYM_FORMS = ("adjective", "noun", "plural")
AMBIGUITIES = ("word", "place", "person", "state", "group", "region", "igo", "prefix")
ORGANISATION_KINDS = (
    "igo",
    "un-body",
    "alliance",
    "ngo",
    "company",
    "state-holding",
    "agency",
    "armed-group",
)
OUTLET_TYPES = ("agency", "broadcaster", "paper", "magazine", "site")
OWNERSHIPS = ("state", "public", "private", "")

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")


class State(msgspec.Struct, frozen=True):
    """A state or an entity treated like one. ``principal`` is the key of the state that it acts for."""

    key: str
    iso2: str | None
    iso3: str | None
    cow: int | None
    name: str
    official_name: str | None
    kind: str
    principal: str
    valid_from: str | None
    valid_to: str | None
    status: str | None
    provenance: str
    where: str = ""


class StateName(msgspec.Struct, frozen=True):
    """One name of a state. ``form`` is set for demonyms; ``ambiguous`` says what else the word can be."""

    name: str
    key: str
    kind: str
    form: str | None
    valid_from: str | None
    valid_to: str | None
    ambiguous: tuple[str, ...]
    note: str | None
    provenance: str
    where: str = ""


class Organisation(msgspec.Struct, frozen=True):
    """An organisation, company or armed group. ``ambiguous`` lists its names that mean other things too."""

    id: str
    name: str
    aliases: tuple[str, ...]
    ambiguous: tuple[str, ...]
    kind: str
    sector: str
    principal: str | None
    parent: str | None
    valid_from: str | None
    valid_to: str | None
    status: str | None
    provenance: str
    where: str = ""


class Leader(msgspec.Struct, frozen=True):
    """One spell of one person in one office. Dates are as precise as they are known: year, month or day.

    ``state`` is the key of a state, or ``org:`` and the id of an organisation (for its secretary-general).
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    state: str
    office: str
    valid_from: str | None
    valid_to: str | None
    provenance: str
    where: str = ""

    @property
    def entity_id(self) -> str:
        return f"person:{self.id}"


class Outlet(msgspec.Struct, frozen=True):
    """A news agency, broadcaster, paper, magazine or site. ``state`` is where it is based, if in one."""

    id: str
    name: str
    aliases: tuple[str, ...]
    ambiguous: tuple[str, ...]
    state: str | None
    type: str
    ownership: str | None
    provenance: str
    where: str = ""


class Designation(msgspec.Struct, frozen=True):
    """The name of a piece of equipment and its category: a name, never how it works."""

    name: str
    aliases: tuple[str, ...]
    ambiguous: tuple[str, ...]
    category: str
    provenance: str
    where: str = ""


class Category(msgspec.Struct, frozen=True):
    key: str
    definition: str
    terms: tuple[str, ...]
    where: str = ""


class Body(msgspec.Struct, frozen=True):
    """A body that every state has. ``own``: what states themselves call theirs."""

    key: str
    name: str
    sector: str
    cls: str
    terms: tuple[str, ...]
    own: Mapping[str, str] = {}
    where: str = ""


class Office(msgspec.Struct, frozen=True):
    """An office. ``speaks_for``: the body whose voice its holder is, if one. ``rank``: 1 is the highest."""

    key: str
    name: str
    sector: str
    cls: str
    rank: int
    terms: tuple[str, ...]
    speaks_for: str | None = None
    where: str = ""


class Agents(msgspec.Struct, frozen=True):
    """Words for people and groups without a name that share a sector."""

    sector: str
    cls: str
    terms: tuple[str, ...]
    where: str = ""


class LexEntry(msgspec.Struct, frozen=True):
    """One word or phrase of a lexicon with its attributes."""

    term: str
    pos: str
    attributes: Mapping[str, Any]
    where: str = ""

    def __getitem__(self, name: str) -> Any:
        return self.attributes.get(name)


class Lexicon(msgspec.Struct, frozen=True):
    """A word list. ``get("was denied")`` folds the term; ``pos`` narrows it to verbs, nouns ..."""

    name: str
    about: str
    fields: Mapping[str, Any]
    entries: Mapping[str, tuple[LexEntry, ...]]

    def get(self, term: str, pos: str | None = None) -> tuple[LexEntry, ...]:
        found = self.entries.get(key(term), ())
        return found if pos is None else tuple(e for e in found if e.pos == pos)

    def one(self, term: str, pos: str | None = None) -> LexEntry | None:
        """The first entry of a term, or None."""
        found = self.get(term, pos)
        return found[0] if found else None

    @property
    def phrases(self) -> tuple[str, ...]:
        """The folded terms of more than one word, longest first."""
        return tuple(sorted((t for t in self.entries if " " in t), key=lambda t: (-t.count(" "), t)))


def known_date(text: str, where: str, column: str) -> str | None:
    """A year, a month or a day (``2014``, ``2014-08``, ``2014-08-28``); empty is None."""
    if not text:
        return None
    found = _DATE.match(text)
    if found:
        year, month, day = found.groups()
        try:
            date(int(year), int(month or 1), int(day or 1))
            return text
        except ValueError:
            pass
    raise KnowledgeError(
        f'{column} "{text}" is not a date',
        where=where,
        remedy="Write YYYY, YYYY-MM or YYYY-MM-DD, as precisely as it is known.",
    )


def bounds(value: str | None, *, end: bool) -> str:
    """The first or last day that a date of any precision can mean; None is open."""
    if value is None:
        return "9999-12-31" if end else "0000-01-01"
    return value + ("-12-31" if end else "-01-01")[3 * value.count("-") :]


def _one_of(value: str, allowed: Iterable[str], row: Row, column: str) -> str:
    allowed = tuple(allowed)
    if value not in allowed:
        raise KnowledgeError(
            f'{column} "{value}" is not known',
            where=row.where,
            remedy="Use one of: " + ", ".join(a or "(empty)" for a in allowed),
        )
    return value


def _dates(row: Row) -> tuple[str | None, str | None]:
    since = known_date(row["valid_from"], row.where, "valid_from")
    until = known_date(row["valid_to"], row.where, "valid_to")
    if since and until and bounds(since, end=False) > bounds(until, end=True):
        raise KnowledgeError(
            f"valid_from {since} is after valid_to {until}", where=row.where, remedy="Swap or correct them."
        )
    return since, until


def _filled(row: Row, *columns: str) -> None:
    for column in columns:
        if not row[column]:
            raise KnowledgeError(
                f"{column} is empty", where=row.where, remedy="Fill it, or take the row out."
            )


STATE_COLUMNS = (
    "key",
    "iso2",
    "iso3",
    "cow",
    "name",
    "official_name",
    "kind",
    "principal",
    "valid_from",
    "valid_to",
    "status",
    "provenance",
)
STATE_NAME_COLUMNS = (
    "name",
    "key",
    "kind",
    "form",
    "valid_from",
    "valid_to",
    "ambiguous",
    "note",
    "provenance",
)
ORGANISATION_COLUMNS = (
    "id",
    "name",
    "aliases",
    "ambiguous",
    "kind",
    "sector",
    "principal",
    "parent",
    "valid_from",
    "valid_to",
    "status",
    "provenance",
)
LEADER_COLUMNS = ("id", "name", "aliases", "state", "office", "valid_from", "valid_to", "provenance")
OUTLET_COLUMNS = ("id", "name", "aliases", "ambiguous", "state", "type", "ownership", "provenance")
DESIGNATION_COLUMNS = ("designation", "aliases", "ambiguous", "category", "provenance")


def merged_rows(paths: Sequence[Path], columns: Sequence[str], identity: Sequence[str]) -> list[Row]:
    """The rows of our file and of the user's, whose rows replace ours where the identity columns agree.

    Inside one file the identity must be unique.
    """
    rows: dict[tuple[str, ...], Row] = {}
    for path in paths:
        seen: dict[tuple[str, ...], str] = {}
        for row in read_csv(path, columns):
            same = tuple(row[c] for c in identity)
            if same in seen:
                raise KnowledgeError(
                    f'"{", ".join(same)}" stands twice (first at {seen[same]})',
                    where=row.where,
                    remedy="Keep one of the two rows.",
                )
            seen[same] = row.where
            rows[same] = row
    return list(rows.values())


def load_states(paths: Sequence[Path]) -> dict[str, State]:
    states = {}
    for row in merged_rows(paths, STATE_COLUMNS, ("key",)):
        _filled(row, "key", "name", "principal", "provenance")
        _one_of(row["kind"], STATE_KINDS, row, "kind")
        for column, pattern in (
            ("iso2", r"[A-Z]{2}"),
            ("iso3", r"[A-Z]{3}"),
            ("cow", r"\d{1,3}"),
            ("key", r"[A-Z]+"),
        ):
            if row[column] and not re.fullmatch(pattern, row[column]):
                raise KnowledgeError(
                    f'{column} "{row[column]}" does not look like one',
                    where=row.where,
                    remedy=f"It must match {pattern}.",
                )
        since, until = _dates(row)
        states[row["key"]] = State(
            row["key"],
            row["iso2"] or None,
            row["iso3"] or None,
            int(row["cow"]) if row["cow"] else None,
            row["name"],
            row["official_name"] or None,
            row["kind"],
            row["principal"],
            since,
            until,
            row["status"] or None,
            row["provenance"],
            row.where,
        )
    return states


def load_state_names(paths: Sequence[Path]) -> list[StateName]:
    names = []
    for row in merged_rows(paths, STATE_NAME_COLUMNS, ("name", "key", "kind", "form")):
        _filled(row, "name", "key", "kind", "provenance")
        _one_of(row["kind"], NAME_KINDS, row, "kind")
        _one_of(row["form"], DEMONYM_FORMS if row["kind"] == "demonym" else ("",), row, "form")
        for flag in row.parts("ambiguous"):
            _one_of(flag, AMBIGUITIES, row, "ambiguous")
        since, until = _dates(row)
        names.append(
            StateName(
                row["name"],
                row["key"],
                row["kind"],
                row["form"] or None,
                since,
                until,
                row.parts("ambiguous"),
                row["note"] or None,
                row["provenance"],
                row.where,
            )
        )
    return names


def _ambiguous_names(row: Row, name: str) -> tuple[str, ...]:
    flagged = row.parts("ambiguous")
    for one in flagged:
        if one not in (name, *row.parts("aliases")):
            raise KnowledgeError(
                f'ambiguous "{one}" is not one of the row\'s names',
                where=row.where,
                remedy="List it among the aliases too, or take it out.",
            )
    return flagged


def load_organisations(paths: Sequence[Path]) -> dict[str, Organisation]:
    found = {}
    for row in merged_rows(paths, ORGANISATION_COLUMNS, ("id",)):
        _filled(row, "id", "name", "kind", "sector", "provenance")
        _one_of(row["kind"], ORGANISATION_KINDS, row, "kind")
        since, until = _dates(row)
        found[row["id"]] = Organisation(
            row["id"],
            row["name"],
            row.parts("aliases"),
            _ambiguous_names(row, row["name"]),
            row["kind"],
            row["sector"],
            row["principal"] or None,
            row["parent"] or None,
            since,
            until,
            row["status"] or None,
            row["provenance"],
            row.where,
        )
    return found


def load_leaders(paths: Sequence[Path]) -> list[Leader]:
    spells = []
    for row in merged_rows(paths, LEADER_COLUMNS, ("id", "state", "office", "valid_from")):
        _filled(row, "id", "name", "state", "office", "provenance")
        since, until = _dates(row)
        spells.append(
            Leader(
                row["id"],
                row["name"],
                row.parts("aliases"),
                row["state"],
                row["office"],
                since,
                until,
                row["provenance"],
                row.where,
            )
        )
    return spells


def load_outlets(paths: Sequence[Path]) -> dict[str, Outlet]:
    found = {}
    for row in merged_rows(paths, OUTLET_COLUMNS, ("id",)):
        _filled(row, "id", "name", "type", "provenance")
        _one_of(row["type"], OUTLET_TYPES, row, "type")
        _one_of(row["ownership"], OWNERSHIPS, row, "ownership")
        found[row["id"]] = Outlet(
            row["id"],
            row["name"],
            row.parts("aliases"),
            _ambiguous_names(row, row["name"]),
            row["state"] or None,
            row["type"],
            row["ownership"] or None,
            row["provenance"],
            row.where,
        )
    return found


def load_designations(paths: Sequence[Path]) -> dict[str, Designation]:
    found = {}
    for row in merged_rows(paths, DESIGNATION_COLUMNS, ("designation",)):
        _filled(row, "designation", "category", "provenance")
        found[row["designation"]] = Designation(
            row["designation"],
            row.parts("aliases"),
            _ambiguous_names(row, row["designation"]),
            row["category"],
            row["provenance"],
            row.where,
        )
    return found


def _entries(
    paths: Sequence[Path], name: str, kind: type[Any], *, rename: Mapping[str, str] | None = None
) -> list[Any]:
    entries = []
    for path in paths:
        document = read_yaml(path)
        listed = document.get(name) if isinstance(document, dict) else None
        if listed is None and path is not paths[0]:
            continue
        if not isinstance(listed, list):
            raise KnowledgeError(
                f'has no list "{name}"', where=str(path), remedy="See docs/knowledge.md for its form."
            )
        for entry in listed:
            if not isinstance(entry, dict):
                raise KnowledgeError(
                    f'an entry of "{name}" is not a mapping',
                    where=str(path),
                    remedy="See docs/knowledge.md for its form.",
                )
            where = f"{path}:{entry[LINE]}"
            plain = {(rename or {}).get(k, k): _strip(v) for k, v in entry.items() if k != LINE}
            unknown = set(plain) - set(kind.__struct_fields__)
            if unknown:
                raise KnowledgeError(
                    f"unknown field {', '.join(sorted(unknown))}",
                    where=where,
                    remedy="Use only: " + ", ".join(kind.__struct_fields__[:-1]),
                )
            try:
                entries.append(msgspec.convert({**plain, "where": where}, kind))
            except msgspec.ValidationError as error:
                raise KnowledgeError(
                    str(error), where=where, remedy="See docs/knowledge.md for the fields."
                ) from error
    return entries


def _strip(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _strip(v) for k, v in value.items() if k != LINE}
    return value


_CLS = {"class": "cls"}


def load_bodies(paths: Sequence[Path]) -> tuple[dict[str, Body], dict[str, Office], list[Agents]]:
    bodies = {b.key: b for b in _entries(paths, "bodies", Body, rename=_CLS)}
    offices = {o.key: o for o in _entries(paths, "offices", Office, rename=_CLS)}
    return bodies, offices, _entries(paths, "agents", Agents, rename=_CLS)


def load_categories(paths: Sequence[Path]) -> dict[str, Category]:
    return {c.key: c for c in _entries(paths, "categories", Category)}


def load_lexicon(paths: Sequence[Path], name: str) -> Lexicon:
    """A lexicon file: ``about``, ``fields`` (attribute -> allowed values, or "any") and ``groups``.

    A group is {pos, terms, attribute: value ...}; every attribute must be among the fields.
    """
    about, fields = "", {}
    entries: dict[str, list[LexEntry]] = {}
    for path in paths:
        document = read_yaml(path)
        if not isinstance(document, dict) or not isinstance(document.get("groups"), list):
            raise KnowledgeError(
                'has no list "groups"', where=str(path), remedy="See docs/knowledge.md for its form."
            )
        if path is paths[0]:
            about, fields = document.get("about", ""), _strip(document.get("fields") or {})
        seen: dict[tuple[str, str], str] = {}
        for group in document["groups"]:
            where = f"{path}:{group[LINE]}"
            attributes = {k: _strip(v) for k, v in group.items() if k not in (LINE, "pos", "terms")}
            for attribute, value in attributes.items():
                allowed = fields.get(attribute)
                if allowed is None:
                    raise KnowledgeError(
                        f'unknown attribute "{attribute}"',
                        where=where,
                        remedy="Name it under fields, or use one of: " + ", ".join(fields),
                    )
                for one in value if isinstance(value, list) else [value]:
                    if allowed != "any" and one not in allowed:
                        raise KnowledgeError(
                            f'{attribute}: "{one}" is not allowed',
                            where=where,
                            remedy="Use one of: " + ", ".join(map(str, allowed)),
                        )
            if (
                not isinstance(group.get("terms"), list)
                or not group["terms"]
                or not isinstance(group.get("pos"), str)
            ):
                raise KnowledgeError(
                    "a group needs pos and terms", where=where, remedy="See docs/knowledge.md."
                )
            for term in group["terms"]:
                folded = key(term) if isinstance(term, str) else ""
                if not folded:
                    raise KnowledgeError(
                        f'"{term}" is not a term', where=where, remedy="Write a word or phrase."
                    )
                if (folded, group["pos"]) in seen:
                    raise KnowledgeError(
                        f'"{term}" ({group["pos"]}) stands twice (first at {seen[folded, group["pos"]]})',
                        where=where,
                        remedy="Keep it in one group.",
                    )
                seen[folded, group["pos"]] = where
                entry = LexEntry(term, group["pos"], attributes, where)
                kept = [e for e in entries.get(folded, ()) if e.pos != entry.pos]
                entries[folded] = [*kept, entry]
    return Lexicon(name, about, fields, {k: tuple(v) for k, v in entries.items()})
