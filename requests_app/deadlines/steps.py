"""Why the dates are what they are: one step for each term and each stretch of days."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.statute import Article
from portal.workdays.calendar import CountedDay, Deadline, WorkingCalendar, chinese_date
from requests_app.deadlines import laws, remedies
from requests_app.deadlines.clock import Clock, due_known_on, is_open
from requests_app.deadlines.facts import Consultation, ConsultationKind
from requests_app.deadlines.lines import stretch_lines, tail_lines, term_lines
from requests_app.deadlines.reply import (
    Waiting,
    is_payment_undecided,
    opinion_due,
    paid_in_time,
)

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """One term or stretch, from its first to its last day, both included.

    The day of the event is not in it: counting starts the next day. `days` are its working days
    (calendar days in a remedy); `article` is None where no verified law says so.
    """

    kind: str
    first: dt.date | None
    last: dt.date | None
    days: int | None
    text: str
    article: Article | None = None
    lines: tuple[CountedDay, ...] = ()


def explain(clock: Clock, calendar: WorkingCalendar) -> tuple[Step, ...]:
    """Every step, in the order in which an officer would check them."""
    return (
        *_before_the_regulation(clock),
        *_correction(clock, calendar),
        *_fee(clock, calendar),
        *_consultations(clock, calendar),
        *_reply(clock, calendar),
        *_remedies(clock, calendar),
    )


def explain_opinion(
    each: Consultation, calendar: WorkingCalendar, *, on: dt.date
) -> tuple[Step, ...]:
    """The steps of one letter alone, for whoever received it."""
    due = opinion_due(each, calendar)
    steps = [_opinion(each, calendar)]
    if due is not None and each.closed_on is None and due.is_overdue(on=on):
        steps.append(_silence(each, due))
    return tuple(steps)


def _before_the_regulation(clock: Clock) -> Iterator[Step]:
    if clock.facts.received_on < laws.IN_FORCE_FROM:
        yield _remark(
            "before_the_regulation",
            clock.facts.received_on,
            f"现行条例自{chinese_date(laws.IN_FORCE_FROM)}起施行，此前收到的申请适用修订前的规定，"
            "以下推算仅供参考。",
            laws.COMMENCEMENT,
        )


def _correction(clock: Clock, calendar: WorkingCalendar) -> Iterator[Step]:
    facts, due = clock.facts, clock.notice_of_correction
    days = laws.CORRECTION_NOTICE_DAYS
    yield Step(
        "notice_of_correction",
        facts.received_on + _DAY,
        due.due_on,
        days,
        f"需要补正的，应当自收到申请之日起{days}个工作日内一次性告知。{due.explanation}",
        due.basis,
        term_lines(calendar, facts.received_on, due),
    )
    for each in facts.corrections:
        if due.is_overdue(on=each.noticed_on):
            yield _remark(
                "late_notice_of_correction",
                each.noticed_on,
                f"{chinese_date(each.noticed_on)}告知补正，已超过{days}个工作日。",
                laws.CORRECTION,
            )
        if each.received_on is None:
            text = (
                f"{chinese_date(each.noticed_on)}告知补正，尚未收到补正；答复期限自收到补正之日起"
                "重新计算，现在没有届满日期。补正期限以告知书为准，无正当理由逾期不补正的，"
                "视为放弃申请。"
            )
        else:
            text = (
                f"{chinese_date(each.received_on)}收到补正，答复期限自该日起重新计算，"
                "此前经过的日子不计。"
            )
        yield Step(
            "correction", each.noticed_on + _DAY, each.received_on, None, text, laws.CORRECTION
        )


def _fee(clock: Clock, calendar: WorkingCalendar) -> Iterator[Step]:
    fee, due = clock.facts.fee, clock.fee
    if fee is None or due is None:
        return
    yield Step(
        "fee",
        fee.notice_received_on + _DAY,
        due.due_on,
        laws.PAYMENT_DAYS,
        f"收到收费通知次日起{laws.PAYMENT_DAYS}个工作日内缴纳。{due.explanation}",
        due.basis,
        term_lines(calendar, fee.notice_received_on, due),
    )
    before = replace(clock.facts, fee=None)
    reply_due = due_known_on(fee.notice_received_on, before, calendar, clock.readings)
    if reply_due and fee.notice_received_on > reply_due:
        yield _remark(
            "late_fee_notice",
            fee.notice_received_on,
            "收费通知应当在申请处理期限内发出；收到时期限已经届满，请核对发出日期。",
            laws.PAYMENT,
        )
    paid_on = paid_in_time(clock.facts, calendar)
    if paid_on is not None:
        yield _payment(clock, calendar, paid_on)
    elif due.is_overdue(on=clock.facts.judged_on):
        late = f"（{chinese_date(fee.paid_on)}缴纳，已逾期）" if fee.paid_on else ""
        yield _remark(
            "deemed_withdrawn",
            due.due_on,
            f"逾期未缴纳费用{late}，视为放弃申请，行政机关不再处理（办理结果3.6.2）。",
            laws.PAYMENT,
        )


def _payment(clock: Clock, calendar: WorkingCalendar, paid_on: dt.date) -> Step:
    if clock.readings.payment_restarts:
        effect = "答复期限自次日起重新计算"
    else:
        effect = "答复期限连续计算，不因缴费而变动"
    if is_payment_undecided(clock.facts, calendar):
        effect = f"是否逾期待缴费期限确定后判断；没有逾期的，{effect}"
    text = f"{chinese_date(paid_on)}缴费，{effect}（本机关设定的口径，规定原文待核实）。"
    return _remark("payment", paid_on, text, None)


def _consultations(clock: Clock, calendar: WorkingCalendar) -> Iterator[Step]:
    for each in sorted(clock.facts.consultations, key=lambda one: one.sent_on):
        yield _opinion(each, calendar)
        due = opinion_due(each, calendar)
        is_answered = each.closed_on and not (due and due.is_overdue(on=each.closed_on))
        is_silent = due is not None and due.is_overdue(on=clock.facts.judged_on)
        if is_silent and not is_answered and due is not None:
            yield _silence(each, due)
        if each in clock.period.too_late:
            yield _remark(
                "consultation_too_late",
                each.sent_on,
                f"{chinese_date(each.sent_on)}发出征求意见书时答复期限已经届满，不再扣除。",
                laws.EXCLUDED,
            )


def _opinion(each: Consultation, calendar: WorkingCalendar) -> Step:
    is_third_party = each.kind is ConsultationKind.THIRD_PARTY
    whom = "第三方" if is_third_party else "共同制作机关"
    due = opinion_due(each, calendar)
    text = f"{chinese_date(each.sent_on)}向{whom}征求意见"
    if each.served_on and due:
        text += f"，{chinese_date(each.served_on)}送达，应在{laws.OPINION_DAYS}个工作日内提出意见。"
        text += due.explanation
    else:
        text += "，没有送达日期，提出意见的期限尚未起算。"
    if each.closed_on:
        how = "征求意见结束，没有收到意见" if each.is_ended else "收到意见"
        text += f"{chinese_date(each.closed_on)}{how}。"
    return Step(
        each.kind.value,
        (each.served_on or each.sent_on) + _DAY,
        due.due_on if due else None,
        laws.OPINION_DAYS if due else None,
        text,
        laws.THIRD_PARTY if is_third_party else laws.CO_MAKER,
        term_lines(calendar, each.served_on, due) if each.served_on and due else (),
    )


def _silence(each: Consultation, due: Deadline) -> Step:
    if each.kind is ConsultationKind.THIRD_PARTY:
        text = "第三方逾期未提出意见，由行政机关决定是否公开，不视为同意，也不视为反对。"
        return _remark("organ_decides", due.due_on, text, laws.THIRD_PARTY)
    text = "共同制作机关逾期未提出意见，视为同意公开。"
    return _remark("deemed_consent", due.due_on, text, laws.CO_MAKER)


def _reply(clock: Clock, calendar: WorkingCalendar) -> Iterator[Step]:
    period, counted = clock.period, 0
    for stretch in period.stretches:
        lines = stretch_lines(calendar, stretch, counted)
        days = calendar.count(stretch.after, stretch.until)
        span = f"{chinese_date(stretch.after + _DAY)}至{chinese_date(stretch.until)}"
        if stretch.counts:
            counted += days
            text = f"{span}计入{days}个工作日，累计{counted}个工作日。"
        else:
            text = f"{span}征求意见，扣除{days}个工作日，不计算在答复期限内。"
            if stretch.ended_on:
                text += (
                    f"期限内没有剩余的工作日，{chinese_date(stretch.ended_on)}征求意见结束，"
                    f"系休息日，期限顺延至{chinese_date(stretch.until)}（本机关设定的口径）。"
                )
        yield Step(
            "counted" if stretch.counts else "excluded",
            stretch.after + _DAY,
            stretch.until,
            days,
            text,
            laws.REPLY if stretch.counts else laws.EXCLUDED,
            lines,
        )
    yield from _extension(clock)
    due = clock.reply.due_on if clock.reply else None
    yield Step(
        "reply", period.start + _DAY, due, period.days, _reply_text(clock, calendar), laws.REPLY
    )
    if (
        clock.facts.delivered_on
        and clock.reply
        and clock.reply.is_overdue(on=clock.facts.delivered_on)
    ):
        yield _remark(
            "late_reply",
            clock.facts.delivered_on,
            f"{chinese_date(clock.facts.delivered_on)}送达，晚于答复期限；邮寄送达的以交邮之日"
            "为准，请核对交邮日期。",
            laws.REPLY,
        )


def _extension(clock: Clock) -> Iterator[Step]:
    extension = clock.facts.extension
    if extension is None:
        return
    if clock.period.days > laws.REPLY_DAYS:
        effect = f"延长{extension.days}个工作日，并应当告知申请人。"
    else:
        effect = "其后答复期限重新计算，该次延期不再适用（本机关设定的口径）。"
    text = f"{chinese_date(extension.approved_on)}经政府信息公开工作机构负责人同意，{effect}"
    yield _remark("extension", extension.approved_on, text, laws.REPLY)


def _reply_text(clock: Clock, calendar: WorkingCalendar) -> str:
    period = clock.period
    if period.waits_for is Waiting.CORRECTION:
        return "等待补正，答复期限自收到补正的申请之日起计算，届满日期待定。"
    if period.waits_for is Waiting.PAYMENT:
        if clock.fee and clock.fee.is_overdue(on=clock.facts.judged_on):
            return "逾期未缴纳费用，申请视为放弃，行政机关不再处理，答复期限不再计算。"
        return "尚未按期缴费，答复期限没有届满日期；缴费后重新计算（本机关设定的口径）。"
    if period.waits_for is Waiting.OPINION:
        return "征求意见书尚未送达，也没有收到意见，所需时间不计算在内，届满日期待定。"
    excluded = sum(
        calendar.count(each.after, each.until) for each in period.stretches if not each.counts
    )
    text = f"答复期限{period.days}个工作日，自{chinese_date(period.start)}的次日起算"
    text += f"，另扣除征求意见{excluded}个工作日。" if excluded else "。"
    text += clock.reply.explanation if clock.reply else ""
    on = clock.facts.judged_on
    if any(is_open(each, calendar, on=on) for each in clock.facts.known_on(on).consultations):
        text += "征求意见尚未结束的，按提出意见的期限届满推算；意见提前收到的，届满日期相应提前。"
    return text


def _remedies(clock: Clock, calendar: WorkingCalendar) -> Iterator[Step]:
    review, suit, start = clock.review, clock.suit, clock.remedies_from
    if review is None or suit is None or start is None:
        return
    why = "收到答复" if clock.facts.delivered_on else "逾期未答复"
    yield Step(
        "review",
        start + _DAY,
        review.due_on,
        laws.REVIEW_DAYS,
        f"{why}，可以在{laws.REVIEW_DAYS}日内申请行政复议，按自然日连续计算。{review.explanation}",
        review.basis,
        tail_lines(calendar, start, remedies.review_last_day(start), review),
    )
    yield Step(
        "suit",
        start + _DAY,
        suit.due_on,
        None,
        f"{why}，可以直接起诉的，在{laws.SUIT_MONTHS}个月内起诉。{suit.explanation}"
        f"不予公开的，应当先申请行政复议（{laws.REVIEW_FIRST.citation}），"
        f"对复议决定不服的，自收到决定书之日起{laws.SUIT_AFTER_REVIEW_DAYS}日内起诉"
        f"（{laws.SUIT_AFTER_REVIEW.citation}）。",
        suit.basis,
        tail_lines(calendar, start, remedies.suit_last_day(start), suit),
    )


def _remark(kind: str, day: dt.date | None, text: str, article: Article | None) -> Step:
    return Step(kind, day, day, None, text, article)
