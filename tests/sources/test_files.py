"""Files and folders: what is read, what is refused, and that one bad item stops nothing."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from reportedly.errors import InputError, NotFoundError, UnreadableError, UsageError
from reportedly.records import RawPage
from reportedly.settings import Settings
from reportedly.sources import SourceOptions, SourceProblem, SourceSkipped, discover

TEXT = b"Varland and Ostria signed an agreement on naval training on Tuesday.\n"


def read(*targets: Path | str, **options: object) -> list[object]:
    return list(discover([str(target) for target in targets], SourceOptions(**options)))  # type: ignore[arg-type]


def one_problem(found: list[object]) -> InputError:
    assert len(found) == 1
    assert isinstance(found[0], SourceProblem)
    assert found[0].error.remedy
    return found[0].error


def test_a_folder_is_read_in_the_order_of_its_names_and_counts_what_it_passes_over(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.txt").write_bytes(TEXT)
    (tmp_path / "a.html").write_bytes(b"<html><body><p>Hello</p></body></html>")
    (tmp_path / "c.MD").write_bytes(TEXT)
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "e").write_bytes(TEXT)
    (tmp_path / ".hidden.txt").write_bytes(TEXT)
    found = read(tmp_path)
    assert [(type(f).__name__, f.origin[len(str(tmp_path)) + 1 :]) for f in found] == [  # type: ignore[attr-defined]
        ("RawPage", "a.html"),
        ("RawPage", "b/2.txt"),
        ("RawPage", "c.MD"),
        ("SourceSkipped", "d.pdf"),
        ("SourceSkipped", "e"),
    ]
    assert [f.kind for f in found if isinstance(f, RawPage)] == ["html", "text", "text"]
    assert [f.reason for f in found if isinstance(f, SourceSkipped)] == [
        "unknown kind of file .pdf",
        "unknown kind of file (no extension)",
    ]


def test_a_readme_is_read_only_if_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_bytes(TEXT)
    assert [type(f) for f in read(tmp_path)] == [SourceSkipped]
    assert [type(f) for f in read(tmp_path / "README.md")] == [RawPage]


def test_discovery_is_lazy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    pages = discover([str(tmp_path / "a.txt"), str(tmp_path / "missing.txt")])
    assert isinstance(next(pages), RawPage)
    (tmp_path / "missing.txt").write_bytes(TEXT)
    assert isinstance(next(pages), RawPage)


def test_a_link_back_up_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(TEXT)
    (tmp_path / "in" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    kinds = [type(f).__name__ for f in read(tmp_path)]
    assert kinds == ["RawPage", "SourceSkipped", "SourceProblem"]


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    error = one_problem(read(tmp_path / "no such.txt"))
    assert isinstance(error, NotFoundError)
    assert "no such.txt" in str(error)
    assert isinstance(one_problem(read("nul\0byte.txt")), NotFoundError)


@pytest.mark.parametrize(
    "data, what",
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.4 text text text", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x1f\x8b\x08\x00rest", "gzip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"{\\rtf1\\ansi text}", "RTF"),
        (bytes(range(256)) * 4, "binary"),
        (b"SQLite format 3\x00 and more", "SQLite"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1doc", "Office"),
        (b"ID3\x03\x00\x00\x00", "sound"),
    ],
)
def test_a_file_that_is_no_text_says_what_it_is(tmp_path: Path, data: bytes, what: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    error = one_problem(read(tmp_path / "a.txt"))
    assert isinstance(error, UnreadableError)
    assert what in error.message


@pytest.mark.parametrize(
    "data",
    [
        b"ID3 is the name of a law that Varland passed.",
        b"PKK fighters left the region.",
        "Türkiye".encode("utf-16"),
        "Turkey and Varland".encode("utf-16-le"),
        "Варланд".encode("cp1251"),
        b"one stray \x00 byte in a long text " + TEXT * 5,
        "中文".encode("utf-32"),
    ],
)
def test_text_is_not_taken_for_binary(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    found = read(tmp_path / "a.txt")
    assert isinstance(found[0], RawPage)
    assert found[0].data == data


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(200_000_000)
    error = one_problem(read(tmp_path / "a.txt"))
    assert "larger than 50,000,000 bytes" in error.message
    assert "max_bytes" in str(error)


def test_a_pipe_is_limited_too(tmp_path: Path) -> None:
    error = one_problem(read("/dev/zero", settings=Settings(max_bytes=1000)))
    assert "larger than 1,000 bytes" in error.message


def test_a_named_file_of_unknown_kind_is_judged_by_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "page.aspx").write_bytes(b"<!DOCTYPE html><html><body><p>Hello</p></body></html>")
    (tmp_path / "note").write_bytes(TEXT)
    (tmp_path / "doc.pdf").write_bytes(b"%PDF-1.7 ...")
    found = read(tmp_path / "page.aspx", tmp_path / "note", tmp_path / "doc.pdf")
    assert [getattr(f, "kind", None) for f in found] == ["html", "text", None]
    assert isinstance(found[2], SourceProblem)
    assert ".jsonl" in str(found[2].error)


def test_a_web_page_in_a_txt_file_is_html(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(
        b"\xef\xbb\xbf\n <!doctype html>\n<html><head><title>x</title></head></html>"
    )
    (tmp_path / "b.txt").write_bytes(b"The <html> tag is mentioned here.")
    assert [f.kind for f in read(tmp_path) if isinstance(f, RawPage)] == ["html", "text"]


def test_an_unreadable_file_is_a_problem_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "b.txt").write_bytes(TEXT)
    real = Path.open

    def refuse(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)  # tests may run as root, whom no file refuses
    found = read(tmp_path)
    assert [type(f).__name__ for f in found] == ["SourceProblem", "RawPage"]
    assert "you may not read it" in str(found[0].error)  # type: ignore[attr-defined]


def test_names_that_are_no_text_are_shown_safely(tmp_path: Path) -> None:
    os.makedirs(os.fsencode(tmp_path) + b"/bad")
    with open(os.fsencode(tmp_path) + b"/bad/\xff\x1b[31m.txt", "wb") as file:
        file.write(TEXT)
    (page,) = read(tmp_path)
    assert isinstance(page, RawPage)
    assert page.origin.isprintable()
    page.origin.encode("utf-8")


def test_what_the_caller_declares_is_on_every_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (page,) = read(tmp_path, published="2022-07-27", publisher="Composed Wire", language="en", composed=True)
    assert isinstance(page, RawPage)
    assert (page.published, page.publisher, page.language, page.composed) == (
        "2022-07-27",
        "Composed Wire",
        "en",
        True,
    )


@pytest.mark.parametrize("targets", [["a.txt", "b.txt"], ["."], ["a.jsonl"], ["a.zip"], []])
def test_one_url_for_many_pages_is_refused_at_once(targets: list[str]) -> None:
    with pytest.raises(UsageError, match="one article only"):
        discover(targets, SourceOptions(url="https://example.com/a"))


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input_is_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, TEXT)
    (page,) = read("-", url="https://example.com/a", title="A title")
    assert isinstance(page, RawPage)
    assert (page.origin, page.kind, page.data, page.url, page.title) == (
        "-",
        "text",
        TEXT,
        "https://example.com/a",
        "A title",
    )


def test_standard_input_may_be_html_or_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"<html><body>Hello</body></html>")
    assert [f.kind for f in read("-")] == ["html"]  # type: ignore[attr-defined]
    stdin(monkeypatch, b'{"text": "One."}\n{"text": "Two."}\n')
    assert [(f.origin, f.data) for f in read("-")] == [("-:1", b"One."), ("-:2", b"Two.")]  # type: ignore[attr-defined]
    stdin(monkeypatch, b"{not json} at all")
    assert [f.kind for f in read("-")] == ["text"]  # type: ignore[attr-defined]


def test_empty_standard_input_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"")
    assert "empty" in one_problem(read("-")).message


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.binary(max_size=300),
    name=st.sampled_from(["a.txt", "a.html", "a.jsonl", "a.csv", "a.zip", "a.md", "a", "a.xyz"]),
)
def test_any_bytes_are_a_page_or_a_problem(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(data)
    for found in read(tmp_path / name):
        assert isinstance(found, RawPage | SourceProblem | SourceSkipped)
        assert found.origin.startswith(str(tmp_path / name))
