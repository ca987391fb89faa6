"""The fifteen steps of a decision as data: article, evidence, what becomes public.

Articles from 《重大行政决策程序暂行条例》 and 《公平竞争审查条例》; where none is named
the step is the portal's own, and is not printed as law.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from portal.statute import COMPETITION_RULES, DECISION_RULES, Article

# What anyone reads of a step: the record itself, a word on its outcome, or that it was done.
RECORD, SUMMARY, DAY = "record", "summary", "day"


@dataclass(frozen=True)
class Step:
    """One step. `gist` says in a sentence why it is there; `question` is what decides at the start
    whether it applies ("" for always); `again` says that a major change of the draft, or of the
    decision in force, makes it necessary once more.
    """

    code: str
    label: str
    stage: str
    articles: tuple[Article, ...]
    evidence: str
    public: str
    gist: str
    question: str = ""
    again: bool = True


def _decision(*numbers: int) -> tuple[Article, ...]:
    return tuple(Article(number, law=DECISION_RULES) for number in numbers)


START, DRAFT, NOTES, DRAFT_READING, TAKING_PART = (
    "start", "draft", "notes", "draft_reading", "taking_part",
)  # fmt: skip
EXPERTS, RISK, COMPETITION, LEGALITY = "experts", "risk", "competition", "legality"
MEETING, DECISION, PUBLICATION, READING, CARRYING_OUT, EVALUATION = (
    "meeting", "decision", "publication", "reading", "carrying_out", "evaluation",
)  # fmt: skip

# The stages a reader is shown, in their order.
STAGES: Final = ("启动", "征求意见", "论证评估", "审查", "决定", "公布", "执行", "后评估")

STEPS: Final = (
    Step(START, "启动", "启动", _decision(10, 11), "决策机关同意启动，明确承办单位", RECORD,
         "谁都可以书面提建议；研究论证以后，由决策机关决定要不要启动。", again=False),
    Step(DRAFT, "草案", "启动", _decision(12, 13), "决策草案，有较大争议的有两个以上方案", RECORD,
         "承办单位先调查研究，再拟订草案；有较大争议的，可以拟订两个以上方案。"),
    Step(NOTES, "起草说明", "启动", _decision(15), "起草说明", RECORD,
         "征求意见的时候，草案和它的说明一起公布。"),
    Step(DRAFT_READING, "草案解读", "征求意见", (), "草案解读", RECORD,
         "草案要改变什么、关系到谁，先讲清楚，大家才好提意见。"),
    Step(TAKING_PART, "公众参与", "征求意见", _decision(14, 15, 16, 17, 18),
         "征求意见的起止和份数，座谈、听证、走访、问卷的记录", RECORD,
         "除依法不予公开的以外，要用便于社会公众参与的方式充分听取意见；公开征求意见一般不少于三十日。",
         question="public"),
    Step(EXPERTS, "专家论证", "论证评估", _decision(19, 20, 21), "专家签名确认的论证意见", SUMMARY,
         "专业性、技术性较强的，请专家独立论证；与决策有利害关系的专家不参加。",
         question="experts"),
    Step(RISK, "风险评估", "论证评估", _decision(22, 23, 24), "风险评估报告", SUMMARY,
         "可能影响社会稳定、公共安全等的，先评估风险，拿出防范的办法。", question="risk"),
    Step(COMPETITION, "公平竞争审查", "审查",
         tuple(Article(number, law=COMPETITION_RULES) for number in (13, 14, 16, 17, 18)),
         "审查结论，适用例外规定的有理由和期限", SUMMARY,
         "涉及经营者经济活动的，看它有没有排除、限制竞争；没有审查的不得出台。",
         question="market"),
    Step(LEGALITY, "合法性审查", "审查", _decision(25, 26, 27, 28), "合法性审查意见", DAY,
         "提交讨论以前必须审查，审查不合法的不提交讨论；一般不少于七个工作日。"),
    Step(MEETING, "集体讨论", "决定", _decision(30), "会议记录，不同意见如实载明", SUMMARY,
         "常务会议或者全体会议集体讨论，行政首长最后发表意见。"),
    Step(DECISION, "决定", "决定", _decision(30, 31), "决定的日期", RECORD,
         "行政首长在集体讨论的基础上作出决定；与多数人意见不一致的，说明理由。"),
    Step(PUBLICATION, "公布", "公布", _decision(32), "公布的文件，意见和论证意见的采纳情况", RECORD,
         "决定以后及时公布；社会关注度高或者专业性、技术性较强的，说明意见采纳情况。"),
    Step(READING, "解读", "公布", (), "与公布同步的解读", RECORD,
         "文件说了什么、怎么办，公布的时候一起讲清楚。"),
    Step(CARRYING_OUT, "执行", "执行", _decision(34, 35), "执行情况的报告", SUMMARY,
         "执行单位全面、及时、正确执行，发现问题向决策机关报告；谁都可以提意见。"),
    Step(EVALUATION, "后评估", "后评估", _decision(36), "后评估报告和结论", SUMMARY,
         "没有达到预期效果，或者意见较多的，可以组织后评估，结果是调整的重要依据。"),
)  # fmt: skip
BY_CODE: Final = {step.code: step for step in STEPS}
# After a major change these are gone through once more.
AGAIN: Final = frozenset(step.code for step in STEPS if step.again)
