"""Rules that need more than one table: ``check`` raises at the first broken one, ``problems`` lists all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reportedly.errors import KnowledgeError
from reportedly.knowledge.folding import key
from reportedly.knowledge.tables import Agents, Body, Leader, Office, Organisation, Outlet, bounds

if TYPE_CHECKING:
    from reportedly.knowledge.store import Knowledge

FACTUALITY = ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "CTu", "Uu")


def check(knowledge: Knowledge) -> None:
    """Raise the first problem."""
    for problem in problems(knowledge):
        raise problem


def problems(knowledge: Knowledge) -> Iterator[KnowledgeError]:
    """Every broken rule, each as an error that names file, line and remedy."""
    for rule in (
        _states,
        _state_names,
        _terms,
        _organisations,
        _leaders,
        _outlets,
        _equipment,
        _shared_names,
        _lexicons,
    ):
        yield from rule(knowledge)


def _states(k: Knowledge) -> Iterator[KnowledgeError]:
    for column in ("iso2", "iso3"):
        seen: dict[str, str] = {}
        for state in k.states.values():
            code = getattr(state, column)
            if code and code in seen:
                yield KnowledgeError(
                    f"{column} {code} belongs to {seen[code]} already",
                    where=state.where,
                    remedy="Correct one of the two rows.",
                )
            seen[code] = state.key
    for state in k.states.values():
        if state.principal not in k.states:
            yield KnowledgeError(
                f'principal "{state.principal}" is no state',
                where=state.where,
                remedy="Use a key of states.csv.",
            )
        elif k.states[state.principal].principal != state.principal:
            yield KnowledgeError(
                f"principal {state.principal} has a principal itself",
                where=state.where,
                remedy="Name the state at the end of the chain.",
            )
        if state.iso3 and state.iso3 != state.key:
            yield KnowledgeError(
                f"key {state.key} is not its ISO code {state.iso3}",
                where=state.where,
                remedy="Use the ISO code.",
            )
        if state.kind in ("disputed", "former") and not state.status:
            yield KnowledgeError(
                "status is empty",
                where=state.where,
                remedy="Say neutrally who recognises or claims it, or until when it existed.",
            )


def _state_names(k: Knowledge) -> Iterator[KnowledgeError]:
    named = set()
    surfaces: dict[str, dict[str, bool]] = {}
    for one in k.state_names:
        if one.key not in k.states:
            yield KnowledgeError(
                f'"{one.key}" is no state', where=one.where, remedy="Use a key of states.csv."
            )
        named.add((one.key, one.name))
        flagged = surfaces.setdefault(one.name, {})
        flagged[one.key] = flagged.get(one.key, True) and "state" in one.ambiguous
    for one in k.state_names:
        owners = surfaces[one.name]
        if len(owners) > 1 and not all(owners.values()):
            yield KnowledgeError(
                f'"{one.name}" means {" and ".join(sorted(owners))}',
                where=one.where,
                remedy='Put "state" into ambiguous in each of these rows, or take one out.',
            )
    for state in k.states.values():
        if (state.key, state.name) not in named:
            yield KnowledgeError(
                f'"{state.name}" is not among its names',
                where=state.where,
                remedy="Add it to state_names.csv with kind name.",
            )


def _terms(k: Knowledge) -> Iterator[KnowledgeError]:
    owners: dict[str, str] = {}
    listed: tuple[Body | Office | Agents, ...] = (*k.bodies.values(), *k.offices.values(), *k.agents)
    for entry in listed:
        name = entry.sector if isinstance(entry, Agents) else entry.key
        if entry.sector not in k.ontology.sectors:
            yield KnowledgeError(
                f'sector "{entry.sector}" is not known',
                where=entry.where,
                remedy="Use a code of sectors.yaml.",
            )
        for term in entry.terms:
            folded = key(term)
            if folded in owners:
                yield KnowledgeError(
                    f'"{term}" stands under {owners[folded]} already',
                    where=entry.where,
                    remedy="Keep it in one place.",
                )
            owners[folded] = name
    for office in k.offices.values():
        if office.speaks_for is not None and office.speaks_for not in k.bodies:
            yield KnowledgeError(
                f'speaks_for "{office.speaks_for}" is no body',
                where=office.where,
                remedy="Use the key of a body.",
            )
    for body in k.bodies.values():
        for state in body.own:
            if state not in k.states:
                yield KnowledgeError(
                    f'own: "{state}" is no state', where=body.where, remedy="Use a key of states.csv."
                )


def _organisations(k: Knowledge) -> Iterator[KnowledgeError]:
    for org in k.organisations.values():
        if org.sector not in k.ontology.sectors:
            yield KnowledgeError(
                f'sector "{org.sector}" is not known', where=org.where, remedy="Use a code of sectors.yaml."
            )
        if org.principal is not None and org.principal not in k.states:
            yield KnowledgeError(
                f'principal "{org.principal}" is no state',
                where=org.where,
                remedy="Use a key of states.csv, or leave it empty.",
            )
        if org.kind == "armed-group" and not org.status:
            yield KnowledgeError(
                "status is empty", where=org.where, remedy="Say neutrally what the group is and where."
            )
        seen, parent = {org.id}, org.parent
        while parent is not None:
            if parent not in k.organisations:
                yield KnowledgeError(
                    f'parent "{parent}" is no organisation', where=org.where, remedy="Use an id of this file."
                )
                break
            if parent in seen:
                yield KnowledgeError(
                    f"its parents run in a circle through {parent}",
                    where=org.where,
                    remedy="Correct a parent.",
                )
                break
            seen.add(parent)
            parent = k.organisations[parent].parent


def _leaders(k: Knowledge) -> Iterator[KnowledgeError]:
    names: dict[str, str] = {}
    held: dict[tuple[str, str], list[Leader]] = {}
    for spell in k.leaders:
        if spell.state not in k.states and spell.state.removeprefix("org:") not in k.organisations:
            yield KnowledgeError(
                f'"{spell.state}" is no state',
                where=spell.where,
                remedy="Use a key of states.csv, or org: and an id of organisations.csv.",
            )
        if spell.office not in k.offices:
            yield KnowledgeError(
                f'"{spell.office}" is no office',
                where=spell.where,
                remedy="Use the key of an office of bodies.yaml.",
            )
        if names.setdefault(spell.id, spell.name) != spell.name:
            yield KnowledgeError(
                f'{spell.id} is called "{names[spell.id]}" elsewhere',
                where=spell.where,
                remedy="Use one name for one person; others are aliases.",
            )
        if spell.provenance == "recalled" and any(
            d is not None and "-" in d for d in (spell.valid_from, spell.valid_to)
        ):
            yield KnowledgeError(
                "a recalled date is finer than a year",
                where=spell.where,
                remedy="Give the year only, or name the source.",
            )
        held.setdefault((spell.state, spell.office), []).append(spell)
    for spells in held.values():
        spells.sort(key=lambda s: (bounds(s.valid_from, end=False), bounds(s.valid_to, end=True)))
        for before, after in zip(spells, spells[1:], strict=False):
            # Rough dates are read kindly: the earlier spell ends, the later one begins, where they fit best.
            ended = before.valid_to and bounds(before.valid_to, end=False)
            if ended is None or ended > bounds(after.valid_from, end=True):
                yield KnowledgeError(
                    f"{after.name} and {before.name} hold one office at one time",
                    where=after.where,
                    remedy="Correct the dates, or leave a doubtful row out.",
                )


def _outlets(k: Knowledge) -> Iterator[KnowledgeError]:
    for outlet in k.outlets.values():
        if outlet.state is not None and outlet.state not in k.states:
            yield KnowledgeError(
                f'"{outlet.state}" is no state',
                where=outlet.where,
                remedy="Use a key of states.csv, or leave it empty.",
            )


def _equipment(k: Knowledge) -> Iterator[KnowledgeError]:
    for item in k.designations.values():
        if item.category not in k.categories:
            yield KnowledgeError(
                f'category "{item.category}" is not known',
                where=item.where,
                remedy="Use a key of categories.yaml: " + ", ".join(k.categories),
            )
    owners: dict[str, str] = {}
    for category in k.categories.values():
        for term in category.terms:
            folded = key(term)
            if folded in owners:
                yield KnowledgeError(
                    f'"{term}" stands under {owners[folded]} already',
                    where=category.where,
                    remedy="Keep it in one category.",
                )
            owners[folded] = category.key


def _shared_names(k: Knowledge) -> Iterator[KnowledgeError]:
    """At most one entity may own a surface form without a flag; `_state_names` has compared the states."""
    owners: dict[str, tuple[str, bool]] = {}
    for one in k.state_names:
        owners[one.name] = (f"state:{one.key}", bool(one.ambiguous))
    groups: tuple[tuple[str, Iterable[Organisation | Outlet]], ...] = (
        ("org", k.organisations.values()),
        ("outlet", k.outlets.values()),
    )
    for prefix, group in groups:
        for entry in group:
            for name in dict.fromkeys((entry.name, *entry.aliases)):
                mine = (f"{prefix}:{entry.id}", name in entry.ambiguous)
                other = owners.setdefault(name, mine)
                if other[0] != mine[0] and not (other[1] or mine[1]):
                    yield KnowledgeError(
                        f'"{name}" means {other[0]} too',
                        where=entry.where,
                        remedy='List the name under "ambiguous" in this row, or take it out.',
                    )
                if mine[0] != other[0] and other[1]:
                    owners[name] = (mine[0], mine[1])
    equipment: dict[str, tuple[str, bool]] = {}
    for item in k.designations.values():
        for name in dict.fromkeys((item.name, *item.aliases)):
            flagged = name in item.ambiguous
            other = equipment.setdefault(name, (item.name, flagged))
            if other[0] != item.name and not (other[1] and flagged):
                yield KnowledgeError(
                    f'"{name}" is {other[0]} too',
                    where=item.where,
                    remedy='List the name under "ambiguous" in both rows, or take one out.',
                )
            if name in owners and not flagged and not owners[name][1]:
                yield KnowledgeError(
                    f'"{name}" is {owners[name][0]} too',
                    where=item.where,
                    remedy='List the name under "ambiguous" in this row, or take it out.',
                )


def _lexicons(k: Knowledge) -> Iterator[KnowledgeError]:
    from reportedly.knowledge.store import LEXICONS

    values: dict[tuple[str, str], tuple[str, str]] = {}
    for name in LEXICONS:
        for entries in k.lexicon(name).entries.values():
            for entry in entries:
                value = entry["value"]
                if value is None:
                    continue
                if value not in FACTUALITY:
                    yield KnowledgeError(
                        f'"{entry.term}": "{value}" is no factuality value',
                        where=entry.where,
                        remedy="Use one of: " + ", ".join(FACTUALITY),
                    )
                other = values.setdefault((key(entry.term), entry.pos), (value, name))
                if other[0] != value:
                    yield KnowledgeError(
                        f'"{entry.term}" is {value} here and {other[0]} in {other[1]}.yaml',
                        where=entry.where,
                        remedy="Give it one value in both files.",
                    )
    o = k.ontology
    allowed = {
        "types": o.types,
        "form": o.forms,
        "stage": o.stages,
        "turn": o.turns,
        "instrument": o.instruments,
    }
    for entries in k.lexicon("events").entries.values():
        for entry in entries:
            for attribute, known in allowed.items():
                value = entry[attribute]
                for one in value if isinstance(value, list) else [value] if value is not None else []:
                    if one not in known:
                        yield KnowledgeError(
                            f'"{entry.term}": {attribute} "{one}" is not in the ontology',
                            where=entry.where,
                            remedy="See data/ontology/.",
                        )
            if entry["form"] and entry["stage"] and entry["stage"] not in o.forms[entry["form"]].stages:
                yield KnowledgeError(
                    f'"{entry.term}": {entry["form"]} cannot be {entry["stage"]}',
                    where=entry.where,
                    remedy="See the stages of the form in forms.yaml.",
                )
