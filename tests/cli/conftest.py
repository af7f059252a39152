"""A small record, and a way to call the command line in this process."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from reportedly.cli import main
from reportedly.record import Record
from reportedly.records import Item, Quantity
from tests.factories import make_claim, make_document, span


class Result(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def call(capsys):
    """Call ``reportedly`` with these arguments."""
    def run(*args):
        with pytest.raises(SystemExit) as stop:
            main([str(arg) for arg in args])
        printed = capsys.readouterr()
        return Result(stop.value.code, printed.out, printed.err)
    return run


@pytest.fixture
def held(tmp_path):
    """A record with a signing that is denied, a planned visit, and a composed article; gives the claims."""
    path = tmp_path / "record.db"
    wire = make_document(url="https://wire.example/1")
    signed = make_claim(wire, "signed", stage="signed", items=[
        Item(span=span(wire, "training"), designation="K9", quantity=Quantity(value=672))])
    denied = make_claim(wire, "denied", voice="Norway", values=("CT-", "Uu"), denies=signed, stage="signed")
    visit = make_claim(wire, "visit", type="CONSULT", form="visit", actors=["LTU"], recipients=["POL"],
                       date="2021-05-20", realis="future")
    blog = make_document("Estonia criticised Latvia. It said so.", publisher="Strait Post", title="A quarrel",
                         composed=True)
    accused = make_claim(blog, "criticised", type="ACCUSE", form=None, actors=["EST"], recipients=["LVA"],
                         date=None, voice=None)
    with Record.open(path) as record:
        run = record.start_run("test/by-hand", ["here"])
        record.write(wire, [signed, denied, visit], run, coder="test/by-hand")
        record.write(blog, [accused], run, coder="test/by-hand")
        run.finish()
    return {"signed": signed, "denied": denied, "visit": visit, "accused": accused}
