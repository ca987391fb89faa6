"""Requests for rectification for tests, brought to a state by walking the lawful path."""

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
from portal.personal.handed_in import HandedIn
from requests_app.rectification import workflow as flow
from requests_app.rectification.models import Rectification, RectificationEvidence
from requests_app.rectification.services import (
    acceptance,
    decisions,
    forwarding,
    hold,
    pressure,
    query_codes,
    result,
    withdrawal,
)
from requests_app.rectification.services.intake import (
    RectificationAsked,
    submit_rectification,
    take_in_rectification,
)
from requests_app.rectification.services.papers import add_rectification_papers
from requests_app.rectification.services.steps import STEPS as RECTIFICATION_STEPS
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
_PURPOSES = (RectificationEvidence.Purpose.IDENTITY, RectificationEvidence.Purpose.PROOF)


def asked(city: City, **changes: Any) -> RectificationAsked:
    """A complete request of an invented person."""
    whole = RectificationAsked(
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
) -> Rectification:
    """A request as it came in."""
    return submit_rectification(
        asked=asked(city, **changes), evidence=papers(), key=uuid.uuid4(), at=at, user=user
    ).case


def taken_in(city: City, *, at: dt.datetime = SUBMITTED_AT, **changes: Any) -> Rectification:
    """A letter as the clerk registered it, without a scan of its papers."""
    given: dict[str, Any] = {
        "asked": asked(city), "evidence": [], "on_paper": True, "key": uuid.uuid4(),
        "channel": "signed_mail", "arrived_on": at.date(), "by": city.people[Role.REQUEST_INTAKE],
    }  # fmt: skip
    return take_in_rectification(**{**given, **changes}, at=at).case


Step = Callable[[Rectification, Callable[[str], User], City, dt.datetime], object]
STEPS: Mapping[str, Step] = {
    "accept": lambda c, who, city, at: acceptance.accept(
        rectification=c, handler=city.people[Role.REQUEST_HANDLER], by=who(flow.INTAKE), at=at
    ),
    "forward": lambda c, who, city, at: forwarding.forward(
        rectification=c, target=_next(c, city), reason="登记表由该机关制作", told_by="phone",
        by=who(flow.INTAKE), at=at,
    ),
    "correct": lambda c, who, _, at: decisions.correct(
        rectification=c, text=f"{NAME}的号码已更正", corrected_on=at.date(), by=who(flow.HANDLER),
        at=at,
    ),
    "decline": lambda c, who, _, at: decisions.decline(
        rectification=c, ground="evidence", text="材料看不出登记有误", by=who(flow.HANDLER), at=at
    ),
    "refer": lambda c, who, _, at: decisions.refer(
        rectification=c, right_organ="邻市民政局", right_contacts="0000-99990000", text="由其登记",
        by=who(flow.HANDLER), at=at,
    ),
    **{
        flow.approval_of(kind): lambda c, who, _, at: decisions.approve(
            rectification=c, by=who(flow.REVIEWER), at=at
        )
        for kind in flow.DECISIONS
    },
    "return": lambda c, who, _, at: decisions.send_back(
        rectification=c, reason=f"再核对{NAME}的登记", by=who(flow.REVIEWER), at=at
    ),
    "tell": lambda c, who, _, at: result.tell(
        rectification=c, way="phone", told_on=at.date(), by=who(flow.INTAKE), at=at
    ),
    "withdraw": lambda c, _, __, at: withdrawal.withdraw_rectification(rectification=c, at=at),
    "record_withdrawal": lambda c, who, _, at: withdrawal.record_withdrawal(
        rectification=c, reason=f"{NAME}来信撤回", by=who(flow.INTAKE), at=at
    ),
    "replace_code": lambda c, who, _, at: query_codes.replace_rectification_code(
        rectification=c, document="id_card", reason="本人到窗口，回执遗失", by=who(flow.INTAKE),
        at=at,
    ),
    "add_papers": lambda c, who, _, at: add_rectification_papers(
        rectification=c, files=papers("proof"), purpose="proof", by=who(flow.INTAKE), at=at
    ),
    "archive": lambda c, who, _, at: RECTIFICATION_STEPS.perform(
        c, "archive", by=who(flow.INTAKE), at=at
    ),
    "hold": lambda c, who, _, at: hold.hold_rectification(
        rectification=c, reason="诉讼未结", by=who(flow.HEAD), at=at
    ),
    "lift_hold": lambda c, who, _, at: hold.lift_rectification_hold(
        rectification=c, reason="判决生效", by=who(flow.HEAD), at=at
    ),
    "urge": lambda c, who, _, at: pressure.urge(rectification=c, by=who(flow.SUPERVISOR), at=at),
}  # fmt: skip
ROADS: Mapping[str, tuple[str, ...]] = {
    flow.Status.SUBMITTED: (),
    flow.Status.FORWARDED: ("forward",),
    flow.Status.VERIFYING: ("accept",),
    flow.Status.REVIEW: ("accept", "correct"),
    flow.Status.CORRECTED: ("accept", "correct", "approve_correct"),
    flow.Status.DECLINED: ("accept", "decline", "approve_decline"),
    flow.Status.REFERRED: ("accept", "refer", "approve_refer"),
    flow.Status.WITHDRAWN: ("withdraw",),
    flow.Status.ARCHIVED: ("accept", "correct", "approve_correct", "tell", "archive"),
}


def _next(rectification: Rectification, city: City) -> Any:
    """The street, or the district when it is there already."""
    been = forwarding.organs_been_at(rectification)
    return next(o for o in (city.street, city.district, city.office) if o.pk not in been)


def walk(
    rectification: Rectification, city: City, *steps: str, at: dt.datetime = SUBMITTED_AT
) -> Rectification:
    """Do the acts by those whose they are."""
    for action in steps:
        STEPS[action](rectification, lambda role: city.people[Role(role)], city, at)
    return Rectification.objects.get(pk=rectification.pk)


def brought(city: City, state: str) -> Rectification:
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


def sent(client: Client, city: City, **changes: Any) -> tuple[Rectification, str]:
    """A request sent through the pages, and its query code."""
    response = client.post("/requests/records/new/", typed(city, **changes))
    assert response.status_code == 302, response.content.decode()
    page = client.get(response["Location"]).content.decode()
    found = re.search(r"<strong>(\w{4}-\w{4})</strong>", page)
    assert found, page
    return Rectification.objects.latest("pk"), found[1]
