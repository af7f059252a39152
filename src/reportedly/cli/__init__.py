"""The command line: one file a command, which parses and prints and does nothing else.

Commands are imported when they are called, and they import the stages when they run, so that ``--help`` and
``show`` start without loading an encoder.

Exit codes: 0 done; 1 an error of no other kind; 2 a call that cannot mean anything; 3 nothing could be read;
4 the record; 5 the model; 6 a knowledge file; 128 + the signal's number if one stopped it (130 for Ctrl-C).
"""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys
from typing import Any

import click

from ..errors import ReportedlyError

_CANNOT_WRITE = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
COMMANDS = ("read", "show", "explain", "export", "schema", "evaluate", "model")


class _Commands(click.Group):
    """Finds a command as ``command`` in the module of its name beside this one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f".{cmd_name}", __name__)
        command: click.Command = module.command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from .words import did_you_mean

            hint = did_you_mean(args[0], COMMANDS) or f"Commands: {', '.join(COMMANDS)}."
            raise click.UsageError(f"there is no command {args[0]!r}. {hint}", ctx) from error


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from .. import __version__

    click.echo(f"reportedly {__version__}")
    ctx.exit()


@click.command(cls=_Commands, no_args_is_help=False, invoke_without_command=True,
               context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version,
              help="Print the version and exit.")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Read the news about what states do with, for and to each other, and keep a sourced record of it."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(args: list[str] | None = None) -> None:
    """Run the command line; every expected error is one line on standard error and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a letter gets its escape, not a traceback.
            stream.reconfigure(errors="backslashreplace")
    try:
        # Not click's own main(): it ends the process with 1 when a pipe is closed.
        with cli.make_context("reportedly", list(sys.argv[1:] if args is None else args)) as context:
            code = cli.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        code = end.exit_code
    except ReportedlyError as error:
        code = _complain(str(error), error.exit_code)
    except click.ClickException as error:
        code = _complain(_click_message(error), error.exit_code)
    except BrokenPipeError:
        # The reader of our output (``head``, a pager) has seen enough. Python would complain again when it
        # flushes the closed pipe at exit, so it is given somewhere else to write.
        _discard_output()
        code = 0
    except OSError as error:
        if error.filename is not None or error.errno not in _CANNOT_WRITE:
            raise
        _discard_output()
        code = _complain(f"the output cannot be written ({error.strerror}). Free some space, or write it to another "
                         "disk.", 1)
    except (KeyboardInterrupt, click.Abort):
        code = _complain("interrupted", 130)
    sys.exit(code if isinstance(code, int) else 0)


def _discard_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _click_message(error: click.ClickException) -> str:
    message = error.format_message().rstrip()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        message += "" if message.endswith((".", "?", "!", ")")) else "."
        message += f" See '{error.ctx.command_path} --help'."
    return message


def _complain(message: str, code: int) -> int:
    from .words import one_line

    click.echo(f"reportedly: {one_line(message)}", err=True)
    return code
