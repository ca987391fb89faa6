"""文书: a letter as it went out, with the 文号 it keeps."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from portal.accounts.models import User
from portal.organs.models import Organ
from portal.papers.kinds import Kinds
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel


class NumberedLetter(SealedModel):
    """One letter with its number. Its words are kept sealed as they were then: what is recorded
    later moves no date in a letter that has left. One that was taken back keeps its number too.

    A kind of case adds the keys to its rows, `case`, `kinds`, and that a number is given once.
    The kinds are no choices of the column: a new letter is no change of the database.
    """

    kinds: ClassVar[Kinds[Any]]

    public_id = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("文书", max_length=16)
    head = models.CharField("机关代字和类字", max_length=60)
    year = models.PositiveSmallIntegerField("年份")
    sequence = models.PositiveIntegerField("序号")
    number = models.CharField("文号", max_length=80)
    content = SealedTextField("内容", blank=True)
    made_on = models.DateField("制作日期")
    void_on = models.DateField("作废日期", null=True)
    by = models.ForeignKey(User, verbose_name="制作人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def title(self) -> str:
        """What kind of letter it is, in words."""
        return str(self.kinds[self.kind].title)

    @property
    def case(self) -> Any:
        """The case it belongs to; it has `purged_at`."""
        raise NotImplementedError

    def clean(self) -> None:
        """A form has no number, and what is in no table cannot be read again."""
        kind = self.kinds.get(self.kind)
        if kind is None or kind.is_form:
            raise ValidationError({"kind": "没有这种文书。"})
