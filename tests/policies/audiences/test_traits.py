"""The person's own: nothing by default, the switch at the next event, clearing apart from it."""

from __future__ import annotations

import pytest

from policies.audiences.choices import KIND
from policies.audiences.links import stop_link
from policies.audiences.models import Trait, TraitProfile
from policies.audiences.services import delivery, traits
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.notifications.choices import State
from portal.notifications.models import OutboxMessage
from portal.notifications.registry import way_out_of
from tests.builders import City
from tests.policies.audiences.pushing import AT, HOUR, policy, reader, sent, term

pytestmark = pytest.mark.django_db


def told(user: User) -> int:
    return OutboxMessage.objects.filter(user=user, kind=KIND).count()


def test_without_traits_nobody_is_told(city: City) -> None:
    User.objects.create_user("nothing-stated")
    traits.choose(user=reader("cleared", "elderly"), terms=[], region=None, by_mail=True, at=AT)
    push = sent(city, policy(city, "elderly"))
    assert delivery.carry_on(push.pk, at=AT) == 0
    assert not OutboxMessage.objects.filter(kind=KIND).exists()


def test_the_switch_works_at_the_next_event_and_deletes_nothing(city: City) -> None:
    """Acceptance test 24, its last clause."""
    off, on = reader("off", "elderly"), reader("on", "elderly")
    traits.turn_off(user=off, at=AT)
    delivery.carry_on(sent(city, policy(city, "elderly")).pk, at=AT)
    assert (told(off), told(on)) == (0, 1)
    assert Trait.objects.filter(profile__user=off).count() == 1
    traits.turn_on(user=off, at=AT)
    again = policy(city, "elderly", doc_number="试府办〔2026〕10号")
    delivery.carry_on(sent(city, again).pk, at=AT)
    assert (told(off), told(on)) == (1, 2)


def test_what_waits_to_leave_does_not_leave_and_what_has_left_stays(city: City) -> None:
    user = reader("waiting", "elderly")
    delivery.carry_on(sent(city, policy(city, "elderly")).pk, at=AT)
    OutboxMessage.objects.filter(user=user).update(state=State.SENT, sent_at=AT)
    second = policy(city, "elderly", doc_number="试府办〔2026〕10号")
    delivery.carry_on(sent(city, second).pk, at=AT)
    assert told(user) == 2
    traits.turn_off(user=user, at=AT + HOUR)
    assert told(user) == 1
    assert OutboxMessage.objects.get(user=user).state == State.SENT


def test_clearing_is_its_own_act_and_leaves_the_switch(city: City) -> None:
    user = reader("clearing", "elderly", "C", region=city.street)
    traits.turn_off(user=user, at=AT)
    traits.clear(user=user, at=AT)
    profile = TraitProfile.objects.get(user=user)
    assert profile.is_off
    assert not profile.traits.exists()


def test_the_trail_says_that_and_when_and_never_what(city: City) -> None:
    user = reader("quiet")
    before = AuditEntry.objects.count()
    traits.choose(
        user=user, terms=[term("elderly"), term("micro")], region=city.street, by_mail=False, at=AT
    )
    for act in (traits.turn_off, traits.turn_on, traits.clear):
        act(user=user, at=AT)
    entries = AuditEntry.objects.order_by("sequence")[before:]
    assert [entry.action for entry in entries] == [
        f"audiences.{name}" for name in ("choose", "turn_off", "turn_on", "clear")
    ]
    for entry in entries:
        said = f"{entry.summary} {entry.details}"
        assert not any(word in said for word in ("老年", "elderly", "微型", "micro", "柳桥"))


def test_traits_go_with_the_account(city: City) -> None:
    user = reader("leaving", "elderly")
    delivery.carry_on(sent(city, policy(city, "elderly")).pk, at=AT)
    number = user.pk
    user.delete()
    assert not TraitProfile.objects.filter(user_id=number).exists()
    assert not OutboxMessage.objects.filter(user_id=number).exists()


def test_a_letter_has_a_way_out_of_its_own(city: City) -> None:
    user = reader("mailed", "elderly")
    assert way_out_of(KIND, user.pk) == stop_link(user.pk) != ""
    assert stop_link(User.objects.create_user("none").pk) == ""
