"""Whom policies concern: terms that an office keeps, and what the tags of the library mean."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from disclosure.models import Document
from policies.audiences.choices import TermKind
from portal.accounts.models import User
from portal.organs.models import Organ
from portal.taxonomy.models import Audience, PolicyTag, Theme


class AudienceTerm(models.Model):
    """One word for people: a group, an industry, a size, or a region of the directory of organs,
    whose row is made when it is first chosen.
    """

    kind = models.CharField("类别", max_length=12, choices=TermKind)
    code = models.CharField("代码", max_length=64)
    name = models.CharField("名称", max_length=100)
    organ = models.ForeignKey(
        Organ, verbose_name="区域", null=True, blank=True, editable=False,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    position = models.PositiveSmallIntegerField("次序", default=0)
    is_active = models.BooleanField("使用中", default=True)

    class Meta:
        verbose_name = "推送对象"
        verbose_name_plural = "推送对象"
        ordering = ["kind", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="audience_term_once"),
            models.CheckConstraint(
                condition=Q(kind=TermKind.REGION, organ__isnull=False)
                | ~Q(kind=TermKind.REGION) & Q(organ=None),
                name="audience_region_is_of_the_directory",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TagMeaning(models.Model):
    """That what bears a tag, a theme or a label of the library concerns those of a term: a
    proposal to the clerk, and no more.
    """

    tag = models.ForeignKey(
        PolicyTag, verbose_name="政策标签", null=True, blank=True, on_delete=models.CASCADE,
        related_name="+",
    )  # fmt: skip
    theme = models.ForeignKey(
        Theme, verbose_name="主题", null=True, blank=True, on_delete=models.CASCADE,
        related_name="+",
    )  # fmt: skip
    label = models.ForeignKey(
        Audience, verbose_name="适用对象", null=True, blank=True, on_delete=models.CASCADE,
        related_name="+",
    )  # fmt: skip
    term = models.ForeignKey(
        AudienceTerm, verbose_name="推送对象", on_delete=models.CASCADE, related_name="meanings"
    )

    class Meta:
        verbose_name = "标签与推送对象的对应"
        verbose_name_plural = "标签与推送对象的对应"
        ordering = ["term", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "theme", "label", "term"], nulls_distinct=False,
                name="tag_meaning_once",
            ),
            models.CheckConstraint(
                condition=Q(tag__isnull=False, theme=None, label=None)
                | Q(tag=None, theme__isnull=False, label=None)
                | Q(tag=None, theme=None, label__isnull=False),
                name="tag_meaning_of_one_thing",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.tag or self.theme or self.label}：{self.term}"


class AudienceOfPolicy(models.Model):
    """That a policy concerns those of a term, said by the clerk of its organ."""

    document = models.ForeignKey(
        Document, verbose_name="文件", on_delete=models.CASCADE, related_name="audience_terms"
    )
    term = models.ForeignKey(
        AudienceTerm, verbose_name="推送对象", on_delete=models.PROTECT, related_name="policies"
    )
    by = models.ForeignKey(User, verbose_name="谁定的", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "文件的推送对象"
        verbose_name_plural = "文件的推送对象"
        ordering = ["term__kind", "term__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "term"], name="audience_of_policy_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.term}"
