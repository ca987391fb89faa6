"""The guide of elements: what an interpretation of a kind of policy should say."""

from django.db import models
from django.db.models import Q

from policies.interpretations.choices import PolicyKind
from policies.interpretations.models.interpretation import Interpretation


class GuideElement(models.Model):
    """One element (适用对象, 办理渠道…) with a hint; an office keeps the rows."""

    kind = models.CharField("政策类型", max_length=12, choices=PolicyKind)
    name = models.CharField("要素", max_length=40)
    hint = models.CharField("怎样写", max_length=200, blank=True)
    is_required = models.BooleanField("必备", default=True)
    position = models.PositiveSmallIntegerField("次序", default=0)
    is_active = models.BooleanField("使用中", default=True)

    class Meta:
        verbose_name = "解读要素"
        verbose_name_plural = "解读要素"
        ordering = ["kind", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name"],
                name="element_named_once",
                violation_error_message="这一类政策已有同名的要素。",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="element_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class FilledElement(models.Model):
    """What an interpretation says under an element."""

    interpretation = models.ForeignKey(
        Interpretation, on_delete=models.CASCADE, related_name="elements"
    )
    element = models.ForeignKey(GuideElement, on_delete=models.PROTECT, related_name="+")
    text = models.CharField("内容", max_length=1000)

    class Meta:
        verbose_name = "写好的要素"
        verbose_name_plural = "写好的要素"
        ordering = ["element__position", "element_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["interpretation", "element"], name="element_filled_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="filled_element_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.element}：{self.text}"
