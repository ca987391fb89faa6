"""Taking the list of applications out as a table: who, how many and what for stay in the trail.

The usual table has nothing of the applicant in it. The other one is for the head of the office
alone, for a chosen purpose and a written reason, and of few cases at a time.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from disclosure.exchange.tables import FORMATS, Cell, table
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.personal.impersonal import impersonal
from portal.statute import PRIVACY_LAW, Article
from portal.workdays.calendar import BeyondCalendar, WorkingCalendar
from portal.workdays.services import load_calendar
from requests_app.models import InformationRequest
from requests_app.permissions import organs_to_export
from requests_app.services.impersonal import without_particulars
from requests_app.workflow.states import OPEN, Status

if TYPE_CHECKING:
    from portal.accounts.models import User
    from requests_app.querysets import RequestQuerySet

MOST = 5000
MOST_PERSONAL = 500
_SUBJECT_LETTERS = 80
_BASIS = Article(51, law=PRIVACY_LAW)


class ExportPurpose(models.TextChoices):
    """What a table with the applicants is for."""

    LETTERS = "letters", "成批制作、寄送文书"
    REMEDY = "remedy", "复议、诉讼举证"
    INSPECTION = "inspection", "配合监督检查"
    ARCHIVES = "archives", "向档案机构移交"


@dataclass(frozen=True)
class Exported:
    """A file that is handed out once and kept nowhere."""

    name: str
    media_type: str
    content: bytes
    count: int


@dataclass(frozen=True)
class _Reckoner:
    """What every row needs, read once."""

    calendar: WorkingCalendar
    today: dt.date

    def late(self, case: InformationRequest) -> Cell:
        """Working days past the due day: until today, or until it was answered."""
        until = self.today if case.status in OPEN else case.closed_on
        answered = case.status in (*OPEN, Status.ANSWERED, Status.ARCHIVED)
        if not case.reply_due_on or not until or not answered or until <= case.reply_due_on:
            return 0
        try:
            return self.calendar.count(case.reply_due_on, until)
        except BeyondCalendar:
            return "超出工作日历"


_SHEET = "申请"
_Column = Callable[[InformationRequest, _Reckoner], Cell]
_PLAIN: dict[str, _Column] = {
    "编号": lambda case, _: case.number,
    "收件机关": lambda case, _: case.organ.name,
    "来件方式": lambda case, _: case.get_channel_display(),
    "来件日期": lambda case, _: _day(case.arrived_on),
    "收到申请之日": lambda case, _: _day(case.received_on),
    "申请人类别": lambda case, _: case.get_applicant_kind_display(),
    "所需信息": lambda case, _: shown_subject(case),
    "状态": lambda case, _: case.get_status_display(),
    "办理结果": lambda case, _: case.get_outcome_display(),
    "答复期限": lambda case, _: _day(case.reply_due_on),
    "期限为暂定": lambda case, _: "是" if case.reply_due_provisional else "否",
    "办结日期": lambda case, _: _day(case.closed_on),
    "逾期工作日": lambda case, reckoner: reckoner.late(case),
}
_PERSONAL: dict[str, _Column] = {
    "姓名或者名称": lambda case, _: case.name,
    "证件类型": lambda case, _: "" if case.purged_at else case.get_identity_kind_display(),
    "证件号码": lambda case, _: case.identity_number,
    "联系电话": lambda case, _: case.phone,
    "电子邮箱": lambda case, _: case.email,
    "通信地址": lambda case, _: case.address,
    "代理人姓名": lambda case, _: case.agent_name,
    "代理人证件号码": lambda case, _: case.agent_number,
}


@transaction.atomic
def export_list(*, cases: RequestQuerySet, kind: str, by: User, at: dt.datetime) -> Exported:
    """The cases as a table without anything of the applicants."""
    found = _found(cases, by, kind, personal=False)
    _noted("requests.export", "导出申请列表", found, by=by, at=at, details={"format": kind})
    return _file(found, _PLAIN, "申请列表", kind, at=at)


@transaction.atomic
def export_personal(
    *, cases: RequestQuerySet, kind: str, purpose: str, reason: str, by: User, at: dt.datetime
) -> Exported:
    """The same with who applied. Raises NotPermitted for anybody but the head of the office."""
    found = _found(cases, by, kind, personal=True)
    if purpose not in ExportPurpose.values:
        raise ActRefused("请选择导出的用途。")
    told = impersonal(reason, "导出的理由", of=found)
    details = {"format": kind, "purpose": purpose, "reason": told}
    _noted(
        "requests.export_personal", "导出含个人信息的申请列表", found,
        by=by, at=at, details=details, named=True,
    )  # fmt: skip
    return _file(found, _PLAIN | _PERSONAL, "申请列表（含个人信息）", kind, at=at)


def exportable(cases: RequestQuerySet, by: User, *, personal: bool) -> RequestQuerySet:
    """Those of the cases that the person may take out."""
    return cases.filter(organ_id__in=organs_to_export(by, personal=personal))


def _found(
    cases: RequestQuerySet, by: User, kind: str, *, personal: bool
) -> Sequence[InformationRequest]:
    if not organs_to_export(by, personal=personal):
        raise NotPermitted(
            "含个人信息的列表只能由公开工作机构负责人导出。" if personal
            else "申请列表由受理、承办人员和公开工作机构负责人、监督人员导出。"
        )  # fmt: skip
    if kind not in FORMATS:
        raise ActRefused("请选择文件格式。")
    most = MOST_PERSONAL if personal else MOST
    found = list(exportable(cases, by, personal=personal).select_related("organ")[: most + 1])
    if not found:
        raise ActRefused("按现在的筛选没有可以导出的申请，请放宽筛选条件。")
    if len(found) > most:
        raise ActRefused(f"一次最多导出{most}件，请缩小筛选范围，分次导出。")
    return found


def _noted(
    action: str,
    sentence: str,
    found: Sequence[InformationRequest],
    *,
    by: User,
    at: dt.datetime,
    details: dict[str, Any],
    named: bool = False,
) -> None:
    """An entry an organ, so that each finds its own; `named` also keeps which cases they were."""
    by_organ = defaultdict(list)
    for case in found:
        by_organ[case.organ].append(case.number)
    for organ, numbers in by_organ.items():
        listed = {"numbers": numbers} if named else {}
        record(
            action=action,
            summary=f"{sentence}：{len(numbers)}件",
            by=by,
            at=at,
            organ=organ,
            subject=organ,
            basis=_BASIS,
            details={**details, "count": len(numbers), **listed},
        )


def _file(
    found: Sequence[InformationRequest],
    columns: dict[str, _Column],
    name: str,
    kind: str,
    *,
    at: dt.datetime,
) -> Exported:
    today = timezone.localdate(at)
    reckoner = _Reckoner(load_calendar(), today)
    rows = ([column(case, reckoner) for column in columns.values()] for case in found)
    content = table(list(columns), rows, kind=kind, name=_SHEET)
    return Exported(f"{name}{today.isoformat()}.{kind}", FORMATS[kind], content, len(found))


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def shown_subject(case: InformationRequest) -> str:
    """What is asked for, masked before it is cut: half a number would not be found."""
    text = " ".join((case.info_title or case.info_number or case.description).split())
    return without_particulars(text, case)[:_SUBJECT_LETTERS]
