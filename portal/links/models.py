"""Addresses outside with what was last seen of them, every look at them, and dangerous domains."""

import pgtrigger
from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.links.choices import LinkClass, Sight

# What a unique index can hold; an address that is longer is not looked at.
LONGEST_URL = 2000


class Link(models.Model):
    """One address outside that pages name, and what came of the last look at it.

    `status` is the HTTP status, empty when there was no answer at all; `problem` is empty when it
    opens. `failures` follow one another since `failing_since`. `due_at` is when to look again.
    """

    url = models.CharField("网址", max_length=LONGEST_URL, unique=True)
    status = models.PositiveSmallIntegerField("状态码", null=True)
    problem = models.CharField("问题", max_length=200, blank=True)
    link_class = models.PositiveSmallIntegerField(
        "结论", choices=LinkClass, default=LinkClass.OK.value
    )
    failures = models.PositiveIntegerField("连续失败", default=0)
    failing_since = models.DateTimeField("开始失败", null=True)
    checked_at = models.DateTimeField("查验时间")
    due_at = models.DateTimeField("下次查验")

    class Meta:
        verbose_name = "外部链接"
        verbose_name_plural = "外部链接"
        ordering = ["checked_at", "id"]
        indexes = [
            models.Index(fields=["due_at"], name="link_due"),
            models.Index(
                fields=["link_class"], condition=~Q(link_class=LinkClass.OK), name="link_not_ok"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(url=""), name="link_has_url"),
            models.CheckConstraint(
                condition=Q(status__isnull=False) | ~Q(problem=""),
                name="link_without_answer_says_why",
            ),
            models.CheckConstraint(
                condition=Q(link_class=LinkClass.OK, problem="")
                | (~Q(link_class=LinkClass.OK) & ~Q(problem="")),
                name="link_not_ok_says_why",
            ),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since__isnull=True)
                | Q(failures__gt=0, failing_since__isnull=False),
                name="failing_link_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.url


class Look(models.Model):
    """One look at a link: the history by which it was judged. Never changed; it goes with a link
    that no page names any more.
    """

    link = models.ForeignKey(
        Link, verbose_name="链接", on_delete=models.CASCADE, related_name="looks"
    )
    at = models.DateTimeField("时间")
    sight = models.CharField("看到的", max_length=8, choices=Sight)
    status = models.PositiveSmallIntegerField("状态码", null=True)
    problem = models.CharField("问题", max_length=200, blank=True)
    link_class = models.PositiveSmallIntegerField("结论", choices=LinkClass)

    class Meta:
        verbose_name = "查验记录"
        verbose_name_plural = "查验记录"
        ordering = ["-at", "-id"]
        triggers = [pgtrigger.Protect(name="look_is_final", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.link} {self.at:%Y-%m-%d %H:%M}"


class HostPause(models.Model):
    """A host that asked to be left alone until then (Retry-After)."""

    host = models.CharField("主机", max_length=255, unique=True)
    until = models.DateTimeField("到何时")

    class Meta:
        verbose_name = "暂停查验的主机"
        verbose_name_plural = "暂停查验的主机"

    def __str__(self) -> str:
        return self.host


class DangerousDomain(models.Model):
    """A domain, with all below it, to which no page may lead."""

    domain = models.CharField(
        "域名", max_length=255, unique=True, help_text="如 evil.example；它下面的各级域名都算"
    )
    reason = models.CharField("依据", max_length=200, help_text="哪个部门、哪一天的通报")
    by = models.ForeignKey(
        User, verbose_name="列入的人", on_delete=models.PROTECT, related_name="+", editable=False
    )
    at = models.DateTimeField("列入时间", editable=False)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = "危险域名"
        verbose_name_plural = "危险域名"
        ordering = ["domain"]
        constraints = [
            models.CheckConstraint(
                condition=Q(domain__regex=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"),
                name="dangerous_domain_in_one_spelling",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="dangerous_domain_has_reason"),
        ]

    def __str__(self) -> str:
        return self.domain
