"""What reading a Word document leaves for a person to check, in sentences with their places."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_NAMED: Final = 5
_LONGEST: Final = 40


@dataclass(slots=True)
class Doubts:
    """What was met on the way, by its kind: how often, and which words a sentence quotes.

    `take` hands out what was met since it was last asked, so that each block knows its own.
    """

    counts: Counter[str] = field(default_factory=Counter)
    quoted: dict[str, list[str]] = field(default_factory=dict)
    _fresh: set[str] = field(default_factory=set)

    def note(self, kind: str, quote: str = "") -> None:
        """One more of a kind, a key of `_SENTENCES`."""
        self.counts[kind] += 1
        self._fresh.add(kind)
        if quote:
            self.quoted.setdefault(kind, []).append(quote)

    def note_if(self, kind: str, met: bool) -> None:
        """One more of a kind when it was met."""
        if met:
            self.note(kind)

    def drawn(self) -> int:
        """How many drawings have shown something so far."""
        return sum(self.counts[kind] for kind in _DRAWN)

    def take(self) -> frozenset[str]:
        """The kinds met since this was last asked."""
        fresh = frozenset(self._fresh)
        self._fresh.clear()
        return fresh

    def sentences(self) -> Iterator[tuple[str, str]]:
        """Each kind that was met with its sentence, which says what to do."""
        for kind, sentence in _SENTENCES.items():
            if self.counts[kind]:
                quoted = _listed(self.quoted.get(kind, []))
                yield kind, sentence.format(count=self.counts[kind], quoted=quoted)


# Of drawings: something was shown, if only by its name.
_DRAWN: Final = ("shown", "charts", "diagrams", "objects", "unreadable", "unnamed")
_SENTENCES: Final = {
    "changes": "文档含有修订痕迹，已按“接受全部修订”提取。",
    "vanished": "文档含有隐藏文字，未提取。",
    "comments": "文档含有批注，批注未提取。",
    "nested": "表格中套有表格，里层的各格已排在一格之内，请对照原件核对。",
    "uneven": "表格各行的格子对不齐，请对照原件核对。",
    "formulas": "文档有公式{count}处，请对照原件核对。",
    "characters": "有用域画出的字符（{quoted}），外框未保留，请对照原件核对。",
    "symbols": "有符号字体中的字符不能识别，已用“□”代替，请对照原件改正。",
    "unnamed": "文档有图片{count}幅没有替代文字，请逐幅写明图中的内容，图中的文字也要写出。",
    "unreadable": "文档有图片{count}幅不能读出（格式不能在网页上显示，或者已损坏），没有录入，"
    "请在原件中另存为 PNG 后插入。",
    "charts": "文档有图表{count}个，没有提取，请对照原件，需要的截成图片插入。",
    "diagrams": "文档有 SmartArt 图形{count}个，只提取了文字，请对照原件。",
    "objects": "文档嵌有其他文件{count}个，没有提取，请对照原件。",
    "unknown": "文档有本系统不认识的内容（{quoted}），只提取了其中的文字，请对照原件核对。",
}


def _listed(words: list[str]) -> str:
    """The first few of the words, each cut to what a line can hold."""
    shown = "、".join(word[:_LONGEST] for word in list(dict.fromkeys(words))[:_NAMED])
    return shown + ("等" if len(words) > _NAMED else "")
