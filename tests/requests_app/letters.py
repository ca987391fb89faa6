"""Letters that ask for an opinion: sent by an officer, opened by whoever holds them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from portal.tracking.codes import code_from
from requests_app.models import Consultation, InformationRequest
from requests_app.services.consultation import letters
from requests_app.workflow.states import HANDLER
from tests.requests_app.cases import Desk

DOOR = "/requests/opinion/"
# What the other side may not learn: who applied, and in which words.
OF_THE_APPLICANT = ("演示申请人甲", "990101199001010019", "81234567", "绿化养护招标文件")


def sent(
    case: InformationRequest, people: Desk, *, at: dt.datetime | None = None, **changes: Any
) -> Consultation:
    """A letter to a third party, sent by the handler; now unless said otherwise."""
    given = {
        "kind": "third_party",
        "party": "演示电梯公司",
        "question": "是否同意公开报价",
        **changes,
    }
    return letters.consult(request=case, by=people[HANDLER], at=at or timezone.now(), **given)


def holder(letter: Consultation) -> Client:
    """The browser of somebody who typed number and code."""
    client = Client()
    response = client.post(DOOR, {"number": letter.number, "code": code_from(letter.key)})
    assert response.status_code == 302, response.content.decode()
    return client


def address(letter: Consultation, page: str = "letter") -> str:
    return f"{DOOR}{letter.number}/{page}/"
