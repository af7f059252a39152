"""ZIP archives, honest and hostile."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from reportedly.records import RawPage
from reportedly.settings import Settings
from reportedly.sources import SourceOptions, SourceProblem, SourceSkipped, discover

TEXT = b"Varland and Ostria signed an agreement on naval training on Tuesday.\n"


def make(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def read(path: Path, **settings: int) -> list[RawPage | SourceProblem | SourceSkipped]:
    return list(discover([str(path)], SourceOptions(settings=Settings(**settings))))  # type: ignore[arg-type]


def short(found: list[RawPage | SourceProblem | SourceSkipped]) -> list[tuple[str, str]]:
    return [(type(f).__name__, f.origin.partition("!")[2]) for f in found]


def test_members_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    table = "".join(json.dumps({"text": text}) + "\n" for text in ("One.", "Two.")).encode()
    found = read(
        make(
            tmp_path / "a.zip",
            {
                "b/2.txt": TEXT,
                "a.html": b"<html><body>x</body></html>",
                "t.jsonl": table,
                "c.csv": b"text\nThree.\n",
                "x.pdf": b"%PDF",
                ".hidden.txt": TEXT,
                "__MACOSX/a.txt": TEXT,
                "dir/": b"",
            },
        )
    )
    assert short(found) == [
        ("SourceSkipped", ".hidden.txt"),
        ("SourceSkipped", "__MACOSX/a.txt"),
        ("RawPage", "a.html"),
        ("RawPage", "b/2.txt"),
        ("RawPage", "c.csv:2"),
        ("RawPage", "t.jsonl:1"),
        ("RawPage", "t.jsonl:2"),
        ("SourceSkipped", "x.pdf"),
    ]
    page = found[3]
    assert isinstance(page, RawPage)
    assert page.origin == f"{tmp_path}/a.zip!b/2.txt"
    assert page.data == TEXT


def test_names_that_climb_out_are_only_names(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    found = read(
        make(tmp_path / "in" / "a.zip", {"../../evil.txt": TEXT, "/abs.txt": TEXT, "x\x1b[31m.txt": TEXT})
    )
    assert [type(f) for f in found] == [RawPage] * 3
    assert all(f.origin.isprintable() for f in found)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.zip", "in"]


def test_a_bad_member_does_not_stop_the_others(tmp_path: Path) -> None:
    path = make(
        tmp_path / "a.zip",
        {"a.txt": b"", "b.txt": b"%PDF-1", "c.zip": TEXT, "d.txt": TEXT, "e.jsonl": b"{broken\n"},
        zipfile.ZIP_STORED,
    )
    data = path.read_bytes()
    found = read(path)
    assert short(found) == [
        ("SourceProblem", "a.txt"),
        ("SourceProblem", "b.txt"),
        ("SourceProblem", "c.zip"),
        ("RawPage", "d.txt"),
        ("SourceProblem", "e.jsonl:1"),
    ]
    assert "archive inside an archive" in str(found[2].error)  # type: ignore[union-attr]
    path.write_bytes(data.replace(TEXT, TEXT.upper()))  # the checksum is wrong now
    assert "damaged" in str(next(f for f in read(path) if f.origin.endswith("d.txt")).error)  # type: ignore[union-attr]


def test_a_member_over_the_limit_of_one_input(tmp_path: Path) -> None:
    found = read(make(tmp_path / "a.zip", {"a.txt": b"word " * 1000, "b.txt": TEXT}), max_bytes=1000)
    assert short(found) == [("SourceProblem", "a.txt"), ("RawPage", "b.txt")]
    assert "larger than 1,000 bytes" in str(found[0].error)  # type: ignore[union-attr]


def test_an_archive_that_unpacks_to_too_much_is_given_up(tmp_path: Path) -> None:
    members = {f"{i}.txt": b"word %d " % i * 100 for i in range(10)}
    found = read(make(tmp_path / "a.zip", members), max_archive_bytes=2000)
    assert short(found) == [("RawPage", "0.txt"), ("RawPage", "1.txt"), ("SourceProblem", "2.txt")]
    assert "unpacks to more than 2,000 bytes" in str(found[2].error)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.txt"])
def test_a_bomb_is_given_up_early(tmp_path: Path, name: str) -> None:
    start = b"text\n" if name == "a.csv" else b'{"text": "One."}\n'
    found = read(make(tmp_path / "a.zip", {name: start + b" " * 30_000_000, "b.txt": TEXT}))
    assert isinstance(found[-1], SourceProblem)
    assert "more than 200 times its size" in str(found[-1].error)
    assert f"!{name}" in found[-1].origin


def test_a_declared_size_that_lies_is_not_believed(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip", {"a.txt": b"word " * 400_000})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<L", data, data.index(signature) + offset, 10)
    path.write_bytes(data)
    (problem,) = read(path)
    assert isinstance(problem, SourceProblem)


def test_too_many_members_are_refused_before_the_directory_is_read(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip", {f"{i}.txt": TEXT for i in range(50)})
    (problem,) = read(path, max_archive_members=49)
    assert "more than 49 members" in str(problem.error)  # type: ignore[union-attr]
    assert len(read(path, max_archive_members=50)) == 50


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip", {"a.txt": TEXT}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[data.index(b"PK\x03\x04") + 6] |= 1
    path.write_bytes(data)
    (problem,) = read(path)
    assert "encrypted" in str(problem.error)  # type: ignore[union-attr]


@pytest.mark.parametrize("data", [b"PK\x03\x04 cut off", b"no archive", b"", b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_archive_is_one_problem(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    (problem,) = read(tmp_path / "a.zip")
    assert isinstance(problem, SourceProblem)
    assert problem.error.remedy


def test_a_member_without_a_name_is_a_problem_of_its_own(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip", {"a.txt": TEXT, "b.txt": TEXT})
    data = path.read_bytes()
    at = data.rindex(b"a.txt")  # in the directory
    path.write_bytes(data[:at] + b"\x00" + data[at + 1 :])
    assert [type(f) for f in read(path)] == [SourceProblem, RawPage]


def test_an_empty_archive_holds_nothing(tmp_path: Path) -> None:
    assert read(make(tmp_path / "a.zip", {})) == []


_GOOD = io.BytesIO()
with zipfile.ZipFile(_GOOD, "w", zipfile.ZIP_DEFLATED) as _archive:
    _archive.writestr("a.txt", TEXT * 20)
    _archive.writestr("b.jsonl", b'{"text": "One."}\n' * 20)


@hypothesis_settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changes=st.lists(st.tuples(st.integers(0, len(_GOOD.getvalue()) - 1), st.integers(0, 255)), max_size=6)
)
def test_a_damaged_archive_never_raises(tmp_path: Path, changes: list[tuple[int, int]]) -> None:
    data = bytearray(_GOOD.getvalue())
    for at, value in changes:
        data[at] = value
    (tmp_path / "a.zip").write_bytes(data)
    assert all(isinstance(f, RawPage | SourceProblem | SourceSkipped) for f in read(tmp_path / "a.zip"))
