"""County reports made up from templates and official divisions: what they name is known."""

from __future__ import annotations

import hashlib
import random
from array import array

from ontology import divisions
from ontology.model import Part, Report, Sentence

_FIRMS = ["锐丰科技", "恒泰新材料", "华盛电子", "天瑞机械制造有限公司", "绿源农业开发有限公司"]
_WORKS = ["抽水蓄能电站项目", "污水处理厂扩建工程", "高标准农田建设项目", "中医院迁建项目", "国道改扩建工程"]


def report_of(text: str, area: str = "") -> Report:
    """A report with this text, a sentence a line, of the division with this code."""
    sentences, start = [], 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        sentences.append(Sentence(start, start + len(line), -1, number, Part.REVIEW))
        start += len(line)
    return Report(
        name="made-up.txt",
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        source=text,
        text=text,
        offsets=array("I", range(len(text))),
        area=divisions.by_code().get(area),
        sentences=tuple(sentences),
    )


def county_report(seed: int) -> tuple[str, dict[str, str]]:
    """A report of a county drawn at random, and the label of each name that it must give."""
    draw = random.Random(seed)
    county = draw.choice([d for d in divisions.by_code().values() if d.level == "county" and d.name.endswith("县")])
    towns = [d.name for d in divisions.by_code().values() if d.parent == county.code and d.name.endswith("镇")]
    town = draw.choice(towns or ["城关镇"])
    prefecture = divisions.ancestors(county)[0].name
    firm, work = draw.choice(_FIRMS), county.name.removesuffix("县") + draw.choice(_WORKS)
    text = (
        f"{county.name}政府工作报告\n"
        f"——2025年1月8日在{county.name}第十八届人民代表大会第四次会议上\n"
        "各位代表：\n现在，我代表县人民政府向大会报告工作，请予审议。\n"
        "一年来，我们坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻党的二十大精神，"
        "在市委、市政府和县委的坚强领导下，在县人大、县政协的监督支持下，圆满完成了各项任务。\n"
        f"{work}开工建设。与{firm}签订合作协议。{town}获评国家级生态文明建设示范镇。\n"
        f"全县地区生产总值增长6.1%，居{prefecture}第三位。\n"
    )
    labels = {"县人民政府": "GOV", "县委": "GOV", "习近平新时代中国特色社会主义思想": "POL"}
    labels |= {f"{county.name}第十八届人民代表大会第四次会议": "EVT", work: "PRJ", firm: "ENT"}
    return text, labels | {town: "ADM", prefecture: "ADM"}
