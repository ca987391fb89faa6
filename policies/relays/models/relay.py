"""A relay organisation, whom it reaches, and whom to ask there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from policies.audiences.models import AudienceTerm
from policies.relays.choices import RelayKind
from portal.organs.models import Organ
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel


class Relay(SealedModel):
    """An association, a park, a window, a committee. Its contact is somebody's personal data: for
    the staff of the organ that looks after it, and gone some time after the relay has ended.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="负责联系的机关", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("种类", max_length=16, choices=RelayKind)
    terms = models.ManyToManyField(
        AudienceTerm, verbose_name="能够到达的人", blank=True, related_name="+"
    )
    contact_name = SealedTextField("联系人", blank=True)
    contact_phone = SealedTextField("联系人电话", blank=True)
    contact_mail = SealedTextField("联系人电子邮箱", blank=True)
    ended_on = models.DateField("停止接力的日期", null=True, blank=True)
    updated_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = "接力组织"
        verbose_name_plural = "接力组织"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "name"], name="relay_once"),
            models.CheckConstraint(condition=~Q(name=""), name="relay_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_contact(self) -> bool:
        """Whether anything is known of whom to ask."""
        return bool(self.contact_name or self.contact_phone or self.contact_mail)
