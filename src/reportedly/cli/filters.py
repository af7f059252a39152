"""The filter options of ``show`` and ``export``, checked before the record is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from .words import did_you_mean

if TYPE_CHECKING:
    from ..record import Filter

_OPTIONS = (
    click.option("--actor", metavar="WHO", help="A participant: ISO 3166 code (TUR), entity id or name."),
    click.option("--with", "with_actor", metavar="WHO", help="Another participant of the same claim."),
    click.option("--type", "type_", metavar="TYPE", help="A PLOVER type, such as AGREE or SANCTION."),
    click.option("--form", metavar="FORM", help="A form of cooperation, such as arms-sale."),
    click.option("--since", metavar="DATE", help="Not over before this year, month or day."),
    click.option("--until", metavar="DATE", help="Not begun after this year, month or day."),
    click.option("--include-undated", is_flag=True, help="With --since or --until: undated ones too."),
    click.option("--certain", is_flag=True, help="Only what the innermost voice states as certain (CT+) and "
                                                 "nobody denies."),
    click.option("--publisher", metavar="NAME", help="Only from this publisher."),
    click.option("--document", metavar="ID", help="Only from this document."),
    click.option("--as-of", metavar="TIME", help="What the record held then: a day or a moment, UTC."),
    click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most so many rows."),
)
_COMPOSED = click.option("--composed/--no-composed", default=True, show_default=True,
                         help="Include articles that were written as examples (marked with *).")


def filter_options(*, composed: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Adds the filter options; the command gets one argument, ``filter_``, that makes the Filter when called.

    It is made late because that loads the record's library, and because ``export`` decides itself about
    composed articles (``composed`` False: no option is added, and the maker takes the value).
    """
    options = (*_OPTIONS, _COMPOSED) if composed else _OPTIONS
    names = ("actor", "with_actor", "type_", "form", "since", "until", "include_undated", "certain",
             "publisher", "document", "as_of", "limit", *(("composed",) if composed else ()))

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def wrapper(**arguments: Any) -> Any:
            given = {name: arguments.pop(name) for name in names}
            return command(filter_=lambda **more: make_filter(**given, **more), **arguments)

        wrapped: Callable[..., Any] = wrapper
        for option in reversed(options):
            wrapped = option(wrapped)
        return wrapped

    return decorate


def make_filter(*, actor: str | None, with_actor: str | None, type_: str | None, form: str | None,
                **rest: Any) -> Filter:
    """The Filter; UsageError with the closest known words for a code, type or form that does not exist."""
    from ..record import Filter

    return Filter(actor=_who(actor, "--actor"), with_actor=_who(with_actor, "--with"),
                  type=_known("--type", type_, "types"), form=_known("--form", form, "forms"), **rest)


def _known(option: str, given: str | None, table: str) -> str | None:
    if given is None:
        return None
    from ..knowledge import DATA
    from ..knowledge.ontology import load_ontology

    known = getattr(load_ontology(DATA / "ontology"), table)
    folded = {word.casefold(): word for word in known}
    found = folded.get(given.strip().casefold().replace("_", "-").replace(" ", "-"))
    if found is None:
        raise UsageError(f"there is no {table[:-1]} {given!r}", where=option,
                         remedy=did_you_mean(given, known) or f"There are: {', '.join(known)}.")
    return found


def _who(given: str | None, option: str) -> str | None:
    """A state's code in capitals. What looks like a code must be one; anything else may be a name."""
    if given is None or not re.fullmatch(r"[A-Za-z]{3}", given):
        return given
    from ..knowledge import DATA
    from ..knowledge.tables import load_states

    codes = {code: state.name for code, state in load_states([DATA / "actors" / "states.csv"]).items()}
    if given.upper() in codes:
        return given.upper()
    if not given.isupper() and not given.islower():
        return given
    hint = did_you_mean(given, codes, labels=codes)
    raise UsageError(f"there is no ISO 3166 code {given!r}", where=option,
                     remedy=hint or "Give a code such as TUR, an entity id, or a name.")
