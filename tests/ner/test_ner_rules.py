"""What the components beside the tagger promise, with a tagger that knows just the words it is given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.util import registry

from kg import ner
from tests.ner.county import report_of


def knowing(words: list[list[str]]) -> object:
    """A model that finds words with their labels, the first time that each stands in the text."""

    def find(text: str) -> Iterator[tuple[int, int, str, float]]:
        for word, label in words:
            place = text.find(word)
            if place >= 0:
                yield place, place + len(word), label, 0.9

    return find


registry.misc.register("tests.knowing.v1", func=knowing)


@pytest.fixture
def pipeline(tmp_path: Path):
    def with_words(words: dict[str, str]) -> Language:
        text = ner.CONFIG.read_text(encoding="utf-8")
        model = f'@misc = "tests.knowing.v1"\nwords = {json.dumps(list(words.items()), ensure_ascii=False)}'
        path = tmp_path / "config.cfg"
        path.write_text(text.replace('@misc = "kg.network.v1"\npath = null', model), encoding="utf-8")
        return ner.pipeline(path)

    return with_words


def found(text: str, nlp: Language, area: str = "") -> dict[str, str]:
    return {mention.text: mention.label.value for mention in ner.find(report_of(text, area), nlp)}


def test_what_stands_in_book_marks_is_a_document_or_a_work(pipeline):
    text = "出台《云岭县优化营商环境条例》《惠企二十条》《招商办法（试行）》，创作花灯戏《油菜花开》。"
    assert found(text, pipeline({"无": "PRO"})) == {
        "云岭县优化营商环境条例": "POL",
        "惠企二十条": "POL",
        "招商办法（试行）": "POL",
        "油菜花开": "PRO",
    }


def test_an_amount_or_a_remark_alone_is_no_name(pipeline):
    nlp = pipeline({"74亿元": "PARK", "（云岭段）": "PRJ", "12345热线": "PRO"})
    assert found("投资分别为86亿元、74亿元，整治工程（云岭段）开工，12345热线开通。", nlp) == {"12345热线": "PRO"}


def test_a_member_of_a_row_is_what_most_members_are(pipeline):
    text = "实现锐丰科技、恒泰、华盛、天瑞等项目竣工。"
    nlp = pipeline({"恒泰": "PRJ", "天瑞": "PRJ", "锐丰科技": "PRJ"})
    assert found(text, nlp)["华盛"] == "PRJ"
    mixed = pipeline({"恒泰": "PRJ", "天瑞": "ENT"})
    assert "华盛" not in found(text, mixed)


def test_rows_of_common_nouns_after_bodies_stay_outside(pipeline):
    nlp = pipeline({"总工会": "ORG", "妇联": "ORG"})
    assert "老龄" not in found("工会、总工会、妇联、老龄、残疾人等工作取得新进展。", nlp)


def test_a_name_found_once_is_found_again_unless_it_is_passed_over_more_often(pipeline):
    nlp = pipeline({"青峰岭风电场": "FAC"})
    once = ner.find(report_of("青峰岭风电场并网。"), nlp)
    assert [m.text for m in once] == ["青峰岭风电场"]
    again = ner.find(report_of("青峰岭风电场并网，青峰岭风电场很大，走进青峰岭风电场。"), nlp)
    assert len(again) == 1


def test_the_report_s_own_area_is_known_by_its_short_form_but_not_in_slogans(pipeline):
    nlp = pipeline({"无": "PRO"})
    assert found("汨罗发展更快。", nlp, "430681") == {"汨罗": "ADM"}
    assert found("建设平安汨罗。", nlp, "430681") == {}
    assert found("汨罗发展更快。", nlp) == {}
