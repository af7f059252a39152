"""Where in a text somebody other than its publisher speaks: sources, cues and the stretches that they cover.

One pass over a document finds ``Utterance``s: a cue ("said", "according to", "reportedly", quotation marks),
the
span of its source, and the content spans that it covers. The rules go by position first (news puts the
speaker
before or after a comma, nearly always), and ask the syntax where positions cannot tell: whether a verb lies
in
the complement or is coordinated with the cue. Terms after PolNeAR and PARC3: source, cue, content.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

import yaml

from reportedly.claims.syntax import BE, HAVE, Tree, tree_of
from reportedly.reading.dateline import read_dateline
from reportedly.reading.dates import find_dates
from reportedly.records import Document, Reading, _Frozen

Form = Literal["verb", "according", "adverb", "passive", "citing", "quote"]
Offsets = tuple[int, int]


class Utterance(_Frozen, frozen=True, kw_only=True):
    """``source`` is None for an unnamed voice. ``content`` are the stretches that the voice covers,
    ``quotes`` those
    among them in quotation marks; ``sentence`` is the cue's. ``lemma`` is the cue's verb ("report") or
    word."""

    form: Form
    cue: Offsets
    lemma: str
    sentence: int
    source: Offsets | None = None
    description: str = ""
    content: tuple[Offsets, ...] = ()
    quotes: tuple[Offsets, ...] = ()
    addressee: Offsets | None = None
    in_document: str | None = None
    same_as: Offsets | None = None
    head: int | None = None
    learned: bool = False


@lru_cache(maxsize=1)
def speech_words() -> dict[str, Any]:
    """The lexicon ``data/lexicons/speech.yaml`` with its lists as sets."""
    path = resources.files("reportedly") / "data" / "lexicons" / "speech.yaml"
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))

    def sets(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: sets(v) for k, v in value.items()}
        return frozenset(value) if isinstance(value, list) else value

    return sets(raw)


_DETERMINERS = frozenset(
    {
        "the",
        "a",
        "an",
        "this",
        "its",
        "their",
        "his",
        "her",
        "that",
        "these",
        "those",
        "such",
        "no",
        "any",
        "media",
        "news",
        "press",
        "'s",
        "’s",
        "of",
        "our",
        "some",
        "latest",
        "recent",
        "several",
        "many",
        "new",
        "previous",
        "earlier",
        "to",
        "official",
        "local",
    }
)
_NOT_A_SOURCE_START = frozenset(
    {
        "that",
        "which",
        "and",
        "but",
        "or",
        "if",
        "when",
        "while",
        "because",
        "as",
        "whether",
        "although",
        "though",
        "whereas",
        "meanwhile",
        "however",
    }
)
_CUT_WORDS = re.compile(
    r"\s+(?:on\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|earlier|later|also|has|have|had|who|which|"
    r"in\s+an?\s+(?:\w+\s+)?"
    r"(?:statement|interview|letter|speech|report|post|tweet|release)|at\s+a\s+(?:news|press)|on\s+Twitter|"
    r"yesterday|today|"
    r"then|again|previously|repeatedly|reportedly|allegedly|recently|did|does|do|would|will|could|may|might|"
    r"is|was|were|are|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b.*$"
)
_ADJUNCT = re.compile(
    r"(?:in\s+an?\s+[^,;.]{0,40}?(?:statement|interview|letter|speech|report|post|tweet|release|email|"
    r"e-mail|briefing)[^,;]{0,60}|"
    r"at\s+an?\s+[^,;]{0,60}|on\s+(?:condition|the\s+condition)\s+of\s+anonymity|by\s+(?:phone|telephone|"
    r"e-?mail)|"
    r"on\s+(?:state\s+)?(?:television|radio|TV|Twitter|Facebook|Telegram|social\s+media)|"
    r"during\s+[^,;]{0,60}|"
    r"after\s+[^,;]{0,60}|in\s+[A-Z][\w\- ]{0,30}|here|to\s+(?:reporters|journalists|[A-Z][\w./&-]*)|"
    r"earlier|later|again|too)"
)
_IN_DOCUMENT = re.compile(
    r"\b(?:in|through|via)\s+(?:an?|the|its|his|her|their)\s+(?:[\w’'-]+\s+){0,2}?"
    r"(?P<doc>statement|communiqu[eé]|press\s+release|release|letter|report|decree|memo|filing)\b"
)
_NO_SOURCE = re.compile(
    r"(?:to|for|about|with|and|or|by|from|of|than|not|just|even|so|then|if|['’]\w+|re-|\W)(?:\s|$)",
    re.IGNORECASE,
)
_APPOSED = re.compile(
    r"(?:^|[.,;”\"»]\s+|\b(?:and|but|while|that)\s+|(?<=\n))(?P<name>(?:[A-Z]|an?\s|the\s)[^,;”\"]{1,60}),\s+"
    r"(?P<what>(?:an?|the|who|whose|its|his|her|their|head|chief|director|deputy|former|senior|president|"
    r"[A-Z]\w+['’]s)\s"
    r"[^,;”\"]{2,90}),\s*$"
)
_APPOSED_NAME = re.compile(
    r"(?:^|[.,;”\"»]\s+|\b(?:and|but|while|that)\s+|(?<=\n))(?P<name>[^,;.”\"]{0,60}\b(?:[Mm]inister|"
    r"[Pp]resident|[Cc]hief|[Hh]ead|"
    r"[Ss]pokes\w+|[Aa]mbassador|[Oo]fficial|[Aa]nalyst|[Ss]ecretary|[Cc]ommander|[Dd]irector|[Gg]overnor|"
    r"[Ll]eader)[^,;.”\"]{0,30}),\s+"
    r"(?P<what>[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,3}),\s*$"
)
_CLOSING = re.compile(r",\s+(?P<who>(?:the\s+|an?\s+)?[^,;:“\"]{2,60}?)\s+$")
_OPEN, _CLOSE = "“«„", "”»"


def quotations(text: str) -> list[Offsets]:
    """Spans between quotation marks, marks included, that are long enough to be speech.

    A paragraph that opens with a mark while the last one did not close carries that quotation on; straight
    marks
    alternate within a paragraph. A mark that is never closed reaches the end of its paragraph.
    """
    found: list[Offsets] = []
    for match in re.finditer(r"[^\n]+", text):
        base, line = match.start(), match[0]
        opened: int | None = None
        for offset, char in enumerate(line):
            if char in _OPEN:
                if opened is None:
                    opened = offset
            elif char in _CLOSE:
                if opened is not None:
                    found.append((base + opened, base + offset + 1))
                    opened = None
            elif char == '"':
                if opened is None:
                    opened = offset
                else:
                    found.append((base + opened, base + offset + 1))
                    opened = None
        if opened is not None and len(line) - opened > 20:
            found.append((base + opened, base + len(line)))
    return found


def _is_speech(text: str, span: Offsets) -> bool:
    inner = text[span[0] : span[1]].strip('“”«»„" ')
    return len(inner.split()) >= 4 or inner[-1:] in {".", ",", "!", "?"}


class _Finder:
    def __init__(self, document: Document, reading: Reading) -> None:
        self.text = reading.text or document.text
        self.tree: Tree = tree_of(reading)
        self.words = speech_words()
        line = read_dateline(self.text)
        self.dateline_end = line.end if line else 0
        self.quotes = quotations(self.text)
        verbs = self.words["verbs"]
        self.verbs = verbs["free"] | verbs["clausal"] | verbs["quoting"] | self.words["denying"]

    # ---------------------------------------------------------- one sentence

    def sentence(self, number: int) -> list[Utterance]:
        start, end = self.tree.sentence_span(number)
        if start < self.dateline_end < end:
            start = self.dateline_end
        inside = self.tree.words_in(start, end)
        found: list[Utterance] = []
        for i in inside:
            lemma = self.tree.lemma(i)
            one: Utterance | None = None
            if tree_says_as(self.tree, i):
                continue
            if self.tree.lower[i] in self.words["unattributed_adverbs"]:
                one = self._adverb(i, start, end, number)
            elif self.tree.lower[i] == "according" and i + 1 in inside and self.tree.lower[i + 1] == "to":
                one = self._according(i, start, end, number)
            elif self.tree.lower[i] in {"citing", "quoting"}:
                one = self._citing(i, start, end, number)
            elif self._passive_cue(i, start):
                one = self._passive(i, start, end, number)
            elif (lemma in self.verbs or self._noun_tagged_cue(i)) and self._verb_like(i, start):
                one = self._verb(i, lemma, start, end, number)
            if one is not None:
                earlier = [u for u in found if u.form == "verb" and u.source]
                if one.form == "verb" and self.tree.lower[i].endswith("ing") and earlier:
                    # "..., he said, adding that": the voice of the cue before it
                    one = _replace(one, source=earlier[-1].source, description=earlier[-1].description)
                found.append(one)
                if one.lemma == "quoted":
                    found += self._quoter(i, one, start, end, number)
        return self._bounded(found, start, end)

    def _noun_tagged_cue(self, i: int) -> bool:
        return self.tree.lower[i] in {"said", "says", "told", "reports", "reported"}

    def _verb_like(self, i: int, start: int) -> bool:
        upos, form = self.tree.words[i].upos, self.tree.lower[i]
        before = self.tree.lower[i - 1] if i and self.tree.words[i - 1].start >= start else ""
        if upos in {"VERB", "AUX"}:
            return not (
                self.tree.words[i].deprel == "amod" or before in {"the", "a", "an"} and self._no_subject(i)
            )
        if upos in {"NOUN", "ADJ", "PROPN"} and form not in {"said", "says", "told", "reports", "reported"}:
            return False
        if before in _DETERMINERS:
            return False
        if upos == "NOUN" and form == "reports":
            return bool(
                re.match(r"\s*[.,]?\s*$", self.text[self.tree.words[i].end : self.tree.words[i].end + 3])
                or self.text[self.tree.words[i].end :].startswith((".", " that"))
            )
        return form not in {
            "say",
            "claim",
            "report",
            "show",
            "state",
            "point",
            "read",
            "hope",
            "note",
        } or bool(self.tree.words[i].start > start and before not in {""})

    def _no_subject(self, i: int) -> bool:
        return self.tree.subject(i) is None

    def _quoted(self, offset: int) -> Offsets | None:
        at = bisect_left(self.quotes, (offset, 0)) - 1
        if at < 0 or not self.quotes[at][0] < offset < self.quotes[at][1]:
            return None
        return self.quotes[at] if _is_speech(self.text, self.quotes[at]) else None

    def _negated(self, i: int) -> bool:
        group = self.tree.verb_group(i)
        if group.negations:
            return True
        before = " ".join(self.tree.lower[max(0, i - 3) : i])
        return bool(
            re.search(
                r"\b(?:refused|declined|refuses|declines|failed|unable|reluctant)\s+to$|\bwithout$", before
            )
        )

    def _verb(self, i: int, lemma: str, start: int, end: int, number: int) -> Utterance | None:
        tree, text = self.tree, self.text
        group = tree.verb_group(i)
        if self._negated(i) or group.modal in {"could", "may", "might", "would", "can", "should", "must"}:
            return None  # "did not say", "would say": nobody has said it
        if group.infinitive and not group.modal and tree.lower[i - 1] == "to":
            return None  # "to announce", "is expected to say"
        if group.passive and not group.copula and lemma not in {"quote", "cite"}:
            return None
        quoted_in = self._quoted(tree.words[i].start)
        floor = quoted_in[0] + 1 if quoted_in else start
        ceiling = min(end, quoted_in[1]) if quoted_in else end
        verb_start, verb_end = tree.words[i].start, tree.words[i].end
        group_start = min(
            [tree.words[j].start for j in group.words if tree.words[j].start >= floor] or [verb_start]
        )
        source, description, inverted, shared = self._subject(i, group_start, floor, ceiling)
        if source is None or text[verb_start - 1 : verb_start] in {"-", "–"}:
            return None
        if text[source[0] : source[1]].lower() in {
            "i",
            "we",
            "you",
            "one",
            "there",
            "this",
            "that",
            "to",
            "what",
            "which",
        }:
            return None  # the writer, or the speaker of the quotation around it, hedging himself
        if _NO_SOURCE.match(text[source[0] : source[1]]):
            return None
        right_from = max(verb_end, source[1] if inverted else verb_end)
        if inverted:  # the description runs on behind the name
            right_from = max(right_from, source[1])
        addressee = (
            self._addressee(i, right_from, ceiling)
            if lemma in {"tell", "inform", "assure", "remind", "brief", "notify", "warn", "convince"}
            else None
        )
        if addressee:
            right_from = addressee[1]
        tail = text[right_from:ceiling]
        clause_end = self._clause_end(right_from, ceiling)
        rest = self._without_adjuncts(text[right_from:clause_end])
        in_document = _IN_DOCUMENT.search(
            text[right_from : min(clause_end, right_from + 80)]
        ) or _IN_DOCUMENT.search(text[source[1] : verb_start])
        before_source = text[floor : source[0] if not inverted else group_start].rstrip()
        before_source = (
            re.sub(r"\b(?:as|and|but|while)$", "", before_source).rstrip() if not shared else before_source
        )
        reach = 90 if lemma in self.words["verbs"]["free"] else 40
        has_that = re.match(rf"[^.;“\"]{{0,{reach}}}?\bthat\b", tail) is not None
        complement = any(tree.words[c].deprel in {"ccomp", "parataxis"} and c > i for c in tree.children[i])
        quote_after = re.match(r"\s*[,:]?\s*[^,;.“\"]{0,60}?[,:]?\s*[“\"«]", tail) is not None
        strong = has_that or complement or quote_after
        parenthetical = text[right_from : right_from + 1] == ","
        opening = (
            re.match(
                r"\s*(?:(?:And|But)\s)?(?:On|In|At|Earlier|Last|Meanwhile|However|Speaking|Citing|After|"
                r"Before|During|"
                r"Following|Despite|As|When|While|Since|Asked|With|By|For|If|Although|Though|Because|"
                r"Yesterday|Also|"
                r"Later|Separately|Still|[A-Z][a-z]+ing)\b",
                before_source,
            )
            is not None
            and before_source[-1:] == ","
        )
        preceded = (
            bool(before_source)
            and before_source[-1] in ',”"»?!'
            and not shared
            and (len(before_source) > 14 or parenthetical)
            and not (opening and (rest or strong))
        )
        if lemma in self.words["verbs"]["order"] and re.match(r"\s*(?:not\s+)?to\s+\w", tail):
            return None
        if not rest and not preceded and not strong:
            return None
        if rest and not strong and lemma in self.words["verbs"]["clausal"] and not (preceded and not rest):
            return None
        if (
            lemma in self.words["verbs"]["quoting"]
            and not has_that
            and not quote_after
            and before_source[-1:] not in {"”", '"', "»"}
        ):
            return None
        if lemma in {"point"} and not re.match(r"\s*out\b", text[verb_end : verb_end + 5]):
            return None
        if lemma in {"reject", "dispute", "rebut"} and not re.match(
            r"\s+(?:(?:the|any|these|those|all|such|media|recent|his|her|their|its|"
            r"[A-Z]\w+['’]s?)\s+){0,2}(?:claims?|reports?|"
            r"allegations?|accusations?|suggestions?|rumou?rs?|that)\b",
            tail,
        ):
            return None
        if (
            rest
            and not strong
            and not preceded
            and tree.parsed(i)
            and lemma not in self.words["verbs"]["nominal"]
            and lemma not in {"say", "tell", "add", "warn"}
        ):
            return None
        content: list[Offsets] = []
        postposed = preceded and not (rest and strong)
        if postposed:
            border = floor + len(before_source)
            content.append((self._segment_start(floor, border), border))
            if rest and not re.match(
                r"\s*(?:,?\s*(?:who|which|after|as|when|while)\b)", text[clause_end : clause_end + 12]
            ):
                content.append((right_from, ceiling))
            elif clause_end < ceiling and text[clause_end] == ",":
                content.append((clause_end + 1, ceiling))
        else:
            stop = (
                None
                if strong
                else re.compile(r",?\s+(?:but|while|whereas)\s|,\s+(?:and|which|who|after|as)\s").search(
                    text, right_from, ceiling
                )
            )
            nominal = lemma in self.words["verbs"]["nominal"] | self.words["denying"]
            content.append(
                (self._after_that(right_from, ceiling), stop.start() if stop and nominal else ceiling)
            )
        if lemma == "claim" and re.match(
            r"\s+(?:the\s+)?(?:responsibility|victory|credit|lives|power|ownership)\b", tail
        ):
            return None
        if not any(a < b for a, b in content):
            return None
        return Utterance(
            form="verb",
            cue=(verb_start, verb_end),
            lemma=lemma,
            sentence=number,
            source=source,
            description=description,
            content=tuple(c for c in content if c[0] < c[1]),
            addressee=addressee,
            in_document=in_document["doc"].lower() if in_document else None,
            head=i,
            learned=lemma in {"learn", "understand", "hear"},
        )

    def _after_that(self, offset: int, ceiling: int) -> int:
        match = re.compile(r"[^.;“\"]{0,120}?\bthat\b\s*").match(self.text, offset, ceiling)
        if match is None:
            return offset
        between = self.tree.words_in(offset, match.end() - 5)
        if re.search(
            r"\b(?:case|fact|extent|now|so|provided|given|claims?|reports?|idea|possibility)\s+that\s*$",
            match[0],
        ):
            return offset
        if any(
            self.tree.is_verbal(w)
            and self.tree.verb_group(w).tense in {"past", "present", "future"}
            and self.tree.relation(w) not in {"acl", "amod"}
            for w in between
        ):
            return offset
        return match.end()

    def _segment_start(self, floor: int, border: int) -> int:
        """Where the content before a postposed cue begins: behind the last semicolon that opens a clause of
        its own."""
        semicolon = self.text.rfind(";", floor, border)
        return semicolon + 1 if semicolon >= 0 else floor

    def _clause_end(self, offset: int, ceiling: int) -> int:
        match = re.compile(r"[,;:]|[.?!]\s*$|--|–|—").search(self.text, offset, ceiling)
        return match.start() if match else ceiling

    def _without_adjuncts(self, clause: str) -> str:
        """The clause behind a cue without dates, places and occasions; empty if nothing else is in it."""
        rest = clause
        for span in reversed(find_dates(rest)):
            rest = rest[: span.start] + " " + rest[span.end :]
        rest = (
            re.sub(r"\b(?:on|in|at|late|early|by|the|of|morning|afternoon|evening)\s*(?=\s|$)", " ", rest)
            if not _ADJUNCT.search(rest)
            else _ADJUNCT.sub(" ", rest)
        )
        rest = re.sub(r"\b(?:on|in|at|late|early|out)\b\s*$", " ", rest)
        return rest.strip(' .?!”"»)')

    def _addressee(self, i: int, right_from: int, ceiling: int) -> Offsets | None:
        match = re.compile(
            r"\s*(?P<who>(?:(?:the|a|an|his|her|their|its|our|local|state|foreign|Azerbaijani|"
            r"[\w’'-]+['’]s)\s+)*"
            r"(?:[A-Z][\w./&’'-]*(?:\s+(?:of\s+)?[A-Z][\w./&’'-]*)*(?:\s+(?:radio|television|news\s+agency|"
            r"agency|TV))?|"
            r"[a-z]\w+(?:\s+agency)?))"
        ).match(self.text, right_from, ceiling)
        if match is None or match["who"].lower() in {"that", "of", "how", "about", "to", "in", "on", "it"}:
            return None
        return match.span("who")

    # ---------------------------------------------------------- sources

    def _subject(
        self, i: int, group_start: int, floor: int, ceiling: int
    ) -> tuple[Offsets | None, str, bool, bool]:
        """(span, the whole phrase, whether it stands behind the verb, whether it is another verb's
        subject)."""
        tree, text = self.tree, self.text
        verb_end = tree.words[i].end
        # The parser may hang the subject of the said clause on "said" too: the nearest is the speaker.
        own = sorted((c for c in tree.children[i] if tree.relation(c) in {"nsubj"}), key=lambda c: abs(c - i))
        closing = _CLOSING.search(text, floor, group_start)
        if not own and closing and not text[verb_end:ceiling].strip(" .,”\""):
            # "..., Sel's Kurier agency reports.": the parser takes the cue for a noun or shares another's subject
            last = closing.span("who")
            if not any(tree.words[j].upos in {"VERB", "AUX"} for j in tree.words_in(*last)):
                return last, text[last[0] : last[1]], False, False
        if own and tree.lower[own[0]] not in {"who", "which", "that", "what", "there"}:
            return self._phrase(own[0], floor, ceiling, i)
        if own and tree.lower[own[0]] in {"who", "which", "that"}:
            noun = next((g for g in tree.governors(i)[:1]), None)
            if noun is not None and tree.relation(i) == "acl":
                span = self._np_before(tree.words[own[0]].start, floor)
                if span:
                    return span, text[span[0] : span[1]], False, True
        gap = text[verb_end:ceiling]
        left = text[floor:group_start].rstrip()
        left_is_border = not left or left[-1] in ',”"»?!;:'
        form = tree.lower[i]
        if form.endswith("ing") and (left_is_border or tree.relation(i) == "advcl"):
            subject = tree.subject(i)  # "..., adding that": the subject of the clause before it
            if subject is not None and subject != i:
                span, description, _, _ = self._phrase(subject, floor, ceiling, i)
                return span, description, False, True
            first = self._first_np(floor, tree.words[i].start)
            return first, (text[first[0] : first[1]] if first else ""), False, True
        apposed = self._apposed(group_start, floor) if left[-1:] == "," else None
        if apposed is not None:
            return (*apposed, False, False)
        if left_is_border and left[-1:] != ":":
            inverted = re.match(
                r"\s+(?P<who>(?:[^,;.:“\"]|\.(?=\w|\s[A-Z]\w*\s[A-Z])|(?<=\b[A-Z])\.|(?<=Mr)\.|(?<=Gen)\.|"
                r"(?<=Lt)\.)+)",
                gap,
            )
            if (
                inverted
                and re.match(
                    r"\s+(?:that|on|in|to|it|there|the\s+\w+\s+(?:has|had|would|will|was|were)\b)", gap
                )
                is None
            ):
                who = inverted["who"]
                cut = re.sub(_CUT_WORDS, "", " " + who).strip()
                if cut and left[-1:] in ',”"»?!':
                    begin = verb_end + inverted.start("who")
                    begin += len(who) - len(who.lstrip())
                    description = text[begin : min(ceiling, begin + len(who) + 80)].split(";")[0]
                    return (begin, begin + len(cut)), description, True, False
        if tree.parsed(i):
            subject = tree.subject(i)
            if subject is not None and subject < i and tree.relation(i) == "conj":
                span, description, _, _ = self._phrase(subject, floor, ceiling, i)
                if not re.search(r"[;]", text[span[1] : group_start] if span else ";"):
                    return span, description, False, True
        span = self._np_before(group_start, floor)
        if span is None:
            return None, "", False, False
        coordinated = re.search(r"\b(?:and|but)\s*$", text[floor:group_start]) is not None
        if coordinated:
            return None, "", False, True
        return span, text[span[0] : span[1]], False, False

    def _apposed(self, group_start: int, floor: int) -> tuple[Offsets, str] | None:
        """ "Jan Kowal, a spokesman," and "Ruritania's minister, Jan Kowal," in front of a verb."""
        match = _APPOSED.search(self.text, floor, group_start) or _APPOSED_NAME.search(
            self.text, floor, group_start
        )
        if match is None:
            return None
        return match.span("name"), self.text[match.start("name") : match.end("what")]

    def _phrase(
        self, noun: int, floor: int, ceiling: int, verb: int
    ) -> tuple[Offsets | None, str, bool, bool]:
        """The span of the noun phrase around ``noun``, cut at its first comma, and the whole of it."""
        tree, text = self.tree, self.text
        start, end = tree.subtree_span(noun, frozenset({"parataxis"}))
        start, end = max(start, floor), min(end, ceiling)
        verb_at = tree.words[verb].start
        inverted = tree.words[noun].start > verb_at
        if not inverted:
            group_start = min(tree.words[j].start for j in tree.verb_group(verb).words)
            end = min(end, group_start) if end > group_start > start else end
        else:
            start = max(start, tree.words[verb].end)
        if start >= end:
            start, end = tree.words[noun].start, tree.words[noun].end
        whole = text[start:end].strip()
        start += len(text[start:end]) - len(text[start:end].lstrip())
        # a parse that took the whole sentence for the subject is wrong: take what the positions say
        if len(whole) > 160 or re.match(r"(?:that|if|when)\b", whole):
            near = self._np_before(verb_at, floor) if not inverted else None
            if near:
                return near, text[near[0] : near[1]], inverted, False
        head = self._name_part(whole, tree.words[noun].end - start)
        return (start, start + len(head)), whole, inverted, False

    def _first_np(self, floor: int, before: int) -> Offsets | None:
        """What stands before the first finite verb of the sentence: its subject, where no syntax was read."""
        for w in self.tree.words_in(floor, before):
            if (
                self.tree.is_verbal(w)
                and self.tree.words[w].start > floor
                and self.tree.verb_group(w).tense != "none"
            ):
                return self._np_before(
                    min(self.tree.words[j].start for j in self.tree.verb_group(w).words), floor
                )
        return None

    @staticmethod
    def _name_part(whole: str, at_least: int) -> str:
        comma = whole.find(",", max(0, at_least))
        return whole[:comma].rstrip() if comma > 0 else whole

    def _np_before(self, offset: int, floor: int) -> Offsets | None:
        """The noun phrase that ends right before ``offset``, by borders and function words alone."""
        raw = self.text[floor:offset]
        begin = max((m.end() for m in re.finditer(r"[,;:“”\"«»()]\s*|\s--\s|[–—]", raw)), default=0)
        part = raw[begin:]
        lead = re.match(
            r"\s*(?:(?:and|but|while|as|that|although|though|whereas|meanwhile|however|because|when|so)\s+)*",
            part,
            re.IGNORECASE,
        )
        begin += lead.end() if lead else 0
        part = raw[begin:]
        # "talks had failed but the minister said": start behind the last verb or conjunction
        inside = self.tree.words_in(floor + begin, offset)
        for w in reversed(inside):
            lower = self.tree.lower[w]
            verbal = (
                self.tree.words[w].upos in {"VERB", "AUX"}
                and self.tree.verb_group(w).tense in {"past", "present"}
                and self.tree.relation(w) not in {"acl", "amod"}
                or lower in {"that", "while", "whereas", "but"}
            )
            if verbal and w + 1 < len(self.tree.words) and self.tree.words[w].end < offset - 2:
                begin = self.tree.words[w].end - floor
                break
        part = raw[begin:].rstrip()
        shift = len(part) - len(part.lstrip())
        part = _CUT_WORDS.sub("", " " + part.strip()).strip()
        part = re.sub(
            r"\s+(?:just|simply|still|now|even|clearly|often|constantly|finally|only|already|not)$", "", part
        )
        if not part or part.lower() in _NOT_A_SOURCE_START or len(part) > 160 or not re.search(r"\w", part):
            return None
        return floor + begin + shift, floor + begin + shift + len(part)

    # ---------------------------------------------------------- other cues

    def _according(self, i: int, start: int, end: int, number: int) -> Utterance | None:
        tree, text = self.tree, self.text
        cue = tree.words[i].start, tree.words[i + 1].end
        floor = max(start, text.rfind(";", start, cue[0]) + 1)
        stop = text.find(";", cue[1], end)
        ceiling = stop if stop >= 0 else end
        initial = (
            re.fullmatch(
                r"[\s“\"]*(?:(?:and|but|however|meanwhile)[,\s]*)?", text[floor : cue[0]], re.IGNORECASE
            )
            is not None
        )
        source = self._np_after(cue[1], ceiling)
        if source is None:
            return None
        head = text[source[0] : source[1]].lower().split()
        if head and head[-1].strip(".,") in self.words["not_sources"]:
            return None
        content: list[Offsets] = []
        if not initial:
            content.append((floor, cue[0]))
        after = re.compile(r"[\s,”\"]*").match(text, source[1], ceiling)
        begin = after.end() if after else source[1]
        description = text[source[0] : source[1]]
        apposition = re.compile(
            r",\s+(?:an?|the|who|whose|head|chief|deputy|former|senior)\s[^,.;]{2,90}(?=[,.;])"
        ).match(text, source[1], ceiling)
        if apposition and not initial or apposition and text[apposition.end()] == ",":
            description += apposition[0]
            begin = apposition.end() + 1
        if initial or begin < ceiling - 2:
            content.append((min(begin, ceiling), ceiling))
        return Utterance(
            form="according",
            cue=cue,
            lemma="according",
            sentence=number,
            source=source,
            description=description,
            content=tuple(c for c in content if c[0] < c[1]),
            head=i,
        )

    def _np_after(self, offset: int, ceiling: int) -> Offsets | None:
        text = self.text
        match = re.compile(
            r"\s*(?P<who>(?:[^,;:.?!”\"]|\.(?=\w)|(?<=\b[A-Z])\.|(?<=Mr)\.|(?<=Gen)\.|(?<=Lt)\.|"
            r"(?<=U\.S)\.)+)"
        ).match(text, offset, ceiling)
        if match is None:
            return None
        begin, end = match.span("who")
        part = text[begin:end].rstrip()
        spans = find_dates(part)
        if spans and spans[-1].end >= len(part) - 1:
            part = re.sub(r"\s+(?:on|in|from|of)\s*$", "", part[: spans[-1].start].rstrip())
        return (begin, begin + len(part)) if re.search(r"\w", part) else None

    def _citing(self, i: int, start: int, end: int, number: int) -> Utterance | None:
        cue = self.tree.words[i].start, self.tree.words[i].end
        source = self._np_after(cue[1], end)
        if source is None:
            return None
        return Utterance(
            form="citing",
            cue=cue,
            lemma=self.tree.lower[i],
            sentence=number,
            source=source,
            description=self.text[source[0] : source[1]],
            content=((start, cue[0]), (source[1], end)),
            head=i,
        )

    def _adverb(self, i: int, start: int, end: int, number: int) -> Utterance:
        text, at = self.text, self.tree.words[i].start
        floor = max(start, text.rfind(";", start, at) + 1)
        for match in re.finditer(r",\s+(?:and|but|while|whereas)\s+", text[floor:at]):
            floor = floor + match.start() + 1
            break
        stop = text.find(";", at, end)
        ceiling = stop if stop >= 0 else end
        tail = re.compile(r",\s+(?:and|but|while|whereas)\s+").search(text, at, ceiling)
        if tail:
            ceiling = tail.start()
        return Utterance(
            form="adverb",
            cue=(at, self.tree.words[i].end),
            lemma=self.tree.lower[i],
            sentence=number,
            content=((floor, ceiling),),
            head=i,
        )

    def _passive_cue(self, i: int, start: int) -> bool:
        """ "is said to have", "it was reported that", "as reported by", "is quoted as saying"."""
        tree, form = self.tree, self.tree.lower[i]
        lemma = tree.lemma(i)
        if (
            form not in {"said", "quoted", "cited", "thought"}
            and not form.endswith("ed")
            and form != "understood"
        ):
            return False
        after = self.text[tree.words[i].end : tree.words[i].end + 14]
        if form in {"quoted", "cited"}:
            return (
                re.match(r"\s+as\s+saying|\s+by\s", after) is not None
                or re.match(
                    r"\s+[^.;]{1,80}?\bas\s+saying\b", self.text[tree.words[i].end : tree.words[i].end + 100]
                )
                is not None
            )
        if lemma not in self.words["unattributed_passives"]:
            return False
        before = [tree.lower[j] for j in range(max(0, i - 3), i) if tree.words[j].start >= start]
        if re.match(r"\s+by\s", after) and (
            not before or before[-1:] == ["as"] or before[-1] in BE | {",", "first"}
        ):
            return True
        if before[-1:] == ["as"]:
            return False
        if not any(b in BE for b in before) or any(b in HAVE for b in before) and "been" not in before:
            return False
        return re.match(r"\s+(?:to\b|that\b|by\b)", after) is not None

    def _passive(self, i: int, start: int, end: int, number: int) -> Utterance | None:
        tree, text = self.tree, self.text
        cue_end = tree.words[i].end
        form = tree.lower[i]
        if tree.verb_group(i).negations:
            return None
        if form in {"quoted", "cited"}:
            saying = re.compile(r"\s+(?:(?:by\s+[^.;]{1,60}?|(?P<who>[^.;]{1,80}?))\s+)?as\s+saying\b").match(
                text, cue_end, end
            )
            if saying is None:
                agent = self._np_after(cue_end + 3, end)
                return Utterance(
                    form="passive",
                    cue=(tree.words[i].start, cue_end),
                    lemma=form,
                    sentence=number,
                    source=agent,
                    description=text[agent[0] : agent[1]] if agent else "",
                    content=((start, tree.words[i].start),),
                    head=i,
                )
            if saying["who"]:
                source: Offsets | None = saying.span("who")
                description = saying["who"]
            else:
                group = tree.verb_group(i)
                source = self._np_before(min(tree.words[j].start for j in group.words), start)
                description = text[source[0] : source[1]] if source else ""
            if source is None:
                return None
            by = re.compile(r"\s+by\s+[^.,;]*?(?=\s+that\b|[,.;])").match(text, saying.end(), end)
            content = [(by.end() if by else saying.end(), end)]
            before = text[start : source[0]].rstrip() if not saying["who"] else ""
            if before[-1:] in {",", "”", '"'}:
                content.append((start, start + len(before)))
            return Utterance(
                form="passive",
                cue=(tree.words[i].start, saying.end()),
                lemma="quoted",
                sentence=number,
                source=source,
                description=description,
                content=tuple(content),
                head=i,
            )
        group = tree.verb_group(i)
        cue = (
            min(
                [tree.words[j].start for j in group.words if tree.words[j].start >= start]
                or [tree.words[i].start]
            ),
            cue_end,
        )
        by = re.compile(r"\s+by\s+").match(text, cue_end, end)
        source = self._np_after(by.end(), end) if by else None
        if by and source is None:
            return None
        return Utterance(
            form="passive",
            cue=cue,
            lemma=tree.lemma(i),
            sentence=number,
            source=source,
            description=text[source[0] : source[1]] if source else "",
            head=i,
            content=((start, cue[0]), (source[1] if source else cue_end, end)),
        )

    def _quoter(self, i: int, one: Utterance, start: int, end: int, number: int) -> list[Utterance]:
        """Who quotes: the subject of "quoted X as saying", the agent of "was quoted by Y as saying" / "as
        saying by Y"."""
        text, cue = self.text, (self.tree.words[i].start, self.tree.words[i].end)
        by = re.compile(r"(?:^|\s)(?:as\s+saying\s+)?by\s+").match(text, cue[1], end)
        if by:
            source = self._np_after(by.end(), end)
            if source:
                cut = re.search(r"\s+(?:that|as\s+saying|on)\b", text[source[0] : source[1]])
                source = (source[0], source[0] + cut.start()) if cut else source
        elif one.source and one.source[0] > cue[0]:
            group = self.tree.verb_group(i)
            source = self._np_before(min(self.tree.words[j].start for j in group.words), start)
        else:
            source = None
        if source is None:
            return []
        first = max(one.cue[1], source[1])
        return [
            Utterance(
                form="verb",
                cue=cue,
                lemma="quote",
                sentence=number,
                source=source,
                head=None,
                description=text[source[0] : source[1]],
                content=(*(c for c in one.content if c[1] <= one.cue[0]), (first, end)),
            )
        ]

    # ---------------------------------------------------------- together

    def _bounded(self, found: list[Utterance], start: int, end: int) -> list[Utterance]:
        """Cut contents where another voice of the sentence begins, and pass a host's content to "citing"."""
        text = self.text
        out: list[Utterance] = []
        found = [
            u
            for u in found
            if not any(
                o is not u
                and o.form in {"according", "citing", "passive"}
                and o.source
                and (o.source[0] <= u.cue[0] < o.source[1] or o.cue[0] < u.cue[0] < o.cue[1])
                for o in found
            )
        ]
        for one in found:
            content = []
            for first, last in one.content:
                for other in found:
                    if other is one or other.form not in {"verb", "passive"} or other.source is None:
                        continue
                    spot = min(other.source[0], other.cue[0])
                    if not first < spot < last or spot <= one.cue[0] or other.source == one.source:
                        continue
                    before = text[first:spot]
                    if re.search(
                        r";\s*(?:and|but|while|however,?)?\s*$|,\s+(?:and|but|while|whereas|although|though|"
                        r"as)\s+$"
                        r"|\s(?:but|while|whereas)\s+$",
                        before,
                    ):
                        last = first + len(before.rstrip())
                    elif re.search(r"[,”\"]\s*$", before) and all(c[1] <= spot for c in other.content):
                        last = spot
                if one.form == "adverb":
                    for other in found:
                        if (
                            other.form == "verb"
                            and other.source
                            and all(c[1] <= other.source[0] for c in other.content)
                        ):
                            if other.source[0] > one.cue[1]:
                                last = min(last, first + len(text[first : other.source[0]].rstrip(' ,”"')))
                if first < last:
                    content.append((first, last))
            semicolon = self._continues(one, content, found, end)
            out.append(_replace(one, content=tuple(semicolon)))
        hosts = [u for u in out if u.form in {"verb", "passive", "according"}]
        for k, one in enumerate(out):
            if one.form == "citing" and hosts:
                host = min(hosts, key=lambda h: abs(h.cue[0] - one.cue[0]))
                out[k] = _replace(
                    one,
                    content=tuple(
                        piece
                        for first, last in host.content
                        for piece in _without((first, last), (one.cue[0], one.source[1]))
                    )
                    if one.source
                    else one.content,
                )
        return [u for u in out if u.content]

    def _continues(
        self, one: Utterance, content: list[Offsets], found: list[Utterance], end: int
    ) -> list[Offsets]:
        """Behind a semicolon a voice goes on only if that clause is backshifted and has no cue of its own."""
        if one.form != "verb":
            return content
        out: list[Offsets] = []
        for first, last in content:
            semicolon = self.text.find(";", first, last)
            while semicolon >= 0:
                clause = self.text[semicolon + 1 : last]
                own = any(o is not one and o.form == "verb" and o.cue[0] > semicolon for o in found)
                shifted = re.search(r"\b(?:would|had|could|might|was|were)\b", clause)
                if own or not shifted and not self._quoted(semicolon):
                    last = semicolon
                    break
                semicolon = self.text.find(";", semicolon + 1, last)
            out.append((first, last))
        return out

    def quoted(self, found: list[Utterance]) -> list[Utterance]:
        """Give every quotation its speaker: the cue beside it, else the speaker of the quotation that it
        follows."""
        text, out = self.text, sorted(found, key=lambda u: u.cue)
        cues = [u.cue[0] for u in out]
        previous: int | None = None
        previous_end = 0
        for quote in self.quotes:
            if not _is_speech(text, quote):
                continue
            best: tuple[int, int] | None = None
            for k in range(bisect_left(cues, quote[0] - 400), bisect_left(cues, quote[1] + 400)):
                one = out[k]
                if one.form not in {"verb", "according", "passive"} or quote[0] < one.cue[0] < quote[1]:
                    continue
                gap_text = (
                    text[quote[1] : one.cue[0]] if one.cue[0] >= quote[1] else text[one.cue[1] : quote[0]]
                )
                if (
                    "\n" in gap_text
                    or len(gap_text) > 160
                    or re.search(r"[.?!][”\"]?\s+[A-Z][a-z]", gap_text)
                ):
                    if not (one.cue[1] <= quote[0] and gap_text.rstrip().endswith(":")):
                        continue
                if one.cue[0] >= quote[1] and re.search(r"[.;]\s", gap_text[:3]):
                    continue
                covers = any(
                    a <= quote[0] + 1 and quote[1] - 1 <= b + 1 or a < quote[1] and quote[0] < b
                    for a, b in one.content
                )
                score = (0 if covers else 1000) + len(gap_text)
                if best is None or score < best[0]:
                    best = (score, k)
            if best is not None:
                k = best[1]
                out[k] = _replace(
                    out[k],
                    quotes=(*out[k].quotes, quote),
                    content=out[k].content
                    if any(a <= quote[0] + 1 and quote[1] - 1 <= b + 1 for a, b in out[k].content)
                    else (*out[k].content, quote),
                )
                spoken = out[k].source
                previous, previous_end = k, max(quote[1], out[k].cue[1], spoken[1] if spoken else 0)
                continue
            if previous is not None:
                between = text[previous_end : quote[0]]
                new_voice = bisect_left(cues, previous_end) < bisect_left(cues, quote[0])
                if not new_voice and len(re.findall(r"\w+", between)) <= 3 and between.count("\n\n") <= 1:
                    out[previous] = _replace(
                        out[previous],
                        quotes=(*out[previous].quotes, quote),
                        content=(*out[previous].content, quote),
                    )
                    previous_end = quote[1]
                    continue
            # a quotation whose cue opens the next sentence: not a pattern of news; it stays the publisher's
        return out


def tree_says_as(tree: Tree, i: int) -> bool:
    """The "saying" of "quoted as saying" belongs to its cue."""
    return tree.lower[i] == "saying" and i > 0 and tree.lower[i - 1] == "as"


def _without(span: Offsets, hole: Offsets) -> Iterable[Offsets]:
    if hole[1] <= span[0] or span[1] <= hole[0]:
        yield span
        return
    if span[0] < hole[0]:
        yield span[0], hole[0]
    if hole[1] < span[1]:
        yield hole[1], span[1]


def _replace(one: Utterance, **changes: Any) -> Utterance:
    values = {name: getattr(one, name) for name in one.__struct_fields__}
    return Utterance(**(values | changes))


class _Found(_Frozen, frozen=True, kw_only=True):
    every: tuple[Utterance, ...]
    by_sentence: dict[int, tuple[Utterance, ...]]


_latest: tuple[Reading, _Found] | None = None


def _found(document: Document, reading: Reading) -> _Found:
    global _latest
    held = _latest
    if held is not None and held[0] is reading:
        return held[1]
    finder = _Finder(document, reading)
    every = tuple(finder.quoted([u for n in range(len(reading.sentences)) for u in finder.sentence(n)]))
    places: dict[int, list[Utterance]] = {}
    for one in every:
        numbers = {one.sentence}
        for first, last in one.content:
            numbers.update(range(finder.tree.sentence_of(first), finder.tree.sentence_of(last - 1) + 1))
        for number in numbers:
            places.setdefault(number, []).append(one)
    result = _Found(every=every, by_sentence={n: tuple(those) for n, those in places.items()})
    _latest = (reading, result)
    return result


def utterances(document: Document, reading: Reading) -> tuple[Utterance, ...]:
    """Every voice of the document but its publisher, in the order of the cues. The last reading is kept."""
    return _found(document, reading).every


def utterances_near(document: Document, reading: Reading, offset: int) -> tuple[Utterance, ...]:
    """Those with their cue or some of their content in the sentence of ``offset``."""
    sentence = tree_of(reading).sentence_of(offset)
    return _found(document, reading).by_sentence.get(sentence, ())
