"""What an interpretation is made of: parts in their order, pictures, the plan, the contrast."""

from __future__ import annotations

from django.db import models
from django.db.models import Deferrable, Q

from policies.interpretations.choices import RECORDED, Form
from policies.interpretations.models.interpretation import Interpretation
from portal.files.models import StoredFile
from portal.text.fields import StructuredTextField
from portal.text.model import Text
from portal.text.plain import plain
from portal.text.walk import figures_in


class Part(models.Model):
    """One part, in one form: a text (with pictures), a film or sound with its captions, or 辅导课件
    with the slides or checklist to be taken along.

    `captions` are WebVTT; `transcript` says in words all that is said and, of a film, shown.
    """

    interpretation = models.ForeignKey(
        Interpretation, on_delete=models.CASCADE, related_name="parts"
    )
    position = models.PositiveSmallIntegerField("次序")
    form = models.CharField("形式", max_length=12, choices=Form)
    title = models.CharField("小标题", max_length=100, blank=True)
    text = StructuredTextField("内容")
    recording = models.ForeignKey(
        StoredFile,
        verbose_name="视频或者音频",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    slides = models.ForeignKey(
        StoredFile,
        verbose_name="课件文件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    captions = models.TextField("字幕", blank=True)
    transcript = models.TextField("文字稿", blank=True)
    made_by_ai = models.BooleanField("含人工智能生成的内容", default=False)

    class Meta:
        verbose_name = "解读的部分"
        verbose_name_plural = "解读的部分"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["interpretation", "position"],
                name="part_position_once",
                deferrable=Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(recording__isnull=True) | Q(form__in=RECORDED),
                name="recording_in_a_recorded_form",
            ),
            models.CheckConstraint(
                condition=Q(slides__isnull=True) | Q(form=Form.COURSE),
                name="slides_in_courseware",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_form_display()

    @property
    def is_recorded(self) -> bool:
        """Whether it is watched or heard."""
        return self.form in RECORDED

    @property
    def lines(self) -> list[str]:
        """All that it says in words."""
        return [*filter(None, [self.title]), *plain(self.text), *self.transcript.splitlines()]

    def figure_ids(self) -> set[str]:
        """The public ids of the pictures its text shows."""
        return pictures_in(self.text)


def pictures_in(text: Text) -> set[str]:
    """The public ids of the pictures of a text."""
    return {figure.file for figure in figures_in(text)}


class Picture(models.Model):
    """A picture brought in for the texts of an edition; editions may share it."""

    interpretation = models.ForeignKey(
        Interpretation, on_delete=models.CASCADE, related_name="pictures"
    )
    file = models.ForeignKey(
        StoredFile, verbose_name="图片", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "解读的图片"
        verbose_name_plural = "解读的图片"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["interpretation", "file"], name="picture_brought_once")
        ]

    def __str__(self) -> str:
        return self.file.name


class Plan(models.Model):
    """解读方案: what is to be explained, in which forms, where and when; for the office alone."""

    interpretation = models.OneToOneField(
        Interpretation, on_delete=models.CASCADE, related_name="plan"
    )
    outline = models.TextField("提纲")
    forms = models.CharField("形式", max_length=200)
    channels = models.CharField("渠道", max_length=200)
    timing = models.CharField("时间", max_length=200)

    class Meta:
        verbose_name = "解读方案"
        verbose_name_plural = "解读方案"
        constraints = [
            models.CheckConstraint(
                condition=~Q(outline="") & ~Q(forms="") & ~Q(channels="") & ~Q(timing=""),
                name="plan_says_all_four",
            )
        ]

    def __str__(self) -> str:
        return f"解读方案：{self.interpretation}"


class Contrast(models.Model):
    """One row of 新旧对照: what an article said and says, and what that means to a reader."""

    interpretation = models.ForeignKey(
        Interpretation, on_delete=models.CASCADE, related_name="contrasts"
    )
    position = models.PositiveSmallIntegerField("次序")
    article = models.CharField("条", max_length=60, blank=True)
    old = models.TextField("原来的文本", blank=True)
    new = models.TextField("现行文本", blank=True)
    meaning = models.CharField("对您意味着", max_length=300, blank=True)

    class Meta:
        verbose_name = "新旧对照"
        verbose_name_plural = "新旧对照"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["interpretation", "position"], name="contrast_position_once"
            ),
            models.CheckConstraint(condition=~Q(old="", new=""), name="contrast_says_something"),
        ]

    def __str__(self) -> str:
        return self.article or self.new[:20] or self.old[:20]
