"""Taking an application in: from the applicant, or by staff for them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.acts.refusals import past_day
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import as_written, half_width, said
from portal.personal.handed_in import Checked, HandedIn, checked
from portal.statute import Article
from portal.tracking.intake import Numbering, Receipt
from portal.vault.keys import blind_index
from requests_app.choices import ALWAYS_OPEN, CONFIRMED, Channel
from requests_app.models import Evidence, InformationRequest
from requests_app.numbers import SERIES, request_number
from requests_app.permissions import may_take_in
from requests_app.services.clock import apply_clock
from requests_app.services.papers import keep_evidence
from requests_app.services.steps import STEPS
from requests_app.workflow.states import Status

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

_NUMBERING = Numbering(InformationRequest, SERIES, request_number)


@dataclass(frozen=True)
class Application:
    """What an application says (第二十九条), as a form has cleaned it."""

    organ: Organ
    applicant_kind: str
    name: str
    identity_kind: str
    identity_number: str
    medium: str
    delivery_way: str
    info_title: str = ""
    info_number: str = ""
    description: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    agent_name: str = ""
    agent_number: str = ""
    help_needed: str = ""
    suggests_publication: bool = False
    written_down: bool = False


@transaction.atomic
def submit_application(
    *,
    application: Application,
    evidence: Sequence[HandedIn],
    key: uuid.UUID,
    at: dt.datetime,
    user: User | None = None,
) -> Receipt[InformationRequest]:
    """Keep an application made online. The same key again gives the same receipt.

    Its day of receipt is open until the organ confirms it with the applicant (第三十一条).
    """
    if Channel.ONLINE not in offered_channels():
        raise ActRefused("本机关暂不接收网上申请，请当面提交或邮寄。")
    return _keep(
        application, evidence, key=key, channel=Channel.ONLINE, arrived_on=timezone.localdate(at),
        at=at, user=user, by=None,
    )  # fmt: skip


@transaction.atomic
def take_in(
    *,
    application: Application,
    evidence: Sequence[HandedIn],
    key: uuid.UUID,
    channel: str,
    arrived_on: dt.date,
    by: User,
    at: dt.datetime,
) -> Receipt[InformationRequest]:
    """Register what came over the counter, by post or by fax, or was written down for someone.

    Over the counter and by signed mail the day it came is the day of receipt; a plain letter,
    a fax, an e-mail and a telephone call await the confirmation with the applicant.
    """
    verdict = may_take_in(by, application.organ.pk)
    if not verdict:
        raise NotPermitted(verdict.reason)
    if channel not in Channel.values or channel == Channel.ONLINE:
        raise ActRefused("请选择来件方式。")
    if channel not in offered_channels():
        raise ActRefused("本机关没有开通这种来件方式。")
    if channel == Channel.PHONE and not application.written_down:
        raise ActRefused("电话口头提出的申请由工作人员代为填写，请念给申请人听并经其确认后勾选。")
    past_day(arrived_on, timezone.localdate(at), "来件日期")
    return _keep(
        application, evidence, key=key, channel=Channel(channel), arrived_on=arrived_on,
        at=at, user=None, by=by,
    )  # fmt: skip


def offered_channels() -> tuple[str, ...]:
    """The ways in which an application may come; 当面 and 邮寄 cannot be switched off."""
    closed = set(settings.CLOSED_REQUEST_CHANNELS) - set(ALWAYS_OPEN)
    return tuple(channel for channel in Channel.values if channel not in closed)


def identity_index(number: str) -> str:
    """The keyed hash by which one person's applications are recognised; blank without a number."""
    plain = "".join(half_width(number).split()).upper()
    return blind_index(plain, purpose="applicant") if plain else ""


def _keep(
    application: Application,
    evidence: Sequence[HandedIn],
    *,
    key: uuid.UUID,
    channel: Channel,
    arrived_on: dt.date,
    at: dt.datetime,
    user: User | None,
    by: User | None,
) -> Receipt[InformationRequest]:
    kept: dict[str, Any] = {**as_written(vars(application))}
    application = replace(application, **kept)
    _check(application, is_staff=by is not None)
    return _NUMBERING.take_in(
        organ=application.organ,
        key=key,
        at=at,
        keep=lambda given: _new(
            application, evidence, given, channel=channel, arrived_on=arrived_on, at=at,
            user=user, by=by,
        ),
    )  # fmt: skip


def _new(
    application: Application,
    evidence: Sequence[HandedIn],
    given: dict[str, Any],
    *,
    channel: Channel,
    arrived_on: dt.date,
    at: dt.datetime,
    user: User | None,
    by: User | None,
) -> InformationRequest:
    """Its row with its papers and its dates, and its first act."""
    files = _inspected(evidence, is_staff=by is not None)
    confirmed = channel not in CONFIRMED
    said = {name: getattr(application, name) for name in Application.__dataclass_fields__}
    request = InformationRequest(
        **said | given,
        user=user,
        channel=channel,
        submitted_at=at,
        arrived_on=arrived_on,
        received_on=arrived_on if confirmed else None,
        taken_in_by=by,
        status=Status.REGISTERED if confirmed else Status.AWAITING_CONFIRMATION,
        identity_index=identity_index(application.identity_number),
        created_at=at,
        updated_at=at,
    )
    request.save()
    apply_clock(request, as_of=timezone.localdate(at))
    request.save()
    keep_evidence(request, files, at=at)
    return STEPS.opened(
        request,
        "submit",
        by=by,
        at=at,
        summary=f"收到申请（{channel.label}）",
        basis=Article(29),
        details={"channel": channel.value, "files": len(files)},
    )


def _check(application: Application, *, is_staff: bool) -> None:
    """What 第二十九条 asks of every application. A letter cannot be refused: what is missing in it
    of number and contacts is asked for as a correction (第三十条).
    """
    if not application.organ.is_active:
        raise ActRefused("所选机关已停用，请另选机关。")
    if not (said(application.name) and (is_staff or said(application.identity_number))):
        raise ActRefused("请填写申请人的姓名或者名称、证件号码（条例第二十九条）。")
    contacts = (application.phone, application.email, application.address)
    if not is_staff and not any(said(contact) for contact in contacts):
        raise ActRefused("请至少填写一种联系方式：电话、电子邮箱或通信地址。")
    described = (application.info_title, application.info_number, application.description)
    if not any(said(text) for text in described):
        raise ActRefused("请写明所需信息的名称、文号或者其他特征性描述，至少一项。")


def _inspected(evidence: Sequence[HandedIn], *, is_staff: bool) -> list[Checked]:
    """Every file checked before anything is kept. Raises ActRefused with what is wrong."""
    identity = [given for given in evidence if given.purpose == Evidence.Purpose.IDENTITY]
    if not identity and not is_staff:
        raise ActRefused("请上传身份证明（条例第二十九条）。")
    return checked(evidence)
