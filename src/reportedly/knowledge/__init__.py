"""Knowledge as data: the ontology, actors, outlets, equipment and word lists of ``reportedly/data``.

``Knowledge.load()`` reads and checks every table; nothing else in the package opens those files.
Entity ids: ``state:POL``, ``body:POL-ministry-of-defence``, ``org:hanwha``, ``person:vecdi-gonul``,
``outlet:newswire``, ``unknown:<surface>``.
"""

from reportedly.knowledge.checks import check, problems
from reportedly.knowledge.files import DATA
from reportedly.knowledge.folding import case_fits, fold, key, slug
from reportedly.knowledge.names import NameHit
from reportedly.knowledge.ontology import EventType, Form, Ontology, Stage
from reportedly.knowledge.store import LEXICONS, Equipment, Knowledge, StateMatch, unknown_id
from reportedly.knowledge.tables import (
    Agents,
    Body,
    Category,
    Designation,
    Leader,
    LexEntry,
    Lexicon,
    Office,
    Organisation,
    Outlet,
    State,
    StateName,
)

__all__ = [
    "DATA",
    "LEXICONS",
    "Agents",
    "Body",
    "Category",
    "Designation",
    "Equipment",
    "EventType",
    "Form",
    "Knowledge",
    "Leader",
    "LexEntry",
    "Lexicon",
    "NameHit",
    "Office",
    "Ontology",
    "Organisation",
    "Outlet",
    "Stage",
    "State",
    "StateMatch",
    "StateName",
    "case_fits",
    "check",
    "fold",
    "key",
    "problems",
    "slug",
    "unknown_id",
]
