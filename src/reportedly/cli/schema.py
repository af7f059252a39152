"""``reportedly schema``: the form of an exported claim."""

from __future__ import annotations

from importlib.resources import files

import click


@click.command(short_help="Print the JSON Schema of a claim.")
def command() -> None:
    """Print the JSON Schema that every exported claim satisfies."""
    click.echo(files("reportedly").joinpath("data", "claim.schema.json").read_text(encoding="utf-8").rstrip())
