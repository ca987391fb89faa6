"""What a collection holds, in groups, and the new documents that wait to be taken in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from disclosure.models import Document
from policies.collections.choices import Settled
from policies.collections.models.collection import PolicyCollection
from policies.collections.querysets import CandidateQuerySet
from portal.accounts.models import User


class CollectionGroup(models.Model):
    """A part of a collection, under its own heading."""

    collection = models.ForeignKey(
        PolicyCollection, on_delete=models.CASCADE, related_name="groups"
    )
    title = models.CharField("标题", max_length=60)
    position = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "专题的分组"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "title"], name="collection_group_once"),
            models.CheckConstraint(condition=~Q(title=""), name="collection_group_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class CollectionMember(models.Model):
    """A document of the library, or a page of another site with its title and publisher."""

    collection = models.ForeignKey(
        PolicyCollection, on_delete=models.CASCADE, related_name="members"
    )
    group = models.ForeignKey(
        CollectionGroup, verbose_name="分组", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="members",
    )  # fmt: skip
    document = models.ForeignKey(
        Document, verbose_name="本站文件", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    title = models.CharField("标题", max_length=200, blank=True)
    publisher = models.CharField("发布机关", max_length=100, blank=True)
    url = models.URLField("网址", max_length=500, blank=True)
    position = models.PositiveIntegerField("次序", default=0)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("编入时间")

    class Meta:
        verbose_name = verbose_name_plural = "专题的内容"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, title="", url="", publisher="")
                | (Q(document__isnull=True) & ~Q(title="") & ~Q(url="") & ~Q(publisher="")),
                name="member_is_ours_or_named",
            ),
            models.UniqueConstraint(
                fields=["collection", "document"], name="collection_member_once"
            ),
            models.UniqueConstraint(
                fields=["collection", "url"], condition=~Q(url=""), name="collection_url_once"
            ),
        ]

    def __str__(self) -> str:
        return self.document.title if self.document else self.title


class Candidate(models.Model):
    """发布一件、对应集成推送一件: a new document with a tag of the collection is its editor's task
    until it is taken in, or somebody says why not. `due_on` is empty where the calendar ends.
    """

    collection = models.ForeignKey(
        PolicyCollection, on_delete=models.CASCADE, related_name="candidates"
    )
    document = models.ForeignKey(
        Document, verbose_name="文件", on_delete=models.CASCADE, related_name="+"
    )
    arose_at = models.DateTimeField("文件公开时间")
    due_on = models.DateField("编入期限", null=True)
    settled = models.CharField("结果", max_length=8, choices=Settled, default=Settled.OPEN)
    settled_by = models.ForeignKey(
        User, verbose_name="编辑", null=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField("处理时间", null=True)
    reason = models.CharField("不编入的理由", max_length=200, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待编入的文件"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "document"], name="collection_candidate_once"
            ),
            models.CheckConstraint(
                condition=Q(settled=Settled.OPEN, settled_at__isnull=True)
                | ~Q(settled=Settled.OPEN) & Q(settled_at__isnull=False),
                name="settled_candidate_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(settled=Settled.DECLINED) | ~Q(reason=""),
                name="declined_candidate_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["collection", "due_on"],
                condition=Q(settled=Settled.OPEN),
                name="candidate_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.document_id}"
