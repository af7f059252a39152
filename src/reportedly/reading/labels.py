"""The label tables of the reader's heads. A model file carries its own; they must equal these to be loaded."""

from __future__ import annotations

import msgspec

from reportedly.records import MENTION_TYPES

TYPES = ("none", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
         "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "form-only")
FORMS = ("none", "visit", "consultation", "general-cooperation", "partnership-body", "arms-transfer", "arms-sale",
         "arms-donation", "licensed-production", "joint-production", "local-production", "joint-development",
         "technology-transfer", "maintenance-support", "training", "officer-exchange", "joint-exercise",
         "basing-access", "troop-deployment", "intelligence-sharing", "classified-information", "border-security",
         "peacekeeping", "defence-credit", "mediation", "embargo")
STAGES = ("none", "contact", "talks", "offered", "agreed", "signed", "ratified", "in-force", "in-production",
          "delivered", "in-service", "carried-out", "completed")
INSTRUMENTS = ("none", "statement", "letter-of-intent", "memorandum", "framework-agreement", "contract", "treaty",
               "law", "decision")
TURNS = ("none", "delayed", "suspended", "resumed", "cancelled", "denied", "expired", "renewed", "expanded")
REALIS = ("past", "ongoing", "future", "conditional", "generic")
FACTUALITY = ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "CTu", "Uu")
ASPECTS = ("event", "state", "habit")
ROLES = ("actor", "recipient", "third", "place", "time", "item", "source")
UPOS = ("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
        "SCONJ", "SYM", "VERB", "X")
# UD v2 relations with the subtypes that the English treebanks use and the rules look at; others lose their subtype.
DEPRELS = ("acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc",
           "cc:preconj", "ccomp", "compound", "compound:prt", "conj", "cop", "csubj", "csubj:outer", "csubj:pass",
           "dep", "det", "det:predet", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list",
           "mark", "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked", "nsubj", "nsubj:outer", "nsubj:pass", "nummod",
           "obj", "obl", "obl:agent", "obl:unmarked", "orphan", "parataxis", "punct", "reparandum", "root",
           "vocative", "xcomp")
FEATS = ("", "Number=Plur", "Number=Sing", "Tense=Past|VerbForm=Fin", "Tense=Pres|VerbForm=Fin", "VerbForm=Inf",
         "Tense=Past|VerbForm=Part", "Tense=Past|VerbForm=Part|Voice=Pass", "Tense=Pres|VerbForm=Part",
         "VerbForm=Ger", "Mood=Imp|VerbForm=Fin", "VerbForm=Fin", "Mood=Sub|VerbForm=Fin", "Polarity=Neg")
RE3D = ("DocumentReference", "Location", "MilitaryPlatform", "Money", "Nationality", "Organisation", "Person",
        "Quantity", "Temporal", "Weapon")


def bio(types: tuple[str, ...]) -> tuple[str, ...]:
    """("O", "B-x", "I-x", ...)."""
    return ("O", *(f"{p}-{t}" for t in types for p in "BI"))


class Labels(msgspec.Struct, frozen=True):
    """All label tables; the order is the order of the network's outputs."""

    types: tuple[str, ...] = TYPES
    mention_tags: tuple[str, ...] = bio(MENTION_TYPES)
    trigger_tags: tuple[str, ...] = ("O", *TYPES[1:])
    role_tags: tuple[str, ...] = bio(ROLES)
    upos: tuple[str, ...] = UPOS
    deprels: tuple[str, ...] = DEPRELS
    feats: tuple[str, ...] = FEATS
    re3d_tags: tuple[str, ...] = bio(RE3D)
    cameo_tags: tuple[str, ...] = bio(("S", "T", "R"))
    fields: dict[str, tuple[str, ...]] = msgspec.field(default_factory=lambda: {
        "form": FORMS, "stage": STAGES, "instrument": INSTRUMENTS, "turn": TURNS, "realis": REALIS,
        "factuality": FACTUALITY, "aspect": ASPECTS,
    })


LABELS = Labels()
