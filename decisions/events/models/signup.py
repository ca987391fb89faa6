"""A sign-up: who comes with how many, where it stands; its offers, its ticket, its acts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from decisions.events.choices import OfferEnd
from decisions.events.models.session import EventSession, SessionGroup
from decisions.events.querysets import SignUpQuerySet
from decisions.events.workflow import SIGNUP_WORKFLOW, Place
from portal.acts.models import ActRow, unchanging
from portal.common.text_pairs import pairs_index
from portal.tracking.cases import TrackedCase
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel

_OPEN = [state.value for state in Place.open]


class SignUp(TrackedCase):
    """`persons` counts whoever signs up with their companions; `line` is the order of sign-up in
    the session, by which the list moves up, and is given once. `person_index` is a keyed hash of
    the contact, by which nobody holds two places of a session. `closed_on` is the day from which
    the term of keeping runs: that of the session, or of the end before it.
    """

    session = models.ForeignKey(
        EventSession, verbose_name="场次", on_delete=models.PROTECT, related_name="signups"
    )
    group = models.ForeignKey(
        SessionGroup, verbose_name="组别", null=True, on_delete=models.PROTECT,
        related_name="signups",
    )  # fmt: skip
    persons = models.PositiveSmallIntegerField("人数", default=1)
    needs = SealedTextField("需要的帮助", blank=True)
    by_guardian = models.BooleanField("由监护人报名", default=False)
    line = models.PositiveIntegerField("报名次序")
    person_index = models.CharField("报名人索引", max_length=64, blank=True)
    status = models.CharField("状态", max_length=16, choices=Place.choices)
    closed_on = models.DateField("保存期限起算", null=True)
    legal_hold = models.CharField("保留理由", max_length=300, blank=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = "活动报名"
        verbose_name_plural = "活动报名"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Place.values), name="event_signup_state_known"
            ),
            models.CheckConstraint(condition=Q(persons__gte=1), name="event_signup_has_persons"),
            models.UniqueConstraint(fields=["session", "line"], name="event_signup_line_once"),
            models.UniqueConstraint(
                fields=["session", "person_index"],
                condition=Q(status__in=_OPEN) & ~Q(person_index=""),
                name="event_signup_person_once",
            ),
        ]
        indexes = [
            models.Index(fields=["session", "status", "line"], name="event_signup_by_line"),
            models.Index(fields=["organ", "status"], name="event_signup_by_queue"),
            models.Index(fields=["closed_on"], name="event_signup_by_closing"),
            models.Index(fields=["organ", "-submitted_at", "-id"], name="event_signup_of_organ"),
            models.Index(fields=["-submitted_at", "-id"], name="event_signup_by_submission"),
            pairs_index("number", name="event_signup_text_pairs"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("decisions:signup_case", args=[self.number])


class SignUpAct(ActRow, SealedModel):
    """A row for every act on a sign-up."""

    workflow = SIGNUP_WORKFLOW
    signup = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="acts")
    reason = SealedTextField("说明", blank=True)

    class Meta(ActRow.Meta):
        verbose_name = "报名记录"
        verbose_name_plural = "报名记录"
        triggers = unchanging("signup")


class Offer(models.Model):
    """A place held for somebody on the list until a moment; how that ended."""

    signup = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="offers")
    made_at = models.DateTimeField("提出时间")
    until = models.DateTimeField("确认截止")
    ended_at = models.DateTimeField("结束时间", null=True)
    outcome = models.CharField("结果", max_length=10, choices=OfferEnd, blank=True)

    class Meta:
        verbose_name = "递补名额"
        verbose_name_plural = "递补名额"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["signup"], condition=Q(ended_at__isnull=True), name="event_offer_open_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="")
                | Q(ended_at__isnull=False) & ~Q(outcome=""),
                name="event_offer_ended_somehow",
            ),
        ]
        indexes = [
            models.Index(
                fields=["until"], condition=Q(ended_at__isnull=True), name="event_offer_open_by_end"
            )
        ]

    def __str__(self) -> str:
        return f"{self.signup_id}：{self.until:%m-%d %H:%M}"


class Ticket(models.Model):
    """A place at the door. Its text is written anew from the serial and the session's times;
    `code_index` is the keyed hash of its typed code.
    """

    signup = models.OneToOneField(SignUp, on_delete=models.PROTECT, related_name="ticket")
    serial = models.BigIntegerField("票号", unique=True)
    code_index = models.CharField("票码索引", max_length=64, unique=True)
    issued_at = models.DateTimeField("出票时间")
    revoked_at = models.DateTimeField("作废时间", null=True)

    class Meta:
        verbose_name = "入场票"
        verbose_name_plural = "入场票"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(serial__gte=1), name="event_ticket_serial")
        ]

    def __str__(self) -> str:
        return f"票{self.pk}"


class TicketEntry(SealedModel):
    """What was drawn from the code of a ticket when it was given, for the lists of devices: drawing
    is slow by intent, too slow for every ticket of a session at once.
    """

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="entry")
    drawn = SealedTextField("离线名单的名和密钥")

    class Meta:
        verbose_name = "离线名单的一条"
        verbose_name_plural = "离线名单"

    def __str__(self) -> str:
        return f"票{self.ticket_id}"
