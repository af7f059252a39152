"""``reportedly show``: what the record holds, as tables; one file a view."""

from __future__ import annotations

import importlib

import click

VIEWS = ("events", "claims", "documents", "actors", "coverage")


class _Views(click.Group):
    """Finds a view as ``command`` in the module of its name beside this one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VIEWS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VIEWS:
            return None
        found: click.Command = importlib.import_module(f".{cmd_name}", __name__).command
        return found


@click.command(cls=_Views, no_args_is_help=False, invoke_without_command=True,
               short_help="Show events, claims, documents, actors or coverage.")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show what the record holds, as a table, JSON or CSV.

    'reportedly explain' leads from a claim or an event to the sentences that it comes from.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
