"""A way by which messages come: all that makes it differ from the others is in its row."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from policies.messages.choices import Category, Entrance, Keeping, Publication, Routing
from policies.partners.models import Partner
from portal.organs.models import Organ
from portal.taxonomy.models import Theme

# A term that runs longer than a year is a slip of the pen.
_LONGEST_TERM = 250


def _days(
    label: str, *, null: bool = False, help_text: str = ""
) -> models.PositiveSmallIntegerField:  # type: ignore[type-arg]
    return models.PositiveSmallIntegerField(
        label, null=null, blank=null, help_text=help_text,
        validators=[MinValueValidator(1), MaxValueValidator(_LONGEST_TERM)],
    )  # fmt: skip


class MessageChannel(models.Model):
    """政策留言板, 领导信箱 … Its numbers of working days are the organ's own, and no law."""

    slug = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40)
    purpose = models.CharField("写给留言人的话", max_length=200)
    place = models.PositiveSmallIntegerField("次序", default=0)
    is_open = models.BooleanField("现在接收", default=True)
    entrance = models.CharField(
        "谁可以写", max_length=12, choices=Entrance, default=Entrance.EVERYONE,
        help_text="匿名留言是否须核验身份，没有统一规定，由机关决定。",
    )  # fmt: skip
    partner = models.OneToOneField(
        Partner, verbose_name="由哪个系统转入", null=True, blank=True, on_delete=models.PROTECT,
        related_name="channel", help_text="该系统凭签名接口送来的留言进这个渠道。",
    )  # fmt: skip
    category = models.CharField(
        "类别", max_length=12, choices=Category, blank=True, help_text="留空的，由留言人选。"
    )
    needs_name = models.BooleanField("须写称呼", default=True)
    needs_contact = models.BooleanField("须留联系方式", default=False)
    needs_policy = models.BooleanField("须写明哪份政策", default=False)
    routing = models.CharField(
        "先分给谁", max_length=12, choices=Routing, default=Routing.DRAFTER,
        help_text="分不出的，到分办机关。",
    )  # fmt: skip
    office = models.ForeignKey(
        Organ, verbose_name="分办机关", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", help_text="留空的，是本网站有留言分办人员的最高一级机关。",
    )  # fmt: skip
    accept_days = _days("签收（工作日）", null=True, help_text="留空的，不另计签收期限。")
    reply_days = _days("答复（工作日）")
    follow_up_days = _days("追问、再办的答复（工作日）")
    extension_days = _days("延期一次（工作日）")
    publication = models.CharField(
        "公开", max_length=12, choices=Publication, default=Publication.SELECTED
    )
    revisits = models.BooleanField("办结前回访", default=False)
    keeping = models.CharField(
        "个人信息保存", max_length=8, choices=Keeping, default=Keeping.SHORT,
        help_text="两档各保存几个月，由设置决定。",
    )  # fmt: skip

    class Meta:
        verbose_name = "留言渠道"
        verbose_name_plural = "留言渠道"
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    Q(accept_days__isnull=True) | Q(accept_days__gt=0),
                    reply_days__gt=0, follow_up_days__gt=0, extension_days__gt=0,
                ),
                name="message_channel_days_are_days",
            ),
            models.UniqueConstraint(
                fields=["entrance"], condition=Q(entrance=Entrance.BASE),
                name="message_channel_of_the_base_is_one",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Responsibility(models.Model):
    """谁管什么: to which organ messages of a subject go. Kept current by those who distribute."""

    theme = models.OneToOneField(
        Theme, verbose_name="主题", on_delete=models.CASCADE, related_name="+"
    )
    organ = models.ForeignKey(
        Organ, verbose_name="办理机关", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "留言分工"
        verbose_name_plural = "留言分工"
        ordering = ["theme__path"]

    def __str__(self) -> str:
        return f"{self.theme.path}：{self.organ.short_name}"
