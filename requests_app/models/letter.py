"""文书 of an application, and the codes of an organ under which letters are numbered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.common.text_pairs import pairs_index
from portal.organs.models import Organ
from portal.papers.letters import NumberedLetter
from requests_app.letters.kinds import KINDS
from requests_app.models.answer import Answer
from requests_app.models.facts import Assistance, Consultation
from requests_app.models.request import InformationRequest
from requests_app.models.third_party import ThirdPartyNotice

_SUBJECTS = ("answer", "consultation", "third_party_notice", "assistance")
_VALID = Q(void_on__isnull=True)


class Letter(NumberedLetter):
    """One letter of an application, by the row it tells of; without one it is the case's own."""

    kinds = KINDS

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="letters"
    )
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
        indexes = [pairs_index("number", name="letter_number_pairs")]

    @property
    def case(self) -> InformationRequest:
        return self.request


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
