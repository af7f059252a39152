"""Which time expression of the text dates an event.

"Signed on Wednesday, the minister said" and "the minister said on Wednesday" differ only in where the words
stand:
an expression outside the stretch that the voice covers dates the saying. Inside it the syntax decides, or,
where
it cannot, distance without another verb between. What is left undated stays unknown; it never gets the
publication date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from reportedly.claims.speech import Utterance, utterances_near
from reportedly.claims.syntax import BE, Tree, tree_of
from reportedly.reading.dateline import read_dateline
from reportedly.reading.dates import Anchor, TimeSpan, anchor_of, bounded, resolve
from reportedly.records import Document, Reading, Span, When

_FAR = 1000
_BORDER = re.compile(
    r"[;:]|,\s+(?:and|but|while|which|who|whereas|although|after|before|when|as)\s|\bthat\s|\s(?:after|"
    r"before|while|when|"
    r"because|since)\s+(?=\w+ing\b|the\b|it\b|he\b|they\b|[A-Z])"
)
_TO_DATE = re.compile(
    r"\s*(?:,?\s*(?:in|at|to|through)\s+(?:an?\s+|the\s+|its\s+|his\s+|her\s+)?[\w’'. -]{1,40}?)?\s*,?\s*"
    r"(?:late|early|earlier|later|back)?\s*(?:on|in|at)?\s*(?:the\s+)?$"
)
_SAME = (
    frozenset({"visit", "trip", "tour", "stay"}),
    frozenset({"meeting", "talk", "met", "meet", "negotiation", "summit"}),
    frozenset({"deal", "agreement", "contract", "pact", "accord", "treaty", "memorandum", "sign", "signing"}),
    frozenset({"exercise", "drill", "manoeuvre", "maneuver"}),
    frozenset({"attack", "strike", "raid", "shelling"}),
)


def when_for(
    document: Document, reading: Reading, trigger: tuple[int, int], realis: str, timespans: Sequence[TimeSpan]
) -> When:
    """When the event at ``trigger`` was, is or will be. ``timespans`` are those of the whole text
    (``find_dates``).

    In this order: an expression that dates the trigger itself; the day of a dated report as the latest day
    of a past
    event (basis "bounded"); the date of an earlier mention in the same paragraph that the trigger refers
    back to
    (basis "inherited"); else unknown.
    """
    return _Clock(document, reading, timespans).when(trigger, realis)


class _Clock:
    def __init__(self, document: Document, reading: Reading, timespans: Sequence[TimeSpan]) -> None:
        self.tree: Tree = tree_of(reading)
        self.text = reading.text or document.text
        self.anchor = anchor_of(document)
        line = read_dateline(self.text)
        self.after = line.end if line else 0
        self.times = [
            t
            for t in timespans
            if t.start >= self.after and (t.type == "date" or t.rule in {"past-n", "next-n"})
        ]
        self.voices: tuple[Utterance, ...] = ()
        self.document, self.reading = document, reading

    def when(self, trigger: tuple[int, int], realis: str, *, inherit: bool = True) -> When:
        sentence = self.tree.sentence_of(trigger[0])
        start, end = self.tree.sentence_span(sentence)
        near = [t for t in self.times if start <= t.start and t.end <= end]
        self.voices = utterances_near(self.document, self.reading, trigger[0])
        covering = [
            u
            for u in self.voices
            if u.sentence == sentence
            and u.form != "adverb"
            and any(a <= trigger[0] < b for a, b in u.content)
        ]
        said = [t for t in near if any(self._of_saying(t, u) for u in covering)]
        own = sorted(
            (cost, t.start, t) for t in near if t not in said if (cost := self._cost(t, trigger)) < _FAR
        )
        for _, _, timespan in own:
            when = resolve(timespan, self.anchor, realis)
            if when.edtf is not None:
                return when
        if own and own[0][2].rule == "anaphoric" and inherit:
            return self._inherited(trigger, realis, same_day=True)
        if realis == "past" and not own:
            for timespan in said:
                told = resolve(timespan, self.anchor, "past")
                if told.latest:
                    return bounded(Anchor(day=told.latest), self._with_preposition(timespan))
        if inherit and not own:
            return self._inherited(trigger, realis)
        return When()

    # ------------------------------------------------------------ the saying's own time

    def _of_saying(self, timespan: TimeSpan, one: Utterance) -> bool:
        """Whether an expression dates the utterance rather than what it says."""
        if not any(a <= timespan.start and timespan.end <= b for a, b in one.content):
            return True
        if one.form == "according":
            return False
        cue_end = one.addressee[1] if one.addressee else one.cue[1]
        if timespan.start < cue_end:
            return False
        between = self.text[cue_end : timespan.start]
        following = self.text[timespan.end : timespan.end + 2]
        if following in {"'s", "’s"} or timespan.text.endswith(("'s", "’s")):
            return False  # "said Friday's attack was ..."
        return len(between) < 60 and " that " not in between and _TO_DATE.fullmatch(between) is not None

    def _with_preposition(self, timespan: TimeSpan) -> Span:
        before = re.search(r"\b(?:on|in|at)\s+$", self.text[max(0, timespan.start - 4) : timespan.start])
        start = timespan.start - (len(before[0]) if before else 0)
        return Span(start=start, end=timespan.end, text=self.text[start : timespan.end])

    # ------------------------------------------------------------ the event's own time

    def _cost(self, timespan: TimeSpan, trigger: tuple[int, int]) -> int:
        """How far an expression is from dating the trigger; ``_FAR`` where it does not."""
        tree = self.tree
        head = tree.head_of(*trigger)
        date = tree.head_of(timespan.start, timespan.end)
        if head is None or date is None:
            return _FAR
        modified = self._modified_noun(timespan)
        if modified is not None and modified != head:
            return _FAR
        if tree.parsed(head):
            cost = self._tree_cost(date, head, timespan)
            if cost < _FAR:
                return cost
            plain = self._line_cost(timespan, trigger, head)
            return plain + 50 if plain < 12 else _FAR
        return self._line_cost(timespan, trigger, head)

    def _modified_noun(self, timespan: TimeSpan) -> int | None:
        """The noun that an expression describes from the left ("the 2014 war", "Friday's attack"), if it
        does."""
        tree = self.tree
        before = re.search(r"(\w+)['’]?s?\s+$", self.text[max(0, timespan.start - 20) : timespan.start])
        possessive = timespan.text.endswith(("'s", "’s")) or self.text[timespan.end : timespan.end + 2] in {
            "'s",
            "’s",
        }
        following = re.match(r"(?:['’]s)?\s+(?=[a-z])", self.text[timespan.end : timespan.end + 4])
        if following is None:
            return None
        determined = before is not None and before[1].lower() in {
            "the",
            "a",
            "an",
            "its",
            "their",
            "his",
            "her",
            "this",
        }
        if not possessive and not (determined and timespan.rule in {"year", "month", "day", "years"}):
            return None
        word = tree.word_at(timespan.end + following.end())
        if word is None:
            return None
        if tree.words[word].upos in {"", "NOUN", "ADJ", "PROPN"}:
            while tree.words[word].upos == "ADJ" and word + 1 < len(tree.words):
                word += 1
            return word
        return None

    def _tree_cost(self, date: int, head: int, timespan: TimeSpan) -> int:
        tree = self.tree
        path = tree.governors(date)
        if head in path:
            between = path[: path.index(head)]
            if any(
                tree.is_verbal(v)
                and tree.relation(v) in {"ccomp", "advcl", "acl", "conj", "parataxis", "xcomp"}
                for v in between
            ):
                return _FAR
            return len(between)
        owner = next((v for v in path if tree.is_verbal(v)), None)
        if owner is None or self._is_cue(owner):
            return _FAR
        climb = [head, *tree.governors(head)]
        if owner not in climb:
            # "on Monday he met the king and signed the pact": dated in front of both
            top = tree.conjuncts(head)
            if owner in top and timespan.start < tree.words[min(owner, head)].start:
                return 20
            return _FAR
        steps = climb[: climb.index(owner)]
        relations = [tree.words[s].deprel for s in steps]
        if any(r in {"ccomp", "acl:relcl", "parataxis", "csubj"} for r in relations):
            return _FAR
        if any(r == "conj" and tree.is_verbal(s) for r, s in zip(relations, steps, strict=True)):
            return 20 if timespan.start < tree.words[owner].start else _FAR
        if any(r.partition(":")[0] in {"xcomp", "acl", "advcl"} for r in relations):
            # "agreed on Monday to buy": Monday is the agreeing's
            return 5 + len(steps) if timespan.start >= tree.words[head].end else _FAR
        return 5 + len(steps)

    def _is_cue(self, index: int) -> bool:
        at = self.tree.words[index].start
        return any(u.cue[0] <= at < u.cue[1] for u in self.voices)

    def _line_cost(self, timespan: TimeSpan, trigger: tuple[int, int], head: int) -> int:
        """By distance: no border and no other tensed verb between the two; a date that opens the sentence
        reaches further."""
        tree = self.tree
        before = timespan.end <= trigger[0]
        first, last = (timespan.end, trigger[0]) if before else (trigger[1], timespan.start)
        if first > last:
            return 0
        between = self.text[first:last]
        words = tree.words_in(first, last)
        group = set(tree.verb_group(head).words) if tree.is_verbal(head) else set()
        verbs = [
            w
            for w in words
            if w not in group
            and tree.is_verbal(w)
            and tree.lower[w] not in BE | {"has", "have", "had"}
            and tree.verb_group(w).tense not in {"none"}
            and (tree.words[w].upos in {"VERB", "AUX"} or not tree.words[w].upos)
        ]
        nominal = not tree.is_verbal(head) or tree.words[head].upos == "NOUN"
        opening = (
            before
            and self.text[: timespan.start].rstrip()[-1:] in {"", ".", "\n"}
            or re.search(
                r"(?:^|[.\n]\s*)(?:On|In|Last|Earlier|Since|By|During|From|Late|Early)\s*(?:the\s+)?$",
                self.text[: timespan.start],
            )
            is not None
        )
        allowed = 1 if nominal and verbs else 0
        if len(verbs) > allowed:
            return _FAR
        borders = len(_BORDER.findall(between))
        if borders and not (opening and before and borders <= 1 and not re.search(r"\bthat\s|;", between)):
            return _FAR
        return len(words) + 10 * len(verbs)

    # ------------------------------------------------------------ back-references

    def _inherited(self, trigger: tuple[int, int], realis: str, *, same_day: bool = False) -> When:
        """The date of an earlier mention in the same paragraph, if the trigger clearly refers back to it."""
        tree = self.tree
        head = tree.head_of(*trigger)
        if head is None or not self.anchor and not self.times:
            return When()
        determiner = tree.lower[head - 1] if head else ""
        if not same_day and (
            tree.words[head].upos not in {"NOUN", ""}
            or determiner not in {"the", "this", "that", "these", "those", "his", "her", "their", "its"}
        ):
            return When()
        stem = tree.lemma(head).rstrip("s")
        like = next((group for group in _SAME if stem in group), frozenset({stem}))
        start = self.text.rfind("\n", 0, trigger[0]) + 1
        here = tree.sentence_span(tree.sentence_of(trigger[0]))[0]
        for index in range(head - 1, -1, -1):
            word = tree.words[index]
            if word.start < start:
                break
            if word.start >= here:
                continue
            if same_day and not tree.is_verbal(index):
                continue
            if not same_day and tree.lemma(index).rstrip("s") not in like and tree.lemma(index) not in like:
                continue
            when = self.when(
                (word.start, word.end), realis if realis in {"past", "future"} else "past", inherit=False
            )
            if when.edtf is not None and when.basis in {"stated", "relative"}:
                return msgspec.structs.replace(when, basis="inherited")
            if not same_day:
                return When()
        return When()
