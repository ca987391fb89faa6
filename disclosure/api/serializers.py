"""How documents, organs and labels are told to machines; the OpenAPI schema comes from here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from disclosure.choices import Kind, RelationKind, Validity
from disclosure.models import Document, DocumentAttachment, DocumentRelation
from disclosure.reading import without_order
from disclosure.selectors import category_value
from portal.organs.choices import OrganKind, OrganLevel


def absolute(path: str) -> str:
    """An address of ours as others reach it, whatever host the question came in by."""
    return settings.PUBLIC_URL.rstrip("/") + path


def public_paragraphs(document: Document) -> list[str]:
    """The text that is published; of a 规章 never the order that carried it."""
    if document.is_rule:
        names = (document.attached_instrument, document.title)
        return without_order(document.paragraphs(), names)
    return document.paragraphs()


class OrganNameSerializer(serializers.Serializer[Any]):
    """An organ by code and name."""

    code = serializers.CharField(help_text="机关代码，即参数 organ 的值")
    name = serializers.CharField(help_text="全称")


class CategorySerializer(serializers.Serializer[Any]):
    """A statutory category."""

    value = serializers.SerializerMethodField(help_text="参数 category 的值")
    name = serializers.CharField()
    basis = serializers.CharField(help_text="《政府信息公开条例》的条款")

    def get_value(self, category: Any) -> str:
        return category_value(category.article, category.item)


class DocumentSerializer(serializers.Serializer[Any]):
    """A public document without its text."""

    id = serializers.IntegerField(source="pk", help_text="编号，长期不变")
    url = serializers.SerializerMethodField(help_text="阅读页，也是长期标识")
    api_url = serializers.SerializerMethodField(help_text="本接口中的全部要素")
    index_no = serializers.CharField(help_text="索引号")
    title = serializers.CharField(help_text="标题")
    doc_number = serializers.CharField(help_text="发文字号，没有时为空")
    kind = serializers.ChoiceField(choices=Kind.choices, help_text="信息类别")
    doc_type = serializers.CharField(help_text="公文种类")
    genre = serializers.CharField(source="instrument_genre", help_text="体裁")
    organ = OrganNameSerializer(help_text="公开责任机关")
    issuers = serializers.SerializerMethodField(help_text="发文机关，第一个为牵头机关")
    theme = serializers.SerializerMethodField(help_text="主题分类全名")
    category = CategorySerializer(allow_null=True, help_text="法定主动公开类别")
    tags = serializers.SerializerMethodField(help_text="政策标签")
    audiences = serializers.SerializerMethodField(help_text="适用对象")
    subject_words = serializers.SerializerMethodField(help_text="主题词")
    is_normative = serializers.BooleanField(help_text="是否行政规范性文件")
    is_rule = serializers.BooleanField(help_text="是否政府规章")
    abstract = serializers.CharField(help_text="内容概述")
    signed_on = serializers.DateField(allow_null=True, help_text="成文日期")
    effective_on = serializers.DateField(allow_null=True, help_text="施行日期")
    expires_on = serializers.DateField(allow_null=True, help_text="有效期至")
    published_at = serializers.DateTimeField(help_text="公开时间")
    validity = serializers.ChoiceField(choices=Validity.choices, help_text="有效性")
    validity_label = serializers.CharField(source="get_validity_display", help_text="有效性")
    validity_reason = serializers.CharField(help_text="有效性说明")

    def get_url(self, document: Document) -> str:
        return absolute(document.get_absolute_url())

    def get_api_url(self, document: Document) -> str:
        return absolute(reverse("disclosure:api_document", kwargs={"pk": document.pk}))

    def get_issuers(self, document: Document) -> list[str]:
        return [row.name for row in document.issuer_rows.all()] or [document.organ.name]

    def get_theme(self, document: Document) -> str:
        return document.theme.path if document.theme else ""

    def get_tags(self, document: Document) -> list[str]:
        return [tag.name for tag in document.tags.all()]

    def get_audiences(self, document: Document) -> list[str]:
        return [audience.name for audience in document.audiences.all()]

    def get_subject_words(self, document: Document) -> list[str]:
        return [subject.word for subject in document.subject_words.all()]


class AttachmentSerializer(serializers.Serializer[Any]):
    """A published attachment: the cleaned copy, never the file as received."""

    name = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    media_type = serializers.CharField(source="file.media_type")
    size = serializers.IntegerField(source="file.cleaned_size", help_text="字节数")
    sha256 = serializers.CharField(source="file.cleaned_sha256")

    def get_name(self, attachment: DocumentAttachment) -> str:
        return attachment.title or attachment.file.name

    def get_url(self, attachment: DocumentAttachment) -> str:
        public_id = attachment.file.public_id
        return absolute(reverse("files:download", kwargs={"public_id": public_id}))


class NamedDocumentSerializer(serializers.Serializer[Any]):
    """Another public document, named."""

    id = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    doc_number = serializers.CharField()
    url = serializers.SerializerMethodField()

    def get_url(self, document: Document) -> str:
        return absolute(document.get_absolute_url())


class RelationSerializer(serializers.Serializer[Any]):
    """A relation; its kind is read from the source to the target."""

    kind = serializers.ChoiceField(choices=RelationKind.choices)
    kind_label = serializers.CharField(source="get_kind_display")
    direction = serializers.SerializerMethodField(
        help_text="out：本文件对另一文件；in：另一文件对本文件"
    )
    effective_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    document = serializers.SerializerMethodField()

    def get_direction(self, relation: DocumentRelation) -> str:
        return "in" if relation.target_id == self.context["id"] else "out"

    @extend_schema_field(NamedDocumentSerializer)
    def get_document(self, relation: DocumentRelation) -> Any:
        inward = relation.target_id == self.context["id"]
        return NamedDocumentSerializer(relation.source if inward else relation.target).data


class FullDocumentSerializer(DocumentSerializer):
    """A public document as `selectors.reading_page` gives it: every element and the text."""

    attached_instrument = serializers.CharField(help_text="所印发文件名称")
    rule_note = serializers.CharField(help_text="题注")
    recipients = serializers.SerializerMethodField(help_text="主送机关")
    copy_to = serializers.SerializerMethodField(help_text="抄送机关")
    printed_by = serializers.SerializerMethodField(help_text="印发机关")
    printed_on = serializers.DateField(allow_null=True, help_text="印发日期")
    filing_no = serializers.CharField(help_text="登记备案号")
    openness = serializers.CharField(source="get_openness_display", help_text="公开属性")
    first_published_at = serializers.DateTimeField(help_text="首次公开时间")
    validity_checked_on = serializers.DateField(allow_null=True, help_text="有效性核定日期")
    paragraphs = serializers.SerializerMethodField(help_text="正文各段；表格的一行以制表符分隔")
    attachments = serializers.SerializerMethodField(help_text="附件")
    relations = serializers.SerializerMethodField(help_text="与其他公开文件的关系，两个方向")

    def get_recipients(self, document: Document) -> str:
        return "" if document.is_rule else document.recipients

    def get_copy_to(self, document: Document) -> str:
        return "" if document.is_rule else document.copy_to

    def get_printed_by(self, document: Document) -> str:
        return "" if document.is_rule else document.printed_by

    def get_paragraphs(self, document: Document) -> list[str]:
        return public_paragraphs(document)

    @extend_schema_field(AttachmentSerializer(many=True))
    def get_attachments(self, document: Document) -> Any:
        files: list[DocumentAttachment] = document.public_files  # type: ignore[attr-defined]
        return AttachmentSerializer([row for row in files if row.file.cleaned], many=True).data

    @extend_schema_field(RelationSerializer(many=True))
    def get_relations(self, document: Document) -> Any:
        rows = [*document.public_out, *document.public_in]  # type: ignore[attr-defined]
        return RelationSerializer(rows, many=True, context={"id": document.pk}).data


class OrganSerializer(OrganNameSerializer):
    """An organ and those below it."""

    short_name = serializers.CharField(help_text="简称")
    level = serializers.ChoiceField(choices=OrganLevel.choices, help_text="层级")
    kind = serializers.ChoiceField(choices=OrganKind.choices, help_text="性质")
    credit_code = serializers.CharField(help_text="统一社会信用代码")
    region_code = serializers.CharField(help_text="行政区划代码")
    website = serializers.CharField()
    children = serializers.SerializerMethodField(help_text="下级机关，结构相同")

    @extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/Organ"}})
    def get_children(self, organ: Any) -> Any:
        return OrganSerializer(organ.below, many=True).data


class LabelSerializer(serializers.Serializer[Any]):
    """A theme of the second level."""

    name = serializers.CharField()
    path = serializers.CharField(help_text="参数 subtheme 的值")
    documents = serializers.IntegerField(help_text="直接归入此主题的公开文件数")


class ThemeSerializer(LabelSerializer):
    """A top-level theme."""

    path = serializers.CharField(help_text="参数 theme 的值")
    children = LabelSerializer(source="below", many=True)


class TagSerializer(serializers.Serializer[Any]):
    """A policy tag."""

    name = serializers.CharField(help_text="参数 tag 的值")
    group = serializers.CharField()
    documents = serializers.IntegerField(help_text="公开文件数")


class ErrorBodySerializer(serializers.Serializer[Any]):
    """What went wrong, for a program and for a person."""

    code = serializers.CharField()
    message = serializers.CharField(help_text="中文说明")
    parameter = serializers.CharField(required=False, help_text="有误的参数")


class ErrorSerializer(serializers.Serializer[Any]):
    """Every answer that is not the one asked for."""

    error = ErrorBodySerializer()
