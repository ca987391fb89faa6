"""That a policy, or a passage of it, leads to a service item."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from disclosure.models import Document
from policies.service_items.choices import LinkEnd
from policies.service_items.models.item import ServiceItem
from policies.service_items.querysets import ItemOfPolicyQuerySet
from portal.accounts.models import User


class ItemOfPolicy(models.Model):
    """A link, as long as it stood: who made it, who or what ended it, and why.

    `anchor` is the passage by the name under which its page is entered there, empty for the whole
    document; `passage` its words when the link was made. Ended without a person, it waits until
    somebody has looked at it (`settled_at`).
    """

    item = models.ForeignKey(
        ServiceItem, verbose_name="事项", on_delete=models.PROTECT, related_name="links"
    )
    document = models.ForeignKey(
        Document, verbose_name="文件", on_delete=models.PROTECT, related_name="service_links"
    )
    anchor = models.CharField("段落", max_length=40, blank=True)
    passage = models.CharField("段落的话", max_length=60, blank=True)
    made_by = models.ForeignKey(
        User, verbose_name="关联人", on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("关联时间")
    ended_by = models.ForeignKey(
        User, verbose_name="摘下的人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField("摘下时间", null=True)
    end = models.CharField("摘下的原因", max_length=12, choices=LinkEnd, blank=True)
    end_reason = models.CharField("说明", max_length=200, blank=True)
    settled_by = models.ForeignKey(
        User, verbose_name="看过的人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField("看过的时间", null=True)

    objects = ItemOfPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = "阅办联动"
        verbose_name_plural = "阅办联动"
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "item", "anchor"],
                condition=Q(ended_at__isnull=True),
                name="item_linked_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, end="", end_reason="")
                | (Q(ended_at__isnull=False, ended_at__gte=F("made_at")) & ~Q(end="")),
                name="ended_link_says_why",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(
                    ended_at__isnull=False,
                    settled_at__gte=F("ended_at"),
                    settled_by__isnull=False,
                ),
                name="settled_link_has_ended",
            ),
        ]
        indexes = [
            models.Index(
                fields=["item"], condition=Q(ended_at__isnull=True), name="live_link_of_item"
            ),
            models.Index(
                fields=["document"],
                condition=Q(ended_at__isnull=False, ended_by__isnull=True, settled_at__isnull=True),
                name="link_to_settle",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="link_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="ended_link_is_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__settled_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} 办 {self.item}"
