"""The shipped model has results on the dev parts, and none of them is below the baseline."""

import json
from pathlib import Path

import pytest

from reportedly.models import model_path, verify

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture(scope="module")
def results():
    info = verify()
    path = BENCHMARKS / "results" / f"{info.model_id}.json"
    assert path.exists(), f"{path.name}: the shipped model has no results; run python -m training.dev --write"
    found = json.loads(path.read_text())
    assert found["model"] == info.model_id
    return found["figures"]


def baseline():
    return [(task, figure, floor)
            for task, figures in json.loads((BENCHMARKS / "baseline.json").read_text())["floors"].items()
            for figure, floor in figures.items()]


@pytest.mark.parametrize("task, figure, floor", baseline())
def test_no_figure_has_fallen(results, task, figure, floor):
    assert results[task][figure] >= floor


def test_the_model_is_one_file_of_at_most_40_megabytes():
    assert verify().bytes <= 40_000_000
    assert model_path().name.endswith(".zip")
