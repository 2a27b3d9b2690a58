"""What several rooms' tests stand on: the Miluo report, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg

MILUO = Path(__file__).parent.parent / "examples" / "miluo-2024" / "report.md"


@pytest.fixture(scope="session")
def miluo_report() -> Path:
    return MILUO


@pytest.fixture(scope="session")
def miluo(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    """The graph of the Miluo report; nobody changes it."""
    return kg.build(MILUO, tmp_path_factory.mktemp("miluo") / "output")
