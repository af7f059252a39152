"""robots.txt as RFC 9309 reads it.

Python's own parser takes the first rule that fits and no wildcards; sites write for the standard: the longest
rule that fits counts, ``*`` stands for anything and ``$`` for the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")
_SAFE = "%/?:@!$&'()*+,;=~-._[]|"


@dataclass(frozen=True)
class Robots:
    """The rules for one crawler: (pattern, allowed)."""

    rules: tuple[tuple[str, bool], ...] = ()

    def allows(self, url: str) -> bool:
        """Whether ``url`` may be fetched. The longest pattern that fits decides; allowing wins a tie."""
        parts = urlsplit(url)
        path = _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rules if fits(pattern, path)]
        return max(fitting)[1] if fitting else True


def parse_robots(text: str, agent: str) -> Robots:
    """The rules of all groups that name ``agent`` (a product token, in any case), else of those for ``*``."""
    own: list[tuple[str, bool]] = []
    common: list[tuple[str, bool]] = []
    named = False
    names: list[str] = []
    naming = False  # the last line was a user-agent line: the next one belongs to the same group
    for line in text.splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        key, value = found.group(1).lower(), found.group(2).strip()
        if key == "user-agent":
            names = [*names, value.lower()] if naming else [value.lower()]
            naming = True
            named = named or agent.lower() in names
        elif key in ("allow", "disallow"):
            naming = False
            if value:
                rule = (_normal(value), key == "allow")
                own.extend([rule] if agent.lower() in names else [])
                common.extend([rule] if "*" in names else [])
    return Robots(tuple(own if named else common))


def fits(pattern: str, path: str) -> bool:
    """Whether ``pattern`` fits the beginning of ``path``. Linear: no stranger's expression is run."""
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not rest:
        return not anchored or at == len(path)
    last = rest.pop()
    for part in rest:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return path.endswith(last) and len(path) - len(last) >= at if anchored else path.find(last, at) >= 0


def _normal(path: str) -> str:
    """Percent-encoding in one form, so that ``ä``, ``%c3%a4`` and ``%C3%A4`` are the same."""
    return re.sub(r"%[0-9a-fA-F]{2}", lambda found: found.group().upper(), quote(path, safe=_SAFE))
