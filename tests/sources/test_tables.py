"""JSON Lines and CSV."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportedly.records import RawPage
from reportedly.settings import Settings
from reportedly.sources import SourceOptions, SourceProblem, discover


def read(path: Path, data: bytes, **options: object) -> list[RawPage | SourceProblem]:
    path.write_bytes(data)
    return list(discover([str(path)], SourceOptions(**options)))  # type: ignore[arg-type]


def lines(*items: object) -> bytes:
    return "".join(json.dumps(item) + "\n" for item in items).encode()


def test_fields_of_json_lines_and_their_other_names(tmp_path: Path) -> None:
    found = read(
        tmp_path / "a.jsonl",
        lines(
            {
                "id": 7,
                "text": "One.",
                "url": "https://example.com/1",
                "title": "T",
                "publisher": "P",
                "published": "2022-07-27",
                "byline": "B",
                "language": "en",
                "composed": True,
            },
            {
                "Text": "Two.",
                "outlet": "Q",
                "date": "27 July 2022",
                "author": ["Ann", "Bo"],
                "composed": "yes",
            },
            {"html": "<p>Three.</p>", "source": "R", "published_at": 2022},
            {"text": "Four.", "title": None, "publisher": " "},
        ),
        publisher="Option",
    )
    pages = [f for f in found if isinstance(f, RawPage)]
    assert len(pages) == len(found) == 4
    assert pages[0] == RawPage(
        origin=f"{tmp_path}/a.jsonl:1",
        kind="text",
        data=b"One.",
        encoding="utf-8",
        url="https://example.com/1",
        title="T",
        publisher="P",
        byline="B",
        published="2022-07-27",
        language="en",
        composed=True,
        outlet="P",
    )
    assert (pages[1].publisher, pages[1].published, pages[1].byline, pages[1].composed) == (
        "Q",
        "27 July 2022",
        "Ann, Bo",
        True,
    )
    assert (pages[2].kind, pages[2].publisher, pages[2].published, pages[2].composed) == (
        "html",
        "R",
        "2022",
        False,
    )
    assert (pages[3].publisher, pages[3].title) == ("Option", None)


@pytest.mark.parametrize(
    "line, what",
    [
        ('{"text": "cut off', "not valid JSON"),
        ("[1, 2]", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ('{"title": "no text"}', 'no field "text" or "html"'),
        ('{"text": ""}', '"text" is empty'),
        ('{"text": null}', '"text" is empty'),
        ('{"text": 7.5e999}', '"text" must be a string, not float'),
        ('{"text": {"a": 1}}', "must be a string, not dict"),
        ('{"text": "x", "title": {}}', '"title" must be'),
        ('{"text": "x", "composed": "maybe"}', "must be true or false"),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 10_000, "not valid JSON"),
    ],
)
def test_a_broken_line_is_named_and_the_rest_is_read(tmp_path: Path, line: str, what: str) -> None:
    found = read(tmp_path / "a.jsonl", b'{"text": "One."}\n' + line.encode() + b'\n\n{"text": "Four."}')
    assert [f.origin.rpartition(":")[2] for f in found if isinstance(f, RawPage)] == ["1", "4"]
    (problem,) = (f for f in found if isinstance(f, SourceProblem))
    assert problem.origin == f"{tmp_path}/a.jsonl:2"
    assert what in problem.error.message
    assert problem.error.where == problem.origin
    assert problem.error.remedy


def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path) -> None:
    found = read(
        tmp_path / "a.jsonl", lines({"text": "x" * 5000}, {"text": "Two."}), settings=Settings(max_bytes=1000)
    )
    assert isinstance(found[0], SourceProblem)
    assert "longer than 1,000 characters" in found[0].error.message
    assert isinstance(found[1], RawPage) and found[1].data == b"Two."


def test_a_file_larger_than_the_limit_of_one_item_is_streamed(tmp_path: Path) -> None:
    data = lines(*({"text": "Varland signed."} for _ in range(1000)))
    found = read(tmp_path / "a.ndjson", data, settings=Settings(max_bytes=100))
    assert len(data) > 100
    assert sum(isinstance(f, RawPage) for f in found) == 1000


def test_a_lone_surrogate_survives_to_be_repaired(tmp_path: Path) -> None:
    (page,) = read(tmp_path / "a.jsonl", b'{"text": "x \\ud800 y", "title": "t \\udc00"}\n')
    assert isinstance(page, RawPage)
    assert page.data == b"x \xed\xa0\x80 y"
    assert page.title == "t ?"


def test_json_lines_in_utf16(tmp_path: Path) -> None:
    (page,) = read(tmp_path / "a.jsonl", '{"text": "Erdoğan"}\r\n'.encode("utf-16"))
    assert isinstance(page, RawPage) and page.data.decode() == "Erdoğan"


def test_a_pdf_named_jsonl_is_one_problem(tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.csv"):
        (problem,) = read(tmp_path / name, b"%PDF-1.4\n%x\n1 0 obj\n")
        assert isinstance(problem, SourceProblem) and "PDF" in problem.error.message


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_with_any_usual_delimiter(tmp_path: Path, mark: str) -> None:
    rows = [
        ["Title", "TEXT", "Outlet", "Date", "other"],
        ["T", '"One, two; ""three""\nfour"', "P", "2022-07-27", "x"],
        ["", "Five.", "", "", ""],
    ]
    (first, second) = read(
        tmp_path / "a.csv", "\r\n".join(mark.join(row) for row in rows).encode("utf-8-sig")
    )
    assert isinstance(first, RawPage) and isinstance(second, RawPage)
    assert first.data.decode() == 'One, two; "three"\nfour'
    assert (first.title, first.publisher, first.published, first.origin) == (
        "T",
        "P",
        "2022-07-27",
        f"{tmp_path}/a.csv:2",
    )
    assert (second.title, second.publisher, second.origin) == (None, None, f"{tmp_path}/a.csv:4")


def test_csv_in_windows_1251(tmp_path: Path) -> None:
    text = "Министр обороны Варланда подписал соглашение о совместных учениях с Острией во вторник."
    (page,) = read(tmp_path / "a.csv", f"text;publisher\n{text};Агентство\n".encode("cp1251"))
    assert isinstance(page, RawPage)
    assert page.data.decode("utf-8") == text
    assert page.publisher == "Агентство"


def test_csv_rows_without_text_are_named(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", b"title,text\nonly a title\n,,\nT,One.\nT,\n")
    assert [(type(f).__name__, f.origin.rpartition(":")[2]) for f in found] == [
        ("SourceProblem", "2"),
        ("RawPage", "4"),
        ("SourceProblem", "5"),
    ]


def test_csv_without_a_header_is_one_problem(tmp_path: Path) -> None:
    (problem,) = read(tmp_path / "a.csv", b"Varland,Ostria\n1,2\n")
    assert isinstance(problem, SourceProblem)
    assert "names no column" in problem.error.message and "text,title" in str(problem.error)


def test_csv_with_a_quote_that_never_closes(tmp_path: Path) -> None:
    data = b'text\nOne.\n"' + b"two\n" * 1000
    for limit in (500, 50_000):
        found = read(tmp_path / "a.csv", data, settings=Settings(max_bytes=limit))
        assert [type(f).__name__ for f in found] == ["RawPage", "SourceProblem"]
        assert found[1].origin.endswith("a.csv:3")


def test_a_row_names_its_outlet_and_an_option_does_not(tmp_path: Path) -> None:
    found = read(tmp_path / "a.jsonl", lines({"text": "One.", "publisher": "P"}, {"text": "One."}), publisher="Q")
    assert [(page.publisher, page.outlet) for page in found] == [  # type: ignore[union-attr]
        ("P", "P"), ("Q", None)]
