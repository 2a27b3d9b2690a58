"""Every statement of a whole build stands in the sentence that it leads to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kg

SYNTHETIC = Path(__file__).parents[2] / "data" / "synthetic"
DIGITS = "零一二三四五六七八九"
WORDS = {"100": "翻番|一倍", "0": "持平", "10": "十", "1": "翻番|一|百|[近破过超]亿", "2": "翻两番|两|二"}


@pytest.fixture(scope="module", params=["miluo", "fiction"])
def graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    if request.param == "miluo":
        return request.getfixturevalue("miluo")  # type: ignore[no-any-return]
    reports = [SYNTHETIC / f"syn{number}.txt" for number in (12, 33, 55, 64)]
    return kg.build(reports, tmp_path_factory.mktemp("fiction") / "output")


def names(graph: kg.Graph) -> dict[str, set[str]]:
    return {thing.iri: {plain(name) for name in (thing.label, *thing.names)} for thing in graph.entities()}


def plain(text: str) -> str:
    return re.sub(r"[\s“”《》]", "", text)


def told(number: str, sentence: str) -> bool:
    """Whether the sentence has the number, in figures or in words."""
    figure = number.lstrip("<>=~-").removesuffix("番")
    digits = figure.replace(".", "").replace("0", "")
    return (
        figure in sentence.replace(",", "").replace("，", "")
        or bool(re.search(WORDS.get(figure, "(?!)"), sentence))
        or (digits != "" and all(DIGITS[int(digit)] in sentence for digit in digits))
    )


def test_every_figure_has_its_number_in_its_sentence(graph: kg.Graph) -> None:
    figures = graph.figures()
    assert figures
    assert [f for f in figures for number in (f.value, f.change) if number and not told(number, f.sentence)] == []


def test_every_state_names_its_project_in_its_sentence(graph: kg.Graph) -> None:
    known, states = names(graph), graph.states()
    assert states
    assert [s for s in states if not any(name in plain(s.sentence) for name in known[s.project])] == []


def test_every_relation_names_both_ends_in_its_sentence(graph: kg.Graph) -> None:
    known, stated = names(graph), [edge for edge in graph.relations() if edge.sentence]
    assert stated
    for edge in stated:
        for end in (edge.subject, edge.object):
            assert any(name in plain(edge.sentence) for name in known[end]), edge
