"""Two small reports of a county that does not exist, with everything that a report can state."""

from __future__ import annotations

from array import array
from decimal import Decimal

from ontology.model import (
    Dataset,
    Definition,
    Division,
    Entity,
    Extraction,
    Facts,
    Footnote,
    Label,
    Mention,
    Mode,
    Observation,
    Part,
    Predicate,
    ProjectState,
    Quantity,
    Relation,
    Report,
    Resolved,
    Section,
    Sentence,
    Status,
)

BASE = "https://data.example.org/"
PROVINCE = Division("43", "湖南省", "province")
COUNTY = Division("430699", "临江县", "county", "43")
TOWN = Division("430699101", "青峰镇", "township", "430699")

# A form feed stands where a page ends in the middle of a sentence: it is in the file and not in the cleaned text.
REVIEW = (
    "二〇二四年工作回顾",
    "全县地区生产总值128.6亿元，增长6.1%，城镇新增就业3200人。",
    "全省粮食总产量600亿斤。",
    "青峰抽水蓄能电站项目完成征地1500亩，主体\f工程由临江能源公司承建并开工。",
    "明月桥建成通车，县公路局获全国交通先进集体，由交通运输部授予。",
    "鼎新材料入驻临江经开区，与蓝海集团合作。",
    "李明任县发改局局长。",
)
PLAN = (
    "二〇二五年工作安排",
    "地区生产总值增长6%左右，城镇新增就业3000人以上。",
    "青峰抽水蓄能电站项目建成投用，争取资金2亿元。",
    "县政府出台“暖心”行动，青峰镇举办首届竹笛节，百姓乐团参加。",
)
NOTES = ("[1]“暖心”行动：为老人送餐的专项行动。", "[2]两山：绿水青山就是金山银山。")

THINGS = {
    "临江县": Entity("place/430699", "AdministrativeDivision", Label.ADM, "临江县", ("临江",), COUNTY, "place/43"),
    "湖南省": Entity("place/43", "AdministrativeDivision", Label.ADM, "湖南省", (), PROVINCE),
    "青峰镇": Entity("place/430699101", "AdministrativeDivision", Label.ADM, "青峰镇", (), TOWN, "place/430699"),
    "临江经开区": Entity("place/jing-kai-qu", "Park", Label.PARK, "临江经开区"),
    "青峰抽水蓄能电站项目": Entity("project/qing-feng", "EnergyProject", Label.PRJ, "青峰抽水蓄能电站项目"),
    "明月桥": Entity("project/ming-yue-qiao", "TransportProject", Label.PRJ, "明月桥"),
    "临江能源公司": Entity("organization/neng-yuan", "Enterprise", Label.ENT, "临江能源公司"),
    "鼎新材料": Entity("organization/ding-xin", "Enterprise", Label.ENT, "鼎新材料"),
    "蓝海集团": Entity("organization/lan-hai", "Enterprise", Label.ENT, "蓝海集团"),
    "百姓乐团": Entity("organization/yue-tuan", "Organization", Label.ORG, "百姓乐团"),
    "县公路局": Entity("organization/gong-lu", "GovernmentBody", Label.GOV, "临江县公路局", (), COUNTY),
    "县发改局": Entity("organization/fa-gai", "GovernmentBody", Label.GOV, "临江县发改局", (), COUNTY),
    "县政府": Entity("organization/zheng-fu", "GovernmentBody", Label.GOV, "临江县政府", (), COUNTY),
    "交通运输部": Entity("organization/jiao-tong-bu", "GovernmentBody", Label.GOV, "交通运输部"),
    "全国交通先进集体": Entity("honour/xian-jin", "Honour", Label.HON, "全国交通先进集体"),
    "“暖心”行动": Entity("policy/nuan-xin", "Policy", Label.POL, "“暖心”行动"),
    "首届竹笛节": Entity("event/zhu-di-jie", "Event", Label.EVT, "首届竹笛节"),
    "李明": Entity("person/li-ming", "Person", Label.PER, "李明"),
}


class Telling:
    """A report under way: finds the places of words in its text."""

    def __init__(self, name: str) -> None:
        lines = (*REVIEW, *PLAN, *NOTES)
        self.source = "\n".join(lines)
        self.offsets = array("L", (i for i, c in enumerate(self.source) if c != "\f"))
        self.text = "".join(self.source[i] for i in self.offsets)
        self.name = name
        self.sentences: tuple[Sentence, ...] = tuple(self._sentences(lines))

    def _sentences(self, lines: tuple[str, ...]) -> list[Sentence]:
        start, found = 0, []
        for index, line in enumerate(lines):
            part = Part.REVIEW if line in REVIEW else Part.PLAN if line in PLAN else Part.NOTES
            end = start + len(line.replace("\f", ""))
            found.append(Sentence(start, end, {Part.REVIEW: 0, Part.PLAN: 1}.get(part, -1), index, part))
            start = end + 1
        return found

    def place(self, words: str, after: str = "") -> tuple[int, int]:
        start = self.text.index(words, self.text.index(after))
        return start, start + len(words)

    def mention(self, words: str, after: str = "") -> Mention:
        return Mention(*self.place(words, after), THINGS[words].label, words, 0.9, "tagger")

    def where(self, words: str, after: str = "") -> tuple[int, int, int]:
        start, end = self.place(words, after)
        return start, end, next(i for i, s in enumerate(self.sentences) if s.start <= start < s.end)

    def relation(self, subject: str, predicate: Predicate, object_: str, words: str) -> Relation:
        return Relation(self.mention(subject), predicate, self.mention(object_), *self.where(words), 0.8, "relations")

    def figure(
        self,
        about: str,
        indicator: str,
        words: str,
        after: str = "",
        value: tuple[str, ...] | None = None,
        change: tuple[str, ...] | None = None,
    ) -> Observation:
        year, mode = (2025, Mode.TARGET) if after else (2024, Mode.ACTUAL)
        subject = self.mention(about) if about in THINGS else None
        amount, growth = (Quantity(Decimal(said[0]), *said[1:]) if said else None for said in (value, change))
        where = self.where(words, after)
        return Observation(subject, about, indicator, amount, growth, year, mode, *where, 0.85, "figures")

    def states(self) -> tuple[ProjectState, ...]:
        station, bridge = "青峰抽水蓄能电站项目", "明月桥"
        begun = self.where("主体工程由临江能源公司承建并开工")
        used = self.where("建成投用")
        opened = self.where("明月桥建成通车")
        return (
            ProjectState(self.mention(station), Status.STARTED, 2024, Mode.ACTUAL, *begun),
            ProjectState(self.mention(station, PLAN[0]), Status.OPERATIONAL, 2025, Mode.TARGET, *used),
            ProjectState(self.mention(bridge), Status.OPERATIONAL, 2024, Mode.ACTUAL, *opened),
        )

    def relations(self) -> tuple[Relation, ...]:
        return (
            self.relation("青峰抽水蓄能电站项目", Predicate.UNDERTAKEN_BY, "临江能源公司", "由临江能源公司承建"),
            self.relation("县公路局", Predicate.AWARDED, "全国交通先进集体", "县公路局获全国交通先进集体"),
            self.relation("全国交通先进集体", Predicate.GRANTED_BY, "交通运输部", "由交通运输部授予"),
            self.relation("鼎新材料", Predicate.LOCATED_IN, "临江经开区", "鼎新材料入驻临江经开区"),
            self.relation("鼎新材料", Predicate.COOPERATES_WITH, "蓝海集团", "与蓝海集团合作"),
            self.relation("李明", Predicate.MEMBER_OF, "县发改局", "李明任县发改局局长"),
            self.relation("“暖心”行动", Predicate.ISSUED_BY, "县政府", "县政府出台“暖心”行动"),
            self.relation("首届竹笛节", Predicate.HELD_IN, "青峰镇", "青峰镇举办首届竹笛节"),
            self.relation("百姓乐团", Predicate.PARTICIPATES_IN, "首届竹笛节", "百姓乐团参加"),
            Relation(
                self.mention("青峰抽水蓄能电站项目"),
                Predicate.LOCATED_IN,
                Mention(*self.place("青峰"), Label.ADM, "青峰"),
                *self.where("青峰抽水蓄能电站项目"),
            ),
        )

    def figures(self) -> tuple[Observation, ...]:
        plan, station, product = PLAN[0], "青峰抽水蓄能电站项目", "地区生产总值"
        return (
            self.figure("全县", product, f"{product}128.6亿元，增长6.1%", value=("128.6", "亿元"), change=("6.1", "%")),
            self.figure("全县", "城镇新增就业", "城镇新增就业3200人", value=("3200", "人")),
            self.figure("全省", "粮食总产量", "全省粮食总产量600亿斤", value=("600", "亿斤")),
            self.figure(station, "征地", "完成征地1500亩", value=("1500", "亩")),
            self.figure("全县", product, "地区生产总值增长6%左右", plan, change=("6", "%", "~")),
            self.figure("全县", "新增城镇就业", "城镇新增就业3000人以上", plan, value=("3000", "人", ">=")),
            self.figure(station, "争取资金", "争取资金2亿元", plan, value=("2", "亿元")),
        )

    def definitions(self) -> tuple[Definition, ...]:
        first, second = (self.where(note)[2] for note in NOTES)
        return (
            Definition("“暖心”行动", "为老人送餐的专项行动。", 1, self.mention("“暖心”行动"), first),
            Definition("两山", "绿水青山就是金山银山。", 2, None, second),
        )

    def report(self) -> Report:
        notes = [self.place(note) for note in NOTES]
        plan = self.place(PLAN[0])[0]
        return Report(
            name=self.name,
            sha256="0" * 64,
            source=self.source,
            text=self.text,
            offsets=self.offsets,
            title="临江县政府工作报告",
            area=COUNTY,
            speaker="王芳",
            session="县第一届人民代表大会第一次会议",
            date="2025-01-08",
            reviewed_year=2024,
            coming_year=2025,
            sections=(
                Section(REVIEW[0], 1, Part.REVIEW, 0, plan),
                Section(PLAN[0], 1, Part.PLAN, plan, notes[0][0]),
            ),
            sentences=self.sentences,
            footnotes=(
                Footnote(1, *notes[0], "“暖心”行动", "为老人送餐的专项行动。"),
                Footnote(2, *notes[1], "两山", "绿水青山就是金山银山。"),
            ),
        )

    def resolved(self) -> Resolved:
        facts = Facts(self.states(), self.relations(), self.figures(), self.definitions())
        mentions = {m.start: m for m in (self.mention(name) for name in THINGS if name in self.text)}
        station = self.mention("青峰抽水蓄能电站项目", PLAN[0])
        mentions[station.start] = station
        links = {(m.start, m.end): THINGS[m.text].id for m in mentions.values()}
        links[self.place("青峰")] = THINGS["青峰镇"].id
        named = tuple(sorted(mentions.values()))
        slug = self.name.removesuffix(".md")
        return Resolved(Extraction(self.report(), named, facts), f"report/{slug}", THINGS["临江县"].id, links)


def dataset(*names: str) -> Dataset:
    """A dataset of reports that say the same under different names."""
    entities = tuple(sorted(THINGS.values(), key=lambda entity: entity.id))
    return Dataset(tuple(Telling(name).resolved() for name in names or ("linjiang-2025.md",)), entities)
