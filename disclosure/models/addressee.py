"""定点定向公开: to whom a document is addressed."""

from django.db import models
from django.db.models import Q

from disclosure.models.document import Document
from portal.accounts.models import User
from portal.organs.models import Organ


class AddresseeGroup(models.Model):
    """A named circle of readers, kept by one organ: organs, and people with an account."""

    owner = models.ForeignKey(
        Organ, verbose_name="维护机关", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("名称", max_length=100, help_text="如：各街镇、辖区养老服务机构")
    organs = models.ManyToManyField(
        Organ, verbose_name="机关", blank=True, related_name="addressee_groups"
    )
    people = models.ManyToManyField(
        User, verbose_name="人员", blank=True, related_name="addressee_groups"
    )

    class Meta:
        verbose_name = "定向对象组"
        verbose_name_plural = "定向对象组"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="addressee_group_named_once")
        ]

    def __str__(self) -> str:
        return self.name


class DocumentAddressee(models.Model):
    """One organ or one group to which a document is addressed."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="addressees")
    organ = models.ForeignKey(
        Organ, verbose_name="机关", null=True, blank=True, on_delete=models.PROTECT
    )
    group = models.ForeignKey(
        AddresseeGroup, verbose_name="定向对象组", null=True, blank=True, on_delete=models.PROTECT
    )

    class Meta:
        verbose_name = "定向对象"
        verbose_name_plural = "定向对象"
        constraints = [
            models.CheckConstraint(
                condition=Q(organ__isnull=False, group__isnull=True)
                | Q(organ__isnull=True, group__isnull=False),
                name="addressee_is_organ_or_group",
            ),
            models.UniqueConstraint(
                fields=["document", "organ", "group"], name="addressee_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return str(self.organ or self.group)
