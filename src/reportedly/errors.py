"""Every error that Reportedly raises on purpose.

ReportedlyError                exit code 1
├── UsageError                 2   the call cannot mean anything (wrong option, no such task)
├── InputError                 3   something given to read cannot be read
│   ├── NotFoundError          3     a path that does not exist
│   ├── UnreadableError        3     binary, empty, broken, too large, unknown kind
│   ├── FetchError             3     a URL that was refused or failed
│   └── NoTextError            3     a page without an article (login wall, index page)
├── RecordError                4   the record file is not one, is newer, is locked, or the disk is full
├── ModelError                 5   the model file is missing, altered, or made for other labels
└── KnowledgeError             6   a file under data/ (or the user's own) breaks a rule

Every message says three things: what is wrong, where (file, line or member), and what to do about it.
"""

from __future__ import annotations


class ReportedlyError(Exception):
    """Base of the tree.

    ``message`` says what is wrong, ``where`` names the file, URL, archive member or line, ``remedy``
    says what the reader of the message can do. ``str()`` joins them into one line.
    """

    exit_code = 1

    def __init__(self, message: str, *, where: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        if not text.endswith((".", "!", "?")):
            text += "."
        return f"{text} {self.remedy}" if self.remedy else text


class UsageError(ReportedlyError):
    """The call cannot mean anything."""

    exit_code = 2


class InputError(ReportedlyError):
    """Something that was given to read cannot be read; the rest of the input goes on."""

    exit_code = 3


class NotFoundError(InputError):
    """A path that does not exist."""


class UnreadableError(InputError):
    """Bytes that hold no readable text: empty, binary, too large, of an unknown kind, or broken."""


class FetchError(InputError):
    """A URL that was refused (private address, robots.txt, size) or could not be fetched."""


class NoTextError(InputError):
    """A page that could be parsed but holds no article."""


class RecordError(ReportedlyError):
    """The record cannot be opened, read or written."""

    exit_code = 4


class ModelError(ReportedlyError):
    """The reader's model file is missing, damaged, or does not fit this version."""

    exit_code = 5


class KnowledgeError(ReportedlyError):
    """A knowledge file breaks one of its rules."""

    exit_code = 6
