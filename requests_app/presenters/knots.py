"""The way of an application in five knots: done, now, to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.workdays.calendar import chinese_date
from requests_app.models import InformationRequest
from requests_app.presenters.clocks import Due
from requests_app.presenters.standing import Standing, Told
from requests_app.workflow.states import Status

DONE, NOW, TODO = "done", "now", "todo"
_SENT = ("submit", "part")
_RECEIVED = "confirm"
_DELIVERED = ("deliver", "redeliver", "record_arrival")
# The way ends without an answer.
_ENDS = (Status.WITHDRAWN, Status.SPLIT, Status.JOINED)


@dataclass(frozen=True)
class Knot:
    """One knot: what it is, what happened there, and what is to be said of it."""

    state: str
    title: str
    told: Sequence[Told] = ()
    text: str = ""


def knots_of(
    case: InformationRequest, timeline: Sequence[Told], standing: Standing, due: Due | None
) -> list[Knot]:
    """提交、确认收到、办理、答复、不服怎么办; of a case that ended otherwise, how it ended."""
    told = list(reversed(timeline))
    is_received = case.received_on is not None
    is_answered = case.status in (Status.ANSWERED, Status.ARCHIVED)
    between = [each for each in told if each.act.action not in (*_SENT, _RECEIVED, *_DELIVERED)]
    knots = [
        Knot(DONE, "提交申请", _of(told, *_SENT)),
        Knot(
            DONE if is_received else NOW,
            "机关确认收到",
            _of(told, _RECEIVED),
            "" if is_received else standing.meaning,
        ),
    ]
    if case.status in _ENDS:
        return [*knots[: 1 + is_received], Knot(NOW, standing.word, between, standing.meaning)]
    handling = NOW if is_received and not is_answered else DONE if is_answered else TODO
    knots.append(
        Knot(
            handling,
            standing.word if handling == NOW else "办理",
            between,
            standing.meaning if handling == NOW else "",
        )
    )
    return [*knots, *_ending(told, due, is_answered=is_answered)]


def _ending(told: Sequence[Told], due: Due | None, *, is_answered: bool) -> Iterator[Knot]:
    until = due.day if due and due.day and not due.is_over else None
    title = f"答复，最迟{chinese_date(until)}" if until and not is_answered else "答复"
    text = "" if is_answered else "要延长的，最多再加20个工作日，并且先告诉您。"
    yield Knot(NOW if is_answered else TODO, title, _of(told, *_DELIVERED), text)
    yield Knot(
        TODO,
        "对答复不满意，怎么办",
        (),
        "可以申请行政复议或者提起行政诉讼，也可以投诉、举报；逾期不答复的也一样。收到答复以后，"
        "期限和受理机关写在本页。",
    )


def _of(told: Sequence[Told], *actions: str) -> list[Told]:
    return [each for each in told if each.act.action in actions]
