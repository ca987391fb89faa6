"""Ways in which a value is written, and surroundings in which it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from benchmarks.personal_corpus.cases import Case, Mark, built
from benchmarks.personal_corpus.invented import Invented
from portal.files.personal_data import Kind

Writing = Callable[[str], str]
_ALSO = frozenset({Kind.NAME, Kind.NAME_LIST})


def _cut(text: str, *places: int) -> list[str]:
    return [text[low:high] for low, high in pairwise([0, *places, len(text)])]


def _fours(text: str) -> list[str]:
    return _cut(text, *range(4, len(text), 4))


def _groups(text: str) -> list[str]:
    return {18: _cut(text, 6, 14), 11: _cut(text, 3, 7)}.get(len(text)) or _fours(text)


_CIRCLED = {ord("0"): "⓪"} | {ord(str(n)): chr(0x245F + n) for n in range(1, 10)}
_CHINESE = {ord(str(n)): sign for n, sign in enumerate("〇一二三四五六七八九")}
_BOLD = {ord(str(n)): chr(0x1D7CE + n) for n in range(10)}

# Writings of a number; a name of one is the name of its layout.
WRITINGS: Mapping[str, Writing] = {
    "全角数字": lambda text: text.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)}),
    "夹零宽字符": "\u200b".join,
    "方向控制符": lambda text: f"\u202d{text[:5]}\u2060{text[5:]}\u202c",
    "分段空格": lambda text: " ".join(_groups(text)),
    "分段短横": lambda text: "-".join(_groups(text)),
    "一格一位（制表符）": "\t".join,
    "一格一位（竖线）": " | ".join,
    "一格一位（逐行）": "\n".join,
    "方框": lambda text: "".join(f"□{sign}" for sign in text),
    "跨行一次": lambda text: "\n".join(_cut(text, len(text) // 2)),
    "跨行两次": lambda text: "\n".join(_cut(text, 6, len(text) - 4)),
    "窄格跨行": lambda text: "\r\n".join(_cut(text, *range(5, len(text), 5))),
    "带圈数字": lambda text: text.translate(_CIRCLED),
    "中文数字": lambda text: text.translate(_CHINESE),
    "粗体数字": lambda text: text.translate(_BOLD),
}
_SLIGHT = ("全角数字", "夹零宽字符", "方向控制符")
NUMBER = tuple(WRITINGS)
CARD = (
    *_SLIGHT,
    "分段空格",
    "分段短横",
    "一格一位（制表符）",
    "一格一位（竖线）",
    "跨行一次",
    "粗体数字",
)
PHONE = (*_SLIGHT, "分段空格", "分段短横", "一格一位（制表符）", "一格一位（竖线）", "跨行一次")


def _sentence(label: str, value: Mark, who: str, _: Invented) -> tuple[str | Mark, ...]:
    return (
        "经审核，申请人",
        Mark(Kind.NAME, who, must=False),
        f"（{label}",
        value,
        "）符合条件，予以公示。",
    )


def _line(label: str, value: Mark, who: str, _: Invented) -> tuple[str | Mark, ...]:
    return ("姓名：", Mark(Kind.NAME, who, must=False), f"\n{label}：", value, "\n备注：无\n")


def _bare(label: str, value: Mark, who: str, _: Invented) -> tuple[str | Mark, ...]:
    return ("兹有", Mark(Kind.NAME, who, must=False), f"{label}", value, "前来办理，请予接洽")


def _row(label: str, value: Mark, who: str, _: Invented) -> tuple[str | Mark, ...]:
    name = Mark(Kind.NAME_LIST, who, must=False)
    return (f"序号\t姓名\t{label}\t金额\n1\t", name, "\t", value, "\t300\n")


def _bars(label: str, value: Mark, who: str, _: Invented) -> tuple[str | Mark, ...]:
    return (f"| 姓名 | {label} | 备注 |\n|---|---|---|\n| {who} | ", value, " | 无 |\n")


def _commas(label: str, value: Mark, who: str, _: Invented) -> tuple[str | Mark, ...]:
    return (f"姓名,{label},金额\n{who},", value, ",300\n")


def _blanks(label: str, value: Mark, who: str, _: Invented) -> tuple[str | Mark, ...]:
    return (f"姓名      {label}            备注\n{who}      ", value, "      无\n")


def _brackets(label: str, value: Mark, who: str, _: Invented) -> tuple[str | Mark, ...]:
    return (f"附件：{who}申请表（{label}〔", value, "〕）.pdf")


def _object(label: str, value: Mark, who: str, _: Invented) -> tuple[str | Mark, ...]:
    return (f'{{"name": "{who}", "{label}": "', value, '"}')


def _item(label: str, value: Mark, who: str, some: Invented) -> tuple[str | Mark, ...]:
    return (f"（{some.chance.randint(1, 20)}）{who}，{label}：", value, "；")


def _footnote(label: str, value: Mark, who: str, _: Invented) -> tuple[str | Mark, ...]:
    return (f"——————\n① {label}见原件：", value, f"，{who}签收。\n— 3 —\n")


def _letter(label: str, value: Mark, who: str, _: Invented) -> tuple[str | Mark, ...]:
    padding = "根据有关规定和社区居委会的调查核实，情况属实，现将有关事项说明如下。" * 3
    return (f"{padding}{who}的{label}是", value, f"，{padding}")


def _form(label: str, value: Mark, who: str, _: Invented) -> tuple[str | Mark, ...]:
    return (f"申领表（样表）\n姓    名\t{who}\n{label}\t", value, "\n签    字\t\n")


Setting = Callable[[str, Mark, str, Invented], tuple[str | Mark, ...]]
SETTINGS: Mapping[str, Setting] = {
    "句中括号": _sentence,
    "标签一行": _line,
    "词间无标点": _bare,
    "制表符表格": _row,
    "竖线表格": _bars,
    "逗号表格": _commas,
    "空格表格": _blanks,
    "文件名": _brackets,
    "键值对": _object,
    "列表项": _item,
    "脚注": _footnote,
    "长段": _letter,
    "申领表": _form,
}
TELLING = ("句中括号", "标签一行", "词间无标点", "列表项", "长段", "申领表", "键值对", "脚注")


def set_in(
    setting: str, kind: Kind, label: str, value: str, some: Invented, *, layout: str = ""
) -> Case:
    """A value in its surroundings."""
    parts = SETTINGS[setting](label, Mark(kind, value), some.name(), some)
    return built(*parts, layout=layout or setting, also=_ALSO)
