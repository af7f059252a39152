"""Lemmas from the word and its part of speech (lemminflect's dictionary and rules)."""

from __future__ import annotations

from functools import lru_cache

# Adjectives stay as they are: the rules take "other" for a comparative.
_INFLECTED = {"VERB", "AUX", "NOUN", "PROPN"}
# lemminflect does not know these clitics and contracted auxiliaries.
_AUX = {"'s": "be", "’s": "be", "'re": "be", "’re": "be", "'m": "be", "’m": "be", "'ve": "have", "’ve": "have",
        "'d": "would", "’d": "would", "'ll": "will", "’ll": "will", "wo": "will", "ca": "can", "n't": "not",
        "n’t": "not", "was": "be", "were": "be", "is": "be", "are": "be", "am": "be", "been": "be", "being": "be",
        "has": "have", "had": "have", "having": "have", "does": "do", "did": "do", "might": "might", "could": "could",
        "would": "would", "should": "should", "must": "must", "may": "may"}


@lru_cache(maxsize=100_000)
def lemma(word: str, upos: str) -> str:
    """Lower-case lemma; the lower-case word itself where nothing is known."""
    low = word.lower()
    if low in _AUX and upos in ("AUX", "PART", "VERB"):
        return _AUX[low]
    if upos not in _INFLECTED:
        return low
    from lemminflect import getLemma

    found = getLemma(low, upos=upos)
    return found[0].lower() if found else low
