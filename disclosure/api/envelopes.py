"""The outer shape of the lists: results, where to go on, and what must be known of them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from disclosure.api.serializers import (
    DocumentSerializer,
    OrganSerializer,
    TagSerializer,
    ThemeSerializer,
)


class FacetValueSerializer(serializers.Serializer[Any]):
    """One value of a facet and the documents it would leave."""

    value = serializers.CharField()
    title = serializers.CharField()
    count = serializers.IntegerField()


class FacetSerializer(serializers.Serializer[Any]):
    """One facet: its parameter, its name, its values."""

    name = serializers.CharField()
    title = serializers.CharField()
    values = FacetValueSerializer(many=True)


class DocumentPageSerializer(serializers.Serializer[Any]):
    """A page of documents."""

    next = serializers.URLField(allow_null=True, help_text="下一页，末页为 null")
    next_cursor = serializers.CharField(help_text="下一页的游标，末页为空")
    degraded = serializers.BooleanField(help_text="索引正在恢复，按文字查找可能不全")
    truncated = serializers.BooleanField(help_text="命中过多，只能读到最前的 5000 件，请加条件")
    results = DocumentSerializer(many=True)
    near = DocumentSerializer(
        many=True,
        required=False,
        help_text="按文字查找而完全相符的不满一页时给出：没有完全相符的，下列相近",
    )
    meant = serializers.CharField(
        required=False, help_text="可能要找的词，没有的为空；与 near 一起给出"
    )
    total = serializers.IntegerField(required=False, help_text="facets=1 时给出")
    facets = FacetSerializer(many=True, required=False, help_text="facets=1 时给出")


class ChangeSerializer(serializers.Serializer[Any]):
    """One change of what is public."""

    change = serializers.ChoiceField(
        choices=[("published", "公开或有变动"), ("withdrawn", "已撤回，请删除副本")]
    )
    id = serializers.IntegerField(help_text="文件编号")
    changed_at = serializers.DateTimeField()
    document = serializers.SerializerMethodField(help_text="已撤回的为 null，不含标题")

    @extend_schema_field(DocumentSerializer(allow_null=True))
    def get_document(self, change: Any) -> Any:
        return DocumentSerializer(change.document).data if change.document else None


class ChangePageSerializer(serializers.Serializer[Any]):
    """Changes in order."""

    next = serializers.URLField(help_text="下次从这里读起")
    next_cursor = serializers.CharField(help_text="下次的 since")
    has_more = serializers.BooleanField(help_text="是否还有，有则立即再读")
    results = ChangeSerializer(many=True)


class OrganListSerializer(serializers.Serializer[Any]):
    """The organs as trees."""

    results = OrganSerializer(many=True)


class ThemeListSerializer(serializers.Serializer[Any]):
    """The themes in their official order."""

    results = ThemeSerializer(many=True)


class TagListSerializer(serializers.Serializer[Any]):
    """The policy tags."""

    results = TagSerializer(many=True)
