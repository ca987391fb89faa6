"""Invented applications of the demo city, brought to their states by the real acts."""

from __future__ import annotations

import base64
import datetime as dt
import io
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from portal.accounts.choices import Role
from portal.organs.models import Organ
from portal.personal.handed_in import HandedIn
from portal.site.demo.builders import holder
from requests_app.choices import Channel
from requests_app.models import Evidence, InformationRequest
from requests_app.services import answers, assignment, correction, delivery, intake
from requests_app.services import receipt as receipt_acts
from requests_app.services.consultation import letters
from requests_app.services.intake import Application

_KEYS = uuid.UUID("6f1d5a52-6d55-4f0e-9a57-2b7c7f0d1c11")
# One grey point: stands for a copy of a document.
_POINT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
# What the demo's answers hand over.
_TABLE = "\ufeff项目,数量,金额（元）\n演示项目一,3,12000.00\n演示项目二,5,8600.50\n"
_HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Demo:
    """One application: who asks whom for what, so many days ago, and the acts that followed."""

    name: str
    number: str
    title: str
    organ: str
    days_ago: int
    acts: tuple[str, ...] = ()
    channel: str = Channel.ONLINE


_ANSWER = ("confirm", "assign", "answer", "approve", "secrecy", "sign")
_PEOPLE = {
    "甲": "990101196503070017",
    "乙": "990101197811120024",
    "丙": "990101199002280039",
    "丁": "990101198507190046",
}
CASES = (
    Demo("甲", "1", "文汇路架空线入地工程占路施工方案", "HL-BGS", 0),
    Demo("乙", "2", "2025年度社区食堂运营补贴发放明细", "HL-BGS", 2, ("confirm",)),
    Demo("丙", "3", "老旧小区加装电梯补贴标准", "HL-BGS", 9, ("assign", "consult"),
         Channel.IN_PERSON),
    Demo("丁", "4", "有关拆迁的全部文件", "HL-BGS", 6, ("confirm", "assign", "correct")),
    Demo("甲", "5", "青禾路夜间施工许可决定", "HL-WH-BGS", 40, ("confirm", "assign")),
    Demo("乙", "6", "2024年公共自行车站点调整论证材料", "HL-BGS", 16, _ANSWER[:3]),
    Demo("丙", "7", "历史风貌区保护专家会议讨论记录", "HL-BGS", 18,
         ("confirm", "assign", "refuse", "approve")),
    Demo("丁", "8", "2025年度政府购买养老服务合同", "HL-BGS", 34, (*_ANSWER, "deliver")),
)  # fmt: skip


@transaction.atomic
def _load(demo: Demo, *, now: dt.datetime) -> bool:
    key = uuid.uuid5(_KEYS, demo.number)
    if InformationRequest.objects.filter(submission_key=key).exists():
        return False
    organ = Organ.objects.get(code=demo.organ)
    at = now - dt.timedelta(days=demo.days_ago) - 12 * _HOUR * bool(demo.days_ago)
    case = _received(demo, organ, key, at)
    for count, act in enumerate(demo.acts, start=1):
        _ACTS[act](case, at + count * _HOUR)
    return True


def load_cases(*, now: dt.datetime) -> int:
    """What is not there yet, each in a transaction of its own; returns how many were added."""
    return sum(_load(demo, now=now) for demo in CASES)


def _received(demo: Demo, organ: Organ, key: uuid.UUID, at: dt.datetime) -> InformationRequest:
    application = Application(
        organ=organ,
        applicant_kind="person",
        name=f"演示申请人{demo.name}",
        identity_kind="id_card",
        identity_number=_PEOPLE[demo.name],
        phone="0000-81000100",
        info_title=demo.title,
        medium="electronic",
        delivery_way="online",
    )
    papers = [HandedIn(io.BytesIO(_POINT), "身份证明.png", Evidence.Purpose.IDENTITY)]
    if demo.channel == Channel.ONLINE:
        receipt = intake.submit_application(
            application=application, evidence=papers, key=key, at=at
        )
    else:
        receipt = intake.take_in(
            application=application, evidence=papers, key=key, channel=demo.channel,
            arrived_on=timezone.localdate(at), by=holder(organ, Role.REQUEST_INTAKE), at=at,
        )  # fmt: skip
    return receipt.case


Act = Callable[[InformationRequest, dt.datetime], object]
_ACTS: Mapping[str, Act] = {
    "confirm": lambda case, at: receipt_acts.confirm(
        request=case, confirmed_on=timezone.localdate(at), way="phone", whom="申请人本人", at=at,
        by=holder(case.organ, Role.REQUEST_INTAKE),
    ),
    "assign": lambda case, at: assignment.assign(
        request=case, handler=holder(case.organ, Role.REQUEST_HANDLER), at=at,
        by=holder(case.organ, Role.REQUEST_INTAKE),
    ),
    "correct": lambda case, at: correction.ask_correction(
        request=case, unclear="没有写明项目名称和年份",
        guidance="请写明拆迁项目的名称或者地址，以及大致年份；可以致电询问", at=at,
        by=holder(case.organ, Role.REQUEST_HANDLER),
    ),
    "consult": lambda case, at: letters.consult(
        request=case, kind="third_party", party="海岚演示电梯有限公司",
        question="申请公开的材料涉及贵公司报价，请提出是否同意公开的意见", at=at,
        by=holder(case.organ, Role.REQUEST_HANDLER),
    ),
    "answer": lambda case, at: answers.submit_answer(
        request=case, outcome="3.1", body="经审查，您申请的信息予以公开，现提供给您，见附件。",
        files=[HandedIn(io.BytesIO(_TABLE.encode()), f"{case.info_title}（演示）.csv")],
        by=holder(case.organ, Role.REQUEST_HANDLER), at=at,
    ),
    "refuse": lambda case, at: answers.submit_answer(
        request=case, outcome="3.3.6", body="您申请的信息不予公开。",
        reason="该记录是行政机关在履行行政管理职能过程中形成的讨论记录",
        by=holder(case.organ, Role.REQUEST_HANDLER), at=at,
    ),
    "approve": lambda case, at: answers.approve(
        request=case, opinion="事实清楚，依据准确", at=at,
        by=holder(case.organ, Role.ANSWER_REVIEWER),
    ),
    "secrecy": lambda case, at: answers.pass_secrecy(
        request=case, opinion="不涉及国家秘密", at=at,
        by=holder(case.organ, Role.SECRECY_REVIEWER),
    ),
    "sign": lambda case, at: answers.sign(
        request=case, by=holder(case.organ, Role.SIGNER), at=at
    ),
    "deliver": lambda case, at: delivery.deliver(
        request=case, way="online", sent_on=timezone.localdate(at), at=at,
        by=holder(case.organ, Role.REQUEST_INTAKE),
    ),
}  # fmt: skip
