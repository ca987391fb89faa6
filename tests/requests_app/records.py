"""Requests for correction for tests, brought to a state by walking the lawful path."""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.accounts.choices import Role
from portal.accounts.models import User
from requests_app import record_workflow as flow
from requests_app.models import RecordCorrection, RecordEvidence
from requests_app.services import record_correcting as acts
from requests_app.services.papers import HandedIn
from requests_app.services.record_filing import (
    CorrectionAsked,
    submit_correction,
    take_in_correction,
)
from requests_app.services.record_papers import add_record_papers
from tests.builders import City
from tests.requests_app.cases import PNG, SUBMITTED_AT

NAME = "演示更正人戊"
NUMBER = "990101199001010019"
PHONE = "13900001234"
RECORD = "演示更正人戊的低保登记表"
WRONG = "身份证号990101199001010019登记成了别人的"
RIGHT = "应登记为柳桥路9号602室的住户"
# What must stand nowhere but in front of those who handle it.
PERSONAL = (NAME, NUMBER, PHONE, RECORD, WRONG, RIGHT)
_PURPOSES = (RecordEvidence.Purpose.IDENTITY, RecordEvidence.Purpose.PROOF)


def asked(city: City, **changes: Any) -> CorrectionAsked:
    """A complete request of an invented person."""
    whole = CorrectionAsked(
        organ=city.office,
        applicant_kind="person",
        name=NAME,
        identity_kind="id_card",
        identity_number=NUMBER,
        record=RECORD,
        inaccurate=WRONG,
        should_be=RIGHT,
        phone=PHONE,
    )
    return replace(whole, **changes)


def papers(*purposes: str) -> list[HandedIn]:
    """A picture for each purpose; without any, what is needed."""
    return [HandedIn(io.BytesIO(PNG), "图.png", p) for p in purposes or _PURPOSES]


def filed(
    city: City, *, at: dt.datetime = SUBMITTED_AT, user: User | None = None, **changes: Any
) -> RecordCorrection:
    """A request as it came in."""
    return submit_correction(
        asked=asked(city, **changes), evidence=papers(), key=uuid.uuid4(), at=at, user=user
    ).correction


def taken_in(city: City, *, at: dt.datetime = SUBMITTED_AT, **changes: Any) -> RecordCorrection:
    """A letter as the clerk registered it, without a scan of its papers."""
    given: dict[str, Any] = {
        "asked": asked(city), "evidence": [], "on_paper": True, "key": uuid.uuid4(),
        "channel": "signed_mail", "arrived_on": at.date(), "by": city.people[Role.REQUEST_INTAKE],
    }  # fmt: skip
    return take_in_correction(**{**given, **changes}, at=at).correction


Step = Callable[[RecordCorrection, Callable[[str], User], City, dt.datetime], object]
STEPS: Mapping[str, Step] = {
    "accept": lambda c, who, city, at: acts.accept(
        correction=c, handler=city.people[Role.REQUEST_HANDLER], by=who(flow.INTAKE), at=at
    ),
    "forward": lambda c, who, city, at: acts.forward(
        correction=c, target=_next(c, city), reason="登记表由该机关制作", told_by="phone",
        by=who(flow.INTAKE), at=at,
    ),
    "correct": lambda c, who, _, at: acts.correct(
        correction=c, text=f"{NAME}的号码已更正", corrected_on=at.date(), by=who(flow.HANDLER),
        at=at,
    ),
    "decline": lambda c, who, _, at: acts.decline(
        correction=c, ground="evidence", text="材料看不出登记有误", by=who(flow.HANDLER), at=at
    ),
    "refer": lambda c, who, _, at: acts.refer(
        correction=c, right_organ="邻市民政局", right_contacts="0000-99990000", text="由其登记",
        by=who(flow.HANDLER), at=at,
    ),
    **{
        flow.approval_of(kind): lambda c, who, _, at: acts.approve(
            correction=c, by=who(flow.REVIEWER), at=at
        )
        for kind in flow.DECISIONS
    },
    "return": lambda c, who, _, at: acts.send_back(
        correction=c, reason=f"再核对{NAME}的登记", by=who(flow.REVIEWER), at=at
    ),
    "tell": lambda c, who, _, at: acts.tell(
        correction=c, way="phone", told_on=at.date(), by=who(flow.INTAKE), at=at
    ),
    "withdraw": lambda c, _who, _city, at: acts.withdraw_correction(correction=c, at=at),
    "record_withdrawal": lambda c, who, _, at: acts.record_withdrawal(
        correction=c, reason=f"{NAME}来信撤回", by=who(flow.INTAKE), at=at
    ),
    "add_papers": lambda c, who, _, at: add_record_papers(
        correction=c, files=papers("proof"), purpose="proof", by=who(flow.INTAKE), at=at
    ),
    "archive": lambda c, who, _, at: acts.archive(correction=c, by=who(flow.INTAKE), at=at),
    "hold": lambda c, who, _, at: acts.hold_record(
        correction=c, reason="诉讼未结", by=who(flow.HEAD), at=at
    ),
    "lift_hold": lambda c, who, _, at: acts.lift_record_hold(
        correction=c, reason="判决生效", by=who(flow.HEAD), at=at
    ),
}  # fmt: skip
ROADS: Mapping[str, tuple[str, ...]] = {
    flow.SUBMITTED: (),
    flow.FORWARDED: ("forward",),
    flow.VERIFYING: ("accept",),
    flow.REVIEW: ("accept", "correct"),
    flow.CORRECTED: ("accept", "correct", "approve_correct"),
    flow.DECLINED: ("accept", "decline", "approve_decline"),
    flow.REFERRED: ("accept", "refer", "approve_refer"),
    flow.WITHDRAWN: ("withdraw",),
    flow.ARCHIVED: ("accept", "correct", "approve_correct", "tell", "archive"),
}


def _next(correction: RecordCorrection, city: City) -> Any:
    """The street, or the district when it is there already."""
    been = acts.organs_been_at(correction)
    return next(o for o in (city.street, city.district, city.office) if o.pk not in been)


def walk(
    correction: RecordCorrection, city: City, *steps: str, at: dt.datetime = SUBMITTED_AT
) -> RecordCorrection:
    """Do the acts by those whose they are."""
    for action in steps:
        STEPS[action](correction, lambda role: city.people[Role(role)], city, at)
    return RecordCorrection.objects.get(pk=correction.pk)


def brought(city: City, state: str) -> RecordCorrection:
    """A new request in a state."""
    return walk(filed(city), city, *ROADS[state])


def typed(city: City, **changes: Any) -> dict[str, Any]:
    """A complete form."""
    return {
        "key": str(uuid.uuid4()),
        "organ": city.office.code,
        "record": RECORD,
        "inaccurate": WRONG,
        "should_be": RIGHT,
        "applicant_kind": "person",
        "name": NAME,
        "identity_kind": "id_card",
        "identity_number": NUMBER,
        "phone": PHONE,
        "identity_files": picture(),
        "proof_files": picture("证明.png"),
        "confirmed": "on",
        **changes,
    }


def picture(name: str = "身份证.png", data: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/png")


def sent(client: Client, city: City, **changes: Any) -> tuple[RecordCorrection, str]:
    """A request sent through the pages, and its query code."""
    response = client.post("/requests/records/new/", typed(city, **changes))
    assert response.status_code == 302, response.content.decode()
    page = client.get(response["Location"]).content.decode()
    found = re.search(r"<strong>(\w{4}-\w{4})</strong>", page)
    assert found, page
    return RecordCorrection.objects.latest("pk"), found[1]
