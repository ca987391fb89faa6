"""The pages of collections: what anyone sees, the self-check, the desk, and who is turned away."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from policies.collections.choices import Kind
from policies.collections.services import members
from portal.accounts.choices import Role
from portal.accounts.models import User
from tests.builders import City, published
from tests.policies.collections.making import AT, PACK, begun, released, tag, written

pytestmark = pytest.mark.django_db
CONTENTS = "/admin/policies/collectionversion/contents/{}/"


@pytest.fixture(autouse=True)
def no_lockout(settings: Any) -> None:
    settings.AXES_ENABLED = False


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_drafts_are_on_no_page(city: City, client: Client) -> None:
    written(city, begun(city), title="还没有发布的专题")
    assert "还没有发布的专题" not in client.get("/themes/").content.decode()
    for address in ("/themes/elders/", "/themes/elders/map/"):
        assert client.get(address).status_code == 404
    assert client.post("/themes/elders/check/").status_code == 404


def test_a_theme_shows_its_documents_and_links(city: City, client: Client) -> None:
    version = released(city, begun(city), intro="从评估到入住。")
    document = published(city)
    clerk = city.people[Role.CLERK]
    members.include(collection=version.collection, document=document, by=clerk, at=AT)
    members.include_outside(
        collection=version.collection, title="国家的规划", publisher="某部",
        url="https://www.example.org/a", by=clerk, at=AT,
    )  # fmt: skip
    page = client.get("/themes/elders/").content.decode()
    assert document.title in page.replace("<wbr>", "")
    assert 'href="https://www.example.org/a" rel="external"' in page
    assert "我符合条件吗" not in page
    assert client.get("/themes/elders/map/").status_code == 200
    assert "养老一件事" in client.get("/themes/").content.decode().replace("<wbr>", "")


def test_the_self_check_answers_and_keeps_nothing(city: City, client: Client) -> None:
    released(city, begun(city, kind=Kind.PACK), **PACK)
    page = client.get("/themes/elders/").content.decode()
    assert "经评估为失能" in page
    part = client.post("/themes/elders/check/", {"met": ["0", "2", "7", "x"]})
    assert part["Cache-Control"].startswith("max-age=0")
    assert "还有这些条件没有勾选" in part.content.decode()
    whole = client.post("/themes/elders/check/", {"met": ["0", "1", "2"]}).content.decode()
    assert "全部条件都符合" in whole
    assert client.get("/themes/elders/check/").status_code == 405


def test_markup_typed_by_a_clerk_is_text(city: City, client: Client) -> None:
    released(city, begun(city), intro="<script>alert(1)</script>", title="<b>题</b>")
    page = client.get("/themes/elders/").content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>题</b>" not in page


@pytest.mark.parametrize("many", [1, 6])
def test_the_page_asks_as_much_of_the_database_however_much_it_holds(
    city: City, client: Client, many: int, django_assert_num_queries: Any
) -> None:
    version = released(city, begun(city, kind=Kind.PACK), **PACK)
    for number in range(many):
        document = published(city, doc_number=f"试府办〔2026〕{number + 20}号")
        members.include(
            collection=version.collection, document=document, by=city.people[Role.CLERK], at=AT
        )
    client.get("/themes/elders/")
    with django_assert_num_queries(7):
        client.get("/themes/elders/")


class TestDesk:
    """The staff pages, and those who find none."""

    def test_a_clerk_begins_writes_and_keeps_a_collection(self, city: City) -> None:
        desk = signed_in(city.people[Role.CLERK])
        given = {
            "organ": city.office.pk, "title": "养老一件事", "slug": "elders", "kind": "theme",
            "tags": [tag("养老").pk],
        }  # fmt: skip
        made = desk.post("/admin/policies/collectionversion/begin/", given)
        assert made.status_code == 302
        again = desk.post("/admin/policies/collectionversion/begin/", given)
        assert again.status_code == 409
        assert "已经用了" in again.content.decode()
        assert 'value="养老一件事"' in again.content.decode()
        page = desk.get(made["Location"])
        assert page.status_code == 200

    def test_contents_are_taken_in_ordered_and_taken_out(self, city: City) -> None:
        collection = begun(city, tags=[tag("养老")]).collection
        labels = {"tags": [tag("养老")], "audiences": []}
        document = published(city, labels=labels)
        desk, address = signed_in(city.people[Role.CLERK]), CONTENTS.format(collection.pk)
        page = desk.get(address).content.decode()
        assert "待编入的文件" in page
        row = collection.candidates.get()
        assert desk.post(address, {"decline": row.pk}).status_code == 409
        assert desk.post(address, {"take": row.pk}).status_code == 302
        outside = {"include": 1, "what": "https://www.example.org/a", "title": "国家的规划",
                   "publisher": "某部"}  # fmt: skip
        assert desk.post(address, outside).status_code == 302
        missing = desk.post(address, {"include": 1, "what": "试府办〔2026〕999号"})
        assert missing.status_code == 400
        assert "没有找到" in missing.content.decode()
        second = collection.members.get(document=None)
        assert desk.post(address, {"up": second.pk}).status_code == 302
        assert [str(each) for each in collection.members.order_by("position")] == [
            "国家的规划", document.title,
        ]  # fmt: skip
        assert desk.post(address, {"remove": second.pk}).status_code == 409
        gone = {"remove": second.pk, f"why-{second.pk}": "网页没有了"}
        assert desk.post(address, gone).status_code == 302
        assert desk.post(address, {"groups": 1, "titles": "市级\n区级"}).status_code == 302
        assert collection.groups.count() == 2

    def test_what_cannot_be_stored_is_left_out_of_what_is_typed(self, city: City) -> None:
        collection = begun(city, tags=[tag("养老")]).collection
        published(city, labels={"tags": [tag("养老")], "audiences": []})
        desk, address = signed_in(city.people[Role.CLERK]), CONTENTS.format(collection.pk)
        row = collection.candidates.get()
        declined = {"decline": row.pk, f"reason-{row.pk}": "不相\x00干"}
        assert desk.post(address, declined).status_code == 302
        assert desk.post(address, {"groups": 1, "titles": "市\x00级"}).status_code == 302
        assert collection.groups.get().title == "市级"

    def test_a_second_draft_leads_to_the_first(self, city: City) -> None:
        version = begun(city)
        desk = signed_in(city.people[Role.CLERK])
        answer = desk.post(f"/admin/policies/collectionversion/next/{version.collection_id}/")
        assert answer.status_code == 409
        assert f"/{version.pk}/" in answer.content.decode()

    def test_others_find_nothing(self, city: City) -> None:
        version = begun(city)
        stranger = signed_in(city.outsider)
        for address in (
            CONTENTS.format(version.collection_id),
            f"/admin/policies/collectionversion/{version.pk}/change/",
            f"/admin/policies/collectionversion/next/{version.collection_id}/",
        ):
            assert stranger.get(address).status_code in (302, 403, 404)
            assert stranger.post(address, {"take": 1}).status_code in (302, 403, 404, 405)

    def test_the_report_names_what_a_supervisor_governs(self, city: City) -> None:
        begun(city)
        page = signed_in(city.people[Role.SUPERVISOR]).get(
            "/admin/policies/collectionversion/report/"
        )
        assert page.status_code == 200
        assert "elders" in page.content.decode()
