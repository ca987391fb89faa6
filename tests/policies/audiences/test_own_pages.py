"""我的推送, and the link of a letter: the person's alone, and never in an address."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from policies.audiences.links import stop_link
from policies.audiences.models import AudienceTerm, Trait, TraitProfile
from portal.accounts.models import User
from tests.builders import City
from tests.policies.audiences.pushing import reader, term
from tests.requests_app.officers import signed_in

pytestmark = pytest.mark.django_db
OWN = "/mine/push/"


def test_choosing_switching_and_clearing(city: City) -> None:
    user = User.objects.create_user("p-citizen")
    client = signed_in(user)
    first = client.get(OWN)
    assert first.status_code == 200
    assert "您没有填写特征，不会收到推送" in first.content.decode()
    assert "no-store" in first["Cache-Control"] or "no-cache" in first["Cache-Control"]
    given = {
        "people": [term("elderly").pk, term("owners").pk], "industry": [term("H").pk],
        "size": term("micro").pk, "region": city.street.pk, "by_mail": "on",
    }  # fmt: skip
    assert client.post(OWN, given)["Location"] == OWN
    kept = Trait.objects.filter(profile__user=user).values_list("term__code", flat=True)
    assert set(kept) == {"elderly", "owners", "H", "micro", "SJ-D-S"}
    page = client.get(OWN).content.decode()
    assert "不按个人特征推送" in page
    assert page.count(" checked") == 4
    assert "桥街道" in page
    assert client.post(f"{OWN}off/").status_code == 302
    assert "现在不按个人特征推送" in client.get(OWN).content.decode()
    assert TraitProfile.objects.get(user=user).traits.count() == 5
    client.post(f"{OWN}on/")
    client.post(f"{OWN}clear/")
    profile = TraitProfile.objects.get(user=user)
    assert not profile.is_off
    assert profile.traits.count() == 0
    assert client.post(f"{OWN}forget/").status_code == 404
    assert client.get(f"{OWN}off/").status_code == 405


@pytest.mark.parametrize(
    "given",
    [
        {"people": ["999999"]}, {"people": ["x"]}, {"size": "<b>1</b>"}, {"region": "9" * 400},
        {"industry": ["\u200b"]}, {"region": "州"},
    ],
)  # fmt: skip
def test_what_cannot_be_chosen_is_said_and_nothing_is_lost(city: City, given: Any) -> None:
    user = reader("p-citizen", "elderly")
    answer = signed_in(user).post(OWN, {"industry": [term("H").pk], **given})
    assert answer.status_code == 400
    assert "请在所列的选项中选择" in answer.content.decode()
    assert signed_in(user).post(OWN, {"people": ["1\x00"]}).status_code == 400
    assert Trait.objects.get(profile__user=user).term.code == "elderly"


def test_a_closed_term_is_offered_no_more(city: City) -> None:
    AudienceTerm.objects.filter(code="owners").update(is_active=False)
    page = signed_in(User.objects.create_user("p-citizen")).get(OWN).content.decode()
    assert "业主" not in page
    assert "老年人" in page


def test_strangers_come_to_the_sign_in_and_nobody_sees_anothers(city: City) -> None:
    reader("p-one", "elderly")
    for address in (OWN, f"{OWN}off/", f"{OWN}clear/"):
        assert "login" in Client().post(address)["Location"]
    other = signed_in(User.objects.create_user("p-other"))
    assert "没有填写特征" in other.get(OWN).content.decode()
    other.post(f"{OWN}clear/")
    assert Trait.objects.filter(profile__user__username="p-one").count() == 1
    # Nobody of the staff has a page of them either.
    assert signed_in(city.outsider).get("/admin/policies/traitprofile/").status_code == 404


def test_one_press_turns_the_switch_and_opening_changes_nothing(city: City) -> None:
    user = reader("p-mailed", "elderly")
    link = stop_link(user.pk)
    client = Client(enforce_csrf_checks=True)
    assert "确定关闭" in client.get(link).content.decode()
    client.head(link)
    assert not TraitProfile.objects.get(user=user).is_off
    for _ in range(2):
        answer = client.post(link, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "已经关闭" in answer.content.decode()
    assert TraitProfile.objects.get(user=user).is_off
    assert TraitProfile.objects.get(user=user).traits.count() == 1
    assert client.post(f"{link[:-2]}x/").status_code == 404
    assert client.get("/push/stop/00000000000040008000000000000000.x/").status_code == 404


def test_the_page_asks_as_often_however_much_was_stated(
    city: City, django_assert_num_queries: Any
) -> None:
    few, many = reader("few", "elderly"), reader("many", "elderly", "owners", "C", "H", "micro")
    for user in (few, many):
        client = signed_in(user)
        client.get(OWN)
        with django_assert_num_queries(16):
            client.get(OWN)
