"""How documents, organs and labels are told to machines; the OpenAPI schema comes from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from disclosure.choices import EditionChange, RelationKind, TextRole
from disclosure.elements import Element, Form, api_elements
from disclosure.exchange.portable import published_files
from disclosure.models import (
    Document,
    DocumentAttachment,
    DocumentRelation,
    Edition,
    Work,
    WorkText,
)
from disclosure.presenters.sheets import paragraphs_of
from disclosure.presenters.works import with_last_days, work_of
from disclosure.selectors import category_value
from portal.common.feeds import absolute
from portal.organs.choices import OrganKind, OrganLevel
from portal.text.serial import dump

Fields = dict[str, serializers.Field[Any, Any, Any, Any]]


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


class OfTheOrder(serializers.CharField):
    """Text that belongs to the order which carried a 规章, and is not told of a 规章."""

    def get_attribute(self, instance: Document) -> str | None:
        return "" if instance.of_rule else super().get_attribute(instance)


_FIELDS: Mapping[Form, Callable[..., serializers.Field[Any, Any, Any, Any]]] = {
    Form.TEXT: serializers.CharField,
    Form.DATE: partial(serializers.DateField, allow_null=True),
    Form.MOMENT: serializers.DateTimeField,
    Form.NUMBER: partial(serializers.IntegerField, allow_null=True),
    Form.FLAG: serializers.BooleanField,
}


def fields_of(element: Element) -> Fields:
    """What the interface tells of an element: its value, and the label where the table asks."""
    key = element.key or element.name
    told: dict[str, Any] = {"help_text": element.help or element.heading}
    if element.label_only:
        return {key: serializers.CharField(source=f"get_{element.name}_display", **told)}
    renamed: dict[str, Any] = {"source": element.name, **told} if element.key else told
    if element.of_the_order:
        return {key: OfTheOrder(read_only=True, **renamed)}
    if element.form is not Form.CHOICE:
        return {key: _FIELDS[element.form](**renamed)}
    if not element.default:
        # A choice that may be left blank is told as it stands.
        return {key: serializers.CharField(**renamed)}
    fields: Fields = {key: serializers.ChoiceField(choices=[*element.choices.items()], **renamed)}
    if element.labelled:
        label = serializers.CharField(source=f"get_{element.name}_display", **told)
        fields[f"{key}_label"] = label
    return fields


class DocumentSerializer(serializers.Serializer[Any]):
    """A public document without its text.

    Declared are what the document is known by and the elements that are more than one value of
    its row; the others, and the place of each, come from the table of elements.
    """

    parts: ClassVar[Sequence[str]] = ("brief",)
    id = serializers.IntegerField(source="pk", help_text="编号，长期不变")
    url = serializers.SerializerMethodField(help_text="阅读页，也是长期标识")
    api_url = serializers.SerializerMethodField(help_text="本接口中的全部要素")
    organ = OrganNameSerializer(help_text="公开责任机关")
    issuers = serializers.SerializerMethodField(help_text="发文机关，第一个为牵头机关")
    theme = serializers.SerializerMethodField(help_text="主题分类全名")
    category = CategorySerializer(allow_null=True, help_text="法定主动公开类别")
    tags = serializers.SerializerMethodField(help_text="政策标签")
    audiences = serializers.SerializerMethodField(help_text="适用对象")
    subject_words = serializers.SerializerMethodField(help_text="主题词")

    def get_fields(self) -> Fields:
        """What it is known by, its elements, then what hangs on it."""
        declared = super().get_fields()
        fields = {name: declared.pop(name) for name in ("id", "url", "api_url")}
        for part in self.parts:
            for element in api_elements(part):
                own = declared.pop(element.key or element.name, None)
                fields |= {element.name: own} if own else fields_of(element)
        return fields | declared

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
    extended_to = serializers.DateField(
        allow_null=True, help_text="延长有效期的，延长至哪一天；空值为继续有效，没有写明到哪一天"
    )
    note = serializers.CharField()
    document = serializers.SerializerMethodField()

    def get_direction(self, relation: DocumentRelation) -> str:
        return "in" if relation.target_id == self.context["id"] else "out"

    @extend_schema_field(NamedDocumentSerializer)
    def get_document(self, relation: DocumentRelation) -> Any:
        inward = relation.target_id == self.context["id"]
        return NamedDocumentSerializer(relation.source if inward else relation.target).data


class TextSerializer(serializers.Serializer[Any]):
    """A text of a regulation and the days for which it is the text."""

    id = serializers.IntegerField(source="document_id")
    title = serializers.CharField(source="document.title")
    url = serializers.SerializerMethodField()
    role = serializers.ChoiceField(choices=TextRole.choices)
    role_label = serializers.CharField(source="get_role_display")
    since = serializers.DateField(allow_null=True, help_text="自该日起是适用的文本")
    until = serializers.DateField(allow_null=True, help_text="此后适用下一个文本；没有时为 null")

    def get_url(self, text: WorkText) -> str:
        return absolute(text.document.get_absolute_url())


class WorkSerializer(serializers.Serializer[Any]):
    """The regulation of which a document is a text."""

    id = serializers.IntegerField(source="pk", help_text="最初文本的编号，长期不变")
    url = serializers.SerializerMethodField(help_text="长期标识；后接日期为该日适用的文本")
    texts = serializers.SerializerMethodField(help_text="公开的历次文本，按起始日期")

    def get_url(self, work: Work) -> str:
        return absolute(work.get_absolute_url())

    @extend_schema_field(TextSerializer(many=True))
    def get_texts(self, work: Work) -> Any:
        rows = with_last_days(work)
        return TextSerializer(rows, many=True).data


class EditionSerializer(serializers.Serializer[Any]):
    """One edition that readers were shown; of one that is closed nothing but that it was there."""

    number = serializers.IntegerField(help_text="版次，自1起")
    change = serializers.ChoiceField(choices=EditionChange.choices)
    change_label = serializers.CharField(source="get_change_display")
    published_at = serializers.DateTimeField(help_text="自何时起公开")
    note = serializers.SerializerMethodField(help_text="更正说明")
    sha256 = serializers.CharField()
    is_closed = serializers.BooleanField(help_text="不再提供")
    url = serializers.SerializerMethodField(help_text="这一版的网页")

    def get_note(self, edition: Edition) -> str:
        return "" if edition.is_closed else edition.note

    def get_url(self, edition: Edition) -> str | None:
        return None if edition.is_closed else absolute(edition.get_absolute_url())


class FullDocumentSerializer(DocumentSerializer):
    """A public document as `selectors.whole_records` gives it: every element and the text."""

    parts = ("brief", "full")
    paragraphs = serializers.SerializerMethodField(help_text="正文各段；表格的一行以制表符分隔")
    text = serializers.SerializerMethodField(
        help_text="结构化正文：标题、条文、表格、图片、脚注等，写法见接口说明"
    )
    figures = serializers.SerializerMethodField(help_text="正文里的图片，按文件编号")
    attachments = serializers.SerializerMethodField(help_text="附件")
    relations = serializers.SerializerMethodField(help_text="与其他公开文件的关系，两个方向")
    work = serializers.SerializerMethodField(help_text="所属的一部文件；译本和附件为 null")
    corrected_at = serializers.DateTimeField(allow_null=True, help_text="最近一次更正的时间")
    editions = serializers.SerializerMethodField(help_text="公开过的各版，最后一版即现在的文件")

    def get_paragraphs(self, document: Document) -> list[str]:
        return paragraphs_of(document)

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_text(self, document: Document) -> Any:
        return dump(document.public_text())

    @extend_schema_field(AttachmentSerializer(many=True))
    def get_attachments(self, document: Document) -> Any:
        files: list[DocumentAttachment] = document.public_files  # type: ignore[attr-defined]
        rows = [row for row in files if row.file.cleaned and not row.is_figure]
        return AttachmentSerializer(rows, many=True).data

    @extend_schema_field(AttachmentSerializer(many=True))
    def get_figures(self, document: Document) -> Any:
        rows = [row for row in published_files(document) if row.is_figure]
        return AttachmentSerializer(rows, many=True).data

    @extend_schema_field(EditionSerializer(many=True))
    def get_editions(self, document: Document) -> Any:
        return EditionSerializer(document.shown_editions, many=True).data  # type: ignore[attr-defined]

    @extend_schema_field(RelationSerializer(many=True))
    def get_relations(self, document: Document) -> Any:
        rows = [*document.public_out, *document.public_in]  # type: ignore[attr-defined]
        return RelationSerializer(rows, many=True, context={"id": document.pk}).data

    @extend_schema_field(WorkSerializer(allow_null=True))
    def get_work(self, document: Document) -> Any:
        work = work_of(document)
        return WorkSerializer(work).data if work else None


class FullEditionSerializer(EditionSerializer):
    """One edition with all it said; the hash is over this, without `url` and labels."""

    document = serializers.IntegerField(source="document_id")
    elements = serializers.DictField(help_text="当时公开的要素，值为库中存的值")
    body = serializers.CharField(help_text="当时公开的正文，每段一行")
    attachments = serializers.ListField(
        child=serializers.DictField(), help_text="当时公开的附件，已去掉的不再提供下载"
    )


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
