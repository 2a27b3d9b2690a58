"""What the title page tells: title, session, speaker, date; and the years that the report speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.read.headings import Heading
from kg.read.lines import TITLE_PAGE, about_page, lines, title_page_end, words
from kg.read.parts import Years
from kg.read.years import DATE, dates, years

LONGEST_LINE = 80  # characters of a line of the title page
TITLE = re.compile(r"(?:报\s?告|报告附件)(?:（摘要）)?$")
NUMERAL = r"[一二三四五六七八九十\d]{1,4}"
SESSION = re.compile(
    rf"(?:^|[在日（(—])在?([\u3400-\u9fff]{{0,25}}?第?{NUMERAL}[届次][\u3400-\u9fff]{{0,16}}?(?:{NUMERAL}次)?(?:大会|会议)"
    r"|[\u3400-\u9fff\d]{4,24}工作会议)(?=上|文件|[）)]|$)"
)
SPEAKER = r".*(?:%s)[：: ]*([\u3400-\u9fff·]{2,14})(?:[（(][^）)]*[）)])?"  # the office that stands last
NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,7}·[\u3400-\u9fff]{1,7}")


@dataclass(frozen=True, slots=True)
class Front:
    """The title page as far as there is one."""

    title: str = ""
    session: str = ""
    speaker: str = ""
    date: str = ""


def read_front(text: str) -> Front:
    """Read the lines of the title page; of several that name a session, the one that tells its day."""
    head = [line.text for line in lines(text[: min(title_page_end(text), TITLE_PAGE)]) if line.text]
    title = _title(head)
    told = [line for line in head if SESSION.search(line) and not about_page(line) and len(line) < LONGEST_LINE]
    session_line = next((line for line in told if any(dates(line))), told[0] if told else "")
    session = SESSION.search(DATE.sub("", session_line))
    return Front(title, session[1] if session else "", _speaker(head, title), _date(head, session_line))


def _title(head: Sequence[str]) -> str:
    """The first line that names a report; a title over two lines is put together."""
    for at, line in enumerate(head):
        if TITLE.search(line) and len(line) < LONGEST_LINE and not about_page(line):
            above = head[at - 1] if at else ""
            joined = above + line if above.startswith("关于") and "报告" not in above else line
            return joined.lstrip("#— ")
        if "工作报告" in line and len(line) < 60 and not about_page(line):
            return line
    return head[0] if head and len(head[0]) < 60 and len(head) > 1 else ""


def _speaker(head: Sequence[str], title: str) -> str:
    """Who speaks: the name behind an office, or alone on its line below the session."""
    office = re.compile(SPEAKER % "|".join(words()["front"]["offices"]))
    for line in head:
        found = office.fullmatch(line) if len(line) < LONGEST_LINE and not about_page(line) else None
        if found and NAME.fullmatch(found[1]):
            return found[1]
    below = head[head.index(title) + 1 :] if title in head else head
    return next((line for line in below if NAME.fullmatch(line) and not any(w in line for w in "报告省市县区目录")), "")


def _date(head: Sequence[str], session_line: str) -> str:
    """The day of the session; failing that the first exact date of the title page."""
    for line in (session_line, *(line for line in head if line[:1] in "（("), *head):
        found = [date for date in dates(line) if len(date) > 4]
        if found and not (about_page(line) and line != session_line):
            return found[0]
    return ""


def read_years(front: Front, found: Sequence[Heading], text: str, name: str) -> Years:
    """The year reviewed and the year to come, from the date, else the headings, else the title or the file's name.

    A report given in November or December speaks of the year that ends; one given later of the year before.
    """
    heard = _from_headings(found)
    if front.date:
        year, month = int(front.date[:4]), int(front.date[5:7] or 1)
        coming = year + 1 if month >= 11 else year
        if heard.coming in (coming, None) or heard.coming not in (year, year + 1):
            return Years(coming - 1, coming)
        return Years(heard.coming - 1, heard.coming)
    if heard.coming:
        return heard
    told = [*years(front.title), *(int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", name))]
    if told:
        return Years(told[0] - 1, told[0])
    spoken = Counter(years(text[:50_000])).most_common(1)
    return Years(spoken[0][0], spoken[0][0] + 1) if spoken and spoken[0][1] > 2 else Years(None, None)


def _from_headings(found: Sequence[Heading]) -> Years:
    """The years that headings name with 回顾 or 安排 and the like."""
    parts = words()["parts"]
    back: Counter[int] = Counter()
    ahead: Counter[int] = Counter()
    for heading in found:
        named = list(years(heading.text))
        if len(named) != 1:
            continue
        if re.search(parts["review"], heading.text):
            back[named[0]] += 1
        elif re.search(parts["plan"], heading.text):
            ahead[named[0]] += 1
    reviewed = max(back) if back else None
    coming = min((year for year in ahead if not reviewed or year > reviewed), default=None)
    if coming is None and reviewed is not None:
        coming = reviewed + 1
    return Years(coming - 1 if coming else None, coming)
