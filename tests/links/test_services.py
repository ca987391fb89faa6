"""The patrol: what is due, politely, and everything kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import NotPermitted
from portal.links import registry
from portal.links.choices import LinkClass
from portal.links.models import DangerousDomain, HostPause, Link, Look
from portal.links.probe import Limits, Rules
from portal.links.registry import Source, register_source
from portal.links.selectors import known_of
from portal.links.services import list_domain, patrol
from portal.links.tasks import patrol_links
from tests.builders import FILED_AT, City, person
from tests.links.planted import PUBLIC, SITE, Network, Seen

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def named(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Have these paths of the planted site be all that any page names."""
    settings.LINK_CHECK_EXTERNAL = True
    monkeypatch.setattr(registry, "_SOURCES", {})

    def name(*paths: str) -> list[str]:
        urls = [path if "://" in path else f"http://{SITE}/{path}" for path in paths]
        register_source(Source("planted", "页面", lambda: urls, lambda _organs, _among: ()))
        return urls

    return name


def stands(path: str) -> LinkClass:
    return LinkClass(Link.objects.get(url=f"http://{SITE}/{path}").link_class)


def test_each_planted_link_has_its_class(network: Network, named: Callable[..., list[str]]) -> None:
    """Over two days, everything at once: by the sheet's own list."""
    network.names |= {
        "inner.example": ["10.0.0.2"],
        "notevil.example": [PUBLIC],
        "evil.example": [PUBLIC],
    }
    broken = ("404", "410", "loop", "hop-9", "gone-200", "500", "reset")
    caution = ("slow", "403", "challenge", "429", "401")
    named(
        *broken, *caution, "200", "moved", "endless", "guide", "inward",
        "http://127.1/", "http://inner.example/", "http://evil.example/200",
        "http://notevil.example/200",
    )  # fmt: skip
    DangerousDomain.objects.create(
        domain="evil.example", reason="通报", by=person("s", organs=[], roles=[]), at=FILED_AT
    )
    rules = Rules(Limits(slow=0.1))
    for hours in (0, 12, 24, 36):
        patrol(at=FILED_AT + hours * HOUR, rules=rules)
        assert {stands(path) for path in broken} == {LinkClass.CAUTION}
    patrol(at=FILED_AT + 48 * HOUR, rules=rules)
    assert {stands(path) for path in broken} == {LinkClass.BROKEN}
    assert {stands(path) for path in caution} == {LinkClass.CAUTION}
    assert {stands(path) for path in ("200", "moved", "endless", "guide")} == {LinkClass.OK}
    dangerous = Link.objects.filter(link_class=LinkClass.DANGEROUS).values_list("url", flat=True)
    assert set(dangerous) == {
        "http://127.1/", "http://inner.example/", "http://evil.example/200",
        f"http://{SITE}/inward",
    }  # fmt: skip
    assert Link.objects.get(url="http://notevil.example/200").link_class == LinkClass.OK
    assert set(network.connected) == {PUBLIC}


def test_at_most_two_at_once_ask_a_host(
    network: Network, seen: Seen, named: Callable[..., list[str]]
) -> None:
    network.names["other.example"] = [PUBLIC]
    slow = [f"slow?{number}" for number in range(5)]
    named(*slow, "http://other.example/slow")
    assert patrol(at=FILED_AT) == 6
    assert seen.most[SITE] == 2
    assert seen.most["other.example"] == 1


def test_those_led_to_a_host_by_others_wait_their_turn_too(
    network: Network, seen: Seen, named: Callable[..., list[str]]
) -> None:
    hosts = [f"{letter}.example" for letter in "abcde"]
    network.names |= {host: [PUBLIC] for host in hosts}
    named(*(f"http://{host}/across" for host in hosts))
    assert patrol(at=FILED_AT) == 5
    assert seen.most[SITE] == 2


def test_a_host_that_asks_for_time_gets_it(
    network: Network, seen: Seen, named: Callable[..., list[str]]
) -> None:
    named("later", *(f"200?{number}" for number in range(20)))
    network.names[SITE] = [PUBLIC]
    first = patrol(at=FILED_AT)
    assert HostPause.objects.get().until == FILED_AT + dt.timedelta(seconds=120)
    assert patrol(at=FILED_AT + dt.timedelta(seconds=119)) == 0
    asked = len(seen.paths)
    assert asked == first
    later = patrol(at=FILED_AT + dt.timedelta(seconds=121))
    assert later > 0
    assert stands("later") is LinkClass.CAUTION
    assert Link.objects.get(url=f"http://{SITE}/later").failures == 0


def test_every_look_is_kept_and_final(network: Network, named: Callable[..., list[str]]) -> None:
    named("404")
    for hours in (0, 12, 24):
        patrol(at=FILED_AT + hours * HOUR)
    looks = list(Look.objects.order_by("at"))
    assert [(look.sight, look.status) for look in looks] == [("failed", 404)] * 3
    link = Link.objects.get()
    assert (link.failures, link.failing_since) == (3, FILED_AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Look.objects.update(status=200)


def test_a_run_is_bounded_and_the_next_goes_on(
    network: Network, named: Callable[..., list[str]]
) -> None:
    named(*(f"200?{number}" for number in range(5)))
    assert [patrol(at=FILED_AT, most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert patrol(at=FILED_AT + dt.timedelta(days=7), most=10) == 5


def test_no_look_begins_after_the_time_of_a_run(
    network: Network, named: Callable[..., list[str]]
) -> None:
    named("200?1", "200?2", "200?3")
    ticks = iter(range(0, 10_000, 100))
    rules = Rules(Limits(step=500, altogether=500, slow=1000), clock=lambda: float(next(ticks)))
    assert patrol(at=FILED_AT, rules=rules) < 3


def test_what_nobody_names_any_more_is_forgotten(
    network: Network, named: Callable[..., list[str]]
) -> None:
    named("200?old")
    patrol(at=FILED_AT)
    (url,) = named("200")
    patrol(at=FILED_AT)
    assert [row.url for row in Link.objects.all()] == [url]
    assert Look.objects.count() == 1


def test_an_address_too_long_to_keep_stops_nobody(
    network: Network, named: Callable[..., list[str]]
) -> None:
    named(f"200?{'x' * 5000}", "200", "http://[")
    assert patrol(at=FILED_AT) == 2


def test_off_unless_switched_on(
    network: Network, seen: Seen, named: Callable[..., list[str]], settings: Any
) -> None:
    named("200")
    settings.LINK_CHECK_EXTERNAL = False
    patrol_links()
    assert seen.paths == []
    settings.LINK_CHECK_EXTERNAL = True
    patrol_links()
    assert seen.paths == ["/200"]


class TestDangerousDomains:
    """A list of its own, kept by those in charge of security."""

    def test_what_is_listed_is_dangerous_at_once(self, city: City) -> None:
        by = person("security", organs=[city.root], roles=[Role.SECURITY_ADMIN])
        url = "https://www.evil.example/x"
        later = FILED_AT + dt.timedelta(days=7)
        Link.objects.create(url=url, status=200, checked_at=FILED_AT, due_at=later)
        assert known_of([url]) == {}
        row = list_domain(
            domain="https://ＥＶＩＬ.example/", reason="通报", is_active=True, by=by, at=FILED_AT
        )
        assert row.domain == "evil.example"
        assert known_of([url])[url].link_class is LinkClass.DANGEROUS
        assert Link.objects.get().due_at == FILED_AT
        list_domain(domain="evil.example", reason="解除", is_active=False, by=by, at=FILED_AT)
        assert known_of([url]) == {}
        entries = AuditEntry.objects.filter(action="links.list_domain").order_by("sequence")
        assert [entry.summary for entry in entries] == [
            "列入危险域名：evil.example",
            "移出危险域名：evil.example",
        ]

    def test_nobody_else_lists(self, city: City) -> None:
        for by in (city.people[Role.CLERK], city.people[Role.SUPERVISOR]):
            with pytest.raises(NotPermitted):
                list_domain(domain="a.example", reason="x", is_active=True, by=by, at=FILED_AT)


@pytest.mark.parametrize(
    "row",
    [
        {"url": ""},
        {"status": None, "problem": ""},
        {"link_class": LinkClass.OK, "problem": "打不开"},
        {"link_class": LinkClass.BROKEN},
        {"failures": 1},
        {"failing_since": FILED_AT},
    ],
)
def test_a_link_without_sense_is_refused_by_the_database(row: dict[str, Any]) -> None:
    given = {"url": "http://a.example", "status": 200, "checked_at": FILED_AT, "due_at": FILED_AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(**{**given, **row})
