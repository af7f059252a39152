"""``reportedly model``: which reader is installed, what it was trained on, what it can and cannot do."""

from __future__ import annotations

import click

from .words import safe


@click.command(short_help="Print the reader's model id and card.")
def command() -> None:
    """Print the id of the installed model, after checking its files against their checksums, and its card:
    data, licences, figures and limits."""
    from ..models import load_card, model_path, verify

    info = verify()
    click.echo(f"model   {safe(info.model_id)}")
    click.echo(f"folder  {model_path()}")
    click.echo()
    click.echo(safe(load_card()).rstrip())
