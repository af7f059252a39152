"""Who may import whom: the stages' one-way order, and what a plain import must not load."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "reportedly"

# A module imports only from rows above its own, and from itself; neighbours in a row do not know each other.
ORDER = (
    ("errors",),
    ("records", "ids", "settings"),
    ("knowledge",),
    ("sources",),
    ("documents",),
    ("reading",),
    ("claims", "models"),
    ("events",),
    ("record",),
    ("review", "export", "engines", "evaluation"),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, row in enumerate(ORDER) for name in row}
HEAVY = {"numpy", "onnxruntime", "spacy", "sqlalchemy", "alembic", "trafilatura", "tokenizers", "httpx",
         "rich", "yaml"}


def stage_of(path: Path) -> str | None:
    """The row's name of a file; None for the package's own ``__init__``, which loads its names on demand."""
    parts = path.relative_to(PACKAGE).parts
    name = parts[0] if len(parts) > 1 else path.stem
    return None if name == "__init__" else name


def imported(tree: ast.AST, package: tuple[str, ...]) -> Iterator[str]:
    """The parts of reportedly that a module imports when it runs, inside functions too, but not for types."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting.extend(node.orelse)
            continue
        waiting.extend(ast.iter_child_nodes(node))
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[:len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "reportedly" and len(parts) > 1 and not parts[1].startswith("__"):
                yield parts[1]


def forbidden(source: str, stage: str, package: tuple[str, ...]) -> list[str]:
    """What ``source``, a module of ``stage``, imports against the order."""
    return [name for name in imported(ast.parse(source), package)
            if name != stage and RANK.get(name, len(ORDER)) >= RANK[stage]]


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if stage_of(path) is not None)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path):
    stage = stage_of(path)
    assert stage in RANK, f"{stage} has no place in the order yet"
    package = ("reportedly", *path.relative_to(PACKAGE).parts[:-1])
    assert forbidden(path.read_text(encoding="utf-8"), stage, package) == []


@pytest.mark.parametrize("source, found", [
    ("from ..engines import local", ["engines"]),
    ("import reportedly.cli", ["cli"]),
    ("from .. import record", ["record"]),
    ("from reportedly import export", ["export"]),
    ("def f():\n    from ..record.queries import x", ["record"]),
    ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..record import Record", []),
    ("from ..reading import Reader\nfrom .syntax import tree\nfrom .. import __version__", []),
    ("from ..nowhere import x", ["nowhere"]),
])
def test_the_check_sees_each_way_of_importing(source, found):
    assert forbidden(source, "claims", ("reportedly", "claims")) == found


def loaded_by(statement: str) -> set[str]:
    """Top-level modules in a fresh interpreter after ``statement``."""
    code = f"import json, sys; {statement}; print(json.dumps([m.split('.')[0] for m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("statement", [
    "import reportedly",
    "import reportedly.cli",
    "import reportedly.settings",
    "import reportedly.cli; c = reportedly.cli.cli; [c.get_command(None, n) for n in c.list_commands(None)]",
])
def test_a_plain_import_loads_no_heavy_library(statement):
    assert not loaded_by(statement) & HEAVY


def test_the_public_names_are_there():
    import reportedly

    assert set(reportedly.__all__) <= set(dir(reportedly))
    assert reportedly.__version__[0].isdigit()
    with pytest.raises(AttributeError, match="nothing_like_it"):
        reportedly.nothing_like_it  # noqa: B018


def test_the_version_stands_in_one_place():
    import reportedly

    for path in PACKAGE.rglob("*.py"):
        assert f'"{reportedly.__version__}"' not in path.read_text(encoding="utf-8"), path


def test_every_library_that_is_imported_is_a_declared_requirement():
    project = tomllib.loads((PACKAGE.parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[^\w.-]", line, maxsplit=1)[0].lower().replace("_", "-")
                for line in project["dependencies"]}
    providers = packages_distributions()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else (
                [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else [])
            for top in {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"reportedly", ""}:
                found = {name.lower().replace("_", "-") for name in providers.get(top, [top])}
                assert found & declared, f"{path.relative_to(PACKAGE)} imports {top}"
