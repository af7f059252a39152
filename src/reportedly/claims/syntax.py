"""Questions about the syntax of a ``Reading``: heads, clauses, subjects, verb groups.

The parse comes from a small model and is wrong in one arc of eight, and a hand-built reading may have no
syntax at all. So every answer falls back on the words: "has been building" is progressive whatever its tree
says. Nothing here raises on an odd tree; heads that point nowhere or in a circle are treated as roots.

``tree_of(reading)`` builds the ``Tree`` once for the reading that was asked about last.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

from reportedly.records import Reading, Span, _Frozen

HAVE = frozenset({"have", "has", "had", "having", "'ve", "’ve", "'d", "’d"})
BE = frozenset(
    {"be", "is", "are", "was", "were", "been", "being", "am", "'s", "’s", "'re", "’re", "'m", "’m"}
)
DO = frozenset({"do", "does", "did"})
MODALS = frozenset(
    {
        "will",
        "wo",
        "'ll",
        "’ll",
        "shall",
        "sha",
        "would",
        "'d",
        "’d",
        "can",
        "ca",
        "cannot",
        "could",
        "may",
        "might",
        "must",
        "should",
        "ought",
    }
)
NOT = frozenset({"not", "n't", "n’t", "never"})
_GROUP_FILLERS = frozenset(
    {
        "also",
        "already",
        "now",
        "still",
        "then",
        "soon",
        "just",
        "long",
        "always",
        "often",
        "only",
        "even",
        "ever",
        "yet",
        "thus",
        "once",
        "again",
        "recently",
        "together",
        "to",
        "all",
        "both",
        "first",
        "finally",
        "officially",
        "formally",
    }
)
_IRREGULAR_PAST = frozenset(
    "met held gave took made said told came went brought bought built sent sold began won lost fought "
    "sought spent led left "
    "kept got put cut set hit shut split struck broke spoke drew flew grew threw withdrew became chose "
    "drove rose shot sank "
    "stood understood thought taught caught paid laid saw found bound ran fled fell felt dealt meant read "
    "did had was were "
    "wrote swore tore wore forgave forbade undertook overtook rebuilt resold upheld withheld oversaw "
    "underwent knew "
    "showed arose".split()
)
_PARTICIPLES = frozenset(
    "given taken begun spoken broken drawn flown grown thrown withdrawn become chosen driven risen sunk "
    "seen gone done been "
    "written sworn torn worn forgiven forbidden undertaken overtaken overseen undergone known shown fallen "
    "come run "
    "arisen hidden beaten frozen stolen proven proved borne eaten shaken".split()
)
_CLAUSE_RELATIONS = frozenset({"root", "ccomp", "advcl", "acl", "csubj", "parataxis", "xcomp"})

Tense = Literal["past", "present", "future", "none"]


class VerbGroup(_Frozen, frozen=True, kw_only=True):
    """What the verb and its auxiliaries say together. ``tense`` "none": an infinitive or bare participle.

    ``modal`` is the modal word in lower case ("will", "would", "might" ...), ``words`` the indices of the
    auxiliaries and the verb, ``negations`` those of "not" and "never" inside the group.
    """

    head: int
    tense: Tense = "none"
    perfect: bool = False
    progressive: bool = False
    passive: bool = False
    infinitive: bool = False
    participle: bool = False
    modal: str | None = None
    going_to: bool = False
    be_to: bool = False
    copula: bool = False
    words: tuple[int, ...] = ()
    negations: tuple[int, ...] = ()


class Tree:
    """The words of one reading with their children, sentences and forms at hand. Indices are into
    ``words``."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.words = reading.words
        count = len(self.words)
        self.forms = [reading.text[w.start : w.end] for w in self.words]
        self.lower = [f.lower() for f in self.forms]
        self._starts = [w.start for w in self.words]
        self._sentence_starts = [s for s, _ in reading.sentences]
        self.sentence_index = [self.sentence_of(w.start) for w in self.words]
        self.heads = [self._sound_head(i) for i in range(count)]
        self.children: list[list[int]] = [[] for _ in range(count)]
        for index, head in enumerate(self.heads):
            if head >= 0:
                self.children[head].append(index)
        self.ranges: list[tuple[int, int]] = []
        for number in range(len(reading.sentences)):
            if number < len(reading.sentence_words):
                first, after = reading.sentence_words[number]
                self.ranges.append((max(0, first), min(count, after)))
            else:
                start, end = reading.sentences[number]
                self.ranges.append((self._first_at(start), self._first_at(end)))

    def _sound_head(self, index: int) -> int:
        head = self.words[index].head
        if not 0 <= head < len(self.words) or head == index:
            return -1
        if self.sentence_index[head] != self.sentence_index[index]:
            return -1
        seen, at = {index}, head
        for _ in range(len(self.words)):
            if at in seen:
                return -1
            seen.add(at)
            at = self.words[at].head
            if not 0 <= at < len(self.words):
                break
        return head

    def _first_at(self, offset: int) -> int:
        at = bisect_right(self._starts, offset - 1)
        return at

    # ------------------------------------------------------------ places

    def sentence_of(self, offset: int) -> int:
        """Index of the sentence that covers ``offset`` or begins last before it; 0 where there is none
        before."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def sentence_span(self, sentence: int) -> tuple[int, int]:
        """Offsets of a sentence; the whole text where the reading has none."""
        if 0 <= sentence < len(self.reading.sentences):
            return self.reading.sentences[sentence]
        return 0, len(self.text)

    def word_at(self, offset: int) -> int | None:
        """The word that covers ``offset``, else the next one, else None."""
        at = bisect_right(self._starts, offset) - 1
        if at >= 0 and self.words[at].start <= offset < self.words[at].end:
            return at
        return at + 1 if at + 1 < len(self.words) else None

    def words_in(self, start: int, end: int) -> range:
        """Indices of the words that lie inside [start, end)."""
        first = self._first_at(start)
        after = first
        while after < len(self.words) and self.words[after].end <= end:
            after += 1
        return range(first, after)

    def head_of(self, start: int, end: int) -> int | None:
        """The word of the span whose governor lies outside it (the last one that is not punctuation, without
        syntax)."""
        inside = self.words_in(start, end)
        if not inside:
            return self.word_at(start)
        content = [i for i in inside if self.words[i].upos != "PUNCT"] or list(inside)
        if any(self.words[i].deprel for i in content):
            tops = [i for i in content if self.heads[i] not in inside]
            if tops:
                return min(tops, key=lambda i: (self.depth(i), -i))
        return content[-1]

    def span(self, first: int, last: int) -> Span:
        """From the first to the last of two word indices, both included."""
        start, end = self.words[first].start, self.words[last].end
        return Span(start=start, end=end, text=self.text[start:end])

    # ------------------------------------------------------------ governors and dependents

    def parsed(self, index: int) -> bool:
        """Whether the word's sentence has any dependency at all."""
        sentence = self.sentence_index[index]
        if sentence >= len(self.ranges):
            return bool(self.words[index].deprel)
        first, after = self.ranges[sentence]
        return any(self.words[i].deprel and self.heads[i] >= 0 for i in range(first, after))

    def relation(self, index: int) -> str:
        """The dependency without its subtype."""
        return self.words[index].deprel.partition(":")[0]

    def governors(self, index: int) -> list[int]:
        """The path from the word's governor up to the root."""
        path: list[int] = []
        at = self.heads[index]
        while at >= 0:
            path.append(at)
            at = self.heads[at]
        return path

    def depth(self, index: int) -> int:
        return len(self.governors(index))

    def dependents(self, index: int, *relations: str) -> list[int]:
        """Children with one of the relations ("obl" matches "obl:agent"; "nsubj:pass" only itself); all if
        none given."""
        return [
            c
            for c in self.children[index]
            if not relations or self.words[c].deprel in relations or self.relation(c) in relations
        ]

    def subtree(self, index: int, without: frozenset[str] = frozenset()) -> list[int]:
        """The word and everything below it, sorted; branches whose relation (without subtype) is named are
        left out."""
        found, stack = [index], [index]
        while stack:
            for child in self.children[stack.pop()]:
                if self.relation(child) not in without and self.words[child].deprel not in without:
                    found.append(child)
                    stack.append(child)
        return sorted(found)

    def subtree_span(self, index: int, without: frozenset[str] = frozenset()) -> tuple[int, int]:
        """Offsets from the first to the last word of the subtree, outer punctuation left out."""
        inside = [
            i
            for i in self.subtree(index, without)
            if self.words[i].upos != "PUNCT" and self.lower[i] not in {",", ";", ".", ":", '"', "“", "”"}
        ] or [index]
        return self.words[inside[0]].start, self.words[inside[-1]].end

    # ------------------------------------------------------------ verbs

    def lemma(self, index: int) -> str:
        """The lemma in lower case; a guess from the form where the reading has none."""
        return (self.words[index].lemma or base_form(self.lower[index])).lower()

    def is_verbal(self, index: int) -> bool:
        """A verb, an auxiliary, or a predicate with a copula; by its form where no part of speech was
        read."""
        upos = self.words[index].upos
        if upos in {"VERB", "AUX"}:
            return True
        if any(self.relation(c) == "cop" for c in self.children[index]):
            return True
        if upos:
            return False
        form = self.lower[index]
        if form in BE | HAVE | DO | MODALS | _IRREGULAR_PAST | _PARTICIPLES:
            return True
        if form.endswith(("ed", "ing")) and len(form) > 4:
            return self.forms[index][:1].islower()
        before = (
            self.lower[index - 1]
            if index and self.sentence_index[index - 1] == self.sentence_index[index]
            else ""
        )
        return before in {"to", "not", "n't"} | MODALS

    def clause_root(self, index: int) -> int:
        """The word that heads the clause in which ``index`` stands (itself, if it heads one)."""
        at = index
        while True:
            relation = self.relation(at)
            if relation in _CLAUSE_RELATIONS or self.heads[at] < 0:
                return at
            if relation == "conj" and self.is_verbal(at):
                return at
            at = self.heads[at]

    def subject(self, verb: int) -> int | None:
        """Head of the subject (of an active or passive verb), shared along conjuncts and open complements."""
        at, seen = verb, 0
        while seen < 20:
            for child in self.children[at]:
                if self.relation(child) in {"nsubj", "csubj"}:
                    return child
            relation = self.relation(at)
            if relation in {"conj", "xcomp"} and self.heads[at] >= 0:
                at, seen = self.heads[at], seen + 1
            elif relation == "advcl" and self.verb_group(at).tense == "none" and self.heads[at] >= 0:
                at, seen = self.heads[at], seen + 1
            elif relation == "acl" and self.heads[at] >= 0:
                return self.heads[at]
            else:
                return None
        return None

    def passive_agent(self, verb: int) -> int | None:
        """Head of the "by" phrase of a passive verb."""
        for child in self.children[verb]:
            if self.words[child].deprel == "obl:agent":
                return child
        if self.verb_group(verb).passive:
            for child in self.dependents(verb, "obl", "nmod"):
                if any(self.lower[c] == "by" for c in self.dependents(child, "case")):
                    return child
        return None

    def object(self, verb: int) -> int | None:
        """Head of the direct object; the subject of a passive verb."""
        for child in self.children[verb]:
            if self.relation(child) == "obj":
                return child
        if self.verb_group(verb).passive:
            for child in self.dependents(verb, "nsubj"):
                return child
        return None

    def conjuncts(self, index: int) -> list[int]:
        """The word and those coordinated with it, in order."""
        top = index
        while self.relation(top) == "conj" and self.heads[top] >= 0:
            top = self.heads[top]
        found, stack = [top], [top]
        while stack:
            for child in self.dependents(stack.pop(), "conj"):
                found.append(child)
                stack.append(child)
        return sorted(found)

    def markers(self, index: int) -> list[str]:
        """The words that introduce the clause or phrase of ``index``, in lower case ("if", "that",
        "without")."""
        return [
            self.lower[c]
            for c in self.children[index]
            if self.relation(c) in {"mark", "case", "advmod"}
            and c < index
            or self.relation(c) in {"mark", "case"}
        ]

    def verb_group(self, verb: int) -> VerbGroup:
        """Tense, aspect and voice of a verb or predicate with its auxiliaries, from the tree and from the
        words before it."""
        first = (
            self.ranges[self.sentence_index[verb]][0] if self.sentence_index[verb] < len(self.ranges) else 0
        )
        group: set[int] = {
            c
            for c in self.children[verb]
            if self.relation(c) in {"aux", "cop"}
            or (self.words[c].deprel == "mark" and self.lower[c] == "to" and c < verb)
        }
        negations = {
            c
            for c in self.children[verb]
            if self.lower[c] in NOT and self.lower[c] != "never" or self.lower[c] == "never" and c < verb
        }
        # auxiliaries directly before the verb, whatever the tree says about them
        at, gap = verb - 1, 0
        while at >= first and gap < 4:
            form = self.lower[at]
            if form in {"'s", "’s"} and self.words[at].upos not in {"AUX", "VERB", ""}:
                break
            if form in {"'s", "’s"} and not self.words[at].upos and verb - at > 1:
                break
            if form == "cannot":
                negations.add(at)
            if form in BE | HAVE | DO | MODALS:
                other = self.heads[at] if self.relation(at) in {"aux", "cop"} else -1
                if other >= 0 and other != verb and other < at:
                    break
                group.add(at)
                gap = 0
            elif form in NOT:
                negations.add(at)
            elif form == "to" and at == verb - 1:
                group.add(at)
            elif form in _GROUP_FILLERS or form.endswith("ly"):
                gap += 1
            else:
                break
            at -= 1
        if self.relation(verb) == "conj" and not group & {i for i in group if self.lower[i] != "to"}:
            head = self.heads[verb]
            if head >= 0 and self.words[verb].upos in {"VERB", ""} and not self._own_tense(verb):
                shared = self.verb_group(
                    head
                )  # "will visit Riga and sign": the second verb has the first one's auxiliaries
                if shared.modal or shared.perfect or shared.passive or shared.infinitive:
                    return VerbGroup(
                        head=verb,
                        tense=shared.tense,
                        perfect=shared.perfect,
                        progressive=shared.progressive,
                        passive=shared.passive,
                        infinitive=shared.infinitive,
                        participle=shared.participle,
                        modal=shared.modal,
                        going_to=shared.going_to,
                        be_to=shared.be_to,
                        words=(*shared.words, verb),
                        negations=shared.negations,
                    )
        return self._read_group(verb, sorted(group), sorted(negations))

    def _own_tense(self, verb: int) -> bool:
        feats = self.words[verb].feats
        if self.dependents(verb, "nsubj"):
            return True
        if "VerbForm=Fin" in feats:
            return True
        form = self.lower[verb]
        return not feats and (form.endswith("s") or form in _IRREGULAR_PAST - _PARTICIPLES)

    def _read_group(self, verb: int, group: list[int], negations: list[int]) -> VerbGroup:
        forms = [self.lower[i] for i in group]
        feats, form = self.words[verb].feats, self.lower[verb]
        modal = next(
            (f for f in forms if f in MODALS and not (f in {"'d", "’d"} and self._is_past_form(verb))), None
        )
        modal = {
            "cannot": "can",
            "wo": "will",
            "'ll": "will",
            "’ll": "will",
            "ca": "can",
            "sha": "shall",
            "'d": "would",
            "’d": "would",
        }.get(modal or "", modal)
        infinitive = "to" in forms and modal is None
        have = [
            f
            for f in forms
            if f in HAVE and f not in {"'d", "’d"} or f in {"'d", "’d"} and self._is_past_form(verb)
        ]
        be = [f for f in forms if f in BE]
        ing = form.endswith("ing") and self.words[verb].upos in {"VERB", ""} or "VerbForm=Ger" in feats
        past_form = self._is_past_form(verb)
        copula = (
            bool(be)
            and not ing
            and not infinitive
            and not (self.words[verb].upos in {"VERB", ""} and past_form)
        )
        if self.words[verb].upos == "AUX" or form in BE:
            copula = True
            if form in BE:
                be = [*be, form]
        progressive = ing and bool(be)
        if form == "going" and infinitive and be:
            infinitive = False
        perfect = bool(have) and (past_form or "been" in forms or copula)
        being = "being" in forms
        passive = (
            bool(be)
            and past_form
            and not copula
            and form not in BE
            or any(self.words[c].deprel in {"aux:pass", "nsubj:pass"} for c in self.children[verb])
        )
        be_to = infinitive and any(f in {"is", "are", "was", "were", "'s", "’s"} for f in forms)
        tense: Tense
        if modal in {"will", "shall"}:
            tense = "future"
        elif modal:
            tense = "past" if have else "present"
        elif be_to:
            tense = "future"
        elif infinitive:
            tense = "none"
        elif any(f in {"had", "was", "were", "did", "'d", "’d"} for f in forms):
            tense = "past"
        elif any(
            f
            in {
                "is",
                "are",
                "am",
                "has",
                "have",
                "do",
                "does",
                "'s",
                "’s",
                "'re",
                "’re",
                "'m",
                "’m",
                "'ve",
                "’ve",
            }
            for f in forms
        ):
            tense = "present"
        elif (
            form in {"was", "were", "had", "did"}
            or "Tense=Past|VerbForm=Fin" in feats
            or ("Tense=Past" in feats and "VerbForm=Fin" in feats)
        ):
            tense = "past"
        elif "VerbForm=Part" in feats or "VerbForm=Ger" in feats or ing:
            tense = "none"
        elif "Tense=Pres" in feats or form in {"is", "are", "has", "does"}:
            tense = "present"
        elif "VerbForm=Inf" in feats:
            tense = "none"
        elif past_form and not feats:
            # "signed" alone is finite unless it stands as an attribute or reduced relative
            tense = (
                "none"
                if self.relation(verb) in {"acl", "amod", "advcl"} and not self.dependents(verb, "nsubj")
                else "past"
            )
        elif self.words[verb].upos in {"VERB", "AUX", ""} and self.is_verbal(verb):
            tense = "present"
        else:
            tense = "none"
        participle = tense == "none" and not infinitive and (ing or past_form)
        return VerbGroup(
            head=verb,
            tense=tense,
            perfect=perfect,
            progressive=progressive or (being and passive),
            passive=passive,
            infinitive=infinitive and not be_to,
            participle=participle,
            modal=modal,
            be_to=be_to,
            copula=copula,
            words=tuple(sorted({*group, verb})),
            negations=tuple(negations),
        )

    def _is_past_form(self, verb: int) -> bool:
        form, feats = self.lower[verb], self.words[verb].feats
        if "Tense=Past" in feats or "VerbForm=Part" in feats and not form.endswith("ing"):
            return True
        return (form.endswith("ed") and len(form) > 3) or form in _IRREGULAR_PAST or form in _PARTICIPLES


_IRREGULAR = {
    "said": "say",
    "says": "say",
    "told": "tell",
    "met": "meet",
    "held": "hold",
    "gave": "give",
    "given": "give",
    "took": "take",
    "taken": "take",
    "made": "make",
    "came": "come",
    "went": "go",
    "gone": "go",
    "brought": "bring",
    "bought": "buy",
    "built": "build",
    "sent": "send",
    "sold": "sell",
    "began": "begin",
    "begun": "begin",
    "wrote": "write",
    "written": "write",
    "paid": "pay",
    "saw": "see",
    "seen": "see",
    "knew": "know",
    "known": "know",
    "thought": "think",
    "found": "find",
    "led": "lead",
    "left": "leave",
    "kept": "keep",
    "spoke": "speak",
    "spoken": "speak",
    "was": "be",
    "were": "be",
    "is": "be",
    "are": "be",
    "been": "be",
    "being": "be",
    "has": "have",
    "had": "have",
    "did": "do",
    "does": "do",
    "done": "do",
    "denied": "deny",
    "denies": "deny",
    "shown": "show",
    "learnt": "learn",
    "meant": "mean",
    "agreed": "agree",
    "agreeing": "agree",
    "arisen": "arise",
    "arose": "arise",
    "struck": "strike",
    "withdrew": "withdraw",
    "withdrawn": "withdraw",
    "understood": "understand",
    "sought": "seek",
    "lost": "lose",
    "won": "win",
    "forgot": "forget",
    "forgotten": "forget",
}


def base_form(form: str) -> str:
    """A rough lemma of an English form, for readings that have none; good for the verbs of the lexicons."""
    if form in _IRREGULAR:
        return _IRREGULAR[form]
    for ending, cut, add in (("ying", 4, "y"), ("ied", 3, "y"), ("ies", 3, "y")):
        if form.endswith(ending) and len(form) > len(ending) + 1:
            return form[:-cut] + add
    for ending in ("ing", "ed"):
        if form.endswith(ending) and len(form) > len(ending) + 2:
            stem = form[: -len(ending)]
            if stem + "e" in _ENDS_IN_E:
                return stem + "e"
            if len(stem) > 3 and stem[-1] == stem[-2] and (stem[-1] not in "lsz" or stem[:-1] in _DOUBLES_L):
                return stem[:-1]
            return stem
    if form.endswith(("shes", "ches", "sses", "xes")):
        return form[:-2]
    if form.endswith("s") and not form.endswith(("ss", "us", "is")) and len(form) > 3:
        return form[:-1]
    return form


_DOUBLES_L = frozenset(
    "cancel control patrol refuel travel signal label fuel model expel propel compel dispel".split()
)
_ENDS_IN_E = frozenset(
    """
able absence acknowledge acquire advance advise agree aide airline allege alliance announce anticipate
approve argue arise arrange arrive article assume assure attache authorise authorize axe base be believe
candidate cease celebrate challenge chance charge chase close combine committee communique compete
complete comprise concede conceivable conclude condone consolidate constitute consulate contemplate
continue convince cooperate coordinate create damage decide declare decline decrease decree dedicate
demonstrate describe desire destine deteriorate devote disclose dispute dominate donate due emphasise
emphasize enable encourage engage ensure escalate estimate evacuate evaluate examine exchange exclude
execute expire explode explore eye facilitate failure feasible finance fire footage force freeze future
gazette guarantee have hire hope host imaginable imagine implausible impose impossible improbable improve
include inconceivable increase indicate infiltrate initiate injure inspire integrate invade invite
involve issue judge leave liberate license like locate love magazine manage manufacture maybe mediate
merge mobilise mobilize move negotiate newswire nominate none note nowhere oblige observe office operate
opine oppose organise organize participate pause people persuade place plausible pledge poise police
possible postpone practice practise prepare preside presume prince probable probe produce promise promote
propose prospective prove provide purchase pursue raise ratify realise realize receive recognise
recognize reduce refuse refute reiterate release relocate remove renounce replace representative require
reschedule rescue resolve resume retire revoke ridicule rule sanction schedule see seize senate separate
serve service settle share shelve side since slate smuggle some source speculate spokespeople state store
strike strive struggle supervise suppose surprise terminate tie torture trade translate tribune unable
underline underscore undertake unite unsure update upgrade urge use violate vote website welcome wire
write
""".split()
)


_latest: tuple[Reading, Tree] | None = None


def tree_of(reading: Reading) -> Tree:
    """The reading's ``Tree``; the one that was asked for last is kept, since many questions concern one
    reading."""
    global _latest
    held = _latest
    if held is not None and held[0] is reading:
        return held[1]
    tree = Tree(reading)
    _latest = (reading, tree)
    return tree
