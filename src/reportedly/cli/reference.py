"""``python -m reportedly.cli.reference`` prints docs/cli.md, made from the commands themselves.

A test fails when a command or an option is missing in it; ``make docs`` writes it again.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from . import cli

_PREFACE = """\
# The command line

This page is generated from the commands (`make docs`); a test fails when a command or an option is missing.

## Exit codes and errors

Everything that goes wrong on purpose is one line on standard error, `reportedly: ` and a message that says
what is wrong, where, and what to do about it.

| code | meaning |
| --- | --- |
| 0 | done; for `read`: at least one article was read or was there already, even if others failed |
| 1 | an error of no other kind |
| 2 | a call that cannot mean anything: an unknown option, code or type |
| 3 | nothing could be read: every input failed, was in another language, or there was none |
| 4 | the record cannot be opened, read or written |
| 5 | the reader's model is missing or altered |
| 6 | a knowledge file breaks one of its rules |
| 130, 143 | stopped by Ctrl-C, or by SIGTERM; what was finished is in the record |

## What is printed

- Tables fit the terminal. Piped, they are plain text with their columns in line and nothing cut. `NO_COLOR`
  is respected.
- `--json` prints one array with an element on each line. `--csv` prints a header and one line for each row. A
  text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-` or `@`) gets a leading
  apostrophe in CSV: drop it if you read the file with a program. Numbers are never changed, and unknown
  values are empty in CSV and null in JSON.
- An element of `show events --json` is `{event, held_from, held_until, according_to}`, where each of the
  event's `fields` has the chosen value, the rule that chose it and the values that lost; one of `show
  claims --json` is `{claim, denied, event_id}`, with the claim as `export` has it. `show documents`,
  `actors` and `coverage` give one object a row.
- Texts come from strangers: control characters and bidirectional overrides are replaced by U+FFFD, or escaped
  in JSON, before a terminal could obey them.
- Rows marked with `*` come from articles that were written as examples (`composed`). They are shown, but not
  exported unless asked for.
- How sure is said in words: certain (CT+), probable (PR+), possible (PS+), denied (CT-), probably not (PR-),
  possibly not (PS-), knows whether and does not say (CTu), does not commit itself (Uu); it is the innermost
  voice's. CSV and JSON have the values themselves, and the publisher's too.
"""


def commands(command: click.Command, name: str, parent: click.Context | None = None,
             ) -> Iterator[tuple[click.Command, click.Context]]:
    """The command and all below it, each with its context."""
    context = click.Context(command, info_name=name, parent=parent)
    yield command, context
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found is not None:
                yield from commands(found, below, context)


def page() -> str:
    """The whole page."""
    parts = [_PREFACE]
    for command, context in commands(cli, "reportedly"):
        parts.append("\n".join(_section(command, context)))
    return "\n".join(parts)


def _section(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}"
    yield ""
    yield "```"
    yield " ".join([context.command_path, *command.collect_usage_pieces(context)])
    yield "```"
    yield ""
    yield inspect.cleandoc(command.help or "")
    yield ""
    rows = [row for parameter in command.get_params(context) if (row := parameter.get_help_record(context))]
    if rows:
        yield "| option | |"
        yield "| --- | --- |"
        for option, text in rows:
            cells = [cell.replace("|", "\\|") for cell in (option, text)]
            yield f"| `{cells[0]}` | {cells[1]} |"
        yield ""


if __name__ == "__main__":
    click.echo(page(), nl=False)
