"""The answer: its drafts, what is handed over with it, who judged it, how it arrived."""

from django.db import models
from django.db.models import F, Q

from disclosure.models import Document
from portal.accounts.models import User
from portal.organs.models import Organ
from portal.personal.sealed_papers import SealedPaper
from portal.statute import Article
from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from requests_app.choices import DeliveryWay, ReviewKind
from requests_app.models.filled import filled
from requests_app.models.request import InformationRequest
from requests_app.outcomes import OUTCOMES, basis_of


class Answer(SealedModel):
    """One draft of the answer; the last version is the one that is judged and signed."""

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="answers"
    )
    version = models.PositiveSmallIntegerField("版次")
    outcome = models.CharField(
        "办理结果", max_length=8, choices=[(found.code, found.label) for found in OUTCOMES]
    )
    reason = SealedTextField("理由", blank=True, help_text="不予公开、无法提供、不予处理时必填")
    body = SealedTextField("答复内容")
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
        ]

    def __str__(self) -> str:
        return f"{self.request} 答复第{self.version}稿"

    @property
    def basis(self) -> Article | None:
        """The article it rests on, None where there is none for it."""
        is_public = bool(self.documents.all()) and not self.files.all()
        return basis_of(self.outcome, in_charge=self.in_charge_id is not None, is_public=is_public)


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


class Delivery(models.Model):
    """送达: for the organ the day of posting or of signing for it counts, for the applicant's
    remedies the day on which it arrived (law.md §1.14).
    """

    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="delivery")
    way = models.CharField("方式", max_length=12, choices=DeliveryWay)
    sent_on = models.DateField("发出日期", help_text="邮寄为交邮之日；当面为签收之日")
    arrived_on = models.DateField("申请人收到日期", null=True)
    proof = models.CharField("凭证", max_length=200, blank=True, help_text="邮件号、签收单号")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "送达"
        verbose_name_plural = "送达"
        constraints = [
            models.CheckConstraint(
                condition=Q(arrived_on__isnull=True) | Q(arrived_on__gte=F("sent_on")),
                name="answer_arrives_after_it_is_sent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.get_way_display()}"


class Redelivery(models.Model):
    """The post came back and the answer went out again; the organ's day stays the first one."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="again")
    returned_on = models.DateField("退回日期")
    way = models.CharField("方式", max_length=12, choices=DeliveryWay)
    sent_on = models.DateField("再次发出日期")
    proof = models.CharField("凭证", max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "再次送达"
        verbose_name_plural = "再次送达"
        ordering = ["sent_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on__gte=F("returned_on")), name="answer_sent_again_after_return"
            )
        ]

    def __str__(self) -> str:
        return f"{self.delivery}（再次送达）"
