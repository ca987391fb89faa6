"""What a case waits for, as a table: from which day, until when, whose next act it is, and what.

Pure: facts and a calendar go in, what is waited for comes out. The list 等待中, the reminders and
the page of a case are drawn from this one table, so that no open case stands outside all of them.
Where the law names a term its article stands beside it; where it names none the organ's own number
of working days does (`WAITING_DAYS`), and nothing says otherwise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from portal.statute import Article
from portal.workdays.calendar import BeyondCalendar, WorkingCalendar
from requests_app.deadlines import laws
from requests_app.deadlines.remedies import months_after
from requests_app.workflow.states import HANDLER, HEAD, INTAKE, OPEN, UNSIGNED, Status

# Before they were received nothing runs; what is confirmed late has an alarm of its own.
_RECEIVED = tuple(state for state in OPEN if state != Status.AWAITING_CONFIRMATION)


@dataclass(frozen=True)
class Kind:
    """One kind of waiting.

    `label` says for what, `before` and `after` the next act while the day has not passed and once
    it has; `who` is the role whose act that is, blank for whoever's turn the state says it is.
    `basis` is the article of the term, `setting` names the number of working days where no article
    does. A kind that is not `reminded` has a reminder elsewhere.
    """

    code: str
    label: str
    who: str
    before: str
    after: str
    basis: Article | None = None
    setting: str = ""
    reminded: bool = True


CORRECTION = Kind(
    "correction", "申请人补正", HANDLER, "等申请人补正；收到后登记", "逾期不补正，不再处理",
    laws.CORRECTION,
)  # fmt: skip
REASONS = Kind(
    "reasons", "申请人说明理由", HANDLER, "等申请人说明；收到后登记", "逾期未说明理由，继续办理",
    Article(35),
)  # fmt: skip
FEE_SERVICE = Kind(
    "fee_service", "收费通知送达", INTAKE, "登记收费通知送达", "联系申请人，登记收费通知送达",
    setting="fee_service",
)  # fmt: skip
PAYMENT = Kind(
    "payment", "申请人缴费", HANDLER, "等申请人缴费；缴纳后登记", "逾期未缴费，不再处理",
    laws.PAYMENT,
)  # fmt: skip
SERVICE = Kind(
    "service", "征求意见书送达", HANDLER, "登记征求意见书送达",
    "查明投递情况，登记送达或者结束征求",
    setting="service",
)  # fmt: skip
THIRD_PARTY = Kind(
    "third_party", "第三方意见", HANDLER, "等第三方意见；收到后登记",
    "第三方逾期未提出意见，由机关决定是否公开", laws.THIRD_PARTY,
)  # fmt: skip
CO_MAKER = Kind(
    "co_maker", "共同制作机关意见", HANDLER, "等对方意见；收到后登记", "逾期视为同意公开，继续办理",
    laws.CO_MAKER,
)  # fmt: skip
ASSISTANCE = Kind(
    "assistance", "协办意见", HANDLER, "等协办机关答复", "催协办机关，或者代录其书面意见",
    Article(11),
)  # fmt: skip
DELIVERY = Kind(
    "delivery", "答复送达", INTAKE, "送达答复并登记", "立即送达答复并登记", laws.REPLY,
    reminded=False,
)  # fmt: skip
UNDATED_DELIVERY = Kind(
    "undated_delivery", "已签发文书送达", INTAKE, "送达并登记", "立即送达并登记",
    setting="delivery",
)  # fmt: skip
RECEIPT = Kind(
    "receipt", "申请人签收", INTAKE, "登记申请人收到答复", "向邮局查询，登记签收或者退件再次送达",
    setting="receipt",
)  # fmt: skip
REVIEW_ANSWER = Kind(
    "review_answer", "向复议机关书面答复", HANDLER, "提出书面答复并登记", "立即提出书面答复并登记",
    laws.REVIEW_ANSWER,
)  # fmt: skip
BRIEF_REVIEW_ANSWER = Kind(
    "brief_review_answer", "向复议机关书面答复（简易程序）", HANDLER, "提出书面答复并登记",
    "立即提出书面答复并登记", laws.BRIEF_REVIEW_ANSWER,
)  # fmt: skip
SUIT_ANSWER = Kind(
    "suit_answer", "向人民法院提交证据和答辩状", HANDLER, "提交证据和答辩状并登记",
    "立即提交并登记", laws.SUIT_ANSWER,
)  # fmt: skip
REVIEW_RESULT = Kind(
    "review_result", "行政复议决定", HANDLER, "等复议决定；收到后登记", "向复议机关了解审理情况",
    laws.REVIEW_DECISION,
)  # fmt: skip
SUIT_RESULT = Kind(
    "suit_result", "人民法院裁判", HANDLER, "等裁判；收到后登记", "向人民法院了解审理情况",
    laws.JUDGEMENT,
)  # fmt: skip
ORDER = Kind(
    "order", "依责令重新答复", HEAD, "依复议、诉讼结果重新办理", "立即重新办理并答复", Article(51),
)  # fmt: skip
CALENDAR = Kind(
    "calendar", "工作日历收录下一年安排", "", "收录国务院节假日安排后确定期限，先按最早的日子办理",
    "可能已经到期，请先答复；收录节假日安排后确定期限", laws.REPLY,
)  # fmt: skip
ARRIVAL = Kind(
    "arrival", "来件日期核对", HEAD, "核对来件日期，登记错的更正", "核对来件日期，登记错的更正",
    setting="arrival",
)  # fmt: skip

KINDS: tuple[Kind, ...] = (
    CORRECTION, REASONS, FEE_SERVICE, PAYMENT, SERVICE, THIRD_PARTY, CO_MAKER, ASSISTANCE,
    DELIVERY, UNDATED_DELIVERY, RECEIPT, REVIEW_ANSWER, BRIEF_REVIEW_ANSWER, SUIT_ANSWER,
    REVIEW_RESULT, SUIT_RESULT, ORDER, CALENDAR, ARRIVAL,
)  # fmt: skip


@dataclass(frozen=True)
class Wait:
    """One thing a case waits for: since when, and until which day.

    Without `due_on` the calendar does not reach that far: then the day lies after `not_before`.
    `mark` tells it from another of its kind in the same case, `about` whom it concerns.
    """

    kind: Kind
    since: dt.date
    due_on: dt.date | None
    not_before: dt.date | None = None
    mark: str = ""
    about: str = ""

    @property
    def day(self) -> dt.date:
        """The day it is listed by: the last one, or the earliest on which that may be."""
        return self.due_on or self.not_before or self.since

    def is_late(self, on: dt.date) -> bool:
        """Whether the day has passed, or may have."""
        return on > self.day

    def next_act(self, on: dt.date) -> str:
        """What is to be done now."""
        return self.kind.after if self.is_late(on) else self.kind.before


@dataclass(frozen=True)
class Letter:
    """A letter that asks for an opinion, to which none has come."""

    number: str
    sent_on: dt.date
    served_on: dt.date | None
    is_third_party: bool


@dataclass(frozen=True)
class Help:
    """What another organ was asked and has not answered."""

    key: str
    organ: str
    asked_on: dt.date
    due_on: dt.date


@dataclass(frozen=True)
class Contest:
    """A review or a suit, and what the organ has done about it.

    `is_met` says that the case was handled again, or answered after the decision that ordered it.
    """

    key: str
    authority: str
    is_review: bool
    notified_on: dt.date
    is_brief: bool = False
    answered_on: dt.date | None = None
    is_ended: bool = False
    redo_by: dt.date | None = None
    decided_on: dt.date | None = None
    is_met: bool = False


@dataclass(frozen=True)
class Situation:
    """A case as far as it can wait. What has come, been paid or been served is not told any more;
    pairs are (since, until).
    """

    status: str
    registered_on: dt.date
    received_on: dt.date | None = None
    reply_due_on: dt.date | None = None
    not_before: dt.date | None = None
    correction: tuple[dt.date, dt.date] | None = None
    reasons: tuple[dt.date, dt.date] | None = None
    fee_sent_on: dt.date | None = None
    fee_received_on: dt.date | None = None
    letters: tuple[Letter, ...] = ()
    helps: tuple[Help, ...] = ()
    signed_on: dt.date | None = None
    has_lapsed: bool = False
    posted_on: dt.date | None = None
    contests: tuple[Contest, ...] = ()
    has_doubtful_arrival: bool = False


# What tells a wait from another of its kind, and whom it concerns; of the case itself neither.
_Of = tuple[str, str]
_CASE: _Of = ("", "")


@dataclass(frozen=True)
class _Reckoner:
    """The calendar, and the organ's own numbers of working days by the name of their setting."""

    calendar: WorkingCalendar
    days: Mapping[str, int] = field(default_factory=dict)

    def after(self, kind: Kind, start: dt.date, number: int | None = None, of: _Of = _CASE) -> Wait:
        """So many working days after a day; by default the organ's own number for the kind."""
        working = self.days[kind.setting] if number is None else number
        try:
            return Wait(kind, start, self.calendar.add(start, working), None, *of)
        except BeyondCalendar as error:
            # So many working days are never fewer days.
            least = max(start + dt.timedelta(days=working - 1), error.covered_until)
            return Wait(kind, start, None, least, *of)

    def rolled(self, kind: Kind, start: dt.date, last: dt.date, of: _Of = _CASE) -> Wait:
        """A term of calendar days, which does not end on a rest day (民诉法第八十五条)."""
        try:
            return Wait(kind, start, self.calendar.roll(last), None, *of)
        except BeyondCalendar:
            return Wait(kind, start, None, last, *of)


def waits_of(
    case: Situation, calendar: WorkingCalendar, days: Mapping[str, int]
) -> tuple[Wait, ...]:
    """Everything a case waits for, the soonest first."""
    reckoner = _Reckoner(calendar, days)
    found = [wait for rule in _RULES for wait in rule(case, reckoner)]
    return tuple(sorted(found, key=lambda wait: wait.day))


def _of_applicant(case: Situation, reckoner: _Reckoner) -> Iterator[Wait]:
    if case.status == Status.AWAITING_CORRECTION and case.correction:
        yield Wait(CORRECTION, *case.correction)
    if case.status == Status.AWAITING_REASONS and case.reasons:
        yield Wait(REASONS, *case.reasons)
    if case.status == Status.AWAITING_PAYMENT and case.fee_received_on:
        yield reckoner.after(PAYMENT, case.fee_received_on, laws.PAYMENT_DAYS)
    elif case.status == Status.AWAITING_PAYMENT and case.fee_sent_on:
        yield reckoner.after(FEE_SERVICE, case.fee_sent_on)


def _of_others(case: Situation, reckoner: _Reckoner) -> Iterator[Wait]:
    if case.status not in UNSIGNED:
        return
    for letter in case.letters:
        of = letter.number, letter.number
        kind = THIRD_PARTY if letter.is_third_party else CO_MAKER
        if letter.served_on is None:
            yield reckoner.after(SERVICE, letter.sent_on, of=of)
        else:
            yield reckoner.after(kind, letter.served_on, laws.OPINION_DAYS, of)
    for each in case.helps:
        yield Wait(ASSISTANCE, each.asked_on, each.due_on, mark=each.key, about=each.organ)


def _of_the_way(case: Situation, reckoner: _Reckoner) -> Iterator[Wait]:
    """What is signed and has not left, what has left and has not arrived."""
    if case.status == Status.DELIVERING and case.signed_on:
        if case.reply_due_on and not case.has_lapsed:
            yield Wait(DELIVERY, case.signed_on, case.reply_due_on)
        else:
            yield reckoner.after(UNDATED_DELIVERY, case.signed_on)
    if case.status in (Status.ANSWERED, Status.ARCHIVED) and case.posted_on:
        yield reckoner.after(RECEIPT, case.posted_on)


def _of_remedies(case: Situation, reckoner: _Reckoner) -> Iterator[Wait]:
    for each in case.contests:
        of, start = (each.key, each.authority), each.notified_on
        if each.redo_by and each.decided_on and not each.is_met:
            yield Wait(ORDER, each.decided_on, each.redo_by, None, *of)
        if each.is_ended:
            continue
        if each.answered_on is None and not each.is_review:
            last = start + dt.timedelta(days=laws.SUIT_ANSWER_DAYS)
            yield reckoner.rolled(SUIT_ANSWER, start, last, of)
        elif each.answered_on is None:
            kind = BRIEF_REVIEW_ANSWER if each.is_brief else REVIEW_ANSWER
            days = laws.BRIEF_REVIEW_ANSWER_DAYS if each.is_brief else laws.REVIEW_ANSWER_DAYS
            yield reckoner.after(kind, start, days, of)
        elif each.is_review:
            days = laws.BRIEF_DECISION_DAYS if each.is_brief else laws.DECISION_DAYS
            yield reckoner.rolled(REVIEW_RESULT, start, start + dt.timedelta(days=days), of)
        else:
            last = months_after(start, laws.JUDGEMENT_MONTHS)
            yield reckoner.rolled(SUIT_RESULT, start, last, of)


def _of_dates(case: Situation, reckoner: _Reckoner) -> Iterator[Wait]:
    """What nobody can date yet, or was dated by a slip of the pen."""
    is_undated = case.reply_due_on is None and case.status in _RECEIVED and not case.has_lapsed
    if is_undated and case.received_on and case.not_before:
        yield Wait(CALENDAR, case.received_on, None, case.not_before)
    if case.has_doubtful_arrival and case.status in OPEN:
        yield reckoner.after(ARRIVAL, case.registered_on)


_RULES: tuple[Callable[[Situation, _Reckoner], Iterator[Wait]], ...] = (
    _of_applicant, _of_others, _of_the_way, _of_remedies, _of_dates,
)  # fmt: skip


def is_doubtful(arrived_on: dt.date, registered_on: dt.date, *, most_days: int) -> bool:
    """Whether a day of arrival lies so far before its registration that the year may be wrong."""
    return (registered_on - arrived_on).days > most_days
