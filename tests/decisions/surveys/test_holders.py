"""Tokens: one a mailbox, of which only a hash is kept, by letter or by account."""

from __future__ import annotations

import datetime as dt

import pytest

from decisions.surveys.models import SurveyDraft, Token
from decisions.surveys.services import answers, holders
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused
from portal.notifications.models import OutboxMessage
from tests.builders import City
from tests.decisions.surveys import cases

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def _letters() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="surveys.token").order_by("pk"))


def _secret(letter: OutboxMessage) -> str:
    return letter.url.rstrip("/").rpartition("/")[2]


def test_a_letter_with_a_link_of_which_a_hash_is_kept(city: City) -> None:
    survey, trail = cases.running(city), AuditEntry.objects.count()
    holders.ask_by_mail(survey=survey, address="Wang+x@Example.test", at=cases.AT)
    (letter,) = _letters()
    token = Token.objects.get()
    assert _secret(letter) not in (token.digest, token.holder)
    assert "wang" not in token.holder
    assert holders.sealed_address(token.pk).email == "Wang+x@Example.test"  # type: ignore[union-attr]
    assert "example.test" not in f"{letter.subject}{letter.body}{letter.dedup_key}".lower()
    # An entry of the trail would say from where and when.
    assert AuditEntry.objects.count() == trail
    answers.save(secret=_secret(letter), names=["q2"], typed={"q2": ["A"]}, at=cases.AT)


def test_asked_again_by_whomever_the_link_stays_good(city: City) -> None:
    survey = cases.running(city)
    for minutes, address in ((0, "a@example.test"), (1, "a@example.test"), (9, "a+1@example.test")):
        holders.ask_by_mail(survey=survey, address=address, at=cases.AT + minutes * MINUTE)
    first, second = _letters()
    assert Token.objects.count() == 1
    assert _secret(first) == _secret(second)
    answers.save(secret=_secret(first), names=["q2"], typed={"q2": ["A"]}, at=cases.AT)


def test_every_mailbox_and_every_questionnaire_has_a_link_of_its_own(city: City) -> None:
    survey, other = cases.running(city), cases.running(city)
    found = {cases.token(each, name) for each in (survey, other) for name in ("a", "b")}
    assert len(found) == 4
    assert {len(each) for each in found} == {64}


def test_who_answered_gets_no_second_letter(city: City) -> None:
    survey = cases.running(city)
    cases.answered(survey, "a")
    holders.ask_by_mail(survey=survey, address="A@example.test", at=cases.AT + 60 * MINUTE)
    assert _letters() == []
    with pytest.raises(holders.AlreadyAnswered):
        cases.token(survey, "a")


def test_an_account_must_have_proved_its_address(city: City) -> None:
    survey = cases.running(city)
    with pytest.raises(ActRefused, match="没有确认过"):
        holders.for_account(survey=survey, user=cases.citizen("b", verified=False), at=cases.AT)


def test_only_accounts_where_it_says_so(city: City) -> None:
    survey = cases.running(city, method="account")
    with pytest.raises(ActRefused, match="登录账号"):
        holders.ask_by_mail(survey=survey, address="a@example.test", at=cases.AT)
    assert cases.token(survey)


def test_no_token_outside_its_instants(city: City) -> None:
    survey = cases.running(city, opens_on=cases.day(1))
    with pytest.raises(ActRefused, match="还不能答"):
        cases.token(survey)
    with pytest.raises(ActRefused, match="24时截止"):
        cases.token(survey, at=cases.after())


def test_after_the_end_nobody_is_remembered(city: City) -> None:
    survey = cases.running(city)
    holders.ask_by_mail(survey=survey, address="a@example.test", at=cases.AT)
    cases.answered(survey, "b")
    assert holders.purge_ended(at=cases.after() - MINUTE) == 0
    assert Token.objects.count() == 2
    assert holders.purge_ended(at=cases.after()) == 1
    assert not Token.objects.exists()
    assert _letters() == []
    assert holders.purge_ended(at=cases.after()) == 0


def test_what_nobody_came_back_to_goes_after_seven_days(city: City) -> None:
    survey = cases.running(city)
    secret = cases.token(survey)
    answers.save(secret=secret, names=["q2"], typed={"q2": ["A"]}, at=cases.AT)
    holders.purge_ended(at=cases.AT + 7 * cases.DAY - MINUTE)
    assert SurveyDraft.objects.count() == 1
    holders.purge_ended(at=cases.AT + 7 * cases.DAY)
    assert not SurveyDraft.objects.exists()
    assert Token.objects.count() == 1
