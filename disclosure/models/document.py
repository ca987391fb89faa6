"""A document of the library, with the elements of a 公文."""

import datetime as dt

import pgtrigger
from django.contrib.postgres.fields import DateRangeField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from disclosure.choices import DocumentType, Kind, Language, Openness, Reach, Validity
from disclosure.grounds import CHOICES as GROUNDS
from disclosure.imports.filenames import PERIOD
from disclosure.imports.titles import quoted
from disclosure.models.negative_list import NegativeListEntry
from disclosure.querysets import DocumentQuerySet
from disclosure.reading import without_order
from disclosure.workflow import Status
from portal.accounts.models import User
from portal.common.text_pairs import pairs_index
from portal.organs.models import Organ
from portal.taxonomy.models import Audience, DisclosureCategory, PolicyTag, SubjectWord, Theme
from portal.text.fields import StructuredTextField
from portal.text.model import Text
from portal.text.walk import figures_in


class Document(models.Model):
    """One document: its elements, its place in the review, what became of it."""

    organ = models.ForeignKey(
        Organ,
        verbose_name="公开责任机关",
        on_delete=models.PROTECT,
        related_name="documents",
        help_text="负责录入、审查和公开本文件的机关；联合发文为牵头机关",
    )
    kind = models.CharField("信息类别", max_length=16, choices=Kind, default=Kind.OFFICIAL)
    title = models.CharField("标题", max_length=500)
    language = models.CharField("语种", max_length=12, choices=Language, default=Language.CHINESE)
    doc_number = models.CharField("发文字号", max_length=80, blank=True)
    doc_number_key = models.CharField("文号检索键", max_length=100, blank=True, editable=False)
    doc_type = models.CharField("公文种类", max_length=8, choices=DocumentType, blank=True)
    instrument_genre = models.CharField(
        "体裁", max_length=20, blank=True, help_text="所印发的办法、规定、方案等的体裁"
    )
    attached_instrument = models.CharField("所印发文件名称", max_length=300, blank=True)
    issuers = models.ManyToManyField(
        Organ, through="DocumentIssuer", related_name="issued_documents", blank=True
    )
    signatory = models.CharField("签发人", max_length=100, blank=True)
    recipients = models.TextField("主送机关", blank=True)
    copy_to = models.TextField("抄送机关", blank=True)
    text = StructuredTextField("正文", editable=False)
    # What the text says, line by line; written with it, never by itself.
    body = models.TextField("正文", blank=True, help_text="每段一行；以制表符分隔的行排成表格")
    annotation = models.CharField(
        "附注",
        max_length=200,
        blank=True,
        help_text="原件成文日期下面括号里的话，如：此件公开发布；原件没有的不填",
    )
    abstract = models.CharField("内容概述", max_length=300, blank=True)
    index_no = models.CharField("索引号", max_length=60, blank=True, editable=False)
    theme = models.ForeignKey(
        Theme, verbose_name="主题分类", null=True, blank=True, on_delete=models.PROTECT
    )
    category = models.ForeignKey(
        DisclosureCategory, verbose_name="公开类别", null=True, blank=True, on_delete=models.PROTECT
    )
    tags = models.ManyToManyField(PolicyTag, verbose_name="政策标签", blank=True)
    audiences = models.ManyToManyField(Audience, verbose_name="适用对象", blank=True)
    subject_words = models.ManyToManyField(SubjectWord, verbose_name="主题词", blank=True)

    openness = models.CharField("公开属性", max_length=12, choices=Openness, blank=True)
    openness_basis = models.CharField(
        "不主动公开的依据",
        max_length=16,
        choices=GROUNDS,
        blank=True,
        help_text="依申请公开、不予公开时必选",
    )
    openness_entry = models.ForeignKey(
        NegativeListEntry,
        verbose_name="负面清单事项",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    openness_ground = models.CharField(
        "不主动公开的理由", max_length=300, blank=True, help_text="结合本文件写明"
    )
    # As printed: from the ground chosen, or what was written before grounds were a list.
    openness_article = models.CharField("依据条款", max_length=300, blank=True, editable=False)
    reach = models.CharField(
        "公开范围",
        max_length=12,
        choices=Reach,
        default=Reach.EVERYONE,
        help_text="内容仅涉及部分特定对象的，可以定点定向公开",
    )
    reach_reason = models.CharField(
        "定向公开的理由", max_length=300, blank=True, help_text="定点定向公开时必填"
    )
    openness_review_due_on = models.DateField("下次公开属性复核", null=True, editable=False)
    is_recognised = models.BooleanField("识别文字", default=False, editable=False)
    secrecy_mark = models.CharField(
        "密级标识", max_length=20, blank=True, help_text="标有密级的文件不得进入本系统公开流程"
    )

    period = models.CharField(
        "所属期间",
        max_length=20,
        blank=True,
        validators=[RegexValidator(PERIOD, "应写成2026年、2026年第1季度、2026—2030年的形式")],
        help_text="预算、决算、计划、清单是哪一年、哪一段的，如2026年、2026—2030年",
    )
    signed_on = models.DateField("成文日期", null=True, blank=True)
    changed_on = models.DateField("变更日期", null=True, blank=True)
    printed_by = models.CharField("印发机关", max_length=200, blank=True)
    printed_on = models.DateField("印发日期", null=True, blank=True)
    copies = models.PositiveIntegerField("份数", null=True, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    is_normative = models.BooleanField("行政规范性文件", default=False)
    is_rule = models.BooleanField("政府规章", default=False)
    rule_note = models.CharField("题注", max_length=500, blank=True)
    filing_no = models.CharField("登记备案号", max_length=60, blank=True)
    validity = models.CharField(
        "有效性", max_length=12, choices=Validity, default=Validity.TO_VERIFY, editable=False
    )
    validity_reason = models.CharField("有效性说明", max_length=300, blank=True, editable=False)
    validity_checked_on = models.DateField("有效性核定日期", null=True, editable=False)
    # Its own last day, or the one another document moved it to; None when there is none.
    ends_on = models.DateField("有效期届满日", null=True, editable=False)
    # Every day on which it holds: always one stretch, empty when there is none.
    valid_during = DateRangeField("有效期间", null=True, editable=False)

    status = models.CharField(
        "办理状态",
        max_length=16,
        choices=Status.choices,
        default=Status.DRAFT.value,
        editable=False,
    )
    publish_due_on = models.DateField("公开期限", null=True, editable=False)
    publish_due_provisional = models.BooleanField("期限为暂定", default=False, editable=False)
    first_published_at = models.DateTimeField("首次公开时间", null=True, editable=False)
    # A 历史公文: when and where it came out, before it was taken in here (docs/library.md).
    first_published_on = models.DateField("首次公开日期", null=True, editable=False)
    first_published_in = models.CharField(
        "首次公开载体", max_length=200, blank=True, editable=False
    )
    scheduled_for = models.DateTimeField("定时公开时间", null=True, editable=False)
    published_at = models.DateTimeField("公开时间", null=True, editable=False)
    # What lists go by: `shown_at`, kept by the database.
    listed_at = models.GeneratedField(
        verbose_name="列表时间",
        expression=Coalesce(
            Func(
                "first_published_on",
                template="(%(expressions)s::timestamp AT TIME ZONE 'Asia/Shanghai')",
                output_field=models.DateTimeField(),
            ),
            "published_at",
        ),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, editable=False)
    # The last correction of what is public; lists go by `listed_at`.
    corrected_at = models.DateTimeField("更正时间", null=True, editable=False)
    # As the organ had it written when the document became public.
    editor = models.CharField("责任编辑", max_length=100, blank=True, editable=False)
    created_by = models.ForeignKey(
        User, verbose_name="录入人", on_delete=models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField("录入时间", editable=False)
    updated_at = models.DateTimeField("更新时间", editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "公文"
        verbose_name_plural = "公文"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="document_has_title"),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED)
                | Q(
                    openness=Openness.OPEN,
                    secrecy_mark="",
                    first_published_at__isnull=False,
                    published_at__isnull=False,
                )
                & ~Q(index_no=""),
                name="published_document_is_open_and_not_secret",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.SCHEDULED, scheduled_for__isnull=False)
                | (~Q(status=Status.SCHEDULED) & Q(scheduled_for__isnull=True)),
                name="scheduled_document_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED, reach=Reach.ADDRESSED)
                | (~Q(reach_reason="") & Q(is_normative=False, is_rule=False)),
                name="addressed_document_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gte=F("effective_on")),
                name="document_expires_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(first_published_on__isnull=True, first_published_in="")
                | (Q(first_published_on__isnull=False) & ~Q(first_published_in="")),
                name="first_publication_is_named",
            ),
            # Its term ran when it came out; here it has none.
            models.CheckConstraint(
                condition=Q(first_published_on__isnull=True)
                | Q(publish_due_on__isnull=True, publish_due_provisional=False),
                name="historical_document_has_no_term",
            ),
            models.UniqueConstraint(
                fields=["doc_number_key"],
                condition=Q(status=Status.PUBLISHED) & ~Q(doc_number_key=""),
                name="published_number_once",
                violation_error_message="已有一份公开的文件使用同一发文字号。",
            ),
            models.UniqueConstraint(
                fields=["index_no"], condition=~Q(index_no=""), name="index_number_once"
            ),
        ]
        indexes = [
            models.Index(
                F("signed_on").desc(nulls_last=True), F("id").desc(), name="document_by_date"
            ),
            models.Index(
                F("listed_at").desc(nulls_last=True), F("id").desc(), name="document_by_release"
            ),
            models.Index(fields=["organ", "status"]),
            models.Index(fields=["status", "publish_due_on"]),
            models.Index(fields=["doc_number_key"]),
            models.Index(fields=["status", "ends_on"]),
            models.Index(
                F("organ"), F("publish_due_on"), F("id").desc(), name="document_of_organ_by_due"
            ),
            models.Index(F("publish_due_on"), F("id").desc(), name="document_by_due"),
            pairs_index("title", "doc_number", "index_no", name="document_text_pairs"),
            models.Index(
                fields=["scheduled_for"],
                condition=Q(status=Status.SCHEDULED),
                name="document_to_release",
            ),
            models.Index(
                fields=["openness_review_due_on"],
                condition=Q(status=Status.FILED),
                name="document_to_review_again",
            ),
        ]
        triggers = [
            # 检查指标 counts a forged publication date as fraud, so no code path may change it.
            pgtrigger.Trigger(
                name="first_publication_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__first_published_at__isnull=False)
                & (
                    pgtrigger.Q(old__first_published_at__df=pgtrigger.F("new__first_published_at"))
                    | pgtrigger.Q(old__index_no__df=pgtrigger.F("new__index_no"))
                ),
                func="RAISE EXCEPTION 'first_published_at and index_no never change';",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("disclosure:document", kwargs={"pk": self.pk})

    @property
    def quoted_title(self) -> str:
        """The title as a sentence names it."""
        return quoted(self.title)

    @property
    def is_public(self) -> bool:
        """Whether anyone may read it now."""
        return self.status == Status.PUBLISHED and self.reach == Reach.EVERYONE

    @property
    def is_published(self) -> bool:
        """Whether it is published, to everyone or to its addressees."""
        return self.status == Status.PUBLISHED

    @property
    def is_historical(self) -> bool:
        """Whether it came out elsewhere before it was taken in here."""
        return self.first_published_on is not None

    @property
    def shown_at(self) -> dt.datetime | None:
        """When it came to readers: of a 历史公文 the day on which it first did, else here."""
        if self.first_published_on is None:
            return self.published_at
        return timezone.make_aware(dt.datetime.combine(self.first_published_on, dt.time.min))

    @property
    def has_earlier_editions(self) -> bool:
        """Whether readers were shown it otherwise before: it was corrected, or withdrawn and
        published again.
        """
        return self.corrected_at is not None or self.published_at != self.first_published_at

    @property
    def of_rule(self) -> bool:
        """Whether it is a text of a 规章: by its own word, or by that of its original."""
        return self.is_rule or (hasattr(self, "work_text") and self.work_text.work.is_rule)

    @property
    def of_normative(self) -> bool:
        """Whether it is a text of a 行政规范性文件, as above."""
        return self.is_normative or (
            hasattr(self, "work_text") and self.work_text.work.is_normative
        )

    @property
    def is_explanation(self) -> bool:
        """Whether it explains another document."""
        return hasattr(self, "work_text") and self.work_text.work.is_explanation

    def paragraphs(self) -> list[str]:
        """The body's paragraphs in order, blank lines dropped."""
        return [line.strip(" \u3000") for line in self.body.splitlines() if line.strip(" \u3000")]

    def enclosed_titles(self) -> tuple[str, ...]:
        """The titles at which the text it prints begins; that of a 规章 is its own."""
        own = (self.title,) if self.is_rule else ()
        return tuple(filter(None, (self.attached_instrument, *own)))

    def figure_ids(self) -> set[str]:
        """The public ids of the pictures its text shows."""
        return {figure.file for figure in figures_in(self.text)}

    def public_text(self) -> Text:
        """The text that is published; of a 规章 never the order that carried it."""
        return without_order(self.text, self.enclosed_names()) if self.of_rule else self.text

    def enclosed_names(self) -> tuple[str, ...]:
        """By what names the text of a 规章 begins in the order that carries it; else none."""
        names = (self.attached_instrument, self.title) if self.of_rule else ()
        return tuple(filter(None, names))


class DocumentIssuer(models.Model):
    """One of the organs that issued a document, in order; the first leads.

    `name` is what the document itself says; `organ` is empty when the issuer is not an organ
    of this portal (a party body, a ministry).
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="issuer_rows")
    position = models.PositiveSmallIntegerField("次序")
    organ = models.ForeignKey(
        Organ, verbose_name="机关", null=True, blank=True, on_delete=models.PROTECT
    )
    name = models.CharField("发文机关", max_length=200)

    class Meta:
        verbose_name = "发文机关"
        verbose_name_plural = "发文机关"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="issuer_position_once"),
            models.UniqueConstraint(fields=["document", "name"], name="issuer_named_once"),
        ]

    def __str__(self) -> str:
        return self.name
