"""What the guide of elements begins with; offices change it. Pure.

Gathered from what working points and local rules ask for. No official table names required sets,
so that none is a condition of anything.
"""

from __future__ import annotations

from typing import Final

# Kind of policy: the element, how to write it, whether it is required.
ELEMENTS: Final[dict[str, tuple[tuple[str, str, bool], ...]]] = {
    "normative": (
        ("背景依据", "为什么定，依据什么法规和上级文件", True),
        ("适用范围", "管谁，不管谁，在哪里适用", True),
        ("核心概念", "文件里的专门用语，用日常的话说明", True),
        ("主要内容", "三五句话，说变了什么，不列标题", True),
        ("执行口径", "模糊处怎样把握，按什么标准", True),
        ("新旧差异", "同上一个文本比，哪几处不同", True),
        ("咨询方式", "哪个处室，什么时候，打什么电话", True),
        ("注意事项", "从哪天起，过渡期怎么办", False),
    ),
    "benefit": (
        ("适用对象", "谁可以享受，谁不可以", True),
        ("条件", "逐项写明，不写“其他”", True),
        ("标准金额", "给多少，怎样算，举一个例子", True),
        ("材料", "要带什么，哪些不用带", True),
        ("渠道", "线上线下各在哪里办", True),
        ("时限", "什么时候申请，多久办好", True),
        ("兑现", "钱什么时候、怎样到账", True),
        ("咨询方式", "哪个处室，什么时候，打什么电话", True),
    ),
    "plan": (
        ("背景依据", "为什么编，依据什么", True),
        ("目标任务", "到哪一年达到什么，用数字说", True),
        ("主要内容", "对居民和企业有什么影响", True),
        ("新旧差异", "同上一轮规划比，哪几处不同", True),
        ("后续考虑", "接着做什么，怎样检查", False),
        ("咨询方式", "哪个处室，什么时候，打什么电话", False),
    ),
    "duty": (
        ("适用对象", "管谁", True),
        ("义务", "要做什么，不能做什么", True),
        ("执行口径", "什么算违反，怎样处理", True),
        ("起算日", "从哪天起，期限怎样数", True),
        ("过渡安排", "已有的怎么办", True),
        ("咨询方式", "哪个处室，什么时候，打什么电话", True),
    ),
    "other": (
        ("主要内容", "三五句话，说清楚讲什么", True),
        ("咨询方式", "哪个处室，什么时候，打什么电话", False),
    ),
}
