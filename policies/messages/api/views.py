"""The two addresses of 上级转办: a message is passed down, and its outcome read back."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from disclosure.api.errors import BadQuestion
from disclosure.api.serializers import ErrorSerializer
from disclosure.list_query import BadParameter
from disclosure.models import Document
from policies.messages.api import serializers as told
from policies.messages.models import Message
from policies.messages.presenters.standing import standing_of
from policies.messages.services.feedback import last_answer
from policies.messages.services.intake import LONGEST_TEXT, Asked
from policies.messages.services.passed_on import LONGEST_REFERENCE, channel_of, receive
from policies.partners.api import SignedAct, SignedView
from policies.partners.services import Answer
from portal.common.typed import said

_REFUSED = dict.fromkeys((400, 401, 409, 413, 415, 429), ErrorSerializer)
_WHY = {
    "reference": f"reference 应为 1 到 {LONGEST_REFERENCE} 个看得见的字符的来件编号。",
    "text": f"text 应为 1 到 {LONGEST_TEXT} 字的留言内容。",
    "received_on": "received_on 应为转出的日期，写作 2026-09-24，不晚于今天。",
    "category": "category 应为 consult、suggest、complain、help、error、praise 之一。",
    "document": "document 应为公开文件的编号。",
    "name": "name 最多 40 字。",
    "phone": "phone 最多 30 个字符。",
    "email": "email 应为一个电子邮箱。",
}


class PassedDown(SignedAct):
    """A superior platform passes a message down."""

    @extend_schema(
        operation_id="pass_down",
        summary="转来一件留言",
        request=told.PassedDownSerializer,
        responses={
            201: told.TakenInSerializer,
            200: told.TakenInSerializer,
            **_REFUSED,
        },
    )
    def post(self, *args: Any, **kwargs: Any) -> Any:
        """201 for a new one, 200 for the same number with the same words again."""
        return super().post(*args, **kwargs)

    def take(self, given: dict[str, Any]) -> Answer:
        values = _checked(told.PassedDownSerializer, given)
        text = said(values["text"])
        if not text:
            raise _bad("text")
        asked = Asked(
            channel=channel_of(self.partner),
            text=text,
            category=values["category"],
            name=said(values["name"]),
            phone=said(values["phone"]),
            email=said(values["email"]),
            policy=_document(values.get("document")),
        )
        message, is_new = receive(
            partner=self.partner,
            reference=values["reference"],
            asked=asked,
            received_on=values["received_on"],
            at=timezone.now(),
        )
        return Answer(201 if is_new else 200, told.TakenInSerializer(_receipt(message)).data)


class PassedDownOutcome(SignedView):
    """What came of one."""

    @extend_schema(
        operation_id="passed_down_outcome",
        summary="一件转来的留言办到哪一步、结果是什么",
        request=told.WhichSerializer,
        responses={200: told.OutcomeSerializer, 404: ErrorSerializer, **_REFUSED},
    )
    def post(self, *args: Any, **kwargs: Any) -> Any:
        """Another system's is not there."""
        return super().post(*args, **kwargs)

    def take(self, given: dict[str, Any]) -> Answer:
        values = _checked(told.WhichSerializer, given)
        rows = Message.objects.filter(partner=self.partner, outside_number=values["reference"])
        message = rows.select_related("organ", "merged_into", "referral").first()
        if message is None:
            raise NotFound
        return Answer(200, told.OutcomeSerializer(_outcome(message)).data)


def _checked(kind: type[serializers.Serializer[Any]], given: dict[str, Any]) -> dict[str, Any]:
    sent = kind(data=given)
    if not sent.is_valid():
        raise _bad(str(next(iter(sent.errors))))
    return dict(sent.validated_data)


def _bad(name: str) -> BadQuestion:
    return BadQuestion(BadParameter(name, _WHY.get(name, "内容见接口说明。")))


def _document(key: int | None) -> Document | None:
    if key is None:
        return None
    found = Document.objects.public().select_related("organ", "theme").filter(pk=key).first()
    if found is None:
        raise _bad("document")
    return found


def _receipt(message: Message) -> dict[str, Any]:
    return {
        "reference": message.outside_number,
        "number": message.number,
        "due_on": message.due_on,
    }


def _outcome(message: Message) -> dict[str, Any]:
    answer = last_answer(message)
    referral = getattr(message, "referral", None)
    return {
        **_receipt(message),
        "status": standing_of(message).word,
        "organ": message.organ.name,
        "answer": answer.text if answer else "",
        "outcome": answer.get_outcome_display() if answer else "",
        "answered_on": message.answered_on,
        "told": referral.text if referral else "",
    }
