"""Selections brought to any state and any day, by the acts alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from policies.interpretations.models import Interpretation, Series
from policies.interpretations.workflow import Status as Edition
from policies.selection.models import Expert, Nomination, Selection
from policies.selection.services import ballots, experts, nominations, selections
from policies.selection.workflow import WORKFLOW
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.organs.models import Organ
from tests.builders import City, person
from tests.floor.moments import ASKED_AT
from tests.policies.interpretations.cases import public_policy

CAME_AT = ASKED_AT
DAY = dt.timedelta(days=1)
# A selection whose days lie around a moment: nominations for ten days, the vote for ten, marks for
# ten.
SPAN = 10
CRITERIA = ["政策讲得准 60", "听得懂 40"]


def day(number: int, start: dt.datetime) -> dt.date:
    return timezone.localdate(start) + number * DAY


def instant(number: int, start: dt.datetime) -> dt.datetime:
    """The midnight with which a day begins."""
    return timezone.make_aware(dt.datetime.combine(day(number, start), dt.time.min))


def drafted(
    city: City, *, start: dt.datetime = CAME_AT, at: dt.datetime | None = None, **changes: Any
) -> Selection:
    """A draft that lacks nothing, of the office; nominations begin at `start`."""
    clerk, at = city.people[Role.CLERK], at or start
    made = selections.create(organ=city.office, year=2026, title="好解读评选", by=clerk, at=at)
    given: dict[str, Any] = {
        "title": "好解读评选", "rules": "讲得清楚的都可以提名。",
        "nominations_end": day(SPAN - 1, start), "voting_begins": day(SPAN, start),
        "voting_ends": day(2 * SPAN - 1, start), "marking_ends": day(3 * SPAN - 1, start),
        "votes_weight": 40, "awards": 2, "votes_each": 2, "criteria": CRITERIA,
    }  # fmt: skip
    return selections.write(selection=made, **{**given, **changes}, by=clerk, at=at)


def running(city: City, *, start: dt.datetime = CAME_AT, **changes: Any) -> Selection:
    """One that takes nominations from `start` on."""
    made = drafted(city, start=start, **changes)
    selections.STEPS.perform(made, "submit", by=city.people[Role.CLERK], at=start)
    return selections.STEPS.perform(made, "release", by=city.people[Role.SIGNER], at=start)


def edition(
    city: City, title: str = "晚上车能停哪里", organ: Organ | None = None
) -> Interpretation:
    """A public interpretation, made at once: how one comes about is tested elsewhere."""
    from disclosure.models import Document

    policy = Document.objects.public().first() or public_policy(city)
    owner, clerk = organ or city.office, city.people[Role.CLERK]
    series = Series.objects.create(organ=owner, begun_at=CAME_AT)
    made = Interpretation.objects.create(
        series=series, organ=owner, title=title, status=Edition.PUBLISHED, begun_by=clerk,
        first_published_at=CAME_AT, published_at=CAME_AT, begun_at=CAME_AT, updated_at=CAME_AT,
    )  # fmt: skip
    made.policies.create(document=policy, position=1)
    return made


def nominated(
    city: City, selection: Selection, edition: Interpretation, *, accepted: bool = True
) -> Nomination:
    """A nomination by the clerk, on the ballot."""
    clerk, at = city.people[Role.CLERK], start_of(selection) + dt.timedelta(hours=2)
    made = nominations.nominate(
        selection=selection, edition=edition, reason="讲得清楚。", by=clerk, at=at
    )
    return nominations.accept(nomination=made, by=clerk, at=at) if accepted else made


def start_of(selection: Selection) -> dt.datetime:
    """When its nominations began."""
    assert selection.nominations_until is not None
    return selection.nominations_until - SPAN * DAY


def with_ballot(
    city: City, count: int = 2, *, start: dt.datetime = CAME_AT, **changes: Any
) -> tuple[Selection, list[Nomination]]:
    """One with nominees, of the office the first, of the street all others."""
    selection = running(city, start=start, **changes)
    rows = [
        nominated(
            city, selection,
            edition(city, f"第{number}篇解读", city.office if number == 1 else city.street),
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    return selection, rows


def voter(name: str, *, email: str | None = None, verified: bool = True) -> User:
    """A citizen with an account whose address is proved."""
    address = email or f"{name}@example.test"
    user = User.objects.create_user(name, email=address)
    EmailAddress.objects.create(user=user, email=address, verified=verified, primary=True)
    return user


def expert(city: City, selection: Selection, name: str = "甲专家", **given: Any) -> Expert:
    """Somebody invited by address, unless an account is given."""
    if "user" not in given:
        given.setdefault("email", f"{name}@example.test")
    at = start_of(selection) + dt.timedelta(hours=3)
    return experts.invite(
        selection=selection, name=name, by=city.people[Role.CLERK], at=at, **given
    )


def marked(selection: Selection, who: Expert, points: Mapping[int, Sequence[int]]) -> Expert:
    """Marks on the second day of marking."""
    keys = list(selection.criteria.values_list("pk", flat=True))
    sheet = {pk: dict(zip(keys, given, strict=True)) for pk, given in points.items()}
    at = instant(2 * SPAN + 1, start_of(selection))
    return experts.mark(expert=who, points=sheet, at=at)


def counting(city: City, *, start: dt.datetime = CAME_AT, **changes: Any) -> Selection:
    """One with votes and marks whose days are over."""
    selection, (first, second) = with_ballot(city, start=start, **changes)
    judge = expert(city, selection)
    at = instant(SPAN, start)
    for name, chosen in (("v-1", [first.pk]), ("v-2", [first.pk, second.pk])):
        ballots.vote(selection=selection, chosen=chosen, user=voter(name), at=at)
    marked(selection, judge, {first.pk: [80, 90], second.pk: [90, 90]})
    return Selection.objects.get(pk=selection.pk)


def after(selection: Selection) -> dt.datetime:
    """A moment after its last day."""
    assert selection.marking_until is not None
    return selection.marking_until + dt.timedelta(hours=9)


def drawn(city: City, *, start: dt.datetime = CAME_AT, **changes: Any) -> Selection:
    """One with its result drawn."""
    selection = counting(city, start=start, **changes)
    return selections.draw(selection=selection, by=city.people[Role.CLERK], at=after(selection))


def announced(city: City, *, start: dt.datetime = CAME_AT, **changes: Any) -> Selection:
    """One with its result public."""
    selection = drawn(city, start=start, **changes)
    return selections.announce(
        selection=selection, by=city.people[Role.SIGNER], at=after(selection)
    )


# So long before that every day is over when the matrix acts.
_PAST = CAME_AT - 40 * DAY


def brought(city: City, state: str) -> Selection:
    """A selection in a state of the table; one that runs with all its days over."""
    made = {
        "draft": lambda: drafted(city, start=CAME_AT + DAY, at=CAME_AT),
        "review": lambda: _submitted(city),
        "running": lambda: counting(city, start=_PAST),
        "result": lambda: drawn(city, start=_PAST),
        "published": lambda: announced(city, start=_PAST),
        "withdrawn": lambda: _done("withdraw", announced(city, start=_PAST), city),
        "stopped": lambda: _done("stop", running(city, start=_PAST), city),
        "discarded": lambda: _done("discard", drafted(city, start=_PAST), city),
    }[state]()
    return Selection.objects.get(pk=made.pk)


def _submitted(city: City) -> Selection:
    made = drafted(city, start=CAME_AT + DAY, at=CAME_AT)
    return selections.STEPS.perform(made, "submit", by=city.people[Role.CLERK], at=CAME_AT)


def _done(action: str, selection: Selection, city: City) -> Selection:
    by = city.people[Role(WORKFLOW.actions[action].role)]
    STEPS[action](selection, by, city, CAME_AT)
    return selection


Step = Callable[[Selection, User | None, City, dt.datetime], Any]


def _plain(action: str, **given: Any) -> Step:
    return lambda s, by, _, at: selections.STEPS.perform(s, action, by=by, at=at, **given)


def _row(service: Callable[..., Any], **given: Any) -> Step:
    """An act on a nomination; of a selection without one an unsaved row."""

    def step(selection: Selection, by: User | None, _city: City, at: dt.datetime) -> Any:
        row = selection.nominations.first() or Nomination(selection=selection)
        return service(nomination=row, by=by, at=at, **given)

    return step


def _dismiss(selection: Selection, by: User | None, _city: City, at: dt.datetime) -> Any:
    row = selection.experts.first() or Expert(selection=selection)
    return experts.dismiss(expert=row, reason="不便参加", by=by, at=at)  # type: ignore[arg-type]


STEPS: Mapping[str, Step] = {
    "write": lambda s, by, _, at: selections.write(
        selection=s, title="好解读评选", rules="另写的办法。", nominations_end=day(3, at),
        voting_begins=day(4, at), voting_ends=day(5, at), marking_ends=day(6, at),
        votes_weight=50, awards=1, votes_each=1, criteria=["讲得清楚 100"], by=by, at=at,
    ),
    "submit": _plain("submit"),
    "release": _plain("release"),
    "return": _plain("return", reason="写明办法"),
    "discard": _plain("discard", reason="重复"),
    "accept": _row(nominations.accept),
    "decline": _row(nominations.decline, reason="不是本年的"),
    "invite": lambda s, by, _, at: experts.invite(
        selection=s, name="乙专家", email="yi@example.test", by=by, at=at
    ),
    "dismiss": _dismiss,
    "prolong": lambda s, by, _, at: selections.prolong(
        selection=s, marking_ends=day(3, at), reason="专家出差", by=by, at=at
    ),
    "draw": lambda s, by, _, at: selections.draw(selection=s, by=by, at=at),
    "send_back": lambda s, by, _, at: selections.send_back(
        selection=s, reason="再核对", by=by, at=at
    ),
    "announce": lambda s, by, _, at: selections.announce(selection=s, by=by, at=at),
    "withdraw": lambda s, by, _, at: selections.withdraw(
        selection=s, reason="计票有误", by=by, at=at
    ),
    "stop": lambda s, by, _, at: selections.stop(selection=s, reason="不再评选", by=by, at=at),
}  # fmt: skip


def staff(name: str, organ: Organ, *roles: Role) -> User:
    return person(name, organs=[organ], roles=list(roles))
