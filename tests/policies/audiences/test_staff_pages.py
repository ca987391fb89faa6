"""The desk of pushes: policies, the preview in words and numbers, never anybody's name."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin

from policies.audiences.models import AudienceTerm, Push
from policies.audiences.services import delivery
from portal.accounts.choices import Role
from tests.builders import City, person
from tests.policies.audiences.pushing import AT, begun, policy, reader, readers, sent, term
from tests.requests_app.officers import signed_in

pytestmark = pytest.mark.django_db
BASE = "/admin/policies/push/"


def test_from_a_policy_to_a_push(city: City) -> None:
    readers(6, "elderly")
    reader("named-person", "H")
    document = policy(city)
    clerk = signed_in(city.people[Role.CLERK])
    assert document.title in clerk.get(f"{BASE}policies/").content.decode()
    page = f"{BASE}policies/{document.pk}/"
    assert clerk.get(page).status_code == 200
    refused = clerk.post(page, {"terms": ["x"]})
    assert refused.status_code == 400
    assert "请在所列的选项中选择" in refused.content.decode()
    chosen = {"terms": [term("elderly").pk, term("H").pk], "regions": [city.street.pk]}
    assert clerk.post(page, chosen)["Location"] == page
    assert clerk.post(page, {"terms": [term("elderly").pk]})["Location"] == page
    begin = clerk.post(f"{page}begin/")
    push = Push.objects.get()
    assert begin["Location"] == f"{BASE}{push.pk}/change/"
    shown = clerk.get(begin["Location"]).content.decode()
    assert "6 人" in shown
    assert "不足 5 人" in shown
    assert "named-person" not in shown
    refused = clerk.post(f"{page}begin/")
    assert refused.status_code == 409
    assert f'href="{page}"' in refused.content.decode()


def test_narrowing_at_the_desk(city: City) -> None:
    push = begun(city, policy(city, "elderly", "graduates"))
    clerk = signed_in(city.people[Role.CLERK])
    address = f"{BASE}{push.pk}/act/narrow/"
    assert clerk.post(address, {"drop": [term("C").pk]}).status_code == 400
    both = {"drop": [term("elderly").pk, term("graduates").pk]}
    answer = clerk.post(address, both)
    assert answer.status_code == 409
    assert "收到的人会变多" in answer.content.decode()
    assert clerk.post(address, {"within": city.street.pk}).status_code == 302
    assert clerk.post(address, {"within": city.other_district.pk}).status_code == 400
    assert Push.objects.get(pk=push.pk).within == city.street


def test_what_became_of_it(city: City) -> None:
    readers(6, "elderly")
    push = sent(city, policy(city, "elderly"))
    delivery.carry_on(push.pk, at=AT)
    page = signed_in(city.people[Role.CLERK]).get(f"{BASE}{push.pk}/change/").content.decode()
    for words in ("个人空间", "电子邮件", "第三方平台", "线下接力", "6 人"):
        assert words in page
    assert "r0" not in page


def addresses(push: Push) -> list[str]:
    """Every address there is of a push and its policy."""
    urls = [str(each.pattern) for each in admin.site._registry[Push].get_urls()]
    filled = []
    for route in urls:
        number = push.document_id if route.startswith("policies") else push.pk
        filled.append(BASE + route.replace("<int:pk>", str(number)).replace(
            "<slug:action>", "narrow"
        ))  # fmt: skip
    return filled


def test_outsiders_find_nothing(city: City) -> None:
    push = begun(city)
    idle = person("p-idle", organs=[city.office], roles=[Role.REQUEST_INTAKE])
    assert len(addresses(push)) == 6
    for user in (city.outsider, idle):
        client = signed_in(user)
        for address in addresses(push):
            answers = {client.get(address).status_code, client.post(address).status_code}
            listed = address in (BASE, f"{BASE}policies/")
            assert listed or 404 in answers, address
            assert answers <= {200, 403, 404, 405}, address
    seen = signed_in(city.outsider).get(f"{BASE}?queue=all").content.decode()
    assert push.number not in seen
    assert push.acts.count() == 1


def test_terms_are_the_offices(city: City) -> None:
    base = "/admin/policies/audienceterm/"
    keeper = signed_in(person("p-keeper", organs=[city.root], roles=[Role.OFFICE_HEAD]))
    assert signed_in(city.people[Role.CLERK]).get(base).status_code == 403
    assert keeper.get(base).status_code == 200
    given = {"kind": "people", "code": "couriers", "name": "快递员", "position": "30",
             "is_active": "on"}  # fmt: skip
    assert keeper.post(f"{base}add/", given).status_code == 302
    row = AudienceTerm.objects.get(code="couriers")
    assert keeper.post(f"{base}{row.pk}/delete/").status_code == 403
    assert keeper.post(f"{base}add/", {**given, "kind": "region"}).status_code in (200, 400)
    assert not AudienceTerm.objects.filter(kind="region").exists()
    assert keeper.get("/admin/policies/tagmeaning/").status_code == 200
    assert keeper.get("/admin/policies/tagmeaning/add/").status_code == 200


@pytest.mark.parametrize("many", [1, 8])
def test_the_pages_ask_as_often_however_much_there_is(
    city: City, many: int, django_assert_num_queries: Any
) -> None:
    for number in range(many):
        policy(city, "elderly", "C", doc_number=f"试府办〔2026〕{number + 30}号")
    push = begun(city, policy(city, "elderly", "graduates"))
    readers(many, "elderly")
    clerk = signed_in(city.people[Role.CLERK])
    for address, queries in ((f"{BASE}policies/", 12), (f"{BASE}{push.pk}/change/", 19)):
        clerk.get(address)
        with django_assert_num_queries(queries):
            clerk.get(address)
