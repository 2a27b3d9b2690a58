"""What a report says in figures, through the facts room's door."""

from __future__ import annotations

import doctest
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg.facts
from kg.facts import clauses, figures_han, figures_lists, figures_numbers, figures_phrases, figures_words
from kg.read import read
from ontology.model import Label, Mention, Mode, Observation, Quantity, Report

MILUO = Path(__file__).parents[2] / "examples" / "miluo-2024" / "report.md"
REPORT = """沅县政府工作报告

——2024年12月20日在沅县第十八届人民代表大会第四次会议上

各位代表：

现在，我代表县人民政府向大会报告工作，请予审议。

一、2024年工作回顾

{review}

二、2025年工作安排

{plan}
"""
Say = Callable[..., list[Observation]]
Told = tuple[str, str, str, str]


@pytest.fixture
def say(tmp_path: Path) -> Say:
    """Observations of a report that reviews 2024 and plans 2025 in the given words."""

    def observations(review: str = "", plan: str = "", **names: str) -> list[Observation]:
        path = tmp_path / "report.txt"
        path.write_text(REPORT.format(review=review, plan=plan), encoding="utf-8")
        report = read(path)
        return list(kg.facts.find(report, mentions(report, names)).observations)

    return observations


def mentions(report: Report, names: dict[str, str]) -> tuple[Mention, ...]:
    """Each name, given as label=name, wherever it stands."""
    return tuple(
        sorted(
            Mention(found.start(), found.end(), Label[label], name)
            for label, name in names.items()
            for found in re.finditer(re.escape(name), report.text)
        )
    )


def told(found: Sequence[Observation]) -> list[Told]:
    return [(o.about, o.indicator, written(o.quantity), written(o.change)) for o in found]


def written(quantity: Quantity | None) -> str:
    return f"{quantity.amount} {quantity.unit}" if quantity else ""


def test_a_value_and_its_growth_are_one_fact(say: Say) -> None:
    assert told(say("全县地区生产总值486.43亿元，增长5.0%；固定资产投资下降3.3%。")) == [
        ("全县", "地区生产总值", "486.43 亿元", "5.0 %"),
        ("全县", "固定资产投资", "", "-3.3 %"),
    ]


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        (
            "城、乡居民人均可支配收入44651元、27702元，分别增长3.5%、5.5%。",
            [
                ("全县", "城镇居民人均可支配收入", "44651 元", "3.5 %"),
                ("全县", "农村居民人均可支配收入", "27702 元", "5.5 %"),
            ],
        ),
        (
            "养老保险、工伤保险、失业保险分别参保47万人、6.5万人、2.8万人。",
            [
                ("全县", "养老保险参保", "47 万人", ""),
                ("全县", "工伤保险参保", "6.5 万人", ""),
                ("全县", "失业保险参保", "2.8 万人", ""),
            ],
        ),
        (
            "养老、失业保险参保人数分别达156万人、118万人。",
            [("全县", "养老保险参保人数", "156 万人", ""), ("全县", "失业保险参保人数", "118 万人", "")],
        ),
        ("95%以上的村集体经营性收入超10万元。", [("村", "集体经营性收入", ">10 万元", "")]),
        ("8个村集体经济收入突破100万元。", [("村", "集体经济收入", ">100 万元", "")]),
        (
            "交通、水利投资分别达到845亿元、486亿元。",
            [("全县", "交通投资", "845 亿元", ""), ("全县", "水利投资", "486 亿元", "")],
        ),
        (
            "生产安全事故起数、死亡人数分别下降15%、13.5%。",
            [("全县", "生产安全事故起数", "", "-15 %"), ("全县", "生产安全事故死亡人数", "", "-13.5 %")],
        ),
        (
            "建议办结率、提案办复率均为100%。",
            [("全县", "建议办结率", "100 %", ""), ("全县", "提案办复率", "100 %", "")],
        ),
        (
            "全县6个企业品牌、2个区域品牌入选省级名单。",
            [("全县", "入选省级名单企业品牌", "6 个", ""), ("全县", "入选省级名单区域品牌", "2 个", "")],
        ),
        (
            "建成8个国家级、13个省级区域医疗中心。",
            [("全县", "国家级区域医疗中心", "8 个", ""), ("全县", "省级区域医疗中心", "13 个", "")],
        ),
        (
            "新增现代农业产业园11个、特色产业集群9个。",
            [("全县", "新增现代农业产业园", "11 个", ""), ("全县", "新增特色产业集群", "9 个", "")],
        ),
    ],
)
def test_lists_are_told_member_by_member(say: Say, sentence: str, facts: list[Told]) -> None:
    assert told(say("全县经济稳中有进。" + sentence)) == facts


@pytest.mark.parametrize(
    ("sentence", "indicator", "value", "change"),
    [
        ("粮食播种面积稳定在41.3万亩以上。", "粮食播种面积", ">=41.3 万亩", ""),
        ("城镇登记失业率控制在5.2%以内。", "城镇登记失业率", "<=5.2 %", ""),
        ("旅游收入突破60亿元大关。", "旅游收入", ">60 亿元", ""),
        ("技工贸总收入超千亿元。", "技工贸总收入", ">1000 亿元", ""),
        ("城镇化率由55%提高到60%左右。", "城镇化率", "~60 %", ""),
        ("人均收入从2020年的1.5万元提高到2024年的2.1万元。", "人均收入", "2.1 万元", ""),
        ("全年预计（下同）实现地区生产总值486.43亿元。", "地区生产总值", "486.43 亿元", ""),
        ("殡葬服务费由平均2900元下降到1000元左右。", "殡葬服务费", "~1000 元", ""),
        ("失业率从上半年5.5%降到5.3%。", "失业率", "5.3 %", ""),
        ("财政此项支出从2023年20.5亿元增加到去年的98亿元。", "财政此项支出", "98 亿元", ""),
        ("2023年度“小田改大田”6.04万亩。", "“小田改大田”", "6.04 万亩", ""),
        ("其中外商直接投资占70%。", "外商直接投资占比", "70 %", ""),
        ("紧急生活救助困难群众1.7万余人。", "紧急生活救助困难群众", ">1.7 万人", ""),
        ("技能人才占比提高10—12个百分点。", "技能人才占比", "", "10-12 个百分点"),
        ("外贸企业数增长2.5倍。", "外贸企业数", "", "2.5 倍"),
        ("财政总收入实现翻番。", "财政总收入", "", "1 番"),
        ("农民纯收入平均每年增长百分之七。", "农民纯收入", "", "7 %"),
        ("粮食总产量达到三百五十万吨。", "粮食总产量", "350 万吨", ""),
        ("居民消费价格与上年基本持平。", "居民消费价格", "", "~0 %"),
        ("PM2.5平均浓度每立方米19微克。", "PM2.5平均浓度", "19 微克/立方米", ""),
        ("民生支出占一般公共预算支出近八成。", "民生支出占一般公共预算支出比重", "~80 %", ""),
        ("市场主体净增4806户。", "市场主体", "", "4806 户"),
    ],
)
def test_every_way_of_writing_a_figure(say: Say, sentence: str, indicator: str, value: str, change: str) -> None:
    assert told(say(sentence)) == [(told(say(sentence))[0][0], indicator, value, change)]


@pytest.mark.parametrize(
    "sentence",
    [
        "主要指标增速居全省第3位，连续9年获评优秀。",
        "2024年12月17日，启动“十四五”规划中期评估。",
        "建设15分钟便民生活圈和4A级景区。",
        "12345热线和5G网络服务群众。",
        "抓好3个方面工作。",
        "20户以上自然村全部通硬化路。",
        "加快750千伏输变电工程建设。",
    ],
)
def test_ranks_dates_grades_and_manners_of_speech_are_no_figures(say: Say, sentence: str) -> None:
    assert told(say(sentence)) == []


def test_a_number_inside_a_name_is_no_figure(say: Say) -> None:
    assert told(say("推进100万吨再生铝项目建设。", PRJ="100万吨再生铝项目")) == []


def test_a_figure_is_of_the_name_it_is_told_of(say: Say) -> None:
    found = say(
        "沅江港货物吞吐量突破100万吨。沅水大桥项目开工建设，总投资12亿元。总投资6.5亿元的锂电三期落户园区。",
        FAC="沅江港",
        PRJ="沅水大桥项目",
        ENT="锂电三期",
    )
    assert [(o.subject.text if o.subject else "", o.indicator, written(o.quantity)) for o in found] == [
        ("沅江港", "货物吞吐量", ">100 万吨"),
        ("沅水大桥项目", "总投资", "12 亿元"),
        ("锂电三期", "总投资", "6.5 亿元"),
    ]


def test_the_review_tells_what_was_done_and_the_plan_what_will_be(say: Say) -> None:
    done, aimed = say("全县新增学位3000个。", "全县新增学位5000个。")
    assert (done.year, done.mode) == (2024, Mode.ACTUAL)
    assert (aimed.year, aimed.mode) == (2025, Mode.TARGET)


def test_the_text_may_name_another_year(say: Say) -> None:
    (far,) = say(plan="到2030年，森林覆盖率达到65%。")
    assert (far.year, far.mode) == (2030, Mode.TARGET)


def test_growth_over_five_years_keeps_its_first_year(say: Say) -> None:
    yearly, stock = say("五年来，全县生产总值年均增长6.5%。高速公路通车里程达到180公里。")
    assert (yearly.since, yearly.year) == (2020, 2024)
    assert (stock.since, stock.year) == (None, 2024)


def test_all_footnotes_of_a_report_are_definitions() -> None:
    report = read(MILUO)
    found = kg.facts.find(report, mentions(report, {"POL": "三高四新"})).definitions
    assert [definition.footnote for definition in found] == list(range(1, 28))
    assert found[0].name == "三高四新"
    assert found[0].term is not None
    assert found[0].term.text == "三高四新"
    assert all(definition.text in report.text for definition in found)


def test_a_term_without_a_mark_is_the_name_that_the_text_gives_it() -> None:
    report = read(MILUO)
    unmarked = replace(report, footnotes=tuple(replace(note, marks=()) for note in report.footnotes))
    found = kg.facts.find(unmarked, mentions(unmarked, {"POL": "三高四新"})).definitions
    assert [definition.name for definition in found if definition.term] == ["三高四新"]


def test_a_term_is_not_tied_to_a_longer_name_that_means_something_else() -> None:
    report = read(MILUO)
    names = {"POL": "“两新”送解忧行动", "PRJ": "“三助”养老服务中心"}
    found = kg.facts.find(report, mentions(report, names)).definitions
    assert [definition.term for definition in found if definition.name in ("两新", "“三助”养老服务")] == [None, None]


def test_each_fact_stands_where_it_says() -> None:
    report = read(MILUO)
    found = kg.facts.find(report, ()).observations
    assert len(found) > 150
    for observation in found:
        sentence = report.sentences[observation.sentence]
        assert sentence.start <= observation.start < observation.end <= sentence.end
        said = report.text[observation.start : observation.end].replace(",", "")
        for quantity in (observation.quantity, observation.change):
            if quantity and str(abs(quantity.value)) not in said:
                assert re.search("[一二两三四五六七八九十百千万亿成平番]", said), observation


WILD = st.text(
    alphabet="一二三百万亿十成番至到由从超近约0123456789.,%个家亿元增长下降分别均新项全县、，。；：“”《》（）和的等 \n",
    max_size=160,
)


def test_several_figures_that_others_came_from_are_left_out(say: Say) -> None:
    assert told(say("全县城乡居民人均可支配收入从2020年的3.1万元和1.6万元分别提高到4.2万元和2.3万元。")) == [
        ("全县", "城镇居民人均可支配收入", "4.2 万元", ""),
        ("全县", "农村居民人均可支配收入", "2.3 万元", ""),
    ]


def test_a_vision_of_five_years_holds_for_its_paragraph_of_the_plan(say: Say) -> None:
    vision, task = say(plan="展望未来五年，新增高标准农田5万亩。\n\n全年新增公办学位1200个。")
    assert [(o.since, o.year) for o in (vision, task)] == [(2025, 2029), (None, 2025)]


def test_growth_in_each_year_is_told_apart_from_the_value_of_one(say: Say) -> None:
    found = say("过去五年，全县工业产值年均增长12%，2024年达到576亿元。")
    assert told(found) == [("全县", "工业产值年均增长", "", "12 %"), ("全县", "工业产值", "576 亿元", "")]
    assert [(o.since, o.year) for o in found] == [(2020, 2024), (None, 2024)]


def test_a_far_year_at_the_head_is_that_of_its_sentence(say: Say) -> None:
    assert [(o.indicator, o.year, o.mode) for o in say(plan="2035年，全县生产总值翻一番。")] == [
        ("生产总值", 2035, Mode.TARGET)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "对于我们这样一个有13万人口的山区县是了不起的成就。",
        "更靠的是全县5.8万父老乡亲的苦干实干。",
        "全年实施项目，同比多9个。",
        "每个村至少组建1支抢险队。",
        "我们要用百倍的努力把大事做好。",
    ],
)
def test_a_manner_of_speech_states_no_figure_of_the_area(say: Say, sentence: str) -> None:
    assert told(say(sentence)) == []


def test_members_of_a_list_are_quoted_with_the_verb_that_they_share(say: Say) -> None:
    words = "培育国家级小巨人企业1家以上、省级中小企业10家以上"
    path_words = [(o.indicator, o.start, o.end) for o in say(plan=f"{words}。")]
    assert path_words[0][1] == path_words[1][1]


def test_what_a_policy_dates_is_not_told_of_the_policy(say: Say) -> None:
    assert told(say("十年禁渔以来全县监测鱼类增长1倍。", POL="十年禁渔"))[0][0] == "全县"


def test_a_list_of_figures_is_of_the_park_that_it_begins_with(say: Say) -> None:
    found = say("洪田产业园入驻企业71家、亩均税收18.6万元。", PARK="洪田产业园")
    assert [o.about for o in found] == ["洪田产业园", "洪田产业园"]


def test_what_may_be_of_the_company_just_named_is_not_surely_of_the_county(say: Say) -> None:
    words = "德胜齿轮与高校合作，良品率提高6个百分点。德胜齿轮建成投产，固定资产投资增长5%。"
    doubtful, sure = say(words, ENT="德胜齿轮")
    assert doubtful.score < 0.5 < sure.score


SURE = 0.5


@pytest.mark.parametrize(
    ("sentence", "about", "indicator"),
    [
        ("签约文旅项目12个、到位资金38亿元。", "签约文旅项目", "到位资金"),
        ("办理代表建议57件、委员提案84件，办结率100%。", "办理代表建议、委员提案", "办结率"),
        ("16个交通项目完成投资25亿元，投资完成率108%。", "交通项目", "投资完成率"),
        ("总投资9亿元的14个灌区改造项目全部开工。", "灌区改造项目", "总投资"),
        ("推进农膜回收利用，力争回收利用率92%。", "全县", "农膜回收利用率"),
        ("新增护理险参保人数15万人，参保率达91%。", "全县", "护理险参保率"),
        ("排查燃气隐患520处，完成整改518处。", "燃气隐患", "整改"),
        ("外贸进出口增长8%，总额突破80亿元。", "全县", "外贸进出口总额"),
        ("新增上市公司3家、总数达17家。", "全县", "上市公司总数"),
        ("项目新签约80个、新开工70个。", "项目", "新开工"),
        ("农村敬老院改建、卫生室改建各6个。", "全县", "农村敬老院改建"),
    ],
)
def test_a_statistic_of_anything_is_told_of_what_the_text_tells_it_of(
    say: Say, sentence: str, about: str, indicator: str
) -> None:
    found = say("全县经济稳中有进。" + sentence)
    assert (about, indicator) in [(o.about, o.indicator) for o in found if o.score > SURE]


@pytest.mark.parametrize(
    "sentence",
    [
        "各类资金加快拨付，到位率98%。",
        "打造生物医药产业，力争产值突破30亿元。",
        "实施重点项目126个，争取资金31.5亿元。",
        "机制推广到东街社区、西街社区等19个社区。",
        "柳坡镇、金沟镇等9个乡镇秋粮足墒下种。",
        "检查检验结果互认覆盖二级以上医院97%门诊量。",
        "外资项目限制条目减少一半，95%以上实行备案管理。",
    ],
)
def test_what_a_statistic_is_of_is_not_guessed(say: Say, sentence: str) -> None:
    vague = ("到位率", "产值", "资金", "社区", "乡镇", "医院", "备案管理")
    assert [o for o in say(sentence) if o.score > SURE and o.about == "全县" and o.indicator.endswith(vague)] == []


@pytest.mark.parametrize(
    ("sentence", "indicators"),
    [
        (
            "新增投产企业79家、个体经营户534户、手工作坊93个。",
            ["新增投产企业", "新增个体经营户", "新增手工作坊"],
        ),
        ("新增光伏装机30万千瓦，其中屋顶光伏装机20万千瓦。", ["新增光伏装机", "新增屋顶光伏装机"]),
        ("出口业绩“破冰”8家、“翻番”4家。", ["出口业绩“破冰”", "出口业绩“翻番”"]),
        ("特招、统招上线率分别达44%、76%。", ["特招上线率", "统招上线率"]),
        ("家电、手机限上零售额分别增长8%、31%。", ["家电限上零售额", "手机限上零售额"]),
        ("每千人床位数、医师数增至7.8张、3.5个。", ["每千人床位数", "每千人医师数"]),
        ("国家级、省级创新平台分别达到22家、182家。", ["国家级创新平台", "省级创新平台"]),
        ("中考700分以上121人。", ["中考700分以上"]),
        ("推进整改1处。", ["推进整改"]),
        ("实施学前免费教育政策、惠及1.8万名儿童。", ["惠及儿童"]),
        ("甲线、乙线等4条城际铁路加快建设。", ["加快建设城际铁路"]),
        ("森林覆盖率较2020年提高1.5个百分点。", ["森林覆盖率"]),
        ("完成并购重组12起。", ["并购重组"]),
        ("竹制品全国市场占有率达50%。", ["竹制品全国市场占有率"]),
        ("汽车产量增长1.7倍，其中新能源汽车增长17倍。", ["汽车产量", "新能源汽车产量"]),
        ("改造纱厂小区、粮站小区等老旧小区15个。", ["改造老旧小区"]),
        ("新增省级龙头企业2家、市级5家。", ["新增省级龙头企业", "新增市级龙头企业"]),
        ("议事协调机构由136个优化为21个，精简84.5%。", ["议事协调机构"]),
        ("有色产业年产值超4亿元，钢铁产业超3亿元。", ["有色产业年产值", "钢铁产业年产值"]),
        ("新增公交线路7条、通车里程超400公里。", ["新增公交线路", "通车里程"]),
        ("限额以上家具、汽车零售额分别增长8%、31%。", ["限额以上家具零售额", "限额以上汽车零售额"]),
        ("改造老旧供热、燃气管网8公里、6公里。", ["改造老旧供热管网", "改造老旧燃气管网"]),
        ("城乡居民养老金、低保标准分别提高25元、50元。", ["城乡居民养老金标准", "低保标准"]),
        ("制造业、普惠贷款余额分别增长8%、13%。", ["制造业贷款余额", "普惠贷款余额"]),
        ("生猪、家禽年出栏量分别达39万头、15万只。", ["生猪年出栏量", "家禽年出栏量"]),
        ("新能源投资增长70%、装机规模增长38%。", ["新能源投资", "新能源装机规模"]),
        ("县属企业完成产业投资5亿元、研发投入1亿元。", ["县属企业完成产业投资", "县属企业研发投入"]),
        ("新签约亿元以上项目14个，其中外资项目2个。", ["新签约亿元以上项目", "新签约亿元以上项目中外资项目"]),
        ("教育基金累计募集1.3亿元。", ["教育基金累计募集"]),
        ("完成林分优化提升200亩。", ["林分优化提升"]),
        ("制定、修改、废止规范性文件12件。", ["制定、修改、废止规范性文件"]),
        ("新建绿道12公里、创建幸福河湖3条。", ["新建绿道", "幸福河湖"]),
        ("建设住房3套（户）、老旧管道1.6公里。", ["住房", "老旧管道"]),
        ("排查7大领域101类问题。", ["排查7大领域问题"]),
        ("粮食播种总面积98万亩、总产量41万吨。", ["粮食播种总面积", "粮食总产量"]),
        ("11个镇被认定为卫生镇。", ["被认定为卫生镇"]),
        ("5家企业年内可申请上市。", ["可申请上市企业"]),
        ("12支球队角逐冠军。", ["角逐冠军球队"]),
        ("农房风貌提升3万户。", ["农房风貌提升"]),
        ("6个重点园区2024年营业收入突破80亿元。", ["重点园区", "营业收入"]),
        ("市级合作社、规模以上农场、家庭牧场分别达5家、8家、30家。", ["市级合作社", "规模以上农场", "家庭牧场"]),
        ("盘活闲置校舍3处、旧厂房8处。", ["盘活闲置校舍", "盘活旧厂房"]),
    ],
)
def test_an_indicator_keeps_the_words_that_make_it_true(say: Say, sentence: str, indicators: list[str]) -> None:
    assert [o.indicator for o in say("全县经济稳中有进。" + sentence)] == indicators


@pytest.mark.parametrize(
    ("sentence", "since"),
    [
        ("五年来，城镇新增就业5.2万人。", 2020),
        ("五年来，12部作品获得省级大奖。", 2020),
        ("五年来，建成文化广场3个、图书馆2座。", 2020),
        ("五年来，农村公路改造380公里。", 2020),
        ("五年来，累计创建绿色工厂23家。", 2020),
        ("五年来，企业研发投入年均增长11.5%、高于全国1个百分点。", 2020),
        ("五年来，经济总量连跨500亿元、600亿元。", 2020),
        ("五年来，高新技术企业达到120家。", None),
        ("五年来，城镇化率从50%提高到58%。", None),
    ],
)
def test_what_was_made_in_five_years_is_not_of_the_last_alone(say: Say, sentence: str, since: int | None) -> None:
    assert {(o.since, o.year) for o in say(sentence)} == {(since, 2024)}


def test_a_passing_mention_of_five_years_holds_for_its_own_part(say: Say) -> None:
    review = "（一）产业提质\n\n“十四五”以来最严的整治收官，新建水渠3公里。\n\n（二）城乡焕新\n\n新建绿道5公里。"
    assert [(o.indicator, o.since) for o in say(review)] == [("新建水渠", 2021), ("新建绿道", None)]


def test_the_year_just_past_ends_a_passage_of_five_years(say: Say) -> None:
    words = "五年来，新增学位5000个。刚刚过去的2024年，全县上下实干争先。新增床位300张。"
    assert [(o.indicator, o.since, o.year) for o in say(words)] == [("新增学位", 2020, 2024), ("新增床位", None, 2024)]


def test_a_project_is_not_of_the_company_that_pays_for_it(say: Say) -> None:
    found = say("由长风能源投资，总装机120万千瓦。", ENT="长风能源")
    assert [o for o in found if o.subject and o.score > SURE] == []


def test_what_stands_before_the_first_of_a_list_may_hold_for_the_others(say: Say) -> None:
    surely = {
        o.indicator
        for o in say("建成国家级绿色工厂6家、绿色园区3家。新增上市公司3家、养老床位80张。")
        if o.score > SURE
    }
    assert surely == {"国家级绿色工厂", "新增上市公司", "新增养老床位"}


def test_a_list_is_of_the_one_that_it_begins_with(say: Say) -> None:
    found = say("沅水实验室集聚科研人员110人、转化科研成果28项。", ORG="沅水实验室")
    assert [(o.about, o.indicator) for o in found] == [("沅水实验室", "科研人员"), ("沅水实验室", "转化科研成果")]


def test_a_name_in_the_middle_of_a_list_is_not_what_its_end_is_of(say: Say) -> None:
    found = say("全县稳中有进。整改突出问题57个、清河行动监督问题11个、“夏季攻势”任务85项。", POL="清河行动")
    assert [o.about for o in found] == ["全县", "清河行动", "全县"]


def test_one_of_many_projects_is_not_what_the_next_clause_tells_of(say: Say) -> None:
    found = say(plan="推动沅水气田等项目建设，总投资超120亿元。", PRJ="沅水气田")
    assert [o for o in found if o.subject and o.score > SURE] == []


def test_figures_of_five_years_claim_no_year_that_they_may_not_have(say: Say) -> None:
    found = say("五年来，100户群众住上安全房。代表建议办结率达99%。提案办复率均为100%。森林覆盖率达到65%。护栏2万米。")
    assert {o.indicator: (o.since, o.year) for o in found if o.score > SURE} == {
        "群众住上安全房": (None, None),
        "提案办复率": (2020, 2024),
        "代表建议办结率": (2020, 2024),
        "森林覆盖率": (None, 2024),
        "护栏": (None, None),
    }


def test_of_thresholds_crossed_in_a_row_the_last_is_told(say: Say) -> None:
    found = say("存款余额连续突破300亿元、400亿元、500亿元大关。")
    assert [written(o.quantity) for o in found] == [">500 亿元"]


def test_points_of_a_row_are_no_pieces(say: Say) -> None:
    found = say("工业投资、民间投资增速分别高于全省12.7个、12个百分点。")
    assert {written(o.quantity) for o in found} == {"12.7 个百分点", "12 个百分点"}


@given(words=WILD)
@settings(max_examples=150, deadline=None)
def test_wild_text_gives_facts_that_stand_in_their_sentence(
    words: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "wild.txt"
    path.write_text(REPORT.format(review=words, plan=words), encoding="utf-8")
    report = read(path)
    for observation in kg.facts.find(report, ()).observations:
        sentence = report.sentences[observation.sentence]
        assert sentence.start <= observation.start < observation.end <= sentence.end
        assert observation.quantity or observation.change
        assert 0 < observation.score <= 1


@pytest.mark.parametrize(
    "module", [clauses, figures_han, figures_lists, figures_numbers, figures_phrases, figures_words]
)
def test_examples_in_the_code_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
