"""What a reader understands of the projects of a report, the program states."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from states_marked import spoken

from kg.facts import find
from ontology.model import Label, Mention, Part, Report, Sentence


def said(folder: Path, review: str = "", plan: str = "") -> dict[str, tuple[str, str, int | None]]:
    report, mentions = spoken(folder, review, plan)
    return {
        state.project.text: (state.status.value, state.mode.value, state.year)
        for state in find(report, mentions).states
    }


REVIEWED = [
    ("⟦PRJ|云溪二期⟧、⟦PRJ|锦胜新材⟧、⟦PRJ|兴晟达⟧等产业链项目竣工。", "completed"),
    ("⟦PRJ|苕溪快线⟧、⟦PRJ|宁古高速⟧等建成通车。", "operational"),
    ("⟦PRJ|孝源水库⟧主体完工。", "milestone"),
    ("⟦PRJ|县中医院迁建⟧主体结构封顶。", "milestone"),
    ("⟦PRJ|东部水厂⟧完成设备安装。", "milestone"),
    ("⟦PRJ|竹博园综保区⟧获准扩区。", "approved"),
    ("⟦PRJ|绿氢中试基地⟧签约落地。", "signed"),
    ("⟦PRJ|天荒坪二期⟧开工建设。", "started"),
    ("⟦PRJ|跨湖大桥⟧建设加快推进。", "ongoing"),
    ("⟦PRJ|余村大道延伸⟧完成投资3.2亿元。", "ongoing"),
    ("⟦PRJ|通用机场⟧前期工作有序推进。", "planned"),
    ("⟦PRJ|冷链物流园二期⟧因资金问题停工。", "stopped"),
    ("⟦PRJ|浒溪大桥⟧即将开工。", "planned"),
    ("⟦PRJ|锐科精密⟧年底前具备试生产条件。", "ongoing"),
    ("⟦PRJ|绿廊六期⟧完成年度攻坚任务。", "ongoing"),
    ("改造⟦PRJ|丝厂宿舍⟧、⟦PRJ|粮站小区⟧等老旧小区12个。", "completed"),
    ("⟦PRJ|蓝藻饮片⟧等项目在⟦PARK|梅溪产业园⟧投产。", "operational"),
    ("⟦PRJ|宁古高速⟧架梁全部完成。", "milestone"),
    ("⟦PRJ|云岭隧道⟧左洞贯通。", "milestone"),
    ("加快⟦PRJ|通用机场⟧开放口岸建设。", "ongoing"),
    ("打通⟦PRJ|文昌路⟧两条“断头路”。", "completed"),
]

PLANNED = [
    ("加快⟦PRJ|孝源水库⟧、⟦PRJ|天荒坪二期⟧建设。", "ongoing"),
    ("开工建设⟦PRJ|南湖快线⟧。", "started"),
    ("启动⟦PRJ|县图书馆新馆⟧前期工作。", "planned"),
    ("推进⟦PRJ|西苕溪引水⟧、⟦PRJ|龙王水库⟧等前期工作。", "planned"),
    ("推动⟦PRJ|通用机场⟧通航。", "operational"),
    ("力争⟦PRJ|云溪三期⟧年内投产。", "operational"),
    ("完成⟦PRJ|老城雨污分流⟧、⟦PRJ|东门桥重建⟧建设。", "completed"),
    ("完成⟦PRJ|第二水厂⟧主体工程。", "milestone"),
    ("谋划⟦PRJ|山川索道⟧。", "planned"),
    ("争取⟦PRJ|昌硕电站⟧核准。", "approved"),
]


@pytest.mark.parametrize(("words", "status"), REVIEWED)
def test_the_review_tells_what_was_done(tmp_path: Path, words: str, status: str) -> None:
    assert set(said(tmp_path, review=words).values()) == {(status, "actual", 2024)}


@pytest.mark.parametrize(("words", "status"), PLANNED)
def test_the_plan_tells_what_will_be_done(tmp_path: Path, words: str, status: str) -> None:
    assert set(said(tmp_path, plan=words).values()) == {(status, "target", 2025)}


def test_every_project_of_a_list_has_the_state(tmp_path: Path) -> None:
    found = said(tmp_path, review="⟦PRJ|云溪二期⟧、⟦PRJ|锦胜新材⟧和⟦PRJ|兴晟达⟧等项目竣工。")
    assert list(found) == ["云溪二期", "锦胜新材", "兴晟达"]


@pytest.mark.parametrize(
    "words",
    [
        "开工建设平漯周、⟦PRJ|焦济洛平⟧、郑许南站和⟦PRJ|南信合高铁⟧、沿河快线等项目。",
        "⟦PRJ|平漯周⟧、焦济洛平、⟦PRJ|郑许南站⟧、南信合高铁、沿河快线等项目开工。",
    ],
)
def test_a_list_is_whole_though_some_names_were_not_seen(tmp_path: Path, words: str) -> None:
    members = {"平漯周", "焦济洛平", "郑许南站", "南信合高铁", "沿河快线"}
    found = said(tmp_path, review=words)
    assert {name for name, (status, _, _) in found.items() if status == "started"} == members


def test_each_verb_governs_its_own_projects(tmp_path: Path) -> None:
    words = "投用⟦PRJ|镇卫生院⟧、建成⟦PRJ|九年制学校⟧，加快⟦PRJ|体育公园⟧前期，开工⟦PRJ|博物馆⟧。"
    states = {name: status for name, (status, _, _) in said(tmp_path, plan=words).items()}
    assert states == {"镇卫生院": "operational", "九年制学校": "completed", "体育公园": "planned", "博物馆": "started"}


def test_a_year_in_the_text_wins(tmp_path: Path) -> None:
    assert said(tmp_path, plan="确保⟦PRJ|南湖快线⟧2027年建成通车。") == {"南湖快线": ("operational", "target", 2027)}


def test_a_promise_within_the_review_is_a_target(tmp_path: Path) -> None:
    assert said(tmp_path, review="⟦PRJ|南湖快线⟧有望明年通车。")["南湖快线"][1] == "target"


@pytest.mark.parametrize(
    "words",
    [
        "⟦PRJ|南湖快线⟧尚未开工。",
        "⟦PRJ|南湖快线⟧让群众出行更方便。",
        "⟦PRJ|八个水利项目⟧投入使用或加快建设。",
        "坚持对外开放，⟦PRJ|南湖快线⟧惠及三个乡镇。",
        "修缮⟦PRJ|古城祠堂⟧周边环境。",
        "建好用好⟦PRJ|苕溪文化公园⟧。",
        "搁置五年的“烂尾楼”⟦PRJ|锦绣家园⟧交房。",
        "⟦PRJ|3家海上风场⟧并网发电。",
        "开工周安路、⟦PRJ|改扩建⟧宁古高速。",
    ],
)
def test_nothing_is_said_where_the_text_says_nothing(tmp_path: Path, words: str) -> None:
    assert said(tmp_path, review=words) == {}


def test_what_a_verb_governs_behind_a_name_is_not_said_of_the_name(tmp_path: Path) -> None:
    words = "开展⟦PRJ|避险搬迁一期工程⟧总结评估，推进⟦PRJ|跨湖大桥⟧建设，打造⟦PRJ|竹海旅游公路⟧风景线。"
    words += "启动⟦PRJ|天荒坪二期⟧地下主厂房、⟦PRJ|孝源水库⟧建设。"
    report, mentions = spoken(tmp_path, plan=words)
    assert [s.project.text for s in find(report, mentions).states if s.score >= 0.5] == ["跨湖大桥", "孝源水库"]


def test_figures_and_common_nouns_in_a_list_are_no_projects(tmp_path: Path) -> None:
    words = "建成⟦PRJ|南湖快线⟧、配套道路12条、⟦PRJ|跨湖大桥⟧等项目。"
    assert set(said(tmp_path, plan=words)) == {"南湖快线", "跨湖大桥"}


def test_one_project_can_pass_two_states(tmp_path: Path) -> None:
    report, mentions = spoken(tmp_path, plan="⟦PRJ|第二水厂⟧主体完工，年底投用。")
    assert [state.status for state in find(report, mentions).states] == ["milestone", "operational"]


def test_the_words_that_say_it_hold_the_project_and_the_verb(tmp_path: Path) -> None:
    report, mentions = spoken(tmp_path, review="交通更畅，⟦PRJ|云溪二期⟧、⟦PRJ|宁古高速⟧等建成通车，群众受益。")
    for state in find(report, mentions).states:
        words = report.text[state.start : state.end]
        assert state.project.text in words
        assert words.endswith("建成通车")
        sentence = report.sentences[state.sentence]
        assert sentence.start <= state.start < state.end <= sentence.end


@given(st.lists(st.sampled_from("、，。和等开工项目竣工建成未完成推进建设2026年【】“”\n"), max_size=60), st.data())
def test_wild_text_gives_exact_and_ordered_evidence(pieces: list[str], data: st.DataObject) -> None:
    text, mentions = "", []
    for piece in pieces:
        text += piece
        label = data.draw(st.sampled_from([None, Label.PRJ, Label.ADM, Label.PARK]))
        if label:
            mentions.append(Mention(len(text), len(text) + 3, label, "甲乙路"))
            text += "甲乙路"
    from array import array

    report = Report(
        "wild",
        "",
        text,
        text,
        array("l", range(len(text))),
        reviewed_year=2025,
        coming_year=2026,
        sentences=(Sentence(0, len(text), 0, 0, Part.REVIEW),),
    )
    found = find(report, mentions)
    for fact in (*found.states, *found.relations):
        assert 0 <= fact.start < fact.end <= len(text)
        assert 0 < fact.score <= 1


def test_what_is_excepted_is_not_said_to_be_open(tmp_path: Path) -> None:
    words = "⟦PRJ|S316张敖公路提质工程⟧除⟦PRJ|沙溪集镇路段⟧外其余主线通车。"
    assert "沙溪集镇路段" not in said(tmp_path, review=words)


def test_what_is_told_of_five_years_has_no_year(tmp_path: Path) -> None:
    found = said(tmp_path, review="五年来，⟦PRJ|孝源水库⟧、⟦PRJ|天荒坪二期⟧建成投用。")
    assert set(found.values()) == {("operational", "actual", None)}


def test_counted_works_are_no_project(tmp_path: Path) -> None:
    assert said(tmp_path, review="20个⟦PRJ|湖州市重大⟧建设项目完工。") == {}


def test_a_name_does_not_reach_into_the_next_word(tmp_path: Path) -> None:
    found = said(tmp_path, review="⟦PRJ|西苕溪引水工程试⟧通水。")
    assert found == {"西苕溪引水工程": ("milestone", "actual", 2024)}


def test_a_line_between_two_places_is_one_project(tmp_path: Path) -> None:
    assert said(tmp_path, plan="开工⟦PRJ|梅溪港⟧至⟦PRJ|龙山公路⟧。") == {
        "梅溪港至龙山公路": ("started", "target", 2025)
    }


def test_firms_in_a_row_before_a_shared_centre_are_no_projects(tmp_path: Path) -> None:
    words = "建设⟦PRJ|云溪新材⟧、⟦PRJ|锦胜精工⟧、竹木装备产业技术协同创新中心，新认定省级平台2家。"
    assert said(tmp_path, plan=words) == {}


def test_what_yields_its_output_runs(tmp_path: Path) -> None:
    found = said(tmp_path, plan="推动⟦PRJ|锐科二期⟧、⟦PRJ|云溪光电⟧等项目释放产能。")
    assert {status for status, _, _ in found.values()} == {"operational"}
