from __future__ import annotations

import ontology_fiction
import pyoxigraph as ox
import pytest

import ontology


@pytest.fixture(scope="session")
def quads() -> tuple[ox.Quad, ...]:
    """Everything that the graph of one fictional report holds."""
    return tuple(ontology.quads(ontology_fiction.dataset(), ontology_fiction.BASE))


@pytest.fixture(scope="session")
def store(quads: tuple[ox.Quad, ...]) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(quads)
    return store
