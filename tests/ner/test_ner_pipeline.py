"""The pipeline is a configuration file: components can be reordered, left out, swapped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.util import registry

from kg import ner
from kg.errors import KgError
from tests.ner.county import county_report, report_of

TEXT, _ = county_report(5)


def config_with(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = ner.CONFIG.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "config.cfg"
    path.write_text(text, encoding="utf-8")
    return path


def shouting(word: str) -> object:
    """A model that finds one word."""

    def find(text: str) -> Iterator[tuple[int, int, str, float]]:
        place = text.find(word)
        if place >= 0:
            yield place, place + len(word), "ORG", 0.5

    return find


registry.misc.register("tests.shouting.v1", func=shouting)


def test_the_model_behind_the_tagger_can_be_another(tmp_path: Path):
    config = config_with(
        tmp_path, ('@misc = "kg.network.v1"\npath = null', '@misc = "tests.shouting.v1"\nword = "各位代表"')
    )
    found = ner.find(report_of(TEXT), ner.pipeline(config))
    assert [(m.label, m.score) for m in found if m.text == "各位代表"] == [("ORG", 0.5)]


def test_components_run_in_the_order_of_the_configuration(tmp_path: Path):
    config = config_with(
        tmp_path,
        (
            '["titles","tagger","rows","quotations","gazetteer","consistency","merge"]',
            '["gazetteer","quotations","tagger","titles","consistency","merge"]',
        ),
    )
    nlp = ner.pipeline(config)
    assert nlp.pipe_names == ["gazetteer", "quotations", "tagger", "titles", "consistency", "merge"]
    assert ner.find(report_of(TEXT), nlp) == ner.find(report_of(TEXT))


def test_a_component_can_be_left_out(tmp_path: Path):
    config = config_with(
        tmp_path, ('["titles","tagger","rows","quotations","gazetteer","consistency","merge"]', '["gazetteer","merge"]')
    )
    found = ner.find(report_of(TEXT), ner.pipeline(config))
    assert found
    assert {mention.by for mention in found} == {"gazetteer"}


def test_the_names_are_also_spacy_entities():
    doc = ner.pipeline()(TEXT)
    assert [(e.text, e.label_) for e in doc.ents] == [(m.text, m.label) for m in ner.find(report_of(TEXT))]


def test_a_folder_without_a_model_says_what_to_do(tmp_path: Path):
    config = config_with(tmp_path, ("path = null", f'path = "{tmp_path}"'))
    with pytest.raises(KgError, match="kg train"):
        ner.pipeline(config)
