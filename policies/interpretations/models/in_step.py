"""三同步: which policies are explained in step, and what was excepted."""

from django.db import models
from django.db.models import Q

from disclosure.choices import DocumentType
from disclosure.models import Document
from policies.interpretations.requirements import Rule
from portal.accounts.models import User
from portal.organs.models import Organ
from portal.taxonomy.models import PolicyTag


class InStep(models.Model):
    """One rule, kept by an office: about which policies, where it stands, what it asks.

    It holds for the organ and all below it. A law binds everybody; working points (要点) bind the
    organ, and a page names them so.
    """

    organ = models.ForeignKey(
        Organ, verbose_name="适用机关", on_delete=models.PROTECT, related_name="+"
    )
    doc_type = models.CharField("公文种类", max_length=8, choices=DocumentType, blank=True)
    genre = models.CharField("体裁", max_length=20, blank=True, help_text="如办法、规定、方案")
    normative = models.BooleanField("行政规范性文件", default=False)
    rule = models.BooleanField("政府规章", default=False)
    tag = models.ForeignKey(
        PolicyTag,
        verbose_name="政策标签",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    article = models.CharField(
        "法律依据", max_length=200, blank=True, help_text="写明法规全名和条款；没有的写工作要点"
    )
    guideline = models.CharField("工作要点", max_length=200, blank=True)
    needs_material = models.BooleanField("须同步解读", default=True)
    needs_english = models.BooleanField("须有英文文本或者摘要", default=False)
    is_active = models.BooleanField("使用中", default=True)

    class Meta:
        verbose_name = "同步解读的要求"
        verbose_name_plural = "同步解读的要求"
        ordering = ["organ__path", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(article="") & ~Q(guideline="")) | (~Q(article="") & Q(guideline="")),
                name="in_step_has_one_source",
                violation_error_message="法律依据和工作要点填写一项。",
            ),
            models.CheckConstraint(
                condition=~Q(doc_type="", genre="", normative=False, rule=False, tag=None),
                name="in_step_is_about_something",
                violation_error_message="请至少选定一项：公文种类、体裁、规范性文件、规章或者标签。",
            ),
            models.CheckConstraint(
                condition=Q(needs_material=True) | Q(needs_english=True),
                name="in_step_asks_something",
                violation_error_message="请选定要求：同步解读，或者英文文本。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about}：{self.article or self.guideline}"

    @property
    def about(self) -> str:
        """About which policies, in words."""
        words = [
            self.tag.name if self.tag else "",
            "政府规章" if self.rule else "",
            "行政规范性文件" if self.normative else "",
            self.genre,
            self.doc_type,
        ]
        return "、".join(filter(None, words))

    def as_rule(self) -> Rule:
        """The same, for the pure rules."""
        return Rule(
            organ_path=self.organ.path,
            doc_type=self.doc_type,
            genre=self.genre,
            normative=self.normative,
            rule=self.rule,
            tag=self.tag.name if self.tag else "",
            article=self.article,
            guideline=self.guideline,
            material=self.needs_material,
            english=self.needs_english,
        )


class StepException(models.Model):
    """A policy that goes out without its interpretation, and why; listed for good."""

    document = models.OneToOneField(
        Document, verbose_name="文件", on_delete=models.PROTECT, related_name="step_exception"
    )
    organ = models.ForeignKey(
        Organ, verbose_name="机关", on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField("要求的出处", max_length=250)
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey(User, verbose_name="记录人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "不同步解读的文件"
        verbose_name_plural = "不同步解读的文件"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="step_exception_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.document}：{self.reason}"
