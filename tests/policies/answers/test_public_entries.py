"""What may be read follows the documents and the day: in the rule, in the search, for systems."""

from __future__ import annotations

import datetime as dt

import pytest

from disclosure.choices import RelationKind, Validity
from disclosure.services import review
from disclosure.services.relations import relate
from policies.answers.choices import Audience
from policies.answers.models import Entry, EntryVersion
from policies.answers.selectors import beside, suggested
from policies.answers.services import public_entries
from policies.answers.workflow import Status
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.notifications.models import OutboxMessage, WebhookEndpoint
from portal.search.models import SearchEntry
from portal.site.demo.builders import bring_to
from tests.builders import City, draft
from tests.policies.answers.base import AT, DAY, SIGNED, again, policy, released, walk

pytestmark = pytest.mark.django_db
LATER = AT + DAY


def live(entry: Entry) -> bool:
    """Whether the search would propose it."""
    return SearchEntry.objects.live(["answer"]).filter(object_id=entry.pk).exists()


def pushed() -> list[str]:
    rows = OutboxMessage.objects.filter(channel="webhook").order_by("pk")
    return list(rows.values_list("kind", flat=True))


@pytest.fixture
def endpoint(db: None) -> WebhookEndpoint:
    kinds = ["answers.changed", "answers.withdrawn"]
    return WebhookEndpoint.objects.create(name="热线", url="https://a.example/", kinds=kinds)


def test_a_repealed_policy_takes_its_answers_out_in_the_same_act(
    city: City, endpoint: WebhookEndpoint
) -> None:
    old = policy(city)
    entry = released(city, old)
    assert suggested("屋顶绿化养护费", Audience.PUBLIC) == [entry]
    assert live(entry)
    new = draft(
        city,
        doc_number="试府办〔2026〕8号",
        title="关于废止屋顶绿化养护通知的通知",
        signed_on=SIGNED,
        at=AT,
    )
    day = dt.date(2026, 9, 8)
    relate(
        source=new, target=old, kind=RelationKind.REPEALS, effective_on=day,
        by=city.people[Role.CLERK], at=AT,
    )  # fmt: skip
    bring_to(new, "published", cast=city.cast, at=LATER)
    old.refresh_from_db()
    assert old.validity == Validity.REPEALED
    assert not Entry.objects.public().exists()
    assert not live(entry)
    assert suggested("屋顶绿化养护费", Audience.PUBLIC) == []
    assert beside(old, day) is None
    assert pushed() == ["answers.changed", "answers.withdrawn"]
    assert again(entry).review_on == day


def test_the_rule_hides_it_whatever_else_was_left_undone(city: City) -> None:
    old = policy(city)
    entry = released(city, old)
    type(old).objects.filter(pk=old.pk).update(validity=Validity.EXPIRED)
    assert live(entry)
    assert not Entry.objects.public().exists()
    assert list(Entry.objects.lost()) == [entry]
    assert suggested("屋顶绿化养护费", Audience.PUBLIC) == []


def test_one_of_two_policies_is_enough_to_take_it_out(city: City) -> None:
    first, second = policy(city), policy(city, "试府办〔2026〕9号", title="另一份通知")
    lines = [first.get_absolute_url(), second.get_absolute_url()]
    released(city, first, policies=lines)
    assert Entry.objects.public().count() == 1
    type(second).objects.filter(pk=second.pk).update(validity=Validity.REPEALED)
    assert not Entry.objects.public().exists()


def test_a_policy_taken_down_and_published_again_takes_them_along(
    city: City, endpoint: WebhookEndpoint
) -> None:
    document = policy(city)
    entry = released(city, document)
    review.withdraw(document=document, reason="有误", by=city.people[Role.SIGNER], at=LATER)
    assert not Entry.objects.public().exists()
    assert not live(entry)
    document.refresh_from_db()
    document = review.reopen(document=document, by=city.people[Role.CLERK], at=LATER)
    bring_to(document, "published", cast=city.cast, at=LATER + DAY)
    assert list(Entry.objects.public()) == [entry]
    assert live(entry)
    assert pushed() == ["answers.changed", "answers.withdrawn", "answers.changed"]


def test_an_entry_that_somebody_holds_is_left_to_the_sweep(city: City) -> None:
    document = policy(city)
    entry = released(city, document)
    type(document).objects.filter(pk=document.pk).update(validity=Validity.EXPIRED)
    assert live(entry)
    assert public_entries.keep_in_step(at=LATER) == 1
    assert not live(entry)
    assert public_entries.keep_in_step(at=LATER) == 0
    type(document).objects.filter(pk=document.pk).update(validity=Validity.IN_FORCE)
    assert public_entries.keep_in_step(at=LATER) == 1
    assert live(entry)


def test_an_amended_policy_calls_for_a_review_and_leaves_the_answer(city: City) -> None:
    document = policy(city)
    entry = released(city, document)
    source = draft(
        city,
        doc_number="试府办〔2026〕8号",
        title="关于修改屋顶绿化养护通知的通知",
        signed_on=SIGNED,
        at=AT,
    )
    relate(
        source=source, target=document, kind=RelationKind.AMENDS,
        effective_on=dt.date(2026, 9, 8), by=city.people[Role.CLERK], at=AT,
    )  # fmt: skip
    bring_to(source, "published", cast=city.cast, at=LATER)
    assert list(Entry.objects.public()) == [entry]
    assert again(entry).review_on == dt.date(2026, 9, 8)


@pytest.mark.parametrize(
    ("period", "day", "holds"),
    [
        ({"effective_on": dt.date(2026, 9, 8)}, dt.date(2026, 9, 7), False),
        ({"effective_on": dt.date(2026, 9, 7)}, dt.date(2026, 9, 7), True),
        ({"expires_on": dt.date(2026, 9, 7)}, dt.date(2026, 9, 7), True),
        ({"expires_on": dt.date(2026, 9, 6)}, dt.date(2026, 9, 7), False),
        ({}, dt.date(2026, 9, 7), True),
    ],
)
def test_the_period_counts_its_first_and_its_last_day(
    period: dict[str, dt.date], day: dt.date, holds: bool
) -> None:
    assert public_entries.holds_on(EntryVersion(**period), day) is holds


def test_the_day_ends_a_period_and_the_sweep_writes_it_down(
    city: City, endpoint: WebhookEndpoint
) -> None:
    entry = released(city, expires_on=dt.date(2026, 9, 7))
    assert Entry.objects.public().exists()
    assert public_entries.keep_in_step(at=LATER) == 2
    assert not Entry.objects.public().exists()
    assert not live(entry)
    assert AuditEntry.objects.latest("pk").action == "answers.period"
    assert pushed() == ["answers.changed", "answers.withdrawn"]
    assert public_entries.keep_in_step(at=LATER) == 0


def test_a_later_first_day_lets_it_out_by_itself(city: City) -> None:
    entry = released(city, effective_on=dt.date(2026, 9, 8))
    assert not Entry.objects.public().exists()
    public_entries.keep_in_step(at=LATER)
    assert list(Entry.objects.public()) == [entry]
    assert live(entry)


def test_readers_go_on_reading_while_the_next_version_is_drafted(city: City) -> None:
    entry = walk(released(city), city, "revise")
    assert entry.status == Status.DRAFT
    assert list(Entry.objects.public()) == [entry]


@pytest.mark.parametrize(
    ("audience", "reading"),
    [
        (Audience.PUBLIC, [Audience.PUBLIC, Audience.WINDOW, Audience.INTERNAL]),
        (Audience.WINDOW, [Audience.WINDOW, Audience.INTERNAL]),
        (Audience.INTERNAL, [Audience.INTERNAL]),
    ],
)
def test_each_scope_reads_its_own_and_those_before(
    city: City, audience: Audience, reading: list[Audience]
) -> None:
    released(city, audience=audience)
    found = [scope for scope in Audience if Entry.objects.readable(*scope.reads).exists()]
    assert found == reading
    kinds = {"public": "answer", "window": "window_answer", "internal": "internal_answer"}
    assert SearchEntry.objects.live([kinds[audience]]).count() == 1
    assert SearchEntry.objects.live(list(kinds.values())).count() == 1
