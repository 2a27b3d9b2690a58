"""Project states: which projects are planned, started, finished, and whether that was done or is promised."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import NamedTuple

from kg.facts.clauses import Span, clauses
from kg.facts.figures_periods import Period, periods
from kg.facts.listed import listed
from kg.facts.masked import NAME, masked
from kg.facts.sure import alike, sure
from ontology.model import Label, Mention, Mode, Part, ProjectState, Report, Sentence, Status

# A project is as far as the furthest word says: 竣工投产 is operational, 获批开工 started, 规划建设 planned.
_FURTHEST = (
    Status.STOPPED,
    Status.OPERATIONAL,
    Status.COMPLETED,
    Status.MILESTONE,
    Status.STARTED,
    Status.APPROVED,
    Status.SIGNED,
    Status.PLANNED,
    Status.ONGOING,
)
_FIRST = (Status.PLANNED, Status.SIGNED, Status.APPROVED, Status.STARTED)  # what soon will be is not begun yet
_USED = ("用好", "管好")  # 建好用好A is as well said of what stands
_LEAST = 0.45  # states less sure were true one time in four: what looks like a project there is none
_LONG_CLAUSE = 1000  # characters; what has no comma for longer is no clause of a report
_FAR_BEFORE, _FAR_AFTER = 30, 18  # characters between a project and the word that says its state
_LONG_JOINT = 40  # characters between two projects of one list, which may hold members that were not found
_JOINT = re.compile(r"[^，；。：]*[、和及与或][^，；。：]*")
_BROKEN = re.compile(f"{NAME}|、(?!.*等)")  # something else comes between the projects and the verb
_NOUNS = ("建设", "改造", "扩建", "改扩建", "新建", "加固", "除险加固", "修缮")  # verbs that end names too
_CUT = re.compile(r"[、并和及]")
_ADVERBS = re.compile(
    r"(?:并|已|于|将|年内|年底|年末|上半年|下半年|[一二三四]季度|\d{1,2}月(?:底|份|上旬|中旬|下旬)?|前|正式|全面|顺利|有望|力争|确保)*"
)
_IN_PLACE = re.compile(f"在{NAME}+[里内]?")  # A在一个园区投产
_WORK = re.compile(
    r"$|[、和及等，。；]|[^，。；]{0,4}(?:建设|改造|绿化|创建|提档|焕新|施工|治理|任务|工程|项目|升级|修缮|整治|提升|扩建|修复|搬迁|迁建|更新|扩容|验收|交付)"
)
# 建设甲公司、乙公司、丙产业技术创新中心: the members share the last noun, and are names of no projects
# 修缮祠堂|周边环境: the work is beside what is named
_NO_NAMES = re.compile(
    r"、[^，；。、等]{2,30}(?:中心|平台|实验室|研究院|联盟|学院|工作站)(?=[，；。])|[”》]?(?:周边|周围|附近|两侧)"
)
_OTHER_OBJECT = 0.5  # another noun behind the name is what the verb before it governs: 开展A总结评估, 打造A风景线
_REST = re.compile(r"[”》]?([^、和及与，。；]*)")
_MEASURE = re.compile(r"$|[\d“（]|[一二两三四五六七八九十]条")  # 实施A290万亩, 打通A两条断头路
_BUILT = re.compile(r"[”》]?(?:等[^，。；]{0,10})?(?:项目|工程|建设)")
_COUNT = re.compile(r"[\d.]+[^年月日]{0,3}$")
_PROMISE = re.compile(r"力争|有望|预计|明年|将于")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")


class Cue(NamedTuple):
    """A word that says a state, or shapes what others say (a part, a preparation, a negation, ...)."""

    start: int
    end: int
    word: str
    kind: str  # a status, or the name of the word's table in states.toml
    side: str  # the side of the project it stands on: "before", "after" or "both"; empty for shaping words


class Saying(NamedTuple):
    """A status, the words that say it, how sure it is, and the rule."""

    status: Status
    start: int
    end: int
    score: float
    by: str
    support: float = 5.0  # how the words speak for the project being one, on reports that the tagger had not seen


@dataclass(frozen=True, slots=True)
class Row:
    """Projects that share what is said, and the stretches of their clause before and after them."""

    members: tuple[Mention, ...]
    before: Span
    after: Span


def states(report: Report, mentions: Sequence[Mention]) -> tuple[ProjectState, ...]:
    """What the report says of its projects, in the order of the text."""
    projects = [each for each in mentions if each.label is Label.PRJ and not _excepted(report.text, each)]
    hidden = masked(report.text, mentions)
    told = periods(report)
    found: list[ProjectState] = []
    for index, sentence in enumerate(report.sentences):
        first, last = (bisect_left(projects, at, key=lambda m: m.start) for at in (sentence.start, sentence.end))
        if first < last and sentence.part in (Part.REVIEW, Part.PLAN):
            for row, saying, clause in _sayings(report.text, hidden, sentence, projects[first:last]):
                said = Span(clause.start, max(clause.end, saying.end))
                mode, year = _when(report, sentence.part, told[index], hidden, said)
                found.extend(each for each in _states(hidden, row, saying, mode, year, index) if each.score >= _LEAST)
    return tuple(found)


def _excepted(text: str, project: Mention) -> bool:
    """除A外其余通车: of A nothing is said."""
    before = text[max(0, project.start - 2) : project.start]
    return before.endswith(("除", "除了")) and text.startswith(("外", "以外", "之外"), project.end)


def _states(
    hidden: str, row: Row, saying: Saying, mode: Mode, year: int | None, sentence: int
) -> Iterator[ProjectState]:
    probabilities = alike([project.score for project in row.members])
    for project, probability in zip(row.members, probabilities, strict=True):
        start, end = min(project.start, saying.start), max(project.end, saying.end)
        parted = project is not row.members[-1] and _parted(hidden, project)
        score = sure(saying.score * (_OTHER_OBJECT if parted else 1), probability, saying.support)
        yield ProjectState(project, saying.status, year, mode, start, end, sentence, score, saying.by)


def _parted(hidden: str, project: Mention) -> bool:
    """Whether what is told in a row is told of a part of a project: 启动A地下厂房、B."""
    rest = _REST.match(hidden, project.end)
    return rest is not None and any(cue.kind == "part" for cue in _cues(hidden, Span(*rest.span())))


def _sayings(
    text: str, hidden: str, sentence: Sentence, projects: Sequence[Mention]
) -> Iterator[tuple[Row, Saying, Span]]:
    """Each row of projects with each thing that the sentence says of it, and the clause."""
    done = Status.COMPLETED if sentence.part is Part.REVIEW else Status.ONGOING
    spans = [span for span in clauses(hidden, sentence.start, sentence.end) if span.end - span.start <= _LONG_CLAUSE]
    for clause, following in zip_longest(spans, spans[1:]):
        first, last = (bisect_left(projects, at, key=lambda m: m.start) for at in clause)
        if first == last:
            continue
        cues = _cues(hidden, clause)
        rows = [_whole(text, hidden, row, cues) for row in _rows(hidden, clause, projects[first:last], cues)]
        for row in rows:
            saying = _after(hidden, row, cues, done)
            if not saying and not _NO_NAMES.match(text, row.after.start):
                saying = _before(hidden, row, cues, done) or _prepared(row, cues)
            if saying:
                yield row, saying, clause
        if following and (later := _continued(hidden, following)):
            yield rows[-1], later, clause


def _rows(hidden: str, clause: Span, projects: Sequence[Mention], cues: Sequence[Cue]) -> Iterator[Row]:
    """开工A、B，... : projects joined by 、 和 及 without a verb between them share what is said."""
    groups: list[list[Mention]] = []
    for project in projects:
        if groups and _joined(hidden, groups[-1][-1].end, project.start, cues):
            groups[-1].append(project)
        else:
            groups.append([project])
    begin = clause.start
    for group, following in zip_longest(groups, groups[1:]):
        end = clause.end
        if following:  # 投用A、建好B: the verb before B is B's
            cut = _CUT.search(hidden, group[-1].end, following[0].start)
            end = cut.start() if cut else following[0].start
        yield Row(tuple(group), Span(begin, group[0].start), Span(group[-1].end, end))
        begin = end


def _whole(text: str, hidden: str, row: Row, cues: Sequence[Cue]) -> Row:
    """The row with the members that the NER pass did not see; the list begins behind the verb, if one comes before."""
    verbs = (cue for cue in cues if row.before.start <= cue.start and cue.end <= row.before.end)
    begin = max(
        (cue.end for cue in verbs if cue.side in ("both", "before") or cue.kind == "effort"), default=row.before.start
    )
    unseen = listed(hidden, text, row.members, Span(begin, row.before.end), row.after)
    return replace(row, members=tuple(sorted((*row.members, *unseen))))


def _joined(hidden: str, start: int, end: int, cues: Sequence[Cue]) -> bool:
    """Whether one list goes on, with no verb in between; 加快A建设、B改造 too: a noun of the work follows each name."""
    if end - start > _LONG_JOINT or not _JOINT.fullmatch(hidden, start, end):
        return False
    verbs = (cue for cue in cues if start <= cue.start < end and cue.side)
    return all(cue.word in _NOUNS and hidden[cue.end : cue.end + 1] in "、和及与" for cue in verbs)


def _after(hidden: str, row: Row, cues: Sequence[Cue], done: Status) -> Saying | None:
    """A、B等项目建成投用: what the words after the row say."""
    inside = [cue for cue in cues if row.after.start <= cue.start and cue.end <= row.after.end]
    verbs = _cluster(hidden, [cue for cue in inside if cue.side in ("both", "after")])
    if not verbs:
        return None
    end = verbs[-1].end
    gap = _IN_PLACE.sub("", hidden[row.after.start : verbs[0].start])
    if len(gap) > _FAR_AFTER or _BROKEN.search(gap) or "或" in hidden[verbs[0].start : end + 1]:
        return None
    shaping = [cue for cue in inside if not cue.side and cue.start <= end + 10]
    status, sure = _shaped(verbs, shaping, hidden[end : row.after.end], done)
    return Saying(status, row.after.start, end, sure * (0.96 - 0.01 * len(gap)), "verb-after") if status else None


def _before(hidden: str, row: Row, cues: Sequence[Cue], done: Status) -> Saying | None:
    """开工A、B: what the verb before the row says, and the noun after it (启动A前期, 完成A主体工程)."""
    inside = [cue for cue in cues if row.before.start <= cue.start and cue.end <= row.before.end]
    verbs = _cluster(hidden, [cue for cue in inside if cue.side in ("both", "before")][::-1])[::-1]
    gap = row.before.end - verbs[-1].end if verbs else _FAR_BEFORE
    if gap >= _FAR_BEFORE:
        return None
    if verbs[-1].kind == Status.ONGOING and hidden.startswith(_USED, row.before.end - gap):
        return None
    if "的" in hidden[verbs[-1].end : row.before.end]:  # 搁置五年的A交房
        return None
    tail = [cue for cue in cues if row.after.start <= cue.start < row.after.start + 14 and cue.end <= row.after.end]
    shaping = [cue for cue in (*inside, *tail) if not cue.side or (cue in tail and cue.kind == Status.PLANNED)]
    status, sure = _shaped(verbs, shaping, hidden[row.after.start : row.after.end], done)
    end = max((cue.end for cue in tail), default=row.after.start)
    sure *= 1 if _governed(hidden, row, cues) else _OTHER_OBJECT
    support = _support(hidden, row, status)
    return Saying(status, verbs[0].start, end, sure * (0.94 - 0.01 * gap), "verb-before", support) if status else None


def _governed(hidden: str, row: Row, cues: Sequence[Cue]) -> bool:
    """Whether what follows the projects is no more than the work on them, a measure, or a word that says a state."""
    rest = _REST.match(hidden, row.after.start, row.after.end)
    if not rest or _MEASURE.match(rest[1]) or _WORK.match(rest[1]):
        return True
    return any(rest.start() <= cue.start < rest.end() for cue in cues)


def _support(hidden: str, row: Row, status: Status | None) -> float:
    """推进A is as well said of a policy, 推进A建设 hardly."""
    if status not in (Status.ONGOING, Status.PLANNED, Status.SIGNED):
        return 5.0
    return 3.0 if _BUILT.match(hidden, row.after.start, row.after.end) else 0.5


def _prepared(row: Row, cues: Sequence[Cue]) -> Saying | None:
    """A前期工作取得突破: the noun alone says that it is planned."""
    start = row.after.start
    noun = next((cue for cue in cues if start <= cue.start < start + 4 and cue.kind == "preparation"), None)
    return Saying(Status.PLANNED, start, noun.end, 0.85, "preparation-after") if noun else None


def _continued(hidden: str, following: Span) -> Saying | None:
    """A主体完工，年内投用: the next clause says more of A if it has no name and is no more than the verb."""
    verbs = _cues(hidden, following)
    if not verbs or any(cue.side not in ("both", "after") or cue.kind == Status.ONGOING for cue in verbs):
        return None
    if NAME in hidden[following.start : following.end]:
        return None
    if not _ADVERBS.fullmatch(hidden, following.start, verbs[0].start) or verbs[-1].end != following.end:
        return None
    return Saying(_furthest(verbs, Status.COMPLETED), following.start, following.end, 0.7, "verb-continued")


def _cluster(hidden: str, cues: Sequence[Cue]) -> list[Cue]:
    """The first of the cues with those that stand close to it: 竣工、投产; 建成并投入使用."""
    near = list(cues[:1])
    for cue in cues[1:]:
        left, right = sorted((near[-1], cue))
        if right.start - left.end > 2 or NAME in hidden[left.end : right.start]:
            break
        near.append(cue)
    return near


def _furthest(verbs: Sequence[Cue], done: Status) -> Status:
    """The state of the furthest verb; 完成 before another verb (完成签约) only helps it."""
    kinds = {cue.kind for cue in verbs if cue.word != "完成"} - {"works"} or {cue.kind for cue in verbs} - {"works"}
    return next((status for status in _FURTHEST if status in kinds), done)


def _shaped(verbs: Sequence[Cue], shaping: Sequence[Cue], rest: str, done: Status) -> tuple[Status | None, float]:
    """The status that the verbs say, seen with the words around them, and how sure it is; None: they say none."""
    status = _furthest(verbs, done)
    kinds = {cue.kind for cue in shaping if cue.start >= verbs[0].start or verbs[0].start - cue.end <= _FAR_AFTER}
    near = {cue.kind for cue in shaping if 0 <= verbs[0].start - cue.end <= 2}
    if "negation" in near:
        return None, 0
    if "imminent" in near:
        return (Status.PLANNED if status in _FIRST else Status.ONGOING), 0.9
    if kinds & {"preparation", Status.PLANNED} and status not in (Status.OPERATIONAL, Status.STOPPED):
        return Status.PLANNED, 1
    if status is Status.COMPLETED and ("progress" in kinds or (verbs[-1].word == "完成" and _COUNT.match(rest))):
        return Status.ONGOING, 0.9
    if status is Status.COMPLETED and "part" in kinds:
        return Status.MILESTONE, 1
    if status is Status.STARTED and any(cue.kind == "part" and cue.word != "主体" for cue in shaping):
        return status, 0.6  # a part of it is begun: 启动A地下厂房建设
    if verbs[-1].word == "完成" and not _WORK.match(rest):
        return Status.MILESTONE, 0.8  # some part of it that the lexicon does not know: 完成流转1.2万亩
    return status, 1


def _when(report: Report, part: Part, period: Period, hidden: str, clause: Span) -> tuple[Mode, int | None]:
    """What the part of the report is for decides, unless the clause names a year or makes a promise.

    What is told of five years is told of none of them.
    """
    said = _YEAR.search(hidden, clause.start, clause.end)
    reviewed, coming = report.reviewed_year, report.coming_year
    if said and reviewed is not None:
        year = int(said[1])
        return (Mode.TARGET if year > reviewed else Mode.ACTUAL), year
    if _PROMISE.search(hidden, clause.start, clause.end):
        return Mode.TARGET, coming
    if period.since:
        return period.mode, None
    return (Mode.TARGET, coming) if part is Part.PLAN else (Mode.ACTUAL, reviewed)


def _cues(hidden: str, span: Span) -> list[Cue]:
    pattern, kinds = _lexicon()
    return [
        Cue(found.start(), found.end(), found[0], *kinds[found[0]])
        for found in pattern.finditer(hidden, *span)
        if found[0] in kinds
    ]


@cache
def _lexicon() -> tuple[re.Pattern[str], Mapping[str, tuple[str, str]]]:
    """The words of states.toml as one pattern, longest first, and the kind and side of each."""
    tables = tomllib.loads((files("kg.facts") / "states.toml").read_text(encoding="utf-8"))
    kinds: dict[str, tuple[str, str]] = {}
    for side in ("both", "before", "after"):
        for status, words in tables[side].items():
            kinds |= dict.fromkeys(words, (status, side))
    for kind, words in tables["shaping"].items():
        kinds |= dict.fromkeys(words, (kind, ""))
    ordered = sorted((*kinds, *tables["nouns"]["words"]), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), kinds
