"""The addresses of the interface: read the parameters, ask, answer."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response

from disclosure.api.errors import BadQuestion
from disclosure.api.refusals import Conflict
from disclosure.api.serializers import ErrorSerializer
from disclosure.list_query import (
    MAX_CURSOR,
    MAX_LIMIT,
    BadParameter,
    read_cursor,
    read_limit,
    refuse_unknown,
)
from disclosure.models import Document
from policies.answers.api import serializers as told
from policies.answers.api.changes import changes_since
from policies.answers.api.doors import ConsumerView
from policies.answers.choices import Asked, Audience
from policies.answers.models import LONGEST_REFERENCE, Entry, Feedback
from policies.answers.search_entries import kinds_of
from policies.answers.selectors import readable_rows, suggested, tally
from policies.answers.services.consumers import note_zero_hit
from policies.answers.services.feedback import LONGEST, receive
from portal.common.errors import ActRefused
from portal.common.typed import said
from portal.organs.models import Organ
from portal.search.queries import SearchQuery, search

_LONGEST_TEXT = 200
_LONGEST_VALUE = 80
_FACETS = {"organ": "机关代码，含其下级机关", "theme": "主题", "policy": "依据的文件的编号",
           "item": "事项编码"}  # fmt: skip
_PAGE = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_MOST_DAYS = 400
_TEXT: dict[str, Any] = {"type": "string", "maxLength": _LONGEST_TEXT, "pattern": "^[^\\u0000]*$"}
_VALUE: dict[str, Any] = {"type": "string", "maxLength": _LONGEST_VALUE, "minLength": 1}
_REFUSED = {401: ErrorSerializer, 429: ErrorSerializer}
_LIMIT = OpenApiParameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": 20}
)


def _once(request: Request, name: str, longest: int) -> str:
    values = request._request.GET.getlist(name)
    if len(values) > 1:
        raise BadParameter(name, f"参数 {name} 只能出现一次。")
    text = values[0] if values else ""
    if len(text) > longest:
        raise BadParameter(name, f"参数 {name} 最多{longest}个字符。")
    return text.strip()


class AnswerSearch(ConsumerView):
    """What the base answers."""

    asked = Asked.SEARCH

    @extend_schema(
        operation_id="answers",
        summary="检索问答",
        parameters=[
            OpenApiParameter("q", _TEXT, description="文字或文号"),
            *(OpenApiParameter(name, _VALUE, description=hint) for name, hint in _FACETS.items()),
            OpenApiParameter("page", {"type": "integer", "minimum": 1, "maximum": 9999}),
            _LIMIT,
        ],
        responses={200: told.AnswerPageSerializer, 400: ErrorSerializer, **_REFUSED},
    )
    def get(self, request: Request) -> Response:
        """Words that find nothing are kept for the editors of the base."""
        refuse_unknown(request._request.GET, ("q", "page", "limit", *_FACETS))
        text = _once(request, "q", _LONGEST_TEXT)
        page = _once(request, "page", 4) or "1"
        if not _PAGE.fullmatch(page):
            raise BadParameter("page", "参数 page 应为 1 到 9999 的整数。")
        given = {name: _once(request, name, _LONGEST_VALUE) for name in _FACETS}
        found = search(
            SearchQuery(
                text=text,
                filters={name: (value,) for name, value in given.items() if value},
                sort="relevance" if text else "published_on",
                page=int(page),
                per_page=read_limit(request._request.GET),
                kinds=kinds_of(Audience(self.consumer.scope)),
                near=False,
            ),
            viewer=AnonymousUser(),
        )
        if text and not found.total:
            note_zero_hit(self.consumer, text, at=timezone.now())
        rows = readable_rows([hit.object_id for hit in found.hits], *self.audiences)
        shown = [rows[hit.object_id] for hit in found.hits if hit.object_id in rows]
        page_of = {
            "total": found.total,
            "pages": found.pages,
            "degraded": found.degraded,
            "results": shown,
        }
        return Response(told.AnswerPageSerializer(page_of).data)


class Suggestions(ConsumerView):
    """The questions that what is being typed may mean."""

    asked = Asked.SUGGESTION

    @extend_schema(
        operation_id="suggestions",
        summary="输入时的提示",
        parameters=[OpenApiParameter("q", _TEXT, required=True)],
        responses={200: told.SuggestionListSerializer, 400: ErrorSerializer, **_REFUSED},
    )
    def get(self, request: Request) -> Response:
        """The likeliest first; none for no words."""
        refuse_unknown(request._request.GET, ("q",))
        text = _once(request, "q", _LONGEST_TEXT)
        shown = suggested(text, *self.audiences)
        return Response({"results": told.SuggestionSerializer(shown, many=True).data})


class AnswerDetail(ConsumerView):
    """One answer with where it comes from."""

    asked = Asked.ENTRY

    @extend_schema(
        operation_id="answer",
        summary="一条问答的全部内容和来历",
        responses={200: told.FullAnswerSerializer, 404: ErrorSerializer, **_REFUSED},
    )
    def get(self, request: Request, pk: int) -> Response:
        """Not readable means not there."""
        refuse_unknown(request._request.GET, ())
        rows = Entry.objects.readable(*self.audiences).with_page_parts()
        entry = get_object_or_404(rows, pk=pk)
        votes = tally(entry)
        entry.told_versions = list(entry.versions.exclude(released_at=None))
        entry.useful, entry.useless = votes.useful, votes.useless
        scope = Audience(self.consumer.scope)
        return Response(told.FullAnswerSerializer(entry, context={"scope": scope}).data)


class AnswerChanges(ConsumerView):
    """Changes for systems that keep a copy."""

    asked = Asked.CHANGES

    @extend_schema(
        operation_id="answer_changes",
        summary="自某一游标以来的公开、变动和撤下",
        parameters=[
            OpenApiParameter("since", {"type": "string", "maxLength": MAX_CURSOR}),
            _LIMIT,
        ],
        responses={
            200: told.AnswerChangePageSerializer,
            400: ErrorSerializer,
            410: ErrorSerializer,
            **_REFUSED,
        },
    )
    def get(self, request: Request) -> Response:
        """In the order of the cursor, withdrawals included."""
        query = request._request.GET
        refuse_unknown(query, ("since", "limit"))
        found = changes_since(
            read_cursor(query, "since"), Audience(self.consumer.scope), limit=read_limit(query)
        )
        return Response(told.AnswerChangePageSerializer(found).data)


class FeedbackInbox(ConsumerView):
    """Questions beyond the base."""

    asked = Asked.FEEDBACK
    http_method_names = ["post"]

    @extend_schema(
        operation_id="send_feedback",
        summary="反馈知识库答不了的问题",
        request=told.FeedbackQuestionSerializer,
        responses={
            200: told.FeedbackSerializer,
            201: told.FeedbackSerializer,
            400: ErrorSerializer,
            409: ErrorSerializer,
            415: ErrorSerializer,
            **_REFUSED,
        },
    )
    def post(self, request: Request) -> Response:
        """201 for a new one, 200 for the same number and question again."""
        if request._request.content_type != "application/json":
            raise UnsupportedMediaType(str(request._request.content_type))
        given = told.FeedbackQuestionSerializer(data=request.data)
        if not given.is_valid():
            name = next(iter(given.errors))
            raise BadQuestion(BadParameter(str(name), _why(str(name))))
        values = given.validated_data
        question = said(values["question"].replace("\x00", ""))
        if not question:
            raise BadQuestion(BadParameter("question", _why("question")))
        document, organ = _whose(values)
        try:
            feedback, is_new = receive(
                consumer=self.consumer,
                reference=values["reference"],
                question=question,
                organ=organ,
                document=document,
                at=timezone.now(),
            )
        except ActRefused as error:
            raise Conflict(str(error)) from error
        return Response(told.FeedbackSerializer(feedback).data, status=201 if is_new else 200)


def _why(name: str) -> str:
    return {
        "reference": f"reference 应为 1 到 {LONGEST_REFERENCE} 个看得见的字符的来件编号。",
        "question": f"question 应为 1 到 {LONGEST} 字的问题。",
        "organ": "organ 应为在用的机关代码。",
        "document": "document 应为公开文件的编号。",
    }.get(name, "内容应为一个 JSON 对象，字段见接口说明。")


def _whose(values: dict[str, Any]) -> tuple[Document | None, Organ]:
    """The document asked about, and the organ that answers: the one named, else its own."""
    document = None
    if (key := values.get("document")) is not None:
        document = Document.objects.public().select_related("organ").filter(pk=key).first()
        if document is None:
            raise BadQuestion(BadParameter("document", _why("document")))
    if code := values.get("organ"):
        organ = Organ.objects.active().filter(code=code).first()
    else:
        organ = document.organ if document else None
    if organ is None:
        raise BadQuestion(BadParameter("organ", _why("organ")))
    return document, organ


class FeedbackOutcome(ConsumerView):
    """One question that this consumer fed back."""

    @extend_schema(
        operation_id="feedback",
        summary="一件反馈办到哪一步、结果是什么",
        responses={200: told.FeedbackSerializer, 404: ErrorSerializer, **_REFUSED},
    )
    def get(self, request: Request, public_id: uuid.UUID) -> Response:
        """Another's is not there."""
        refuse_unknown(request._request.GET, ())
        rows = Feedback.objects.filter(consumer=self.consumer).select_related("organ")
        return Response(told.FeedbackSerializer(get_object_or_404(rows, public_id=public_id)).data)


class UsageList(ConsumerView):
    """How a consumer uses the base; its own alone."""

    @extend_schema(
        operation_id="usage",
        summary="本系统的用量",
        responses={200: told.UsageListSerializer, 404: ErrorSerializer, **_REFUSED},
    )
    def get(self, request: Request, code: str) -> Response:
        """By day, the latest first."""
        refuse_unknown(request._request.GET, ())
        if code != self.consumer.code:
            raise NotFound
        rows = self.consumer.usage.all()[:_MOST_DAYS]
        return Response({"results": told.UsageSerializer(rows, many=True).data})


class ZeroHitList(ConsumerView):
    """What this consumer looked for in vain."""

    @extend_schema(
        operation_id="zero_hits",
        summary="本系统没有查到结果的词语",
        responses={200: told.ZeroHitListSerializer, 400: ErrorSerializer, **_REFUSED},
    )
    def get(self, request: Request) -> Response:
        """The most frequent first."""
        refuse_unknown(request._request.GET, ())
        rows = self.consumer.zero_hits.all()[:MAX_LIMIT]
        return Response({"results": told.ZeroHitSerializer(rows, many=True).data})
