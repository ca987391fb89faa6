"""What a title says: its 文种, who issues it, and the instrument it prints or forwards."""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "ORDER_GENRE",
    "ends_as_title",
    "find_genre",
    "find_instruments",
    "instrument_kind",
    "looks_like_title",
    "quoted",
    "quoted_names",
    "title_issuer",
]

ORDER_GENRE: Final = "命令（令）"
# Longest first: 复函 before 函, 命令 before 令 (中办发〔2012〕14号, article 8).
_GENRES: Final = (
    ("命令（令）", ORDER_GENRE),
    ("命令", ORDER_GENRE),
    ("复函", "函"),
    *((name, name) for name in ("决议", "决定", "公报", "公告", "通告", "意见", "通知", "通报")),
    *((name, name) for name in ("报告", "请示", "批复", "议案", "纪要", "函")),
    ("令", ORDER_GENRE),
)
_KINDS: Final = (
    "实施细则", "管理办法", "实施办法", "暂行办法", "实施方案", "工作方案", "行动计划", "工作要点",
    "实施意见", "指导意见", "暂行规定", "管理规定", "办法", "规定", "细则", "规则", "条例", "方案",
    "规划", "计划", "要点", "目录", "标准", "意见", "预案", "制度", "指南", "清单", "纲要", "请示",
    "报告", "规范", "章程", "公约", "导则", "措施", "规程", "分工", "名单", "决定", "安排", "准则",
)  # fmt: skip
_BRACKETED_END: Final = re.compile(r"[（(【][^（()）】]{1,30}[)）】]$")
_LONGEST_BRACKET: Final = 32
_CLOSING_MARKS: Final = "》”’」"
_TRIAL: Final = re.compile(r"[（(](?:试行|暂行|修订|修订稿|节选|摘要|\d{4}年[^（()）]{0,8})[）)]$")
_VERB: Final = re.compile("关于|印发|转发|批转|发布|公布")
_PRINTS: Final = re.compile("印发|转发|批转|公布|发布")
_PRINTED_AS: Final = re.compile("的?(?:通知|函|公告|通告|决定|通报|令)$")


def find_genre(title: str) -> str | None:
    """Return which of the 15 文种 the title ends in, or None.

    Brackets and a final 的 are ignored; 令 and 命令 give ``命令（令）``, 复函 gives ``函``.
    """
    if title.endswith("命令（令）"):
        return ORDER_GENRE
    bare = _without_tail(title).rstrip("的")
    if "》" in title[len(bare) :] and "《" in bare:
        # The last word belongs to the instrument named, not to this document.
        return None
    return next((genre for ending, genre in _GENRES if bare.endswith(ending)), None)


def _without_tail(title: str) -> str:
    """Return a title without the brackets and closing marks at its end."""
    end = len(title)
    while end:
        if title[end - 1].isspace() or title[end - 1] in _CLOSING_MARKS:
            end -= 1
        elif bracket := _BRACKETED_END.search(title[max(0, end - _LONGEST_BRACKET) : end]):
            end -= len(bracket[0])
        else:
            break
    return title[:end]


def ends_as_title(text: str) -> bool:
    """Return whether ``text`` could be a complete title: a 文种 at its end, quotes closed."""
    return text.count("《") == text.count("》") and find_genre(text) is not None


# What organs publish beside the 15 文种: it ends a title, though it gives no 文种.
_OTHER_ENDING = re.compile(r".{6}(?:公示|工作要点|工作计划|实施方案|清单|启事|须知|情况说明)$")


def looks_like_title(text: str) -> bool:
    """Return whether ``text`` reads as a document's title rather than an organ's name."""
    return (
        find_genre(text) is not None
        or _VERB.search(text) is not None
        or _OTHER_ENDING.search(text) is not None
    )


def instrument_kind(name: str) -> str | None:
    """Return the 体裁 an instrument's name ends in (办法, 要点 …), or None."""
    bare = _TRIAL.sub("", name).strip("《》“” ")
    return next((kind for kind in _KINDS if bare.endswith(kind)), None)


def quoted(title: str) -> str:
    """A title in 《》; marks of the same kind inside become 〈〉 (GB/T 15834)."""
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def quoted_names(text: str) -> list[tuple[int, int, str]]:
    """Return ``(start, end, name)`` for each outermost 《…》, nesting allowed."""
    found: list[tuple[int, int, str]] = []
    depth, start = 0, 0
    for index, char in enumerate(text):
        if char == "《":
            start = index if depth == 0 else start
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if depth == 0:
                found.append((start, index + 1, text[start + 1 : index]))
    return found


def find_instruments(title: str) -> list[str]:
    """Return the names of the instruments a title prints, forwards or promulgates.

    An empty list means that the document stands for itself.
    """
    bare = _TRIAL.sub("", title)
    verb, ending = _PRINTS.search(bare), _PRINTED_AS.search(bare)
    if verb is None or ending is None or ending.start() <= verb.end():
        return []
    name = bare[verb.end() : ending.start()]
    names = [quoted for _, _, quoted in quoted_names(name)]
    # 公布 without quotation marks publishes facts as often as an instrument.
    plain = name.strip()
    fact = verb[0] in ("公布", "发布") and instrument_kind(plain) is None
    return names or ([] if fact else [plain])


def title_issuer(title: str) -> str:
    """Return what stands before 关于/印发/转发/批转 in a title, possibly empty."""
    match = _VERB.search(title)
    prefix = title[: match.start()] if match else ""
    if match is None or match[0] not in {"关于", "转发", "批转"}:
        # 对…建议的答复 opens with the organ as well.
        answer = re.match(r"(.{2,20}?(?:政府|办公厅|办公室|委员会|局|厅|部|委|院))对", title)
        prefix = answer[1] if answer else prefix
    return prefix.strip()
