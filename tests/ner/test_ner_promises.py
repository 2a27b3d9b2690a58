"""What the NER pass promises about reports: names with exact places, honest scores, little found where little is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import ner, read
from ontology.model import Label
from tests.ner.county import county_report, report_of

# What breaks text handling, beside ordinary report text
WILD = st.text(
    st.one_of(
        st.sampled_from(list("汨罗市县镇项目工程等、，。；：！？“”《》（）()\n\r\t 　0123456789％%.亿元一二三ABCｘ…—")),
        st.characters(),  # surrogates and planes above the first included
    ),
    max_size=400,
)


def test_a_county_report_gives_the_names_it_is_made_of():
    right = total = 0
    for seed in range(12):
        text, names = county_report(seed)
        found = {mention.text: mention.label for mention in ner.find(report_of(text))}
        right += sum(found.get(name) == label for name, label in names.items())
        total += len(names)
    assert right / total >= 0.8


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(WILD)
def test_any_text_gives_exact_places_in_order_without_overlap(text: str):
    mentions = ner.find(report_of(text))
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text != ""
        assert 0 <= mention.score <= 1
        assert mention.by
    assert all(one.end <= other.start for one, other in pairwise(mentions))


@pytest.mark.parametrize("text", ["", "\n", "。", "汨", "“”《》（）", "\ud800", "🏭" * 30])
def test_texts_without_words_are_no_trouble(text: str):
    assert all(mention.text in text for mention in ner.find(report_of(text)))


def test_names_never_begin_or_end_in_half_a_pair_of_marks(miluo_report):
    mentions = ner.find(read.read(miluo_report))
    for left, right in ("“”", "《》", "（）"):
        assert [m.text for m in mentions if m.text.count(left) != m.text.count(right)] == []


def test_the_same_report_gives_the_same_names_twice(miluo_report):
    report = read.read(miluo_report)
    assert ner.find(report) == ner.find(report)


def test_a_report_longer_than_one_block_is_read_whole(monkeypatch):
    text, _ = county_report(3)
    whole = ner.find(report_of(text * 4))
    monkeypatch.setattr(ner, "_BLOCK", len(text))
    assert len(ner.find(report_of(text * 4))) >= 0.9 * len(whole)


def test_an_english_page_gives_next_to_nothing():
    page = (
        "The committee met on Tuesday to discuss the budget for the coming year. Several members asked for more time.\n"
        "Home | About | Contact | Privacy policy\n"
    ) * 20
    assert len(ner.find(report_of(page))) <= 2


def test_everyday_prose_gives_few_names():
    page = (
        "今天早上下了一场小雨，路上的人不多。他买了两个包子和一杯豆浆，一边走一边吃。到了公司，同事们正在聊昨晚的球赛，"
        "谁也没有注意到窗外的天空已经放晴。中午大家一起去楼下的小店吃面，老板娘多送了一碟花生米。\n"
    )
    assert len(ner.find(report_of(page * 10))) <= 10


def test_a_town_counts_only_in_its_own_county():
    nlp = ner.pipeline()
    nlp.select_pipes(enable=["gazetteer", "merge"])
    nlp.get_pipe("merge")
    text = "加强小城镇和中心镇建设，长乐镇新修公路。"
    ours = ner.find(report_of(text, "430681"), nlp)
    assert [(m.text, m.label) for m in ours] == [("长乐镇", Label.ADM)]
    assert ner.find(report_of(text, "4101"), nlp) == ()
