"""Reading CSV and YAML with the line of everything, so that an error can name it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from reportedly.errors import KnowledgeError

DATA = Path(__file__).resolve().parent.parent / "data"
LINE = "__line__"


class Row(dict[str, str]):
    """One CSV row; ``where`` is "file:line"."""

    where: str = ""

    def parts(self, column: str) -> tuple[str, ...]:
        """The values of a column that holds several, parted by semicolons."""
        return tuple(p for p in (x.strip() for x in self[column].split(";")) if p)


def read_bytes(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise KnowledgeError(
            f"cannot be read ({error.strerror})",
            where=str(path),
            remedy="Check that the file exists and may be read.",
        ) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise KnowledgeError(
            "is not UTF-8", where=f"{path}:{line}", remedy="Save the file as UTF-8."
        ) from error


def read_csv(path: Path, columns: Sequence[str]) -> list[Row]:
    """All rows of a table that must have exactly these columns, in any order."""
    reader = csv.reader(io.StringIO(read_bytes(path)), strict=True)
    rows: list[Row] = []
    try:
        header = next(reader, [])
        missing, unknown = set(columns) - set(header), set(header) - set(columns)
        if missing or unknown or len(header) != len(set(header)):
            what = "; ".join(
                filter(
                    None,
                    (
                        "missing column " + ", ".join(sorted(missing)) if missing else "",
                        "unknown column " + ", ".join(sorted(unknown)) if unknown else "",
                        "" if missing or unknown else "a column stands twice",
                    ),
                )
            )
            raise KnowledgeError(
                what, where=f"{path}:1", remedy=f"The first line must name exactly: {','.join(columns)}"
            )
        for cells in reader:
            if not cells:
                continue
            where = f"{path}:{reader.line_num}"
            if len(cells) != len(header):
                raise KnowledgeError(
                    f"{len(cells)} cells where the header has {len(header)}",
                    where=where,
                    remedy="Quote cells that contain commas, and keep empty ones.",
                )
            row = Row((name, cell.strip()) for name, cell in zip(header, cells, strict=True))
            row.where = where
            rows.append(row)
    except csv.Error as error:
        raise KnowledgeError(
            f"is not CSV ({error})",
            where=f"{path}:{reader.line_num}",
            remedy="Close every quotation mark and double those inside a cell.",
        ) from error
    return rows


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The C parser where PyYAML was built with it: about eight times faster than the other."""


def _mapping(loader: Any, node: Any) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        name = loader.construct_object(key_node, deep=True)
        if name in mapping:
            mark = key_node.start_mark
            raise KnowledgeError(
                f'the key "{name}" stands twice',
                where=f"{mark.name}:{mark.line + 1}",
                remedy="Keep one of the two.",
            )
        mapping[name] = loader.construct_object(value_node, deep=True)
    mapping[LINE] = node.start_mark.line + 1
    return mapping


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
# "no", "off" and "yes" are words here, and "on" is a preposition: only true and false are truth values.
_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, rule)
        for tag, rule in rules
        if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:float")
    ]
    for first, rules in _Loader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), ["t", "f"])


def read_yaml(path: Path) -> Any:
    """A YAML file; every mapping holds its own line under ``LINE``. "yes", "no" and dates are text."""
    stream = io.StringIO(read_bytes(path))
    stream.name = str(path)
    try:
        return yaml.load(stream, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise KnowledgeError(
            f"is not YAML ({getattr(error, 'problem', error)})",
            where=f"{path}:{line}",
            remedy="Check the indentation, and quote values that contain ': ' or start with a sign.",
        ) from error
