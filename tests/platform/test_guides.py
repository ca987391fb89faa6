"""Guides: what 条例第十二条 asks for, by two people, version by version."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.organs.models import Organ
from portal.organs.organs_file import load_organs_file
from portal.platform.models import GuideVersion
from portal.platform.services import guides
from portal.site.demo import loader, platform
from tests.builders import City, person

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
BACKEND = "django.contrib.auth.backends.ModelBackend"
REACHED = {
    "address": "东河路1号",
    "office_hours": "工作日 9:00—17:00",
    "phone": "0000-81110001",
    "fax": "0000-81110002",
    "email": "b@shijiang.example",
}


def reached(organ: Organ, **changes: str) -> Organ:
    """The directory tells how to reach the organ."""
    Organ.objects.filter(pk=organ.pk).update(**{**REACHED, **changes})
    organ.refresh_from_db()
    return organ


@pytest.fixture
def office(city: City) -> Organ:
    return reached(city.office)


def step(guide: GuideVersion, action: str, city: City, at: dt.datetime, **given: Any) -> Any:
    role = Role.SIGNER if action in ("release", "return") else Role.CLERK
    by = city.people[role]
    if action == "release":
        return guides.release(guide=guide, by=by, at=at)
    return guides.STEPS.perform(guide, action, by=by, at=at, **given)


def released(organ: Organ, city: City, at: dt.datetime, **words: Any) -> GuideVersion:
    clerk = city.people[Role.CLERK]
    guide = guides.draft(organ=organ, by=clerk, at=at)
    guide = guides.write(guide=guide, by=clerk, at=at, **words)
    return step(step(guide, "submit", city, at), "release", city, at)


def test_a_version_is_written_by_one_released_by_another_and_never_changes(
    city: City, office: Organ, now: dt.datetime
) -> None:
    guide = released(office, city, now, office_name="政务公开科")
    assert (guide.version, guide.released_at, guide.status) == (1, now, "released")
    assert guide.contacts["phone"] == REACHED["phone"]
    assert [row.action for row in guide.acts.all()] == ["draft", "write", "submit", "release"]
    entries = AuditEntry.objects.filter(action__startswith="guides.").order_by("pk")
    assert [entry.action for entry in entries][-1] == "guides.release"
    assert "第十二条" in entries[3].legal_basis
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        GuideVersion.objects.filter(pk=guide.pk).update(obtaining="别的")


def test_who_wrote_it_does_not_release_it(city: City, office: Organ, now: dt.datetime) -> None:
    both = person("p-both", organs=[office], roles=[Role.CLERK, Role.SIGNER])
    guide = guides.draft(organ=office, by=both, at=now)
    guide = guides.write(guide=guide, by=both, at=now, further="另有说明。")
    guide = step(guide, "submit", city, now)
    with pytest.raises(NotPermitted, match="须由他人办理"):
        guides.release(guide=guide, by=both, at=now)
    with pytest.raises(NotPermitted):
        guides.draft(organ=office, by=city.outsider, at=now)
    with pytest.raises(ActRefused, match="已有一版正在起草"):
        guides.draft(organ=office, by=both, at=now)


@pytest.mark.parametrize(
    ("words", "directory", "told"),
    [
        ({"classification": " "}, {}, "信息分类"),
        ({"office_name": ""}, {}, "工作机构名称"),
        ({}, {"office_hours": ""}, "办公时间（在机关名录里补）"),
        ({}, {"fax": ""}, "不设传真"),
        ({}, {"email": ""}, "互联网联系方式"),
    ],
)
def test_what_article_twelve_asks_for_blocks_with_the_article(
    city: City, now: dt.datetime, words: dict[str, str], directory: dict[str, str], told: str
) -> None:
    organ, clerk = reached(city.office, **directory), city.people[Role.CLERK]
    guide = guides.draft(organ=organ, by=clerk, at=now)
    guide = guides.write(guide=guide, by=clerk, at=now, **words)
    with pytest.raises(ActRefused, match="第十二条第二款") as refused:
        step(guide, "submit", city, now)
    assert told in str(refused.value)
    assert guides.missing(guide) == [word for word in guides.missing(guide) if told in word]


def test_no_fax_is_said(city: City, client: Client, now: dt.datetime) -> None:
    released(reached(city.office, fax=""), city, now, has_no_fax=True)
    assert "不设传真" in client.get("/openness/guide/SJ-B/").content.decode()


class TestPages:
    """What readers see."""

    def test_the_current_one_has_todays_contacts_an_older_one_those_of_its_day(
        self, city: City, office: Organ, client: Client, now: dt.datetime
    ) -> None:
        released(office, city, now, obtaining="到老大厅查阅。")
        reached(office, phone="0000-81119999")
        released(office, city, now + DAY, obtaining="到新大厅查阅。")
        page = client.get("/openness/guide/SJ-B/").content.decode()
        assert "第2版" in page
        assert "2026年11月21日" in page
        assert "到新大厅查阅" in page
        assert "0000-81119999" in page
        assert 'href="/openness/guide/SJ-B/1/"' in page
        old = client.get("/openness/guide/SJ-B/1/").content.decode()
        assert "这是以前的版本" in old
        assert "到老大厅查阅" in old
        assert REACHED["phone"] in old
        assert "0000-81119999" not in old
        assert "这是以前的版本" not in client.get("/openness/guide/SJ-B/2/").content.decode()

    def test_an_organ_without_one_has_the_citys_with_its_own_contacts(
        self, city: City, client: Client, now: dt.datetime
    ) -> None:
        clerk = person("p-c", organs=[city.root], roles=[Role.CLERK])
        signer = person("p-s", organs=[city.root], roles=[Role.SIGNER])
        guide = guides.draft(organ=reached(city.root, phone="0000-1000000"), by=clerk, at=now)
        guide = guides.write(
            guide=guide, by=clerk, at=now, office_name="市的公开处", obtaining="到市里查。"
        )
        guide = guides.STEPS.perform(guide, "submit", by=clerk, at=now)
        guides.release(guide=guide, by=signer, at=now)
        reached(city.street, phone="0000-2000000")
        page = client.get("/openness/guide/SJ-D-S/").content.decode()
        assert "没有另行编制指南" in page
        assert "到市里查" in page
        assert "0000-2000000" in page
        assert "0000-1000000" not in page
        assert "市的公开处" not in page
        assert client.get("/openness/guide/SJ-D-S/1/").status_code == 404
        # Its own first draft begins with the city's words.
        own = guides.draft(organ=city.street, by=city.people[Role.CLERK], at=now)
        assert own.obtaining == "到市里查。"

    def test_nothing_of_a_draft_is_public(
        self, city: City, office: Organ, client: Client, now: dt.datetime
    ) -> None:
        clerk = city.people[Role.CLERK]
        guide = guides.draft(organ=office, by=clerk, at=now)
        guides.write(guide=guide, by=clerk, at=now, further="草稿里的话")
        page = client.get("/openness/guide/SJ-B/").content.decode()
        assert "草稿里的话" not in page
        assert "还没有发布" in page
        assert client.get("/openness/guide/SJ-B/1/").status_code == 404

    def test_organs_are_found_by_their_short_names(self, city: City, client: Client) -> None:
        found = client.get("/openness/guide/", {"q": city.street.short_name}).content.decode()
        assert 'href="/openness/guide/SJ-D-S/"' in found
        assert 'href="/openness/guide/SJ-B/"' not in found
        assert "没有找到" in client.get("/openness/guide/", {"q": "没有的"}).content.decode()
        assert client.get("/openness/guide/NOWHERE/").status_code == 404

    @pytest.mark.parametrize("versions", [1, 3])
    def test_questions_do_not_grow_with_versions(
        self,
        city: City,
        office: Organ,
        client: Client,
        now: dt.datetime,
        versions: int,
        django_assert_num_queries: Any,
    ) -> None:
        for number in range(versions):
            released(office, city, now + number * DAY)
        with django_assert_num_queries(4):
            assert client.get("/openness/guide/SJ-B/").status_code == 200


class TestDesk:
    """The back office."""

    LIST = "/admin/platform/guideversion/"

    def test_from_the_draft_to_the_release(
        self, city: City, office: Organ, client: Client, at_noon: None
    ) -> None:
        client.force_login(city.people[Role.CLERK], backend=BACKEND)
        begun = client.post(f"{self.LIST}draft/", {"organ": office.pk})
        guide = GuideVersion.objects.get()
        assert begun["Location"] == f"{self.LIST}{guide.pk}/change/"
        page = client.get(begun["Location"]).content.decode()
        assert "修改草稿" in page
        words = {
            "office_name": "政务公开科", "classification": "分四类。", "arrangement": "按年编排。",
            "obtaining": "在本站查。", "applying": "", "further": "",
        }  # fmt: skip
        act = f"{self.LIST}{guide.pk}/act/"
        assert client.post(f"{act}write/", words).status_code == 302
        refused = client.post(f"{act}submit/", {})
        assert refused.status_code == 409
        assert "申请公开的说明" in refused.content.decode()
        assert "第十二条第二款" in client.get(begun["Location"]).content.decode()
        assert client.post(f"{act}write/", words | {"applying": "写明。"}).status_code == 302
        assert client.post(f"{act}submit/", {}).status_code == 302
        assert client.post(f"{act}release/", {}).status_code == 403
        client.force_login(city.people[Role.SIGNER], backend=BACKEND)
        assert str(guide) in client.get(self.LIST).content.decode()
        assert client.post(f"{act}release/", {}).status_code == 302
        assert "公开页面" in client.get(begun["Location"]).content.decode()
        again = client.post(f"{self.LIST}draft/", {"organ": office.pk})
        assert again.status_code == 400
        assert again.context["may"] is False

    def test_an_outsider_finds_nothing(
        self, city: City, office: Organ, client: Client, now: dt.datetime
    ) -> None:
        guide = guides.draft(organ=office, by=city.people[Role.CLERK], at=now)
        client.force_login(city.outsider, backend=BACKEND)
        assert str(guide) not in client.get(self.LIST).content.decode()
        assert client.get(f"{self.LIST}{guide.pk}/change/").status_code == 404
        assert client.post(f"{self.LIST}{guide.pk}/act/submit/", {}).status_code == 404
        refused = client.post(f"{self.LIST}draft/", {"organ": office.pk})
        assert refused.status_code == 400
        assert "请选择您录入的机关" in refused.content.decode()


def test_the_demo_has_guides_of_some_organs(now: dt.datetime, client: Client) -> None:
    load_organs_file(loader.HERE / "organs.csv", by=None, at=now)
    loader.load_people(at=now)
    loader.load_site_profile()
    assert platform.load_platform(now=now) == len(platform.GUIDES)
    assert platform.load_platform(now=now) == 0
    assert "第2版" in client.get("/openness/guide/").content.decode()
    assert "加装电梯" in client.get("/openness/guide/HL-JS/").content.decode()
    assert "没有另行编制" in client.get("/openness/guide/HL-JY/").content.decode()
