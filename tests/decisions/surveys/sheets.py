"""A questionnaire of every kind for tests, and answers to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from decisions.surveys.lines import read
from decisions.surveys.questions import Questionnaire

TEXT: Final = """
q1. 说明文字
八个问题，三分钟。
不问姓名和电话。

q2. 单选 必答
您会带谁一起来？
- A. 自己来
- B. 带孩子
- C. 带老人
- D. 其他：____

q3. 单选
如果：q2=B
孩子几岁？
- A. 6岁以下
- B. 6岁到12岁
- C. 13岁以上

q4. 多选 必答 最少1 最多3
您最想看哪些地方？
提示：最多选三个。
- A. 自来水厂
- B. 110指挥中心
- C. 食品检验室
- D. 焚烧厂
- E. 其他：____

q5. 是否 必答
您参加过开放活动吗？

q6. 量表
如果：q5=是
上一次您满意吗？
提示：1是很不满意，5是很满意。

q7. 数字 最少0 最多10 单位次
一年想来几次？

q8. 短文本
您从哪里知道的？

q9. 长文本
还有什么想说的？

q10. 日期
哪一天来得了？

q11. 排序
哪个时间您来得了？
- A. 工作日白天
- B. 工作日晚上
- C. 周末

q12. 矩阵单选
下面各项怎么样？
= 1. 讲解
= 2. 交通
- A. 好
- B. 一般
- C. 不好
"""


def questionnaire() -> Questionnaire:
    """One question of every kind."""
    return read(TEXT)


def typed(**changes: str | Sequence[str]) -> dict[str, list[str]]:
    """A whole answer as a form sends it; `_` in a name stands for `-`."""
    given: Mapping[str, str | Sequence[str]] = {
        "q2": "B", "q3": "A", "q4": ["A", "C"], "q5": "yes", "q6": "4", "q7": "2", "q8": "邻居",
        "q9": "很好。", "q10": "2026-12-05", "q11-A": "3", "q11-B": "2", "q11-C": "1",
        "q12-1": "A", "q12-2": "C",
        **{name.replace("_", "-"): value for name, value in changes.items()},
    }  # fmt: skip
    return {
        name: [value] if isinstance(value, str) else list(value) for name, value in given.items()
    }
