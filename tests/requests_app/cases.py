"""Applications for tests, brought to a state by walking the lawful path through the services."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.personal.handed_in import HandedIn
from portal.tracking.codes import code_from
from portal.workflow import lawful_path
from requests_app.choices import Channel
from requests_app.models import Consultation, Evidence, InformationRequest
from requests_app.services import (
    answers,
    archive,
    assignment,
    correction,
    delivery,
    division,
    fees,
    intake,
    reasons,
    receipt,
    remedies,
    withdrawal,
)
from requests_app.services.consultation import letters
from requests_app.services.intake import Application
from requests_app.workflow import WORKFLOW
from requests_app.workflow.states import HANDLER, HEAD, INTAKE, REVIEWER, SECRECY, SIGNER, Status
from tests.builders import City, person

# A Monday; the calendar of 2026 is loaded with the migrations.
SUBMITTED_AT = dt.datetime(2026, 9, 7, 1, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
# The day on which a moment falls here: late in the evening of UTC it is the next one.
day_of = timezone.localdate
# How an answer gives what it opens, where no file goes with it.
PROVISION = "工作日上午到柳桥路1号查阅、抄录"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def identity_file() -> HandedIn:
    """A picture that stands for a copy of an identity card."""
    return HandedIn(io.BytesIO(PNG), "身份证.png", Evidence.Purpose.IDENTITY)


def application(city: City, **changes: Any) -> Application:
    """A complete application of an invented person."""
    return replace(
        Application(
            organ=city.office,
            applicant_kind="person",
            name="演示申请人甲",
            identity_kind="id_card",
            identity_number="990101199001010019",
            phone="0000-81234567",
            description="2025年柳桥街道绿化养护招标文件",
            medium="electronic",
            delivery_way="online",
        ),
        **changes,
    )


def submitted(city: City, *, at: dt.datetime = SUBMITTED_AT, **changes: Any) -> InformationRequest:
    """An application as it came in online, not yet confirmed."""
    return intake.submit_application(
        application=application(city, **changes),
        evidence=[identity_file()],
        key=uuid.uuid4(),
        at=at,
    ).case


@dataclass(frozen=True)
class Desk:
    """The people of the office, and a second reviewer for what is judged twice."""

    people: Mapping[Role, User]
    second: User

    def __getitem__(self, role: str) -> User:
        return self.people[Role(role)]


def desk(city: City) -> Desk:
    """Everyone the handling needs."""
    second = person("p-second", organs=[city.office], roles=[Role.ANSWER_REVIEWER])
    return Desk(city.people, second)


Step = Callable[[InformationRequest, Desk, dt.datetime], object]
STEPS: Mapping[str, Step] = {
    "confirm": lambda r, d, at: receipt.confirm(
        request=r, confirmed_on=day_of(at), way="phone", whom="申请人本人", by=d[INTAKE], at=at
    ),
    "assign": lambda r, d, at: assignment.assign(
        request=r, handler=d[HANDLER], by=d[INTAKE], at=at
    ),
    "ask_correction": lambda r, d, at: correction.ask_correction(
        request=r, unclear="年份不明", guidance="请写明哪一年", by=d[HANDLER], at=at
    ),
    "supply_correction": lambda r, _, at: correction.supply_correction(
        request=r, text="2025年", at=at
    ),
    "record_correction": lambda r, d, at: correction.supply_correction(
        request=r, text="2025年", by=d[INTAKE], at=at
    ),
    "lapse_uncorrected": lambda r, d, at: correction.lapse_uncorrected(
        request=r, by=d[HANDLER], at=at + 40 * DAY
    ),
    "ask_reasons": lambda r, d, at: reasons.ask_reasons(
        request=r, why="一月三十件", respond_by=day_of(at) + 10 * DAY, by=d[HANDLER], at=at
    ),
    "supply_reasons": lambda r, _, at: reasons.supply_reasons(request=r, text="研究需要", at=at),
    "record_reasons": lambda r, d, at: reasons.supply_reasons(
        request=r, text="研究需要", by=d[INTAKE], at=at
    ),
    "reasons_lapsed": lambda r, d, at: reasons.reasons_lapsed(
        request=r, by=d[HANDLER], at=at + 20 * DAY
    ),
    "ask_fee": lambda r, d, at: fees.ask_fee(
        request=r, scale="pages", pages=250, received_on=day_of(at),
        by=d[HANDLER], at=at,
    ),
    "record_payment": lambda r, d, at: fees.record_payment(
        request=r, paid_on=day_of(at), by=d[INTAKE], at=at
    ),
    "lapse_unpaid": lambda r, d, at: fees.lapse_unpaid(
        request=r, by=d[HANDLER], at=at + 60 * DAY
    ),
    "cancel_fee": lambda r, d, at: fees.cancel_fee(
        request=r, reason="页数算错", by=d[HANDLER], at=at
    ),
    "recall": lambda r, d, at: answers.recall(
        request=r, reason="文号写错", by=d[SIGNER], at=at
    ),
    "recall_uncorrected": lambda r, d, at: correction.recall_uncorrected(
        request=r, reason="住院期间没有收到告知", by=d[HANDLER], at=at
    ),
    "recall_unpaid": lambda r, d, at: fees.recall_unpaid(
        request=r, reason="银行回单显示按期缴费", by=d[HANDLER], at=at
    ),
    "submit_answer": lambda r, d, at: answers.submit_answer(
        request=r, outcome="3.1", body="现予公开。", provision=PROVISION, by=d[HANDLER], at=at
    ),
    "refuse": lambda r, d, at: answers.submit_answer(
        request=r, outcome="3.3.6", body="不予公开。", reason="属于讨论记录",
        by=d[HANDLER], at=at,
    ),
    "approve": lambda r, d, at: answers.approve(
        request=r, opinion="同意", by=d[REVIEWER], at=at
    ),
    "approve_withholding": lambda r, d, at: answers.approve(
        request=r, opinion="同意", by=d[REVIEWER], at=at
    ),
    "second": lambda r, d, at: answers.second(request=r, opinion="同意", by=d.second, at=at),
    "pass_secrecy": lambda r, d, at: answers.pass_secrecy(
        request=r, opinion="不涉密", by=d[SECRECY], at=at
    ),
    "sign": lambda r, d, at: answers.sign(request=r, by=d[SIGNER], at=at),
    "return_review": lambda r, d, at: answers.send_back(
        request=r, reason="补充依据", by=d[REVIEWER], at=at
    ),
    "return_second": lambda r, d, at: answers.send_back(
        request=r, reason="补充依据", by=d.second, at=at
    ),
    "return_secrecy": lambda r, d, at: answers.send_back(
        request=r, reason="补充依据", by=d[SECRECY], at=at
    ),
    "return_signing": lambda r, d, at: answers.send_back(
        request=r, reason="补充依据", by=d[SIGNER], at=at
    ),
    "deliver": lambda r, d, at: delivery.deliver(
        request=r, way="online", sent_on=day_of(at), by=d[INTAKE], at=at
    ),
    "withdraw": lambda r, _, at: withdrawal.withdraw(request=r, at=at),
    "record_withdrawal": lambda r, d, at: withdrawal.withdraw(
        request=r, reason="来电撤回", by=d[INTAKE], at=at
    ),
    "split": lambda r, d, at: division.split(
        request=r, parts=["招标文件", "中标通知书"], by=d[HANDLER], at=at
    ),
    "archive": lambda r, d, at: archive.archive(
        request=r, reason="申请人表示没有异议", by=d[INTAKE], at=at
    ),
    "reopen": lambda r, d, at: remedies.reopen(
        request=r, reason="复议决定撤销原答复", answer_by=day_of(at) + 20 * DAY,
        by=d[HEAD], at=at,
    ),
}  # fmt: skip


# The way of an answer that opens; the shortest way to a letter would be the applicant's silence.
_ANSWER = ("confirm", "assign", "submit_answer", "approve", "pass_secrecy", "sign")
ROADS: Mapping[str, tuple[str, ...]] = {
    Status.SECRECY_REVIEW: _ANSWER[:4],
    Status.SIGNING: _ANSWER[:5],
    Status.DELIVERING: _ANSWER,
    Status.WITHDRAWN: ("confirm", "withdraw"),
    Status.ANSWERED: (*_ANSWER, "deliver"),
    Status.ARCHIVED: (*_ANSWER, "deliver", "archive"),
    Status.SECOND_REVIEW: ("confirm", "assign", "refuse", "approve_withholding"),
}


def bring_to(
    request: InformationRequest, target: str, *, people: Desk, at: dt.datetime = SUBMITTED_AT
) -> InformationRequest:
    """Walk a lawful path to a state; all on one day."""
    for action in ROADS.get(target) or lawful_path(WORKFLOW, target):
        STEPS[action](request, people, at)
    return InformationRequest.objects.get(pk=request.pk)


def take_in(city: City, channel: str = Channel.IN_PERSON, **more: Any) -> InformationRequest:
    """Registered by the window clerk."""
    return intake.take_in(
        application=application(city),
        evidence=[],
        key=uuid.uuid4(),
        channel=channel,
        arrived_on=more.pop("arrived_on", SUBMITTED_AT.date()),
        by=city.people[Role.REQUEST_INTAKE],
        at=SUBMITTED_AT,
        **more,
    ).case


def letter(case: InformationRequest, *, by: User, at: dt.datetime, **more: Any) -> Consultation:
    """A letter to a third party, as a row: the act is lawful in 办理中 alone."""
    key = uuid.uuid4()
    return Consultation.objects.create(
        request=case,
        number=f"{case.number}-Z{case.consultations.count() + 1}",
        key=key,
        code_index=letters.letter_code_index(code_from(key)),
        sent_on=day_of(at),
        by=by,
        at=at,
        **{"kind": "third_party", "party": "某公司", "question": "是否同意公开报价", **more},
    )
