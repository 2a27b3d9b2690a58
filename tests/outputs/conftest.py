from __future__ import annotations

from pathlib import Path

import pytest
from made import build

from kg.graph import Graph


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return build(tmp_path_factory.mktemp("made") / "output")


@pytest.fixture
def folder(graph: Graph) -> Path:
    assert graph.folder
    return graph.folder
