"""A meeting open to representatives: what is announced, what is published, its acts."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from decisions.dossiers.models import Decision
from decisions.events.models import EventSession
from decisions.seats.choices import Kind, Method, worded
from decisions.seats.models import guards
from decisions.seats.querysets import SittingQuerySet
from decisions.seats.workflow import WORKFLOW, Status
from portal.acts.models import ActRow, unchanging
from portal.organs.models import Organ
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel

LONGEST_TITLE = 100
_EARLY = [Status.DRAFT.value, Status.REVIEW.value, Status.DISCARDED.value]
# What the announcement binds.
_BOUND = (
    "organ_id", "kind", "decision_id", "topic", "method", "choice_rule", "places", "criteria",
    "opens_at", "closes_at", "objection_days", "draw_at", "draw_place", "witnesses",
    "answer_hours", "draw_id", "code_lock", "announced_at",
)  # fmt: skip
_LISTED = ("list_csv", "list_sha256", "closed_at", "objections_until", "chances")
_DRAWN = ("entropy", "code", "seed", "drawn_at", "code_lost_at", "code_lost_why")


class Sitting(models.Model):
    """`code_lock` is C, the hash of the sealed code; `list_csv` the list in its one form and
    `list_sha256` L; `entropy` the throws, `code` the code after its reveal, `-` where it was lost.
    `lines` is the last number given. `objections_until` and `closes_at` are the first instants
    outside. Its row is the lock of every act on its applicants. Of a hearing alone: when its
    materials reached those who come, when their names were published, its record and its signing,
    and for which session people sign up to observe it.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="召集机关", on_delete=models.PROTECT, related_name="sittings"
    )
    decision = models.ForeignKey(
        Decision, verbose_name="决策", null=True, on_delete=models.PROTECT,
        related_name="sittings",
    )  # fmt: skip
    kind = models.CharField("种类", max_length=8, choices=Kind, default=Kind.SEAT)
    topic = models.CharField("议题", max_length=LONGEST_TITLE)
    text = models.TextField("议题说明")
    place = models.CharField("会议地点", max_length=200)
    meets_at = models.DateTimeField("会议时间")
    phone = models.CharField("咨询电话", max_length=40, blank=True)
    criteria = models.TextField("报名条件")
    method = models.CharField("产生办法", max_length=8, choices=Method)
    choice_rule = models.CharField("怎样选定", max_length=500, blank=True)
    places = models.PositiveSmallIntegerField("席位")
    opens_at = models.DateTimeField("报名开始")
    closes_at = models.DateTimeField("报名截止")
    objection_days = models.PositiveSmallIntegerField("异议期（工作日）")
    draw_at = models.DateTimeField("抽签或者选定的时间")
    draw_place = models.CharField("抽签地点", max_length=200, blank=True)
    witnesses = models.CharField("见证人", max_length=200, blank=True)
    answer_hours = models.PositiveSmallIntegerField("答复时限（小时）")
    status = models.CharField(
        "状态", max_length=16, choices=Status.choices, default=Status.DRAFT.value
    )
    announced_at = models.DateTimeField("公告时间", null=True)
    draw_id = models.CharField("抽签编号", max_length=60, blank=True)
    code_lock = models.CharField("封存的码的散列", max_length=64, blank=True)
    lines = models.PositiveIntegerField("报名编号", default=0)
    closed_at = models.DateTimeField("名单公布时间", null=True)
    objections_until = models.DateTimeField("异议期截止", null=True)
    list_csv = models.TextField("公布的名单", blank=True)
    list_sha256 = models.CharField("名单散列", max_length=64, blank=True)
    chances = models.JSONField("各组的机会", default=dict)
    entropy = models.CharField("骰子点数", max_length=40, blank=True)
    code = models.CharField("开封的码", max_length=64, blank=True)
    code_lost_at = models.DateTimeField("登记码打不开的时间", null=True)
    code_lost_why = models.CharField("码打不开的情况", max_length=500, blank=True)
    seed = models.CharField("种子", max_length=300, blank=True)
    drawn_at = models.DateTimeField("产生时间", null=True)
    materials_on = models.DateField("听证材料送达日期", null=True)
    materials = models.TextField("听证材料", blank=True)
    observers = models.ForeignKey(
        EventSession, verbose_name="旁听", null=True, on_delete=models.PROTECT, related_name="+"
    )
    names_at = models.DateTimeField("参加人名单公布时间", null=True)
    held_on = models.DateField("开会日期", null=True)
    record = models.TextField("听证笔录摘要", blank=True)
    signed_on = models.DateField("笔录签名日期", null=True)
    told_at = models.DateTimeField("反馈时间", null=True)
    ended_reason = models.CharField("中止的原因", max_length=500, blank=True)
    updated_at = models.DateTimeField("更新时间")

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = "列席和听证会"
        verbose_name_plural = "列席和听证会"
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="sitting_state_known"
            ),
            models.CheckConstraint(condition=~Q(topic=""), name="sitting_has_topic"),
            models.CheckConstraint(condition=Q(places__gte=1), name="sitting_has_places"),
            models.CheckConstraint(
                condition=Q(
                    opens_at__lt=F("closes_at"), closes_at__lt=F("draw_at"),
                    draw_at__lt=F("meets_at"),
                ),
                name="sitting_in_its_order",
            ),
            models.CheckConstraint(
                condition=Q(status__in=_EARLY) | Q(announced_at__isnull=False) & ~Q(draw_id=""),
                name="sitting_was_announced",
            ),
            models.CheckConstraint(
                condition=~Q(method=Method.DRAW.value) | Q(announced_at__isnull=True)
                | ~Q(code_lock=""),
                name="sitting_code_is_locked_first",
            ),
            models.CheckConstraint(
                condition=Q(entropy="") | ~Q(list_sha256=""), name="sitting_list_before_throws"
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.HEARING.value) | Q(announced_at__isnull=True)
                | Q(decision__isnull=False),
                name="hearing_is_on_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.HEARING.value)
                | Q(materials_on__isnull=True, names_at__isnull=True, signed_on__isnull=True),
                name="sitting_is_no_hearing",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | ~Q(record="") & Q(held_on__isnull=False),
                name="hearing_record_before_signatures",
            ),
            models.UniqueConstraint(
                fields=["draw_id"], condition=~Q(draw_id=""), name="sitting_draw_once"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["organ", "status"], name="sitting_by_queue"),
            models.Index(fields=["status", "closes_at"], name="sitting_by_closing"),
            models.Index(fields=["decision"], name="sitting_by_decision"),
            models.Index(fields=["held_on", "organ"], name="sitting_by_day"),
            models.Index(
                fields=["-announced_at", "-id"], condition=Q(announced_at__isnull=False),
                name="sitting_newest_first",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(
                name="sitting_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__announced_at__isnull=False),
            ),
            guards.frozen(
                "announced_is_bound", pgtrigger.Q(old__announced_at__isnull=False), *_BOUND
            ),
            guards.frozen("list_is_closed", ~pgtrigger.Q(old__list_sha256=""), *_LISTED),
            guards.frozen("drawn_once", pgtrigger.Q(old__drawn_at__isnull=False), *_DRAWN),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the desk and the trail name it by."""
        return self.draw_id or f"{'听证' if self.is_hearing else '列席'}{self.pk}"

    @property
    def is_hearing(self) -> bool:
        """Whether it is a hearing on a decision."""
        return self.kind == Kind.HEARING

    @property
    def is_drawn(self) -> bool:
        """Whether its representatives are found by a draw."""
        return self.method == Method.DRAW

    def get_absolute_url(self) -> str:
        return reverse("decisions:sitting", args=[self.pk])


class SittingGroup(models.Model):
    """A group with the least number of seats that it has."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField("组别", max_length=40)
    quota = models.PositiveSmallIntegerField("至少几席")

    class Meta:
        verbose_name = "列席组别"
        verbose_name_plural = "列席组别"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "name"], name="sitting_group_once"),
            models.CheckConstraint(condition=~Q(name=""), name="sitting_group_has_name"),
        ]
        triggers = [
            guards.none_added("no_group_later", guards.ANNOUNCED, "the groups are announced"),
            guards.none_taken("groups_stay", guards.ANNOUNCED, "the groups are announced"),
        ]

    def __str__(self) -> str:
        return self.name


class SittingCode(SealedModel):
    """The code of a draw, sealed until its reveal; nothing shows it before."""

    sitting = models.OneToOneField(Sitting, on_delete=models.PROTECT, related_name="sealed_code")
    code = SealedTextField("码")

    class Meta:
        verbose_name = "封存的码"
        verbose_name_plural = "封存的码"

    def __str__(self) -> str:
        return f"{self.sitting_id}"


class SittingAct(ActRow):
    """One step of the work on a meeting."""

    workflow = WORKFLOW
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="acts")
    reason = models.CharField("说明", max_length=500, blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "列席办理记录"
        verbose_name_plural = "列席办理记录"
        triggers = unchanging("sitting", "reason")

    @property
    def sentence(self) -> str:
        return worded(super().sentence, self.sitting.kind)
