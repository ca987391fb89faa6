"""What apps above lay upon a document: conditions, what follows, parts of its page."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from disclosure import companions
from disclosure.choices import RelationKind, Validity
from disclosure.companions import Aside, Event, Mark
from disclosure.services import review
from disclosure.services.relations import relate
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from portal.common.verdicts import Blocker
from portal.site.demo.builders import bring_to
from tests.builders import FILED_AT, City, draft, published

pytestmark = pytest.mark.django_db
AT = FILED_AT
DAY = timezone.localdate(AT)


@pytest.fixture(autouse=True)
def nobody_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test registers its own."""
    for registered in ("_GATES", "_FOLLOWERS", "_ASIDES"):
        monkeypatch.setattr(companions, registered, {})


def test_a_gate_stops_the_signature_with_its_sentence(city: City) -> None:
    said = Blocker("planted", "请先写解读。")
    companions.register_gate("planted", lambda _, on: [said] if on == DAY else [])
    document = bring_to(draft(city), Status.SIGNING, cast=city.cast, at=AT)
    with pytest.raises(ActRefused, match="请先写解读。"):
        review.sign(document=document, by=city.people[Role.SIGNER], at=AT)
    document.refresh_from_db()
    assert (document.status, document.published_at) == (Status.SIGNING, None)


def test_followers_hear_of_publishing_and_taking_down_in_the_same_transaction(city: City) -> None:
    heard: list[tuple[str, Event, str | None]] = []
    companions.register_follower(
        "planted",
        lambda document, event, by, _at: heard.append(
            (document.title, event, by.username if by else None)
        ),
    )
    signer = city.people[Role.SIGNER]
    document = bring_to(draft(city), Status.PUBLISHED, cast=city.cast, at=AT)
    review.withdraw(document=document, reason="有误", by=signer, at=AT)
    assert heard == [
        (document.title, Event.PUBLISHED, signer.username),
        (document.title, Event.TAKEN_DOWN, signer.username),
    ]


def test_a_follower_that_fails_leaves_the_document_unpublished(city: City) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("planted")

    document = bring_to(draft(city), Status.SIGNING, cast=city.cast, at=AT)
    companions.register_follower("planted", fail)
    with pytest.raises(RuntimeError, match="planted"):
        review.sign(document=document, by=city.people[Role.SIGNER], at=AT)
    document.refresh_from_db()
    assert document.status == Status.SIGNING


def test_followers_hear_of_a_validity_that_changed(city: City) -> None:
    old = published(city, doc_number="试府办〔2026〕1号")
    new = draft(city, doc_number="试府办〔2026〕2号")
    by = city.people[Role.CLERK]
    relate(source=new, target=old, kind=RelationKind.REPEALS, by=by, at=AT, effective_on=DAY)
    heard: list[tuple[int, Event, str]] = []
    companions.register_follower(
        "planted",
        lambda document, event, _by, _at: heard.append((document.pk, event, document.validity)),
    )
    bring_to(new, Status.PUBLISHED, cast=city.cast, at=AT)
    assert (old.pk, Event.VALIDITY, Validity.REPEALED) in heard


def test_parts_stand_in_their_order_where_they_have_something(city: City) -> None:
    document = published(city)
    template = "disclosure/document/around.html"
    companions.register_aside(Aside("b", 2, template, lambda _document, _on: {}))
    companions.register_aside(Aside("a", 1, template, lambda _document, _on: {"x": 1}))
    companions.register_aside(Aside("none", 0, template, lambda _document, _on: None))
    assert companions.asides_of(document, on=DAY).parts == [(template, {"x": 1}), (template, {})]


def test_marks_stand_at_the_title_and_at_their_passages(client: Client, city: City) -> None:
    document = published(city, body="第一条　甲。\n一、标题\n第二条　乙。")
    here, there = Mark("办", "甲<事>", "/services/1/"), Mark("解", "乙", "#explained")
    template = "components/pager.html"
    for code, mark in (("a", here), ("b", there)):
        passages = {"tiao-1": [mark], "tiao-99": [mark]}
        companions.register_aside(
            Aside(
                code,
                1,
                template,
                lambda _document, _on: {},
                at_title=partial(lambda mark, _read: [mark], mark),
                at_passages=partial(lambda passages, _read: passages, passages),
            )
        )
    page = client.get(document.get_absolute_url()).content.decode()
    shown = '<a class="mark-here no-print" href="/services/1/"><b>办</b>甲&lt;事&gt;</a>'
    assert page.count(shown) == 2
    article = page.partition('id="tiao-1"')[2].partition("</p>")[0]
    assert article.index("甲&lt;事&gt;") < article.index('href="#explained"')
