"""How sure: FactBank values along the chain of voices, realis and aspect of one event.

The value of the innermost voice is worked out from the inside of its sentence to the outside: the event's own
verb group, then every predicate above it up to the cue of that voice ("has not excluded", "it is possible
that",
"plans to"). Each is one row of ``data/lexicons/certainty.yaml``. The voices outside it are uncommitted (Uu)
unless
the cue presupposes what it reports ("learned", "revealed"). Values after Saurí and Pustejovsky's FactBank:
certainty CT, PR, PS or U, polarity +, - or u. ``docs/factuality.md`` has the rules with their limits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Any, cast

import yaml

from reportedly.claims.speech import Utterance, speech_words, utterances_near
from reportedly.claims.syntax import BE, Tree, VerbGroup, base_form, tree_of
from reportedly.records import Aspect, Document, Factuality, Link, Reading, Realis, Span, _Frozen

_ADJUNCT_MARKS = frozenset({"during", "after", "before", "following", "amid", "since", "until", "despite"})
_PREPOSITIONS = frozenset({"on", "of", "in", "for", "to", "about", "from", "with", "by", "at", "over"})
_RANK = {"CT": 3, "PR": 2, "PS": 1, "U": 0}


class FactualityResult(_Frozen, frozen=True, kw_only=True):
    """``values`` has one value for each link of the chain. ``turn`` is "cancelled", "delayed", "suspended"
    or "resumed"
    where a verb says that of the event. ``cues`` are the words that decided; ``reasons`` say how, for a
    person."""

    values: tuple[Factuality, ...]
    innermost: Factuality
    publisher: Factuality
    realis: Realis
    aspect: Aspect
    cues: tuple[Span, ...] = ()
    turn: str | None = None
    reasons: tuple[dict[str, Any], ...] = ()


@lru_cache(maxsize=1)
def certainty_words() -> dict[str, Any]:
    """The lexicon ``data/lexicons/certainty.yaml`` with its lists as sets."""
    path = resources.files("reportedly") / "data" / "lexicons" / "certainty.yaml"

    def sets(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: sets(v) for k, v in value.items()}
        return frozenset(value) if isinstance(value, list) else value

    return sets(yaml.safe_load(path.read_text(encoding="utf-8")))


class _State:
    """Certainty and polarity while walking outwards, with the words that changed them."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.certainty, self.positive = "CT", True
        self.realis: Realis | None = None
        self.unsure = False  # polarity itself open ("whether")
        self.turn: str | None = None
        self.cues: list[Span] = []
        self.because: list[str] = []

    def cap(self, certainty: str) -> None:
        if _RANK[certainty] < _RANK[self.certainty]:
            self.certainty = certainty

    def flip(self) -> None:
        self.positive = not self.positive

    def note(self, words: int | Sequence[int], because: str) -> None:
        indices = [words] if isinstance(words, int) else list(words)
        for index in indices:
            span = self.tree.span(index, index)
            if span not in self.cues:
                self.cues.append(span)
        if because not in self.because:
            self.because.append(because)

    def value(self) -> Factuality:
        if self.certainty == "U":
            return "Uu"
        if self.unsure:
            return "CTu"
        return cast(Factuality, self.certainty + ("+" if self.positive else "-"))


class _Assessor:
    def __init__(
        self, document: Document, reading: Reading, trigger: tuple[int, int], chain: Sequence[Link]
    ) -> None:
        self.tree = tree_of(reading)
        self.text = reading.text or document.text
        self.words = certainty_words()
        self.trigger, self.chain = trigger, chain
        self.found: tuple[Utterance, ...] = utterances_near(document, reading, trigger[0])
        self.state = _State(self.tree)
        self.spent: set[int] = set()  # a "no" can be seen from its noun and from the verb; it negates once

    # ------------------------------------------------------------ the walk

    def run(self) -> FactualityResult:
        tree, state = self.tree, self.state
        head = tree.head_of(*self.trigger)
        if head is None:
            return self._finish("past", "event")
        sentence = tree.sentence_index[head]
        self.start, self.end = self._scope(head, sentence)
        verbal = self._verbal_trigger(head)
        parsed = tree.parsed(head)
        path = self._path(head, parsed)
        realis, aspect = self._walk(head, verbal, path)
        self._surroundings(head, path, verbal)
        self._question(sentence)
        if state.realis:
            realis = state.realis
        return self._finish(realis, aspect)

    def _scope(self, head: int, sentence: int) -> tuple[int, int]:
        """The stretch of the innermost voice around the trigger: its content, clamped to the sentence."""
        start, end = self.tree.sentence_span(sentence)
        at = self.tree.words[head].start
        for one in self.found:
            if one.form == "adverb":
                continue
            for first, last in one.content:
                if first <= at < last:
                    start, end = max(start, first), min(end, last)
        return start, end

    def _verbal_trigger(self, head: int) -> bool:
        upos = self.tree.words[head].upos
        if upos in {"NOUN", "PROPN"}:
            return any(self.tree.relation(c) == "cop" for c in self.tree.children[head])
        if upos == "ADJ":
            return True
        form = self.tree.lower[head]
        if not upos and form.endswith("ing"):
            before = self.tree.lower[head - 1] if head else ""
            return before not in {"the", "a", "of", "its", "their", "this", "military", "joint"}
        return self.tree.is_verbal(head)

    def _path(self, head: int, parsed: bool) -> list[tuple[int, str, int]]:
        """(word below, relation, governor) from the trigger outwards, inside the innermost voice's scope."""
        tree = self.tree
        stops = {i for u in self.found for i in tree.words_in(*u.cue)}
        if not parsed:
            return self._surface_path(head, stops)
        steps: list[tuple[int, str, int]] = []
        at = head
        for governor in tree.governors(head):
            if governor in stops or not self.start <= tree.words[governor].start < self.end:
                break
            relation = tree.words[at].deprel
            steps.append((at, relation, governor))
            if relation in {"acl:relcl", "parataxis", "discourse", "list"}:
                steps.pop()
                break
            at = governor
        return steps

    def _surface_path(self, head: int, stops: set[int]) -> list[tuple[int, str, int]]:
        """Without syntax: the predicates of the lexicon to the left that reach the trigger by "to", "that",
        "of" or an object."""
        tree = self.tree
        steps: list[tuple[int, str, int]] = []
        known = set().union(*self.words["predicates"].values(), *self.words["turns"].values())
        nouns = set().union(*self.words["nouns"].values())
        below = head
        verbal = self._verbal_trigger(head)
        adjunct = False
        for i in range(head - 1, -1, -1):
            word = tree.words[i]
            if word.start < self.start or i in stops:
                break
            form = tree.lower[i]
            if form in {";", ":", "“", "”"} or form in {
                "which",
                "who",
                "but",
                "while",
                "because",
                "after",
                "when",
            }:
                break
            if not verbal and form in _ADJUNCT_MARKS:
                adjunct = True  # "signed a pact during the visit": only the tense reaches the visit
            if adjunct:
                if tree.is_verbal(i) and form not in BE and tree.verb_group(i).tense != "none":
                    steps.append((below, "obl", i))
                    break
                continue
            between = tree.lower[i + 1 : below]
            if tree.lemma(i) in known or form in known:
                linked = any(
                    b in {"to", "that", "for", "from", "out", "about", "on", "off"} for b in between
                ) or (len(between) <= 6 and not verbal or below - i <= 1)
                tensed = any(
                    tree.is_verbal(j)
                    and tree.verb_group(j).tense in {"past", "present", "future"}
                    and j not in {i, below}
                    and tree.lower[j] not in BE
                    for j in range(i + 1, below)
                )
                if linked and (not tensed or "that" in between):
                    steps.append(
                        (below, "xcomp" if "to" in between else "ccomp" if "that" in between else "obj", i)
                    )
                    below = i
                    verbal = True
                    continue
            joints = {"to", "that"} if verbal else {"to", "that", "of", "on", "for"}
            if form in nouns and joints & set(between):
                steps.append((below, "acl" if {"to", "that"} & set(between) else "nmod", i))
                below, verbal = i, False
                continue
            if not verbal and tree.is_verbal(i) and form not in BE and tree.verb_group(i).tense != "none":
                steps.append((below, "obj", i))
                below, verbal = i, True
        determined = head > 0 and tree.lower[head - 1] in {"the", "a", "an", "its", "their", "this"}
        inner = head - 2 if determined else head - 1
        governed = inner >= 0 and tree.lower[inner] in _PREPOSITIONS  # "no details on the pact were given"
        if not verbal and below == head and not steps and not governed:
            for i in range(head + 1, len(tree.words)):  # "the visit was cancelled"
                form = tree.lower[i]
                if tree.words[i].start >= self.end or form in {",", ";", "that", "which", "who", "."}:
                    break
                if tree.is_verbal(i) and form not in BE and tree.verb_group(i).tense != "none":
                    steps.append((head, "nsubj:pass" if tree.verb_group(i).passive else "nsubj", i))
                    break
        return steps

    def _walk(self, head: int, verbal: bool, path: list[tuple[int, str, int]]) -> tuple[Realis, Aspect]:
        tree, state = self.tree, self.state
        realis: Realis | None = None
        aspect: Aspect = "event"
        bearer: int | None = None  # the word whose tense dates the event
        if verbal:
            group = tree.verb_group(head)
            self._group(head, group)
            if group.tense != "none" or tree.relation(head) == "root":
                bearer = head
            elif group.participle and tree.relation(head) in {"acl", "amod"} and not group.progressive:
                past = not tree.lower[head].endswith("ing")
                realis, bearer = ("past" if past else "ongoing"), None
                aspect = self._aspect(head, group, past)
                self._modifiers(head)
                if past:
                    # "missiles built in Zenda": a fact by the way, whatever governs the noun
                    return realis, aspect
        if not verbal:  # "there is no delay"
            own_negations = self._negations(head, VerbGroup(head=head))
            if own_negations:
                self.spent.update(own_negations)
                state.flip()
                state.note(own_negations, "negated")
        self._modifiers(head)
        adjunct = False
        for below, relation, governor in path:
            kind = None if adjunct else self._predicate(below, relation, governor)
            plain = relation.partition(":")[0]
            if kind is None and plain in {
                "obl",
                "nmod",
                "advmod",
                "appos",
                "compound",
                "iobj",
                "vocative",
                "dislocated",
            }:
                adjunct = (
                    True  # "signed during the visit": what is said of the signing is not said of the visit
                )
            if plain in {"advcl"}:
                if self._conditional_marks(below):
                    break
                marks = set(tree.markers(below))
                if "to" in tree.lower[max(0, below - 2) : below] and kind is None and bearer is None:
                    state.cap("U")
                    state.note(below, "a purpose is not yet an event")
                    state.realis = state.realis or "future"
                if (
                    marks & {"after", "before", "while", "when", "as", "since", "because", "although"}
                    or bearer is not None
                ):
                    bearer = bearer if bearer is not None else governor if tree.is_verbal(governor) else None
                    break
            if plain == "conj" and tree.is_verbal(below) and tree.is_verbal(governor):
                continue  # a conjunct's own negation and modals are not shared; what is above both is
            if (
                bearer is None
                and tree.is_verbal(governor)
                and kind not in {"commit", "open", "likely", "possible"}
            ):
                group = tree.verb_group(governor)
                if group.tense != "none":
                    bearer = governor
            carries = (
                tree.is_verbal(below)
                and verbal
                or plain in {"xcomp", "ccomp", "csubj"}
                or (tree.lemma(governor) in self.words["support"])
            )
            if (
                kind is None
                and not adjunct
                and carries
                and tree.is_verbal(governor)
                and plain not in {"advcl", "acl"}
            ):
                self._group(governor, tree.verb_group(governor))
                if plain == "ccomp" and self.state_negated(governor):
                    state.positive = True  # "does not mean that", "did not confirm that": nothing follows
                    state.cap("U")
                    state.note(governor, f'"{tree.forms[governor]}" is negated above the event')
            if not adjunct:
                self._turn(governor, relation)
                self._modifiers(governor)
            if tree.is_verbal(governor) and self._conditional_marks(governor):
                break
        if realis is None:
            if bearer is None:
                realis = self._tenseless(head, path)
                group = tree.verb_group(head) if verbal else VerbGroup(head=head)
            else:
                group = tree.verb_group(bearer)
                realis = self._realis(bearer, group)
            target = head if verbal else bearer if bearer is not None else head
            if verbal and bearer is not None and bearer != head:
                own = tree.verb_group(head)
                group = own if own.tense == "none" else group
            aspect = self._aspect(target, group, realis == "past")
        if aspect != "event" and realis == "past" and bearer is not None:
            group = tree.verb_group(bearer)
            if group.perfect and group.tense == "present":
                realis = "ongoing"
        return realis, aspect

    def state_negated(self, index: int) -> bool:
        return bool(self._negations(index, self.tree.verb_group(index)))

    # ------------------------------------------------------------ one predicate

    def _negations(self, index: int, group: VerbGroup) -> list[int]:
        """Negations of a verb or noun: not, never, "no longer", a "no" in its subject or object. "Not only"
        is none."""
        tree = self.tree
        found = [n for n in group.negations if not self._not_only(n)] if tree.is_verbal(index) else []
        for child in tree.children[index]:
            if tree.lower[child] in self.words["negative_words"] and tree.relation(child) in {
                "det",
                "cc",
                "nsubj",
                "obj",
            }:
                if tree.relation(child) != "cc" or tree.lower[child] in {"nor", "neither"}:
                    found.append(child)
            if tree.is_verbal(index) and tree.relation(child) in {"nsubj", "obj"}:
                found += [
                    c
                    for c in tree.children[child]
                    if tree.lower[c] in {"no", "neither"} and tree.relation(c) in {"det", "advmod"}
                ]
        if tree.is_verbal(index):
            before = tree.lower[max(0, index - 4) : index]
            for k, form in enumerate(before):
                place = index - len(before) + k
                if (
                    form == "no"
                    and before[k + 1 : k + 2] == ["longer"]
                    or form in self.words["adverbs"]["negative"]
                    or form in {"nearly", "almost"}
                    and place == index - 1
                ):
                    found.append(place)
            if not tree.parsed(index) and tree.verb_group(index).words:
                first = min(tree.verb_group(index).words)
                for k in range(max(0, first - 5), first):
                    if (
                        tree.words[k].start >= self.start
                        and tree.lower[k] in {"no", "nobody", "none", "neither", "nothing"}
                        and not any(f in {",", ";", "that", "to"} for f in tree.lower[k:index])
                    ):
                        found.append(k)
        elif index and tree.lower[index - 1] == "no":
            found.append(index - 1)
        elif not tree.parsed(index):
            for k in range(max(0, index - 3), index):
                if tree.lower[k] == "no" and not any(
                    tree.is_verbal(j) or tree.lower[j] in _PREPOSITIONS or tree.lower[j] in {"the", ","}
                    for j in range(k, index)
                ):
                    found.append(k)
        return sorted(set(found))

    def _not_only(self, index: int) -> bool:
        return any(
            f in {"only", "just", "merely", "simply", "solely", "least", "until"}
            for f in self.tree.lower[index + 1 : index + 3]
        )

    def _group(self, index: int, group: VerbGroup) -> None:
        """Apply the modal and the negation of one verb group."""
        tree, state = self.tree, self.state
        negations = [n for n in self._negations(index, group) if n not in self.spent]
        self.spent.update(negations)
        modal = group.modal
        modal_words = [
            i
            for i in group.words
            if tree.lower[i]
            in {
                "will",
                "wo",
                "cannot",
                "'ll",
                "’ll",
                "shall",
                "would",
                "can",
                "ca",
                "could",
                "may",
                "might",
                "must",
                "should",
                "ought",
            }
        ]
        if modal in {"may", "might", "could", "can"}:
            impossible = bool(negations) and modal in {"can", "could"}
            if not impossible:
                state.cap("PS")
            state.note(modal_words, f'"{modal}" leaves it possible')
        elif modal == "must" and group.perfect:
            state.cap("PR")
            state.note(modal_words, '"must have" is an inference')
        elif modal in {"must", "should", "ought"}:
            state.cap("U")
            state.note(modal_words, f'"{modal}" says what ought to be')
        elif modal == "would":
            if self._backshifted():
                state.note(modal_words, '"would" under a past report is its future')
            elif self._has_condition():
                state.cap("U")
                state.note(modal_words, '"would" under a condition')
            else:
                state.cap("PS")
                state.note(modal_words, '"would" without a stated condition')
        elif modal in {"will", "shall"}:
            state.note(modal_words, f'"{modal}" tells the future')
        if negations:
            state.flip()
            state.note(negations, "negated")

    def _backshifted(self) -> bool:
        """Whether the innermost voice is reported in the past tense ("said it would")."""
        cue = self.chain[0].cue if self.chain else None
        if (
            cue is None
            or self.chain[0].kind in {"own-voice", "unattributed", "quote"}
            or self._has_condition()
        ):
            return False
        index = self.tree.word_at(cue.start)
        if index is None:
            return False
        if self.tree.lower[index] == "according":
            return False
        return any(
            self.tree.lower[i].endswith("ed")
            or self.tree.lower[i] in {"said", "told", "wrote", "was", "were", "had"}
            for i in self.tree.words_in(cue.start, cue.end)
        ) or self.tree.lower[index].endswith("ing")

    def _has_condition(self) -> bool:
        low = self.text[self.start : self.end].lower()
        return (
            re.search(
                r"\b(?:if|unless|in case|in the case that|in the event|provided that|on condition that)\b",
                low,
            )
            is not None
        )

    def _predicate(self, below: int, relation: str, governor: int) -> str | None:
        """Apply the lexicon's row for a governing word; the class of the row, or None if it has none."""
        tree, state = self.tree, self.state
        plain = relation.partition(":")[0]
        lemma, form = tree.lemma(governor), tree.lower[governor]
        group = tree.verb_group(governor)
        nominal = tree.words[governor].upos in {"NOUN", "PROPN"} or (
            not tree.words[governor].upos
            and plain in {"acl", "nmod"}
            and form in set().union(*self.words["nouns"].values())
        )
        if nominal:
            if plain not in {"acl", "nmod", "ccomp", "xcomp", "obl", "compound"} and not any(
                tree.relation(c) == "cop" for c in tree.children[governor]
            ):
                return None
            table, key = self.words["nouns"], form
        else:
            eligible = {"xcomp", "ccomp", "csubj", "obj", "advcl", "acl"}
            if plain == "nsubj" and (
                group.passive or tree.words[governor].upos == "ADJ" or not tree.words[governor].deprel
            ):
                eligible = eligible | {"nsubj"}
            if plain == "obl" and set(tree.markers(below)) & {"from", "for", "out", "on", "against"}:
                eligible = eligible | {"obl"}
            if plain == "advcl" and "to" not in tree.lower[max(0, below - 3) : below]:
                return None
            if plain not in eligible:
                return None
            table, key = self.words["predicates"], lemma
        kind = next((k for k, members in table.items() if key in members or form in members), None)
        if kind == "commit" and lemma == "set" and plain not in {"xcomp", "advcl", "csubj"}:
            return None
        if lemma == "rule" and "out" not in tree.lower[governor + 1 : governor + 3]:
            return None
        if lemma == "go" and not (form == "going" and plain == "xcomp"):
            return None
        if (
            kind == "commit"
            and plain in {"obj", "nsubj"}
            and not nominal
            and lemma not in {"plan", "schedule", "promise", "pledge", "prepare", "arrange", "agree", "slate"}
        ):
            return None  # "agreed the deal" is the act itself
        if (
            kind in {"seem", "open", "possible"}
            and plain == "obj"
            and lemma
            in {
                "support",
                "help",
                "look",
                "feel",
                "force",
                "push",
                "press",
                "let",
                "consider",
                "understand",
                "order",
                "call",
                "need",
            }
            and lemma not in {"consider", "order", "need", "call"}
        ):
            return None
        if (
            kind == "open"
            and lemma in {"discuss", "negotiate", "tell", "warn", "help"}
            and plain not in {"xcomp", "obj"}
        ):
            return None
        if (
            kind == "commit"
            and nominal
            and plain == "nmod"
            and not (set(tree.markers(below)) & {"for", "on", "of", "to"})
        ):
            return None
        if kind is None:
            return None
        negations = [n for n in self._negations(governor, group) if n not in self.spent]
        if nominal:  # "no plans to": negated on the noun; "has no plan": on its verb
            upper = tree.heads[governor]
            if upper >= 0 and tree.is_verbal(upper) and tree.relation(governor) in {"obj", "nsubj"}:
                negations = sorted(
                    {*negations, *[n for n in tree.verb_group(upper).negations if not self._not_only(n)]}
                )
        negations = [n for n in negations if n not in self.spent]
        self.spent.update(negations)
        negated = bool(negations)
        modal = None if nominal else group.modal
        self._row(kind, lemma, negated)
        shown = f'"{tree.forms[governor]}"'
        state.note([*negations, governor], f"{shown} {_SAYS[kind]}" + (", negated" if negated else ""))
        if modal in {"may", "might", "could", "can"}:
            state.cap("PS")
            state.note([i for i in group.words if tree.lower[i] == modal], f'"{modal}" leaves it possible')
        if kind in {"commit", "open", "likely", "possible"} and not (
            kind in {"likely", "possible"} and self._finite(below)
        ):
            state.realis = state.realis or "future"
        if kind in {"likely", "doubtful"} and not self._finite(below) and not tree.verb_group(below).perfect:
            state.realis = state.realis or "future"
        if kind == "negative" and lemma == "exclude" or lemma == "rule":
            state.realis = state.realis or "conditional"
        self._turn(governor, relation)
        if kind == "negative" and self.state.turn == "cancelled" and plain in {"obj", "nsubj"}:
            state.realis = state.realis or "past"
        return kind

    def _finite(self, index: int) -> bool:
        return (
            self.tree.is_verbal(index)
            and self.tree.verb_group(index).tense in {"past", "present", "future"}
            or self.tree.is_verbal(index)
            and self.tree.verb_group(index).perfect
        )

    def _row(self, kind: str, lemma: str, negated: bool) -> None:
        state = self.state
        if kind == "commit":
            if negated:
                state.flip()
        elif kind == "likely":
            state.cap("PR")
            if negated:
                state.flip()
        elif kind == "possible":
            if negated:
                state.flip()
            else:
                state.cap("PS")
        elif kind == "open":
            if negated and lemma in self.words["unwanted"]:
                state.flip()
                state.cap("PR")
            elif not (negated and lemma == "able"):
                state.cap("U")
            else:
                state.flip()
        elif kind == "negative":
            if not negated:
                state.flip()
            elif lemma in self.words["reopened"]:
                state.cap("PS")
        elif kind == "seem":
            state.cap("PR")
            if negated:
                state.flip()
        elif kind == "doubtful":
            state.cap("PR")
            if not negated:
                state.flip()
        elif kind == "uncertain":
            state.cap("U")

    def _turn(self, governor: int, relation: str) -> None:
        """ "cancelled the visit", "the visit was postponed"."""
        if relation.partition(":")[0] not in {"obj", "nsubj"}:
            return
        lemma = self.tree.lemma(governor)
        if lemma == "call" and "off" in self.tree.lower[governor + 1 : governor + 4]:
            self.state.turn = "cancelled"
        for turn, members in self.words["turns"].items():
            passive = self.tree.verb_group(governor).passive
            if lemma in members and (relation == "obj" or passive or lemma in {"stall", "resume"}):
                self.state.turn = turn
        if self.state.turn and self.state.turn != "cancelled" and not self.state_negated(governor):
            self.state.note(governor, f"the event was {self.state.turn}")
            if self.state.turn == "delayed":
                self.state.cap("U")
                self.state.realis = self.state.realis or "future"

    # ------------------------------------------------------------ modifiers and surroundings

    def _modifiers(self, index: int) -> None:
        """Adverbs and adjectives of a word, and what stands in front of it."""
        tree, state = self.tree, self.state
        children = tree.children[index]
        if not tree.parsed(index):
            children = []
            for i in range(index - 1, max(-1, index - 4), -1):
                if tree.words[i].start < self.start or tree.lower[i] in {
                    "the",
                    "a",
                    "an",
                    "of",
                    "to",
                    "its",
                    "their",
                    "his",
                    "her",
                    ",",
                }:
                    break
                children.append(i)
        for child in children:
            form = tree.lower[child]
            for certainty in ("PR", "PS"):
                if (
                    form in self.words["adverbs"][certainty]
                    and form not in self.words["adjectives"][certainty]
                ):
                    state.cap(certainty)
                    state.note(child, f'"{form}" hedges it')
            if form == "likely" and tree.relation(child) in {"advmod", "dep", ""} and tree.is_verbal(index):
                state.cap("PR")
                state.note(child, '"likely" hedges it')
            if tree.is_verbal(index) and not tree.words[index].upos == "NOUN":
                continue
            if tree.relation(child) not in {"amod", "acl", "compound", ""}:
                continue
            for kind, members in self.words["adjectives"].items():
                if form not in members:
                    continue
                if kind in {"PR", "PS"}:
                    state.cap(kind)
                    if not (kind == "PR" and form == "apparent"):
                        state.realis = state.realis or ("future" if kind == "PR" else "conditional")
                    state.note(child, f'"{form}" hedges it')
                elif kind == "open":
                    state.cap("U")
                    state.note(child, f'"{form}" does not commit')
                elif kind == "negative":
                    state.flip()
                    state.note(child, f'"{form}" says that it did not come about')
                    if form.startswith("cancel"):
                        state.turn = "cancelled"
                else:
                    state.realis = state.realis or cast(Realis, kind)

    def _conditional_marks(self, index: int) -> bool:
        tree, state = self.tree, self.state
        for child in tree.children[index]:
            if tree.lower[child] in self.words["conditional_marks"] and tree.relation(child) in {
                "mark",
                "advmod",
                "case",
                "cc",
            }:
                state.cap("U")
                state.realis = "conditional"
                state.note(child, f'"{tree.forms[child]}" makes it a condition')
                return True
            if tree.lower[child] == "whether" and tree.relation(child) in {"mark", "advmod", "cc"}:
                state.unsure = True
                state.note(child, '"whether" leaves the answer open')
                return False
        return False

    def _surroundings(self, head: int, path: list[tuple[int, str, int]], verbal: bool) -> None:
        """What positions say and the tree may have missed: "if", "without", "no", "whether", "it is possible
        that"."""
        tree, state = self.tree, self.state
        at = tree.words[head].start
        before = self.text[self.start : at]
        clause = re.split(r"[;:]|,\s+(?:and|but|which|who|while)\s", before)[-1]
        low = clause.lower()
        offset = at - len(clause)
        condition = re.search(
            r"\b(?:if|unless|in (?:the )?case (?:that|of)|in the event (?:that|of)|provided that|on (?:the "
            r")?condition that)\b"
            r"(?!\s+not\b)(?P<rest>[^,]*)$",
            low,
        )
        if (
            condition
            and state.realis != "conditional"
            and not low[: condition.start()].endswith(("as ", "even ", "what "))
        ):
            words = tree.words_in(offset + condition.start(), offset + condition.start("rest"))
            state.cap("U")
            state.realis = "conditional"
            state.note(list(words), f'"{condition[0].split()[0]}" makes it a condition')
        elif verbal and state.realis != "conditional":
            # the consequence: "will leave if talks fail", "if talks fail, it will leave"
            after = self.text[self.trigger[1] : self.end]
            ahead = re.search(
                r"\b(?:if|unless|in (?:the )?case that|in the event that|provided that|on (?:the "
                r")?condition that)\b",
                after.lower(),
            )
            opened = re.match(
                r"\W*(?:if|unless|in case|in the event)\b[^,]*,", self.text[self.start : at].lower()
            )
            if (
                ahead
                and not re.search(
                    r"[;:]|\b(?:asked|see|know|wonder|determine|as|even)\s+$|\bthat\b",
                    after.lower()[: ahead.start()],
                )
                or opened
            ):
                place = self.trigger[1] + ahead.start() if ahead and not opened else self.start
                word = tree.word_at(place)
                if state.certainty == "CT" and (self._future_group(head) or state.realis == "future"):
                    state.cap("U")
                if self._future_group(head) or state.realis == "future" or state.certainty == "PS":
                    state.realis = "conditional"
                    if word is not None:
                        state.note(word, "it depends on a condition")
        if re.search(r"\bwhether\b[^,;]*$", low) and not state.unsure:
            state.unsure = True
            word = tree.word_at(offset + low.rindex("whether"))
            if word is not None:
                state.note(word, '"whether" leaves the answer open')
        for phrase in self.words["negative_phrases"]:
            match = re.search(rf"\b{re.escape(phrase)}\s+(?:[\w’'-]+\s+){{0,2}}$", low)
            if match and not (
                phrase == "without" and tree.parsed(head) and not self._under(head, offset + match.start())
            ):
                marks = list(tree.words_in(offset + match.start(), offset + match.start() + len(phrase)))
                if any(tree.span(w, w) in state.cues for w in marks):
                    continue
                state.flip()
                state.note(marks, f'"{phrase}" negates it')
        if not tree.parsed(head) or not path:
            self._impersonal(low, offset)
        seems = re.search(
            r"(?:^|,\s*)(?:it\s+seems|it\s+appears|apparently|perhaps|maybe|probably|possibly)\s*,\s*", low
        )
        if seems:
            opening = tree.words_in(offset + seems.start(), offset + seems.end())
            known = [w for w in opening if tree.lower[w].isalpha()]
            if known and not all(tree.span(w, w) in state.cues for w in known):
                state.cap("PS" if re.search(r"perhaps|maybe|possibly", seems[0]) else "PR")
                state.note(known, f'"{seems[0].strip(" ,")}" hedges it')

    def _under(self, head: int, offset: int) -> bool:
        word = self.tree.word_at(offset)
        return word is not None and (
            self.tree.heads[word] == head
            or head in self.tree.governors(word)
            or self.tree.heads[word] in self.tree.governors(head)
        )

    def _future_group(self, head: int) -> bool:
        group = self.tree.verb_group(head)
        return group.tense == "future" or group.modal is not None

    def _impersonal(self, low: str, offset: int) -> None:
        """ "It is (not) possible / likely / realistic ... that / for X to" without a tree to show it."""
        seems = re.search(
            r"\bit\s+(?:now\s+)?(?P<word>seems|appears|seemed|appeared)\s+(?:that\s+)?(?!to\b)", low
        )
        if seems and not any(span.start == offset + seems.start("word") for span in self.state.cues):
            self.state.cap("PR")
            self.state.note(
                list(self.tree.words_in(offset + seems.start("word"), offset + seems.end("word"))),
                f'"it {seems["word"]}" hedges it',
            )
        match = re.search(
            r"\bit\s+(?:is|was|remains|would\s+be|'s)\s+(?P<neg>not\s+|"
            r"n't\s+)?(?:\w+ly\s+)?(?P<word>[a-z]+)\s+(?:that|for|to)\b",
            low,
        )
        if match is None or any(span.start == offset + match.start("word") for span in self.state.cues):
            return
        word = match["word"]
        kind = next((k for k, members in self.words["predicates"].items() if word in members), None)
        if kind is None:
            return
        self._row(kind, word, bool(match["neg"]))
        spans = [match.span("word")] + ([match.span("neg")] if match["neg"] else [])
        for first, last in spans:
            self.state.note(
                list(self.tree.words_in(offset + first, offset + last)), f'"it is {match["neg"] or ""}{word}"'
            )

    def _question(self, sentence: int) -> None:
        start, end = self.tree.sentence_span(sentence)
        tail = self.text[self.trigger[1] : end].split("”")[0].split('"')[0]
        if tail.rstrip(" ’'»)").endswith("?"):
            self.state.cap("U")
            word = self.tree.word_at(self.trigger[1] + len(tail.rstrip(" ’'»)")) - 1)
            if word is not None:
                self.state.note(word, "a question")

    # ------------------------------------------------------------ realis and aspect

    def _clause_text(self, index: int) -> str:
        """The words from the last border before ``index`` to the next one after it, in lower case."""
        at = self.tree.words[index].start
        left = self.text[self.start : at]
        cut = max(left.rfind(";"), left.rfind(":"))
        right = self.text[at : self.end]
        stop = re.search(r"[;:]|,\s+(?:and|but|which|who|while)\s", right)
        return (left[cut + 1 :] + right[: stop.start() if stop else None]).lower()

    def _realis(self, index: int, group: VerbGroup) -> Realis:
        modal = group.modal
        if modal in {"will", "shall"} or group.be_to:
            return "future"
        if modal == "would":
            return "future" if self._backshifted() else "conditional"
        if modal in {"may", "might", "could"}:
            if group.perfect:
                return "past"
            return "past" if modal == "could" and group.negations else "conditional"
        if modal == "can":
            return "generic"
        if modal in {"must", "should", "ought"}:
            return "past" if group.perfect else "future"
        if group.tense == "past":
            return "past"
        if group.tense == "present":
            if group.perfect:
                return "past"
            clause = self._clause_text(index)
            if re.search(
                r"\b(?:next\s+(?:week|month|year|\w+day)|tomorrow|later\s+this|in\s+the\s+coming|soon|"
                r"upcoming)\b",
                clause,
            ):
                return "future"
            if (
                group.progressive
                or group.copula
                or group.passive
                or self.tree.lemma(index) in self.words["aspect"]["stative"]
            ):
                return "ongoing"
            return "past" if self._headline(index) else "ongoing"
        if group.infinitive and self._headline(index):
            return "future"  # "Ruritania, Graustark to build yard"
        return "past"

    def _headline(self, index: int) -> bool:
        """A line of its own without a full stop: its present tense tells the past, its infinitive the
        future."""
        start, end = self.tree.sentence_span(self.tree.sentence_index[index])
        line = self.text[start:end].rstrip()
        return not line.endswith((".", "!", "?", ".”", '."', "”", ":", ",", ";")) and (
            end >= len(self.text)
            or self.text[end : end + 1] == "\n"
            or self.text[end:].lstrip(" ")[:1] == "\n"
        )

    def _tenseless(self, head: int, path: list[tuple[int, str, int]]) -> Realis:
        group = self.tree.verb_group(head)
        if group.infinitive and self._headline(head):
            return "future"
        top = path[-1][2] if path else head
        root = self.tree.clause_root(top)
        if (
            root != head
            and self.tree.is_verbal(root)
            and self.start <= self.tree.words[root].start < self.end
        ):
            return self._realis(root, self.tree.verb_group(root))
        return "past"

    def _aspect(self, index: int, group: VerbGroup, past: bool) -> Aspect:
        """State, habit or event. "Since" and "for the past" make a habit of a doing and a state of a
        being."""
        tree, words = self.tree, self.words["aspect"]
        lemma = tree.lemma(index)
        noun_predicate = group.copula and not tree.lower[index].endswith("ing")
        stative = noun_predicate or lemma in words["stative"]
        clause = self._clause_text(index)
        near = set(re.findall(r"[a-z]+", clause))
        habitual = bool(near & words["habit"]) or any(p in clause for p in words["habit_phrases"])
        lasting = (
            group.perfect
            and group.tense == "present"
            and re.search(
                r"\bsince\b|\bfor\s+(?:the\s+(?:past|last)|more than|over|almost|nearly|about|some|many|"
                r"several|\w+)\s+[\w-]*\s*(?:years?|decades?|months?|centuries)\b"
                r"|\bfor\s+(?:years|decades|months)\b|\blong\b",
                clause,
            )
            is not None
        )
        if noun_predicate and (not past or lasting):
            return "state"
        if lasting:
            return "state" if stative else "habit"
        if habitual and not (group.tense == "future" and "daily" in near):
            adverbs = [c for c in tree.children[index] if tree.lower[c] in words["habit"]]
            own = not tree.parsed(index) or adverbs or any(p in clause for p in words["habit_phrases"])
            if own:
                return "state" if stative and lemma not in {"support", "cooperate", "have"} else "habit"
        if stative and group.tense in {"present", "none"} and not group.progressive and not group.perfect:
            return "state"
        if noun_predicate or lemma in {"be", "have", "own", "belong", "remain", "consist", "possess"}:
            return "state"
        return "event"

    # ------------------------------------------------------------ along the chain

    def _finish(self, realis: Realis, aspect: Aspect) -> FactualityResult:
        state, chain = self.state, self.chain
        speech = speech_words()
        lemmas = [self._cue_lemma(link) for link in chain]
        if chain:
            first = lemmas[0]
            if first in speech["denying"]:
                state.flip()
                state.because.append(f'"{first}": the voice holds the opposite')
                if chain[0].cue:
                    state.cues.insert(0, chain[0].cue)
            elif first in {
                "believe",
                "think",
                "suspect",
                "expect",
                "estimate",
                "predict",
                "forecast",
                "feel",
                "guess",
            }:
                state.cap("PR")
                state.because.append(f'"{first}" is less than saying so')
                if (
                    first in {"expect", "predict", "forecast"}
                    and realis == "conditional"
                    and state.realis is None
                ):
                    realis = "future"
                if chain[0].cue:
                    state.cues.append(chain[0].cue)
            elif first == "doubt":
                state.flip()
                state.cap("PR")
            elif first in {"hope", "fear", "speculate"}:
                state.cap("PS" if first != "hope" else "U")
                if chain[0].cue:
                    state.cues.append(chain[0].cue)
        inner = state.value()
        values: list[Factuality] = [inner]
        for k in range(1, len(chain)):
            held = lemmas[k - 1] in speech["factive"] and chain[k - 1].kind != "own-voice"
            values.append(values[-1] if held else "Uu")
            if held:
                state.because.append(f'"{lemmas[k - 1]}" presupposes what it reports')
        reasons: list[dict[str, Any]] = [
            {"field": "factuality", "value": inner, "because": because} for because in state.because
        ]
        if not reasons:
            reasons.append(
                {"field": "factuality", "value": inner, "because": "nothing around it hedges or negates it"}
            )
        reasons.append(
            {"field": "realis", "value": realis, "because": f"tense and what governs it; aspect {aspect}"}
        )
        ordered = tuple(sorted(state.cues, key=lambda s: (s.start, s.end)))
        return FactualityResult(
            values=tuple(values),
            innermost=inner,
            publisher=values[-1],
            realis=realis,
            aspect=aspect,
            cues=ordered,
            turn=state.turn,
            reasons=tuple(reasons),
        )

    def _cue_lemma(self, link: Link) -> str:
        if link.cue is None:
            return ""
        known = speech_words()["verbs"]
        every = known["free"] | known["clausal"] | speech_words()["denying"]
        for form in re.findall(r"[\w’']+", link.cue.text.lower()):
            index = self.tree.word_at(link.cue.start + link.cue.text.lower().find(form))
            lemma = self.tree.lemma(index) if index is not None else base_form(form)
            if lemma in every:
                return lemma
        return ""


_SAYS = {
    "commit": "puts it in the future",
    "likely": "makes it likely",
    "possible": "leaves it possible",
    "open": "does not say whether it comes",
    "negative": "says that it is not so",
    "seem": "hedges it",
    "doubtful": "doubts it",
    "uncertain": "leaves it open",
}


def assess(
    document: Document,
    reading: Reading,
    trigger: tuple[int, int],
    chain: Sequence[Link],
    knowledge: object = None,
) -> FactualityResult:
    """Factuality for every link of ``chain`` (as ``attribute`` gives it), realis and aspect of the event at
    ``trigger``.

    ``knowledge`` is not needed by these rules yet; it is in the signature so that callers need not change.
    """
    return _Assessor(document, reading, trigger, chain).run()
