"""The names that facts are told of: those that the NER pass found, less what is counted, and lines whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ontology.model import Label, Mention

# 20个|岳阳市重大(建设项目): what is counted is no name, whatever it looks like
_COUNT = re.compile(r"\d(?:多|余)?[个项条座处所批家](?:在建|续建|新建|拟建|国家|全国|[省市]级)?$")
_NO_NAME = re.compile(
    r"\d+[个项条座处家].*|[一二三四五六七八九十]期|期(?!货).*|改?扩建|续建|新建"
)  # 3家海上风场, a phase, a verb
_CUT = "—－-、，。"  # no name begins so
# (引水工程)试|通水: the last character belongs to the next word
_OVERRUN = re.compile(r"(?:项目|工程)[^期段部库群包区院馆站点\W]$")
_BOTH_ENDS = ("至", "—", "－")  # 虞公港|至|龙塘公路 is one road


def told(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, in order, without counted projects and cut names, at their right ends, lines in one."""
    names: list[Mention] = []
    for mention in mentions:
        if mention.label is Label.PRJ and _COUNT.search(text, max(0, mention.start - 6), mention.start):
            continue
        if (
            _ends_quotation(text, mention)
            or mention.text[0] in _CUT
            or (mention.label is Label.PRJ and _NO_NAME.fullmatch(mention.text))
        ):
            continue
        if mention.label is Label.PRJ and _OVERRUN.search(mention.text):
            mention = replace(mention, end=mention.end - 1, text=mention.text[:-1])
        last = names[-1] if names else None
        if last and last.label is mention.label is Label.PRJ and text[last.end : mention.start] in _BOTH_ENDS:
            names[-1] = _line(text, last, mention)
        else:
            names.append(mention)
    return names


def _ends_quotation(text: str, mention: Mention) -> bool:
    """Whether a name is the end of a quotation that began before it: “我是|小河长”入选…."""
    opened = "“" in mention.text or text.startswith("“", mention.start - 1)
    return text.startswith("”", mention.end) and not opened


def _line(text: str, first: Mention, last: Mention) -> Mention:
    score = min(first.score, last.score)
    return Mention(first.start, last.end, Label.PRJ, text[first.start : last.end], score, last.by)
