"""What is put on record about a decision, step by step: rows that are never changed.

A later row of the same step and round counts instead of an earlier one. A row is public from the
moment another hand disclosed it; one that was wrong is struck, with the reason, and stays.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from decisions.dossiers import steps
from decisions.dossiers.choices import (
    Competition,
    Danger,
    Exception12,
    Legality,
    Reviewer,
    Sitting,
    Trigger,
    Upshot,
    Way,
)
from decisions.dossiers.models.decision import Decision
from disclosure.models import Document
from portal.accounts.models import User
from portal.text.fields import StructuredTextField

LONGEST_NOTE = 2_000


def kept(name: str, *columns: str) -> list[pgtrigger.Trigger]:
    """Triggers of a table of records: what a row says stays, and so does the row."""
    every = ("decision", "round", "note", "reference", "recorded_at", "recorded_by", *columns)
    return [
        pgtrigger.Protect(name=f"{name}_is_never_deleted", operation=pgtrigger.Delete),
        pgtrigger.Protect(
            name=f"{name}_is_never_changed",
            operation=pgtrigger.Update,
            condition=pgtrigger.AnyChange(*every),
        ),
    ]


class Record(models.Model):
    """A row about one step. `note` is written for everybody, `reference` names the paper it rests
    on in the files of the organ, and is nobody else's.
    """

    step: ClassVar[str]
    noun: ClassVar[str]

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField("第几轮")
    note = models.TextField("公开说明", blank=True)
    reference = models.CharField("材料编号", max_length=200, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        User, verbose_name="登记人", on_delete=models.PROTECT, related_name="+"
    )
    disclosed_at = models.DateTimeField("公开时间", null=True)
    struck_at = models.DateTimeField("划去时间", null=True)
    struck_why = models.CharField("划去的理由", max_length=500, blank=True)

    class Meta:
        abstract = True
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True)
                | Q(disclosed_at__isnull=True) & ~Q(struck_why=""),
                name="%(class)s_is_struck_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.noun}{self.pk}"


class DraftRecord(Record):
    """The draft in one of its texts. `is_major` says that it departs so much from the text before
    that the steps begin anew.
    """

    step, noun = steps.DRAFT, "草案"
    drafted_on = models.DateField("草案日期")
    text = StructuredTextField("草案")
    explanation = models.TextField("起草说明", blank=True)
    options = models.PositiveSmallIntegerField("方案个数", default=1)
    is_disputed = models.BooleanField("有较大争议", default=False)
    interpreted_on = models.DateField("草案解读日期", null=True)
    interpretation = models.TextField("草案解读", blank=True)
    is_major = models.BooleanField("重大修改", default=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "决策草案"
        triggers = kept(
            "draft", "drafted_on", "text", "explanation", "options", "is_disputed",
            "interpreted_on", "interpretation", "is_major",
        )  # fmt: skip
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(options__gte=1), name="draft_is_one_at_least"),
            models.CheckConstraint(
                condition=Q(interpreted_on__isnull=True, interpretation="")
                | Q(interpreted_on__isnull=False) & ~Q(interpretation=""),
                name="draft_reading_has_words_and_day",
            ),
        ]


class ParticipationRecord(Record):
    """An occasion on which people were heard; of a hearing what makes it complete."""

    step, noun = steps.TAKING_PART, "公众参与"
    way = models.CharField("方式", max_length=8, choices=Way)
    first = models.DateField("开始日期")
    last = models.DateField("结束日期")
    people = models.PositiveIntegerField("参加人数", default=0)
    opinions = models.PositiveIntegerField("意见条数", default=0)
    short_reason = models.CharField("缩短的理由", max_length=500, blank=True)
    selection = models.CharField("参加人的产生方式", max_length=500, blank=True)
    names_on = models.DateField("名单公布日期", null=True)
    materials_on = models.DateField("材料送达日期", null=True)
    signed_on = models.DateField("笔录签名日期", null=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "公众参与"
        triggers = kept(
            "participation", "way", "first", "last", "people", "opinions", "short_reason",
            "selection", "names_on", "materials_on", "signed_on",
        )  # fmt: skip
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="participation_ends_after_it_began"
            ),
        ]


class ExpertRecord(Record):
    """What experts said; none of them has an interest of his own in the matter (第二十条)."""

    step, noun = steps.EXPERTS, "专家论证"
    held_on = models.DateField("论证日期")
    experts = models.PositiveSmallIntegerField("专家人数", validators=[MinValueValidator(1)])
    assessor = models.CharField("论证的组织者", max_length=200)
    is_free_of_interest = models.BooleanField("专家与决策没有直接利害关系")
    is_signed = models.BooleanField("论证意见经专家签名")

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "专家论证"
        triggers = kept(
            "expert", "held_on", "experts", "assessor", "is_free_of_interest", "is_signed"
        )
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(is_free_of_interest=True, is_signed=True, experts__gte=1),
                name="experts_are_free_and_sign",
            ),
        ]


class RiskRecord(Record):
    """What an assessment of risk came to, and who made it."""

    step, noun = steps.RISK, "风险评估"
    assessed_on = models.DateField("评估日期")
    assessor = models.CharField("评估机构", max_length=200)
    is_third_party = models.BooleanField("委托第三方", default=False)
    level = models.CharField("风险等级", max_length=8, choices=Danger)
    precautions = models.TextField("防范和处置措施")

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "风险评估"
        triggers = kept("risk", "assessed_on", "assessor", "is_third_party", "level", "precautions")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=~Q(precautions=""), name="risk_has_precautions"),
        ]


class CompetitionRecord(Record):
    """What a review for fair competition came to. Of an exception its ground, the milder measure
    that was weighed, and its end, by day or by condition (《公平竞争审查条例》第十二条).
    """

    step, noun = steps.COMPETITION, "公平竞争审查"
    reviewer = models.CharField("审查主体", max_length=20, choices=Reviewer)
    initial_on = models.DateField("初审意见日期", null=True)
    heard = models.CharField("听取了谁的意见", max_length=500, blank=True)
    conclusion = models.CharField("审查结论", max_length=12, choices=Competition)
    concluded_on = models.DateField("结论日期")
    ground = models.CharField("例外情形", max_length=12, choices=Exception12, blank=True)
    alternative = models.CharField("考虑过的替代方案", max_length=500, blank=True)
    ends_on = models.DateField("实施期限", null=True)
    ends_when = models.CharField("终止条件", max_length=500, blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "公平竞争审查"
        triggers = kept(
            "competition", "reviewer", "initial_on", "heard", "conclusion", "concluded_on",
            "ground", "alternative", "ends_on", "ends_when",
        )  # fmt: skip
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(conclusion=Competition.EXCEPTION.value)
                | Q(ground="", ends_on__isnull=True, ends_when=""),
                name="only_an_exception_has_ground_and_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_on"],
                condition=Q(ends_on__isnull=False, struck_at__isnull=True),
                name="exception_by_its_end",
            ),
        ]


class LegalityRecord(Record):
    """The review of legality: sent in, and later, in a row of its own, what it came to."""

    step, noun = steps.LEGALITY, "合法性审查"
    received_on = models.DateField("收到材料日期")
    opinion_on = models.DateField("审查意见日期", null=True)
    conclusion = models.CharField("审查结论", max_length=12, choices=Legality, blank=True)
    short_reason = models.CharField("不足七个工作日的理由", max_length=500, blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "合法性审查"
        triggers = kept("legality", "received_on", "opinion_on", "conclusion", "short_reason")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(opinion_on__isnull=True, conclusion="")
                | Q(opinion_on__gte=F("received_on")) & ~Q(conclusion=""),
                name="legality_opinion_has_day_and_conclusion",
            ),
        ]


class MeetingRecord(Record):
    """A collective discussion that ended in a decision: the head spoke last, dissent is kept, and
    where the decision departs from the majority the reason (第三十条).
    """

    step, noun = steps.MEETING, "集体讨论"
    sitting = models.CharField("会议", max_length=8, choices=Sitting)
    held_on = models.DateField("会议日期")
    head_spoke_last = models.BooleanField("行政首长最后发表意见")
    dissent = models.TextField("不同意见", blank=True)
    against_majority = models.CharField("与多数人意见不一致的理由", max_length=500, blank=True)
    party_on = models.DateField("向同级党委请示日期", null=True)
    decided_on = models.DateField("决定日期")

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "集体讨论"
        triggers = kept(
            "meeting", "sitting", "held_on", "head_spoke_last", "dissent", "against_majority",
            "party_on", "decided_on",
        )  # fmt: skip
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(head_spoke_last=True), name="head_of_the_organ_speaks_last"
            ),
            models.CheckConstraint(
                condition=Q(decided_on__gte=F("held_on")), name="decided_after_the_discussion"
            ),
        ]


class PublicationRecord(Record):
    """How the decision was published: by a document of the library, or not, with the ground; and
    what became of the opinions of the public and of the experts (第三十二条).
    """

    step, noun = steps.PUBLICATION, "公布"
    document = models.ForeignKey(
        Document, verbose_name="公布的文件", null=True, on_delete=models.PROTECT,
        related_name="decision_publications",
    )  # fmt: skip
    withheld = models.CharField("依法不予公开的理由", max_length=500, blank=True)
    published_on = models.DateField("公布日期")
    adopted = models.TextField("公众意见采纳情况", blank=True)
    experts_adopted = models.TextField("专家论证意见采纳情况", blank=True)
    interpreted_on = models.DateField("解读日期", null=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "决策公布"
        triggers = kept(
            "publication", "document", "withheld", "published_on", "adopted", "experts_adopted",
            "interpreted_on",
        )  # fmt: skip
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(document__isnull=False, withheld="")
                | Q(document__isnull=True) & ~Q(withheld=""),
                name="published_by_a_document_or_withheld",
            ),
        ]


class ExecutionRecord(Record):
    """What was reported of carrying it out (第三十四条)."""

    step, noun = steps.CARRYING_OUT, "执行情况"
    reported_on = models.DateField("报告日期")
    problems = models.TextField("发现的问题", blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "执行情况"
        triggers = kept("execution", "reported_on", "problems")


class EvaluationRecord(Record):
    """An evaluation of the decision in force; whoever was its main assessor before does not make it
    (第三十六条).
    """

    step, noun = steps.EVALUATION, "后评估"
    evaluated_on = models.DateField("评估日期")
    evaluator = models.CharField("评估机构", max_length=200)
    trigger = models.CharField("起因", max_length=12, choices=Trigger)
    upshot = models.CharField("评估结论", max_length=12, choices=Upshot)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "决策后评估"
        triggers = kept("evaluation", "evaluated_on", "evaluator", "trigger", "upshot")


class SimplifiedRecord(Record):
    """A simplified procedure for an emergency: why, and who approved it when."""

    step, noun = steps.START, "简化程序"
    reason = models.CharField("紧急的情况", max_length=500)
    approved_by = models.CharField("批准人", max_length=100)
    approved_on = models.DateField("批准日期")

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "简化程序"
        triggers = kept("simplified", "reason", "approved_by", "approved_on")
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(approved_by=""),
                name="simplified_for_a_reason_by_somebody",
            ),
        ]


# Every table of records, in the order of the steps.
RECORD_TABLES: tuple[type[Record], ...] = (
    SimplifiedRecord, DraftRecord, ParticipationRecord, ExpertRecord, RiskRecord,
    CompetitionRecord, LegalityRecord, MeetingRecord, PublicationRecord, ExecutionRecord,
    EvaluationRecord,
)  # fmt: skip
