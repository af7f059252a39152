"""What tests of several packages share."""

from __future__ import annotations

import pytest

from reportedly.knowledge import Knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The shipped tables."""
    return Knowledge.load()
