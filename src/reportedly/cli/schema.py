"""``reportedly schema``: the form of an exported claim."""

from __future__ import annotations

import click


@click.command(short_help="Print the JSON Schema of a claim.")
def command() -> None:
    """Print the JSON Schema that every exported claim satisfies."""
    from ..export.schema import claim_schema_text

    click.echo(claim_schema_text().rstrip())
