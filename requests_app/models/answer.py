"""The answer: its versions, what it keeps back and hands over, who judged it."""

from django.db import models
from django.db.models import Q

from disclosure.models import Document
from portal.accounts.models import User
from portal.organs.models import Organ
from portal.personal.sealed_papers import SealedPaper
from portal.statute import Article, citations
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from requests_app.choices import ReviewKind
from requests_app.models.filled import filled
from requests_app.models.request import InformationRequest
from requests_app.outcomes import GROUNDS, OUTCOMES, law_of, outcome_of
from requests_app.preconditions import Part


class Answer(SealedModel):
    """One draft of the answer; the last version is the one that is judged and signed."""

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="answers"
    )
    version = models.PositiveSmallIntegerField("版次")
    outcome = models.CharField(
        "办理结果", max_length=8, choices=[(found.code, found.label) for found in OUTCOMES]
    )
    is_elsewhere = models.BooleanField(
        "不属于本机关负责公开", default=False, help_text="第三十六条第（五）项"
    )
    reason = SealedTextField("理由", blank=True, help_text="不予公开、无法提供、不予处理时必填")
    body = SealedTextField("答复内容")
    provision = SealedTextField(
        "获取的方式、途径和时间", blank=True, help_text="没有附件和已公开文件的，写明怎样获取"
    )
    unasked_reason = SealedTextField("没有征求第三方意见的理由", blank=True)
    override_reason = SealedTextField(
        "不顾第三方意见公开的理由",
        blank=True,
        help_text="不公开可能对公共利益造成重大影响的（第三十二条），写明理由",
    )
    in_charge = models.ForeignKey(
        Organ,
        verbose_name="负责公开的机关",
        null=True,
        blank=True,
        help_text="不属于本机关负责公开时，告知申请人该机关的名称和联系方式",
        on_delete=models.PROTECT,
        related_name="+",
    )
    in_charge_name = models.CharField(
        "负责公开的机关名称", max_length=200, blank=True, help_text="不在本网站机关目录里的"
    )
    in_charge_contact = models.CharField("该机关的联系方式", max_length=300, blank=True)
    in_charge_unknown = models.BooleanField("不能确定负责公开的机关", default=False)
    earlier = models.ForeignKey(
        "self",
        verbose_name="此前的答复",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="不予重复处理的，写明此前对同一申请人的答复（第三十六条第（六）项）",
    )
    earlier_number = models.CharField("此前答复的文号", max_length=120, blank=True)
    earlier_on = models.DateField("此前答复的日期", null=True)
    documents = models.ManyToManyField(
        Document,
        verbose_name="已公开文件",
        blank=True,
        related_name="+",
        help_text="已经主动公开的，告知获取的方式、途径（第三十六条第（一）项）",
    )
    by = models.ForeignKey(User, verbose_name="拟稿人", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    signed_by = models.ForeignKey(
        User, verbose_name="签发人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_on = models.DateField("签发日期", null=True)

    class Meta:
        verbose_name = "答复"
        verbose_name_plural = "答复"
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["request", "version"], name="answer_version_once"),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_on__isnull=True)
                | Q(signed_by__isnull=False, signed_on__isnull=False),
                name="answer_signed_by_someone_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(is_elsewhere=False) | Q(outcome="3.4.1"),
                name="answer_elsewhere_is_not_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} 答复第{self.version}稿"

    @property
    def choice(self) -> tuple[str, str]:
        """Its outcome as officers choose it: key and words."""
        return outcome_of(self.outcome, is_elsewhere=self.is_elsewhere).choice

    @property
    def law(self) -> tuple[Article, ...]:
        """Every article it cites; none where there is none for it."""
        return law_of(
            self.outcome,
            is_elsewhere=self.is_elsewhere,
            is_public=bool(self.documents.all()) and not self.files.all(),
            grounds=[row.ground for row in self.parts.all()],
        )

    @property
    def basis(self) -> str:
        """Those articles as a page cites them; blank where there is none."""
        return citations(self.law)

    @property
    def in_charge_told(self) -> str:
        """Who is in charge and how they are reached, a sentence; blank where that is not told."""
        if self.in_charge_unknown:
            return "负责公开该政府信息的行政机关不能确定。"
        name, contact = self.in_charge_name, self.in_charge_contact
        if organ := self.in_charge:
            told = (
                ("地址", organ.address),
                ("电话", organ.phone),
                ("电子邮箱", organ.email),
                ("网址", organ.website),
            )
            name = organ.name
            contact = "，".join(f"{label}：{value}" for label, value in told if value)
        # An answer of an earlier edition says so in its own words.
        if not name or f"负责公开该信息的行政机关是{name}" in self.body:
            return ""
        told_how = f"联系方式：{contact.rstrip('。')}。" if contact else ""
        return f"负责公开该政府信息的行政机关是{name}。{told_how}"


class WithheldPart(SealedModel):
    """One part that is kept back, with its ground among those of 第十四条 to 第十六条."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="parts")
    part = SealedTextField("不予公开的部分", max_length=500)
    ground = models.CharField(
        "依据", max_length=8, choices=[(found.code, found.name) for found in GROUNDS]
    )
    reason = SealedTextField("理由")

    class Meta:
        verbose_name = "不予公开的部分"
        verbose_name_plural = "不予公开的部分"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(filled("part"), filled("reason")), name="withheld_part_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(ground__in=[found.code for found in GROUNDS]),
                name="withheld_part_has_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.get_ground_display()}"

    @property
    def told(self) -> Part:
        """As the rules read it."""
        return Part(self.part, self.ground, self.reason)

    @property
    def law(self) -> str:
        """The article of its ground."""
        article = outcome_of(self.ground).basis
        return article.citation if article else ""


class AnswerFile(SealedModel, SealedPaper):
    """Information handed over with an answer: for the applicant and those who handle the case."""

    folder = "answers"

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="files")
    title = SealedTextField("名称", max_length=200)
    found = models.JSONField(
        "发现的个人信息", default=list, help_text="种类和处数，供审核人核对；不含内容"
    )

    class Meta:
        verbose_name = "答复附件"
        verbose_name_plural = "答复附件"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class AnswerReview(SealedModel):
    """A judgement of one draft: the first, the second, and the secrecy review."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField("环节", max_length=12, choices=ReviewKind)
    passed = models.BooleanField("通过")
    opinion = SealedTextField("意见", max_length=500)
    content_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "答复审核"
        verbose_name_plural = "答复审核"
        constraints = [
            models.CheckConstraint(condition=filled("opinion"), name="answer_review_has_opinion")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{'通过' if self.passed else '退回'}"


class RefusalFiling(SealedModel):
    """备案 of a refusal with the office above, before it leaves."""

    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="filing")
    organ = models.ForeignKey(
        Organ, verbose_name="备案机关", on_delete=models.PROTECT, related_name="+"
    )
    note = SealedTextField("说明", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "备案"
        verbose_name_plural = "备案"

    def __str__(self) -> str:
        return f"{self.answer} 备案"
