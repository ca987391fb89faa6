"""The text of a page is written once, and anew as soon as anything of it changes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from disclosure.models import Document
from disclosure.presenters.sheets import blank_sheet, sheet_of
from disclosure.presenters.written import written
from disclosure.selectors import reading_page
from disclosure.services import review
from portal.accounts.choices import Role
from portal.site.demo.builders import bring_to
from portal.text.model import Figure, Text
from tests.builders import City, published
from tests.conftest import NOON

pytestmark = pytest.mark.django_db
BODY = "一、范围\n本市行政区域内的停车场。\n二、要求\n明码标价。\n三、附则\n自公布之日起施行。"


def as_read(document: Document) -> Document:
    return reading_page().get(pk=document.pk)


def test_what_says_the_same_is_written_once(city: City) -> None:
    document = published(city, body=BODY)
    first = written(as_read(document), {})
    assert "<p>本市行政区域内的停车场。</p>" in first.own
    assert [entry.text for entry in first.outline] == ["一、范围", "二、要求", "三、附则"]
    assert written(as_read(document), {}) is first


def test_what_was_changed_is_written_anew(city: City) -> None:
    document = as_read(published(city, body=BODY))
    before = written(document, {})
    document.text = Text(document.text.blocks[2:])
    after = written(document, {})
    assert "停车场" in before.own
    assert "停车场" not in after.own
    assert "明码标价" in after.own


def test_a_picture_is_shown_where_it_is_served_from(city: City) -> None:
    document = as_read(published(city, body=BODY))
    document.text = Text((Figure("a", "出入口的位置"),))
    assert "〔图片：出入口的位置〕" in written(document, {}).own
    assert '<img src="/files/a/" alt="出入口的位置"' in written(document, {"a": "/files/a/"}).own


def test_the_sheet_is_known_without_its_text(city: City) -> None:
    document = published(city, body=BODY)
    on = NOON.date()
    blank = blank_sheet(as_read(document), on=on)
    assert blank.own == ()
    assert blank.fingerprint == sheet_of(as_read(document), on=on).fingerprint
    changed = as_read(document)
    changed.text = Text(changed.text.blocks[1:])
    assert blank_sheet(changed, on=on).fingerprint != blank.fingerprint


def test_an_edition_says_its_whole_text(city: City, client: Client) -> None:
    edition = published(city, body=BODY).editions.get()
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "<p>本市行政区域内的停车场。</p>" in page


def test_what_was_published_again_had_other_editions(city: City) -> None:
    document = published(city, body=BODY)
    assert not as_read(document).has_earlier_editions
    at = NOON + dt.timedelta(days=1)
    review.withdraw(document=document, reason="有误", by=city.people[Role.SIGNER], at=at)
    review.reopen(document=document, by=city.people[Role.CLERK], at=at)
    bring_to(document, "published", cast=city.cast, at=at + dt.timedelta(days=1))
    assert as_read(document).has_earlier_editions
