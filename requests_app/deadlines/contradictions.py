"""Facts that cannot all be true, or that the law forbids, in Chinese sentences."""

import datetime as dt
from collections.abc import Iterator

from portal.workdays.calendar import chinese_date
from requests_app.deadlines.facts import Facts
from requests_app.deadlines.laws import CORRECTION, LONGEST_EXTENSION, REPLY

_Dated = tuple[str, dt.date | None]


def contradictions(facts: Facts) -> list[str]:
    """Every contradiction that needs no calendar to be seen; empty when there is none."""
    problems = [
        problem
        for earlier, later in _orders(facts)
        if (problem := _disorder(earlier, later)) is not None
    ]
    if len(facts.corrections) > 1:
        problems.append(
            f"补正只能一次性告知（{CORRECTION.citation}），不得再次要求补正：corrections 最多一项。"
        )
    if facts.extension and not 1 <= facts.extension.days <= LONGEST_EXTENSION:
        problems.append(
            f"延长的期限最长不得超过{LONGEST_EXTENSION}个工作日（{REPLY.citation}）："
            f"extension.days 应为1至{LONGEST_EXTENSION}，不是{facts.extension.days}。"
        )
    return problems


def _disorder(earlier: _Dated, later: _Dated) -> str | None:
    (first_name, first), (second_name, second) = earlier, later
    if first is None or second is None or first <= second:
        return None
    given, limit = chinese_date(second), chinese_date(first)
    return f"{second_name}（{given}）早于{first_name}（{limit}），请核对。"


def _orders(facts: Facts) -> Iterator[tuple[_Dated, _Dated]]:
    """Pairs of dates that must stand in this order; the same day is always possible."""
    received = ("收到申请之日 received_on", facts.received_on)
    delivered = ("答复送达之日 delivered_on", facts.delivered_on)
    for each in facts.corrections:
        noticed = ("补正告知之日 corrections.noticed_on", each.noticed_on)
        corrected = ("收到补正之日 corrections.received_on", each.received_on)
        yield from ((received, noticed), (noticed, corrected))
        yield from ((noticed, delivered), (corrected, delivered))
    for each_asked in facts.consultations:
        sent = ("征求意见书发出之日 consultations.sent_on", each_asked.sent_on)
        served = ("征求意见书送达之日 consultations.served_on", each_asked.served_on)
        closed = ("收到意见之日 consultations.closed_on", each_asked.closed_on)
        yield from ((received, sent), (sent, served), (sent, closed), (served, closed))
        yield (sent, delivered)
    if facts.extension:
        approved = ("批准延期之日 extension.approved_on", facts.extension.approved_on)
        yield from ((received, approved), (approved, delivered))
    if facts.fee:
        noticed = ("收到收费通知之日 fee.notice_received_on", facts.fee.notice_received_on)
        paid = ("缴费之日 fee.paid_on", facts.fee.paid_on)
        yield from ((received, noticed), (noticed, paid))
        yield from ((noticed, delivered), (paid, delivered))
    yield (received, delivered)
    yield (received, ("判断之日 as_of", facts.as_of))
