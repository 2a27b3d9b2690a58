"""The structure of a report: title page, area, years, sections that look back or ahead, sentences, footnotes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.read import doubts, read
from ontology.model import Part, Report

Reader = Callable[..., Report]


@pytest.fixture
def report(tmp_path: Path) -> Reader:
    """Read a text as if it came in a file of this name."""

    def read_text(text: str, name: str = "report.txt") -> Report:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read(tmp_path / name)

    return read_text


@pytest.fixture(scope="module")
def miluo() -> Report:
    return read("examples/miluo-2024/report.md")


def part_of(report: Report, words: str) -> Part:
    """The part of the sentence that holds these words."""
    place = report.text.index(words)
    return next(s.part for s in report.sentences if s.start <= place < s.end)


def said(report: Report) -> list[str]:
    return [report.text[s.start : s.end] for s in report.sentences]


SESSION = "——2025年1月8日在桐川县第十八届人民代表大会第四次会议上"
FRONT = f"政府工作报告\n{SESSION}\n县长 沈 青\n各位代表：\n现在，我向大会报告工作。\n"


# the Miluo report, which names its area nowhere on its title page


def test_miluo_tells_its_title_page_area_and_years(miluo: Report) -> None:
    assert miluo.title == "政府工作报告"
    assert miluo.area is not None
    assert (miluo.area.code, miluo.area.name, miluo.area.parent) == ("430681", "汨罗市", "4306")
    assert (miluo.speaker, miluo.session, miluo.date) == ("林恒求", "市第十三届人民代表大会第四次会议", "2024-12-17")
    assert (miluo.reviewed_year, miluo.coming_year) == (2024, 2025)
    assert doubts(miluo) == ()


def test_miluo_has_its_main_parts_and_their_numbered_sections(miluo: Report) -> None:
    mains = [(section.heading, section.part) for section in miluo.sections if section.depth == 1]
    assert mains == [
        ("2024年工作回顾", Part.REVIEW),
        ("2025年工作安排", Part.PLAN),
        ("加强政府自身建设", Part.PLAN),
        ("注释：", Part.NOTES),
    ]
    numbered = [s.heading for s in miluo.sections if s.depth == 2 and s.heading[0] in "（("]
    assert len(numbered) == 8 + 7 + 4
    leads = {section.heading for section in miluo.sections if section.depth == 3}
    assert {"特色产业优质发展", "增强投资动能", "维护社会大局稳定"} <= leads


def test_all_27_footnotes_of_miluo_have_term_definition_and_mark(miluo: Report) -> None:
    assert [note.number for note in miluo.footnotes] == list(range(1, 28))
    assert all(note.term and note.definition.endswith("。") for note in miluo.footnotes)
    for note in miluo.footnotes:
        (mark,) = note.marks
        assert miluo.text[mark - 1] == note.term[-1] or miluo.text[mark - 1] == "”" or note.term in miluo.text[:mark]
    named = {note.number: note.term for note in miluo.footnotes}
    assert (named[1], named[4], named[21]) == ("三高四新", "智赋万企", "新市民")
    assert named[23] == "“营商清风”101专项行动"


def test_marks_bold_and_page_breaks_are_gone_from_the_text(miluo: Report) -> None:
    assert not any(mark in miluo.text for mark in ("**", "^[", "\n\n", " 48 "))
    assert "陕煤汨罗火电项目完成征地990亩，拆迁安置群众48户，厂外“四通”、安置区开工" in miluo.text
    assert "落实“七个岳阳”建设任务，聚焦“一二三四”工作目标" in miluo.text


# the title page


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "政府工作报告\n（2024年12月23日在桐川县第十九届人民代表大会第四次会议上）\n桐川县人民政府代县长　马成\n",
            ("政府工作报告", "马成", "桐川县第十九届人民代表大会第四次会议", "2024-12-23", 2024, 2025),
        ),
        (
            "桐川县政府工作报告\n——在桐川县第八届人民代表大会第四次会议上\n（2024年12月26日）\n县长 买买提·吐尔逊\n",
            (
                "桐川县政府工作报告",
                "买买提·吐尔逊",
                "桐川县第八届人民代表大会第四次会议",
                "2024-12-26",
                2024,
                2025,
            ),
        ),
        (
            "政 府 工 作 报 告\n——二〇二六年一月二十七日在桐川县十四届人大四次会议上\n县　长　　许建峰\n",
            ("政府工作报告", "许建峰", "桐川县十四届人大四次会议", "2026-01-27", 2025, 2026),
        ),
        (
            "1998年政府工作报告　　——1 9 9 8 年3 月5 日在桐川县第九届人民代表大会第一次会议上　　　　　　县长李青",
            ("1998年政府工作报告", "李青", "桐川县第九届人民代表大会第一次会议", "1998-03-05", 1997, 1998),
        ),
        (
            "政府工作报告——１９９２年３月２０日在桐川县第七届人民代表大会第五次会议上　　　　　　　　县长李青",
            ("政府工作报告", "李青", "桐川县第七届人民代表大会第五次会议", "1992-03-20", 1991, 1992),
        ),
    ],
)
def test_title_pages_tell_who_spoke_when_and_where(report: Reader, page: str, expected: tuple[object, ...]) -> None:
    found = report(page + "各位代表：\n现在，我代表县人民政府向大会报告工作。\n工作回顾\n全年粮食增产。\n")
    assert (found.title, found.speaker, found.session, found.date) == expected[:4]
    assert (found.reviewed_year, found.coming_year) == expected[4:]
    assert found.area is not None
    assert (found.area.code, found.area.name, found.area.level) == ("", "桐川县", "county")


@pytest.mark.parametrize(
    ("session", "code", "name"),
    [
        ("长沙县第十八届人民代表大会", "430121", "长沙县"),
        ("惠州市榕湾区第八届人民代表大会", "", "榕湾区"),
        ("长春市朝阳区第十九届人民代表大会", "220104", "朝阳区"),
        ("四川省第十四届人民代表大会", "51", "四川省"),
        ("内蒙古自治区第十四届人民代表大会", "15", "内蒙古自治区"),
        ("第十二届全国人民代表大会", "", "中华人民共和国"),
    ],
)
def test_the_area_is_the_one_that_the_session_names(report: Reader, session: str, code: str, name: str) -> None:
    found = report(f"政府工作报告\n——2025年1月8日在{session}第四次会议上\n各位代表：\n我向大会报告湖南、长沙工作。\n")
    assert found.area is not None
    assert (found.area.code, found.area.name) == (code, name)


def test_a_plan_report_speaks_for_the_county_that_its_title_is_about(report: Reader) -> None:
    found = report("关于桐川县2024年国民经济和社会发展计划执行情况的报告\n各位代表：\n我向大会报告工作。\n")
    assert found.area is not None
    assert found.area.name == "桐川县"


def test_a_place_unknown_to_the_official_list_lies_where_the_report_says(report: Reader) -> None:
    told = report(
        "政府工作报告\n——2025年1月8日在惠州市榕湾区第八届人民代表大会第五次会议上\n各位代表：\n我报告工作。\n"
    )
    thanked = report(
        "政府工作报告\n——2025年1月8日在弥阳市第八届人民代表大会第五次会议上\n各位代表：\n我报告工作。\n"
        "一、2024年工作回顾\n一年来，在省委、潍坊市委和弥阳市委的坚强领导下，全市经济增长。\n"
    )
    assert told.area is not None
    assert thanked.area is not None
    assert (told.area.parent, thanked.area.parent, thanked.area.level) == ("4413", "3707", "county")


def test_a_town_that_shares_its_name_with_one_elsewhere_is_not_taken_for_it(report: Reader) -> None:
    found = report("政府工作报告\n——2025年1月9日在桐岭镇第十九届人民代表大会第五次会议上\n各位代表：\n我报告工作。\n")
    assert found.area is not None
    assert (found.area.code, found.area.name, found.area.level) == ("", "桐岭镇", "township")


def test_a_text_that_names_no_area_has_none(report: Reader) -> None:
    assert report("政府工作报告\n各位代表：\n现在，我向大会报告工作。\n").area is None


# sections


@pytest.mark.parametrize(
    ("headings", "parts"),
    [
        (["一、2024年工作回顾", "二、2025年工作安排"], "rp"),
        (["第一部分　2024年工作回顾", "第二部分　2025年工作安排", "第三部分　加强政府自身建设"], "rpp"),
        (["一、2024年：负重前行的一年", "二、2025年：奋楫争先的一年"], "rp"),
        (["一、2024年主要工作", "二、2025年主要工作"], "rp"),
        (["一、过去五年工作回顾", "二、今后五年的奋斗目标", "三、2025年重点工作"], "rpp"),
        (["一、一年接着一年干，建设取得新成效", "二、一鼓作气勇争先，奋力开创新局面", "三、一以贯之转作风"], "rpp"),
        (["第一部分　今年办成的事", "第二部分　还有哪些不够好", "第三部分　明年要接着办的事"], "rrp"),
        (["2024 年工作回顾", "2025 年工作安排", "加强政府自身建设"], "rpp"),
        (["**2024年工作回顾**", "**2025年工作安排**"], "rp"),
        (["## 2024年工作回顾", "## 2025年工作安排"], "rp"),
    ],
)
def test_headings_tell_review_from_plan(report: Reader, headings: list[str], parts: str) -> None:
    body = {"r": "完成了投资12亿元，增长了5%。\n", "p": "要新建公路12公里，力争增长5%以上。\n"}
    found = report(FRONT + "".join(f"{heading}\n{body[part]}" for heading, part in zip(headings, parts, strict=True)))
    mains = [section for section in found.sections if section.depth == 1]
    assert [section.part.value[0] for section in mains] == list(parts)


def test_a_heading_that_announces_review_and_plan_is_split_where_the_plan_begins(report: Reader) -> None:
    found = report(
        FRONT.replace("2025年1月", "2026年1月") + "一、2025年工作回顾\n建成公路。\n"
        "二、“十四五”时期发展成就和“十五五”时期主要目标任务\n过去五年，建成了两座水库。\n"
        "“十五五”时期，全县发展的主要目标是：建成三座水库。\n（一）现代产业。建设产业园。\n三、2026年重点工作\n建设桥梁。\n"
    )
    parts = [part_of(found, words) for words in ("建成公路", "两座水库", "三座水库", "产业园", "桥梁")]
    assert parts == [Part.REVIEW, Part.REVIEW, Part.PLAN, Part.PLAN, Part.PLAN]


def test_a_report_without_headings_turns_to_the_plan_where_it_begins_with_the_coming_year(report: Reader) -> None:
    found = report(FRONT + "过去一年，新建学校两所。\n2025年是收官之年，主要预期目标是：增长5%。\n新建医院一所。\n")
    assert [part_of(found, words) for words in ("学校", "增长5%", "医院")] == [Part.REVIEW, Part.PLAN, Part.PLAN]


def test_the_difficulties_and_government_building_of_a_review_stay_in_it(report: Reader) -> None:
    found = report(
        FRONT + "一、2024年工作回顾\n（一）经济稳中有进。增长5%。\n（五）持续加强政府自身建设。办结提案。\n"
        "同时，存在的困难和问题不少。\n二、2025年工作安排\n（一）扩大内需。建设市场。\n"
    )
    assert [part_of(found, words) for words in ("办结提案", "困难和问题", "建设市场")] == [
        Part.REVIEW,
        Part.REVIEW,
        Part.PLAN,
    ]


def test_lists_that_begin_anew_lie_within_the_section_that_holds_them(report: Reader) -> None:
    found = report(
        FRONT + "一、2024年工作回顾\n（一）工业\n1.做强龙头。产值增长。\n2.做优园区。园区扩容。\n（二）农业\n增产。\n"
        "二、2025年工作安排\n一、抓工业\n二、抓农业\n三、加强自身建设\n"
    )
    depths = [(section.heading, section.depth) for section in found.sections]
    assert depths == [
        ("一、2024年工作回顾", 1),
        ("（一）工业", 2),
        ("1.做强龙头", 3),
        ("2.做优园区", 3),
        ("（二）农业", 2),
        ("二、2025年工作安排", 1),
        ("一、抓工业", 2),
        ("二、抓农业", 2),
        ("三、加强自身建设", 1),
    ]


# lines and sentences


def test_a_crawled_page_leaves_names_in_captions_but_no_buttons(report: Reader) -> None:
    found = report(
        "下载\n打印\n【字号：\n加大\n】\n政府工作报告\n——2026年1月27日在桐川县第八届人民代表大会第四次会议上\n来源：桐川日报\n"
        "时间：2026-02-01\n县长 沈青\n县长沈青作政府工作报告。本报记者 林 君摄\n各位代表：\n现在，我报告工作。\n"
        "一、2025年工作回顾\n粮食增产。\n- 1 -\n相关报道：\n桐川县举行新闻发布会\n"
    )
    assert not any(word in found.text for word in ("下载", "字号", "加大", "- 1 -", "相关报道"))
    assert [part_of(found, words) for words in ("桐川日报", "本报记者", "新闻发布会")] == [Part.OTHER] * 3
    assert (found.speaker, found.date) == ("沈青", "2026-01-27")


def test_what_pages_broke_is_joined_and_what_authors_parted_is_not(report: Reader) -> None:
    found = report(
        FRONT + "一、2024年工作回顾\n"
        "全县实施重点项目一百二十个，完成投资三十六亿元，云岭抽水蓄能电站完成征地，拆迁\n\n- 2 -\n\n安置群众48户。\n"
        "一年来，主要做了以下工作：\n做强龙头企业。\n二、2025年工作安排\n"
        "（一）聚力服务和融入全国统一大市场，加快推进新型城镇化和城乡融合发展\n抢抓机遇。\n"
    )
    assert "拆迁安置群众48户。\n一年来，主要做了以下工作：\n做强龙头企业。\n二、" in found.text
    assert "城乡融合发展\n抢抓机遇。" in found.text


def test_sentences_end_as_annotators_count_them(report: Reader) -> None:
    found = report(
        FRONT + "一、2024年工作回顾\n"
        "新桥通车；新渠通水。“一次办成！”的口号叫响，“三高”即“高地；高峰；高质”。他说：“路通了。”大家都笑了！\n"
    )
    assert said(found)[-5:] == [
        "新桥通车；",
        "新渠通水。",
        "“一次办成！”的口号叫响，“三高”即“高地；高峰；高质”。",
        "他说：“路通了。”",
        "大家都笑了！",
    ]


def test_figures_are_half_width_and_free_of_spaces(report: Reader) -> None:
    found = report(
        FRONT + "一、２０２４年工作回顾\n"
        "全年完成投资 12．5 亿元，增长５．２％，新建 5G 基站 175 个，国际 A 类赛事 2 项，城镇化率提高 0.8 个百分点。\n"
    )
    assert "全年完成投资12.5亿元，增长5.2%，新建5G基站175个，国际A类赛事2项，城镇化率提高0.8个百分点。" in found.text


# notes


@pytest.mark.parametrize(
    ("mark", "notes"),
    [
        ("^[1]", "注释：\n[1]“梧桐计划”：引进人才。\n[2]“两山”：绿水青山。"),
        ("[1]", "名词解释\n［1］“梧桐计划”：\n引进人才。\n［2］“两山”：绿水青山。"),
        ("①", "名词解释：\n①“梧桐计划”：引进人才。\n②“两山”：绿水青山。"),
        ("【1】", "注释\n【1】“梧桐计划”：引进人才。\n【2】“两山”：绿水青山。"),
        ("〔1〕", "附：名词解释\n〔1〕“梧桐计划”：引进人才。\n〔2〕“两山”：绿水青山。"),
        ("（1）", "注：\n（1）“梧桐计划”：引进人才。\n（2）“两山”：绿水青山。"),
        ("¹", "有关名词注释\n1.“梧桐计划”：引进人才。\n2.“两山”：绿水青山。"),
        ("[1]", "[1]“梧桐计划”：引进人才。\n[2]“两山”：绿水青山。"),
    ],
)
def test_notes_are_read_with_term_definition_and_mark(report: Reader, mark: str, notes: str) -> None:
    body = f"一、2024年工作回顾\n实施“梧桐计划”{mark}引才36人。\n二、2025年工作安排\n落实计划。\n"
    found = report(FRONT + body + notes + "\n")
    told = [(note.number, note.term, note.definition) for note in found.footnotes]
    assert told == [(1, "梧桐计划", "引进人才。"), (2, "两山", "绿水青山。")]
    assert "实施“梧桐计划”引才36人。" in found.text
    assert [found.text[place - 3 : place] for place in found.footnotes[0].marks] == ["计划”"]
    assert part_of(found, "引进人才") is Part.NOTES


def test_numbers_in_circles_that_only_count_stay_in_the_text(report: Reader) -> None:
    found = report(FRONT + "一、2024年工作回顾\n做到：①路通；②水通。\n")
    assert "①路通；②水通" in found.text
    assert found.footnotes == ()


def test_an_attachment_behind_the_notes_is_no_part_of_the_last_note(report: Reader) -> None:
    notes = "名词解释\n1.“两山”：绿水青山。\n附件：2025年重点项目\n云岭水库建设。\n"
    found = report(
        FRONT + "一、2024年工作回顾\n粮食增产，农民增收，企业增效。\n二、2025年工作安排\n落实计划。\n" + notes
    )
    assert [note.definition for note in found.footnotes] == ["绿水青山。"]
