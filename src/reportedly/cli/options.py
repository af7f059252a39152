"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

record_option = click.option(
    "--record", type=click.Path(path_type=Path), metavar="FILE",
    help="The record's file. Default: the setting 'record', record.db in the current folder.")


def record_path(given: Path | None) -> Path:
    """The record's file: the option, else the setting."""
    if given is not None:
        return given
    from ..settings import load_settings

    return Path(load_settings().record)
