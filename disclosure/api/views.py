"""The addresses of the interface: read the parameters, ask, answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from disclosure import selectors
from disclosure.address import ALL, FACETS, SORTS
from disclosure.api import envelopes, reads
from disclosure.api.changes import changes_since
from disclosure.api.doors import OpenView
from disclosure.api.pagination import page_of
from disclosure.api.serializers import (
    DocumentSerializer,
    ErrorSerializer,
    FullDocumentSerializer,
    FullEditionSerializer,
    OrganSerializer,
    TagSerializer,
    ThemeSerializer,
)
from disclosure.filters import VALUES
from disclosure.list_query import (
    MAX_CURSOR,
    MAX_LIMIT,
    ListQuery,
    read_cursor,
    read_limit,
    read_list_query,
    refuse_unknown,
)
from disclosure.models import Document, Edition
from disclosure.presenters.facets import TITLES, Names
from portal.common.feeds import absolute
from portal.search.queries import search

_HINTS = {
    "validity": "；不给出时与公文库页面相同，为现行有效（含已修改）和不涉及有效性的，"
    "给出 on 时为全部；"
    "all 为全部；none 为其中不涉及有效性的公示、报告、解读、译本",
    "organ": "，机关代码，含其下级机关",
    "theme": "，一级主题的名称",
    "subtheme": "，二级主题的全名",
    "category": "，条例第二十条的项，如 3；第二十一条的如 21-2",
}
# A form of the page sends what was left blank as well; only a page's length is never blank.
_BLANK = ""
_NO_NUL = "^[^\\u0000]*$"
_SORT: dict[str, Any] = {"type": "string", "enum": [*SORTS, _BLANK]}
_WITH_FACETS: dict[str, Any] = {"type": "string", "enum": ["0", "1", _BLANK]}
_ON: dict[str, Any] = {"anyOf": [{"type": "string", "format": "date"}, {"const": _BLANK}]}
_CURSOR: dict[str, Any] = {"type": "string", "maxLength": MAX_CURSOR, "pattern": _NO_NUL}
_LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": 20},
    description="每页件数",
)


def _facet_parameter(name: str) -> OpenApiParameter:
    shapes: dict[str, dict[str, Any]] = {
        "year": {"type": "string", "pattern": "^[12][0-9]{3}$"},
        "category": {"type": "string", "pattern": "^[0-9]{1,2}(-[0-9]{1,2})?$"},
    }
    item = shapes.get(name, {"type": "string", "minLength": 1, "maxLength": 80, "pattern": _NO_NUL})
    if name in VALUES:
        item = {"type": "string", "enum": [value for value in VALUES[name] if value != ALL]}
    values: dict[str, Any] = {"type": "array", "items": item, "maxItems": 20}
    if ALL in VALUES.get(name, ()):
        alone = {"type": "array", "items": {"const": ALL}, "maxItems": 1}
        values = {"anyOf": [values, alone]}
    description = f"{TITLES[name]}{_HINTS.get(name, '')}；可重复，任一即可"
    return OpenApiParameter(name, values, description=description)


def _described(
    name: str, answer: type[Serializer[Any]], summary: str, *parameters: OpenApiParameter
) -> Any:
    problems = {400: ErrorSerializer, 429: ErrorSerializer}
    return extend_schema(
        operation_id=name,
        summary=summary,
        parameters=[*parameters],
        responses={200: answer, **problems},
    )


class DocumentList(OpenView):
    """Documents under the filters of the library's page."""

    @_described(
        "documents",
        envelopes.DocumentPageSerializer,
        "公开文件列表",
        OpenApiParameter(
            "q",
            {"type": "string", "maxLength": 200, "pattern": _NO_NUL},
            description="文字或发文字号",
        ),
        *(_facet_parameter(name) for name in FACETS),
        OpenApiParameter("on", _ON, description="只列该日有效的文件"),
        OpenApiParameter("sort", _SORT, description="排序"),
        OpenApiParameter("facets", _WITH_FACETS, description="附计数"),
        OpenApiParameter("cursor", _CURSOR, description="上一页给出的 next_cursor"),
        _LIMIT,
    )
    def get(self, request: Request) -> Response:
        """One page; `next` leads on."""
        asked = read_list_query(request._request.GET)
        page = page_of(asked)
        documents = reads.briefly((*page.ids, *(page.near or ())))
        rows = [documents[pk] for pk in page.ids if pk in documents]
        address = absolute(reverse("disclosure:api_documents"))
        body: dict[str, Any] = {
            "next": address + asked.following(page.following) if page.following else None,
            "next_cursor": page.following,
            "degraded": page.degraded,
            "truncated": page.truncated,
            "results": DocumentSerializer(rows, many=True).data,
        }
        if page.near is not None:
            near = [documents[pk] for pk in page.near if pk in documents]
            body |= {"near": DocumentSerializer(near, many=True).data, "meant": page.meant}
        if asked.with_facets:
            body |= _counts(asked)
        return Response(body)


def _counts(asked: ListQuery) -> dict[str, Any]:
    found = search(replace(asked.address.query, per_page=1, near=False), viewer=AnonymousUser())
    names = Names(selectors.organs_by_code(), selectors.category_names())
    facets = [
        {
            "name": name,
            "title": TITLES[name],
            "values": [
                {"value": v.value, "title": names.label(name, v.value), "count": v.count}
                for v in found.facets[name]
            ],
        }
        for name in FACETS
        if found.facets.get(name)
    ]
    return {"total": found.total, "facets": facets}


class DocumentDetail(OpenView):
    """One document with everything that is public of it."""

    @extend_schema(
        operation_id="document",
        summary="一份公开文件的全部要素",
        responses={
            200: FullDocumentSerializer,
            400: ErrorSerializer,
            404: ErrorSerializer,
            429: ErrorSerializer,
        },
    )
    def get(self, request: Request, pk: int) -> Response:
        """Not public means not there."""
        refuse_unknown(request._request.GET, ())
        document = get_object_or_404(selectors.whole_records(), pk=pk)
        return Response(FullDocumentSerializer(document).data)


class EditionDetail(OpenView):
    """One edition of a document as it was shown."""

    @extend_schema(
        operation_id="edition",
        summary="一份公开文件的某一版",
        responses={
            200: FullEditionSerializer,
            400: ErrorSerializer,
            404: ErrorSerializer,
            429: ErrorSerializer,
        },
    )
    def get(self, request: Request, pk: int, number: int) -> Response:
        """Of what is not public, or not any more, nothing is there."""
        refuse_unknown(request._request.GET, ())
        rows = Edition.objects.filter(document__in=Document.objects.public(), closure=None)
        edition = get_object_or_404(rows.select_related("closure"), document_id=pk, number=number)
        return Response(FullEditionSerializer(edition).data)


class ChangeList(OpenView):
    """Changes for platforms that keep a copy."""

    @extend_schema(
        operation_id="changes",
        summary="自某一游标以来的公开、变动和撤回",
        parameters=[
            OpenApiParameter("since", _CURSOR, description="上次的 next_cursor"),
            _LIMIT,
        ],
        responses={
            200: envelopes.ChangePageSerializer,
            400: ErrorSerializer,
            410: ErrorSerializer,
            429: ErrorSerializer,
        },
    )
    def get(self, request: Request) -> Response:
        """In the order of the cursor, withdrawals included."""
        query = request._request.GET
        refuse_unknown(query, ("since", "limit"))
        limit = read_limit(query)
        found = changes_since(read_cursor(query, "since"), limit=limit)
        address = absolute(reverse("disclosure:api_changes"))
        return Response(
            {
                "next": f"{address}?since={found.next_cursor}&limit={limit}",
                "next_cursor": found.next_cursor,
                "has_more": found.has_more,
                "results": envelopes.ChangeSerializer(found.results, many=True).data,
            }
        )


class Nothing(OpenView):
    """Every address of the interface that is none: told as JSON, like all it says."""

    @extend_schema(exclude=True)
    def get(self, _request: Request) -> Response:
        """Nothing is there."""
        raise NotFound


class OrganList(OpenView):
    """The organs at work."""

    @_described("organs", envelopes.OrganListSerializer, "机关树")
    def get(self, request: Request) -> Response:
        """Trees, in the order of their codes."""
        refuse_unknown(request._request.GET, ())
        return Response({"results": OrganSerializer(reads.organ_tree(), many=True).data})


class ThemeList(OpenView):
    """主题分类."""

    @_described("themes", envelopes.ThemeListSerializer, "主题分类")
    def get(self, request: Request) -> Response:
        """In their official order."""
        refuse_unknown(request._request.GET, ())
        return Response({"results": ThemeSerializer(reads.themes_with_counts(), many=True).data})


class TagList(OpenView):
    """政策标签."""

    @_described("tags", envelopes.TagListSerializer, "政策标签")
    def get(self, request: Request) -> Response:
        """By group and name."""
        refuse_unknown(request._request.GET, ())
        return Response({"results": TagSerializer(reads.tags_with_counts(), many=True).data})
