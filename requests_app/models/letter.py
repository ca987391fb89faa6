"""文书: a letter as it went out, with the 文号 it keeps; the numbers and codes of an organ."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.organs.models import Organ
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from requests_app.letters.kinds import NUMBERED
from requests_app.models.answer import Answer
from requests_app.models.facts import Assistance, Consultation
from requests_app.models.request import InformationRequest
from requests_app.models.third_party import ThirdPartyNotice

_SUBJECTS = ("answer", "consultation", "third_party_notice", "assistance")
_VALID = Q(void_on__isnull=True)


class Letter(SealedModel):
    """One letter with its number. Its words are kept sealed as they were then: what is recorded
    later moves no date in a letter that has left. One that was taken back keeps its number too.
    """

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="letters"
    )
    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(
        "文书", max_length=16, choices=[(kind.code, kind.title) for kind in NUMBERED]
    )
    head = models.CharField("机关代字和类字", max_length=60)
    year = models.PositiveSmallIntegerField("年份")
    sequence = models.PositiveIntegerField("序号")
    number = models.CharField("文号", max_length=80)
    answer = models.ForeignKey(Answer, null=True, on_delete=models.PROTECT, related_name="letters")
    consultation = models.ForeignKey(
        Consultation, null=True, on_delete=models.PROTECT, related_name="letters"
    )
    third_party_notice = models.ForeignKey(
        ThirdPartyNotice, null=True, on_delete=models.PROTECT, related_name="letters"
    )
    assistance = models.ForeignKey(
        Assistance, null=True, on_delete=models.PROTECT, related_name="letters"
    )
    content = SealedTextField("内容", blank=True)
    made_on = models.DateField("制作日期")
    void_on = models.DateField("作废日期", null=True)
    by = models.ForeignKey(User, verbose_name="制作人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "文书"
        verbose_name_plural = "文书"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "head", "year", "sequence"], name="letter_number_once"
            ),
            models.UniqueConstraint(
                fields=["request", "kind"],
                condition=_VALID & Q(**{f"{name}__isnull": True for name in _SUBJECTS}),
                name="letter_once_a_case",
            ),
            *(
                models.UniqueConstraint(
                    fields=[name, "kind"], condition=_VALID, name=f"letter_once_a_{name}"
                )
                for name in _SUBJECTS
            ),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="letter_counted_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class LetterCounter(models.Model):
    """The last number under an organ's code in a year, locked while one is taken: no gaps."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    head = models.CharField("机关代字和类字", max_length=60)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后的序号", default=0)

    class Meta:
        verbose_name = "文书编号"
        verbose_name_plural = "文书编号"
        constraints = [
            models.UniqueConstraint(fields=["organ", "head", "year"], name="letter_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.head}〔{self.year}〕{self.last}号"


class OrganLetterCodes(models.Model):
    """文书编号和缴费方式: what an organ sets itself; without a row the usual codes apply."""

    organ = models.OneToOneField(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="letter_codes"
    )
    prefix = models.CharField("机关代字", max_length=24)
    answer_code = models.CharField("答复类字", max_length=12)
    notice_code = models.CharField("告知类字", max_length=12)
    outside_code = models.CharField("征求意见、协办类字", max_length=12)
    payment = models.CharField("缴费方式", max_length=300, blank=True)
    by = models.ForeignKey(User, verbose_name="设定人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("设定时间")

    class Meta:
        verbose_name = "文书编号"
        verbose_name_plural = "文书编号"
        constraints = [
            models.CheckConstraint(
                condition=~Q(prefix="")
                & ~Q(answer_code="")
                & ~Q(notice_code="")
                & ~Q(outside_code=""),
                name="organ_letter_codes_given",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organ} 文书编号"
