"""What editors label documents with: policy tags, audiences and subject words."""

from django.db import models
from django.db.models import TextChoices


class AudienceKind(TextChoices):
    PEOPLE = "people", "人群"
    INDUSTRY = "industry", "行业"


class PolicyTag(models.Model):
    """A tag of the city's policy tag catalogue (政策文件标签目录)."""

    name = models.CharField("标签", max_length=40, unique=True)
    group = models.CharField("标签组", max_length=40, blank=True)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "政策标签"
        verbose_name_plural = "政策标签"
        ordering = ["group", "name"]

    def __str__(self) -> str:
        return self.name


class Audience(models.Model):
    """Whom a document concerns: a group of people or an industry."""

    kind = models.CharField("类型", max_length=12, choices=AudienceKind)
    name = models.CharField("名称", max_length=40, unique=True)

    class Meta:
        verbose_name = "适用对象"
        verbose_name_plural = "适用对象"
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class SubjectWord(models.Model):
    """主题词. A blocked word is refused when an editor types it."""

    word = models.CharField("主题词", max_length=40, unique=True)
    is_blocked = models.BooleanField("不得使用", default=False)

    class Meta:
        verbose_name = "主题词"
        verbose_name_plural = "主题词"
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word
