"""What is kept: sealed, its owner's alone, bounded, and gone after the days that are promised."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.drafts import marks
from portal.drafts.marks import Mark
from portal.drafts.models import KeptText
from portal.drafts.services import (
    KEPT_FOR,
    LONGEST,
    MOST_FORMS,
    Owner,
    forget,
    keep,
    kept,
    purge_kept,
)

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(dt.datetime(2026, 11, 20, 12, 0))  # noqa: DTZ001
HOUR = dt.timedelta(hours=1)
FORM = "/somewhere/7/act/answer/"
ONE, OTHER = Owner(browser="a" * 64), Owner(browser="b" * 64)


def typed(owner: Owner, form: str = FORM, *, at: dt.datetime = NOW) -> dict[str, list[str]] | None:
    found = kept(owner=owner, forms=[form], at=at).get(form)
    return {name: list(values) for name, values in found.typed.items()} if found else None


def put(owner: Owner, text: str, form: str = FORM, *, at: dt.datetime = NOW) -> None:
    keep(owner=owner, form=form, typed={"body": [text]}, at=at)


def test_the_last_text_of_a_form_is_found_by_its_owner_alone() -> None:
    person = User.objects.create_user("someone", password="Geheim-2026-xyz")
    put(ONE, "一稿")
    put(ONE, "二稿", at=NOW + HOUR)
    put(Owner(user_id=person.pk), "某人的")
    assert typed(ONE) == {"body": ["二稿"]}
    assert typed(Owner(user_id=person.pk)) == {"body": ["某人的"]}
    assert typed(OTHER) is None
    assert typed(Owner()) is None
    assert typed(ONE, "/somewhere/8/act/answer/") is None
    assert KeptText.objects.count() == 2


def test_the_database_tells_neither_the_words_nor_the_form_nor_the_browser() -> None:
    put(ONE, "演示申请人甲 990101199001010019")
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM drafts_kepttext t")
        (row,) = cursor.fetchone()
    for secret in ("演示申请人甲", "990101199001010019", "somewhere", "body"):
        assert secret not in row


def test_it_is_found_for_seven_days_and_purged_afterwards() -> None:
    put(ONE, "一稿")
    assert typed(ONE, at=NOW + KEPT_FOR) == {"body": ["一稿"]}
    assert typed(ONE, at=NOW + KEPT_FOR + HOUR) is None
    assert purge_kept(at=NOW + KEPT_FOR) == 0
    assert purge_kept(at=NOW + KEPT_FOR + HOUR) == 1
    assert not KeptText.objects.exists()


def test_what_was_sent_is_taken_away_and_nothing_else() -> None:
    put(ONE, "一稿")
    put(ONE, "别的", "/other/")
    put(OTHER, "他人的")
    forget(owner=Owner())
    forget(owner=ONE, form=FORM)
    assert (typed(ONE), typed(ONE, "/other/"), typed(OTHER)) == (
        None, {"body": ["别的"]}, {"body": ["他人的"]},
    )  # fmt: skip
    forget(owner=ONE)
    assert KeptText.objects.count() == 1


def test_more_than_anybody_types_is_not_kept() -> None:
    put(ONE, "一稿")
    for given in (
        {"body": ["长" * LONGEST]},
        {f"f{number}": ["1"] for number in range(101)},
        {"n" * 61: ["1"]},
    ):
        with pytest.raises(ActRefused, match="太长"):
            keep(owner=ONE, form=FORM, typed=given, at=NOW)
    keep(owner=ONE, form=FORM, typed={"body": ["  "]}, at=NOW)
    assert typed(ONE) == {"body": ["一稿"]}
    keep(owner=ONE, form=FORM, typed={"body": ["a\x00b", "<script>"]}, at=NOW)
    assert typed(ONE) == {"body": ["ab", "<script>"]}


def test_the_oldest_forms_of_an_owner_make_room() -> None:
    for number in range(MOST_FORMS + 3):
        put(ONE, "字", f"/{number}/", at=NOW + number * HOUR)
    assert ONE.rows.count() == MOST_FORMS
    later = NOW + MOST_FORMS * HOUR
    assert typed(ONE, "/2/", at=later) is None
    assert typed(ONE, "/3/", at=later) == {"body": ["字"]}


def test_nothing_is_kept_for_a_person_who_is_gone() -> None:
    put(Owner(user_id=987654), "字")
    person = User.objects.create_user("left", password="Geheim-2026-xyz", is_active=False)
    put(Owner(user_id=person.pk), "字")
    assert not KeptText.objects.exists()


def test_a_mark_is_believed_only_as_it_was_given_out() -> None:
    text = marks.written(Mark(FORM, 7))
    assert marks.read(text) == Mark(FORM, 7)
    for forged in ("", "x", text[:-1], f"{text}x", text.replace(":", "", 1), "x" * 601, "\x00"):
        assert marks.read(forged) is None
