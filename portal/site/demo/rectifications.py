"""Invented requests to rectify a record (第四十一条), brought to their states by the real acts."""

from __future__ import annotations

import base64
import datetime as dt
import io
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from portal.accounts.choices import Role
from portal.organs.models import Organ
from portal.personal.handed_in import HandedIn
from portal.site.demo.builders import holder
from requests_app.rectification.models import Rectification, RectificationEvidence
from requests_app.rectification.services import acceptance, decisions
from requests_app.rectification.services.intake import RectificationAsked, submit_rectification

_KEYS = uuid.UUID("0f0b6b0e-91a9-4c1e-8a52-1f4c7be04141")
# One grey point: stands for a copy of a document.
_POINT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
_OFFICE = "HL-BGS"


@dataclass(frozen=True)
class DemoRecord:
    """Who asks for what, so many days ago, and whether it was accepted and decided."""

    name: str
    number: str
    record: str
    inaccurate: str
    should_be: str
    days_ago: int
    is_accepted: bool = False
    is_decided: bool = False


RECORDS = (
    DemoRecord(
        "丙", "990101199002280039", "2024年老旧小区加装电梯意愿登记表第12号",
        "建筑面积写成68平方米", "建筑面积应为86平方米，见不动产权证", 1,
    ),
    DemoRecord(
        "丁", "990101198507190046", "2023年优秀社区志愿者公示名单",
        "服务时长写成20小时", "服务时长应为200小时，见志愿服务记录", 12,
        is_accepted=True, is_decided=True,
    ),
)  # fmt: skip


def load_records(*, now: dt.datetime) -> int:
    """What is not there yet, each in a transaction of its own; returns how many were added."""
    return sum(_load(demo, now=now) for demo in RECORDS)


@transaction.atomic
def _load(demo: DemoRecord, *, now: dt.datetime) -> bool:
    key = uuid.uuid5(_KEYS, demo.number)
    if Rectification.objects.filter(submission_key=key).exists():
        return False
    organ, at = Organ.objects.get(code=_OFFICE), now - dt.timedelta(days=demo.days_ago)
    purposes = (RectificationEvidence.Purpose.IDENTITY, RectificationEvidence.Purpose.PROOF)
    case = submit_rectification(
        asked=RectificationAsked(
            organ=organ,
            applicant_kind="person",
            name=f"演示申请人{demo.name}",
            identity_kind="id_card",
            identity_number=demo.number,
            phone="0000-81000100",
            record=demo.record,
            inaccurate=demo.inaccurate,
            should_be=demo.should_be,
        ),
        evidence=[HandedIn(io.BytesIO(_POINT), "材料.png", purpose) for purpose in purposes],
        key=key,
        at=at,
    ).case
    handler, hour = holder(organ, Role.REQUEST_HANDLER), dt.timedelta(hours=1)
    if demo.is_accepted:
        intake = holder(organ, Role.REQUEST_INTAKE)
        acceptance.accept(rectification=case, handler=handler, by=intake, at=at + hour)
    if demo.is_decided:
        day = timezone.localdate(at + hour)
        text = "经核对志愿服务记录，名单已更正。"
        decisions.correct(
            rectification=case, text=text, corrected_on=day, by=handler, at=at + 2 * hour
        )
        reviewer = holder(organ, Role.ANSWER_REVIEWER)
        decisions.approve(rectification=case, by=reviewer, at=at + 3 * hour)
    return True
