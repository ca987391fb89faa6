"""What reading a Word document leaves for a person to check, in sentences."""

from collections import Counter
from dataclasses import dataclass, field

_NAMED = 5
_LONGEST = 40


@dataclass(slots=True)
class Doubts:
    """What was met on the way; counts where one may look for them one by one."""

    changes: bool = False
    vanished: bool = False
    merged: bool = False
    nested: bool = False
    ruby: bool = False
    comments: bool = False
    symbols: bool = False
    formulas: int = 0
    notes: int = 0
    pictures: int = 0
    charts: int = 0
    diagrams: int = 0
    objects: int = 0
    drawn: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)

    def seen(self) -> tuple[int, ...]:
        """What drawings have shown so far, to tell whether one of them showed anything."""
        return self.pictures, self.charts, self.diagrams, self.objects

    def sentences(self) -> tuple[str, ...]:
        """One sentence each, with what to do."""
        rows = (
            (self.changes, "文档含有修订痕迹，已按“接受全部修订”提取。"),
            (self.vanished, "文档含有隐藏文字，未提取。"),
            (self.comments, "文档含有批注，批注未提取。"),
            (self.merged, "表格有合并的单元格，已拆成单格，并入的格留空，请对照原件核对。"),
            (self.nested, "表格中套有表格，里层的各格已排在一格之内，请对照原件核对。"),
            (self.formulas, f"文档有公式{self.formulas}处，已改写成一行文字，请对照原件核对。"),
            (
                self.drawn,
                f"有用域画出的字符（{_listed(self.drawn)}），外框未保留，请对照原件核对。",
            ),
            (self.symbols, "有符号字体中的字符不能识别，已用“□”代替，请对照原件改正。"),
            (self.ruby, "文字上方的注音未提取。"),
            (self.notes, f"文档有脚注或尾注{self.notes}处，已排在正文之后，请核对位置。"),
            (self.pictures, f"文档有图片{self.pictures}幅，图片和图中的文字没有提取，请对照原件。"),
            (self.charts, f"文档有图表{self.charts}个，没有提取，请对照原件。"),
            (self.diagrams, f"文档有 SmartArt 图形{self.diagrams}个，只提取了文字，请对照原件。"),
            (self.objects, f"文档嵌有其他文件{self.objects}个，没有提取，请对照原件。"),
            (
                self.unknown,
                f"文档有本系统不认识的内容（{_listed(list(self.unknown))}），"
                "只提取了其中的文字，请对照原件核对。",
            ),
        )
        return tuple(sentence for found, sentence in rows if found)


def _listed(words: list[str]) -> str:
    """The first few of the words, each cut to what a line can hold."""
    shown = "、".join(word[:_LONGEST] for word in dict.fromkeys(words[:_NAMED]))
    return shown + ("等" if len(words) > _NAMED else "")
