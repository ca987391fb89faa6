"""The back office: bulk acts, relations, addressees, work lists, and what no page may change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from disclosure.choices import Openness, Reach
from disclosure.models import Document
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.site.demo.builders import bring_to
from tests.builders import City, published

Make = Callable[..., Document]
LIST = "/admin/disclosure/document/"


@pytest.fixture(autouse=True)
def no_lockout(settings: object) -> None:
    """Signing in without a form has no request for the lockout to look at."""
    settings.AXES_ENABLED = False  # type: ignore[attr-defined]


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def clerk(city: City) -> Client:
    return _client(city.people[Role.CLERK])


@pytest.fixture
def signer(city: City) -> Client:
    return _client(city.people[Role.SIGNER])


def _bulk(client: Client, action: str, *documents: Document) -> str:
    response = client.post(
        f"{LIST}?queue=all",
        {"action": action, "_selected_action": [d.pk for d in documents], "index": 0},
        follow=True,
    )
    return response.content.decode()


class TestBulk:
    def test_each_document_goes_its_own_way(self, clerk: Client, make_draft: Make) -> None:
        good = make_draft(doc_number="试府办〔2026〕1号")
        bad = make_draft(doc_number="试府办〔2026〕2号", title="缺概述", abstract="")
        page = _bulk(clerk, "bulk_submit", good, bad)
        assert "已办理 1 件" in page
        assert "《缺概述》：请填写内容概述" in page
        good.refresh_from_db()
        bad.refresh_from_db()
        assert (good.status, bad.status) == (Status.OPENNESS_REVIEW, Status.DRAFT)

    @pytest.mark.parametrize("action", ["bulk_submit", "bulk_confirm", "bulk_sign"])
    def test_a_role_does_in_bulk_only_what_it_may_do_singly(
        self, city: City, make_draft: Make, now: dt.datetime, action: str
    ) -> None:
        states = {"bulk_submit": "draft", "bulk_confirm": "openness_review", "bulk_sign": "signing"}
        roles = {
            "bulk_submit": Role.CLERK,
            "bulk_confirm": Role.OPENNESS_REVIEWER,
            "bulk_sign": Role.SIGNER,
        }
        document = bring_to(make_draft(), states[action], cast=city.cast, at=now)
        working = (Role.CLERK, Role.OPENNESS_REVIEWER, Role.SECRECY_REVIEWER, Role.SIGNER)
        for role in working:
            if role != roles[action]:
                _bulk(_client(city.people[role]), action, document)
        _bulk(_client(city.outsider), action, document)
        document.refresh_from_db()
        assert document.status == states[action]
        _bulk(_client(city.people[roles[action]]), action, document)
        document.refresh_from_db()
        assert document.status != states[action]

    def test_signing_in_bulk_publishes_and_files(
        self, city: City, signer: Client, make_draft: Make, now: dt.datetime
    ) -> None:
        open_one = bring_to(make_draft(), "signing", cast=city.cast, at=now)
        closed = make_draft(
            doc_number="试府办〔2026〕8号",
            openness=Openness.ON_REQUEST,
            openness_ground="过程性信息",
            openness_basis="process",
        )
        closed = bring_to(closed, "signing", cast=city.cast, at=now)
        assert "已办理 2 件" in _bulk(signer, "bulk_sign", open_one, closed)
        found = dict(Document.objects.values_list("pk", "status"))
        assert found == {open_one.pk: Status.PUBLISHED, closed.pk: Status.FILED}


class TestFirstPublication:
    """T06: its time cannot be edited by any page, interface or bulk act, nor by the database."""

    def test_the_form_has_no_such_field_and_ignores_one(
        self, clerk: Client, make_draft: Make
    ) -> None:
        document = make_draft()
        address = f"{LIST}{document.pk}/change/"
        assert "first_published_at" not in clerk.get(address).content.decode()
        clerk.post(address, {"title": "新标题", "first_published_at_0": "2020-01-01"})
        document.refresh_from_db()
        assert document.first_published_at is None

    @pytest.mark.parametrize("method", ["put", "patch", "post", "delete"])
    def test_the_interface_only_reads(self, city: City, method: str) -> None:
        document = published(city)
        address = f"/api/v1/documents/{document.pk}/"
        given = {"first_published_at": "2020-01-01T00:00:00Z"}
        for client in (Client(), _client(city.people[Role.SIGNER])):
            answer = getattr(client, method)(address, given, content_type="application/json")
            assert answer.status_code == 405

    def test_the_database_refuses(self, city: City, now: dt.datetime) -> None:
        document = published(city)
        with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(first_published_at=now)

    def test_withdrawn_and_published_again_it_stays(
        self, city: City, signer: Client, clerk: Client, now: dt.datetime
    ) -> None:
        document = published(city)
        first = document.first_published_at
        signer.post(f"{LIST}{document.pk}/act/withdraw/", {"reason": "有误"})
        clerk.post(f"{LIST}{document.pk}/act/reopen/")
        document.refresh_from_db()
        bring_to(document, "published", cast=city.cast, at=now)
        document.refresh_from_db()
        assert (document.first_published_at, document.published_at) == (first, now)


class TestRelations:
    def test_a_signer_records_and_takes_back(self, city: City, signer: Client) -> None:
        old = published(city, doc_number="试府办〔2026〕1号", title="旧通知")
        new = published(city, doc_number="试府办〔2026〕2号", title="新通知")
        given = {"kind": "repeals", "target": "试府办[2026]1号", "effective_on": "2026-11-05"}
        page = signer.post(f"{LIST}{new.pk}/relate/", given, follow=True).content.decode()
        assert "已登记文件关系" in page
        relation = old.relations_in.get()
        gone = f"{LIST}{new.pk}/relations/{relation.pk}/unrelate/"
        refused = signer.post(gone, {"reason": " "})
        assert refused.status_code == 409
        assert "写明解除关系的理由" in refused.content.decode()
        signer.post(gone, {"reason": "登记有误"})
        assert not old.relations_in.exists()

    @pytest.mark.parametrize(
        ("given", "said", "status"),
        [
            ({"kind": "repeals", "target": "试府办〔2026〕1号"}, "生效日期", 409),
            ({"kind": "repeals", "target": "没有这份"}, "没有找到这份文件", 400),
            ({"kind": "basis", "target": ""}, "请填写另一份文件", 400),
            ({"kind": "basis", "target": "<script>x</script>"}, "没有找到这份文件", 400),
            ({"kind": "basis", "target": "/documents/999999999999999/"}, "没有找到这份文件", 400),
            (
                {"kind": "amends", "target": "试府办〔2026〕1号", "effective_on": "2026-02-30"},
                "日历上有的日子",
                400,
            ),
        ],
    )
    def test_a_refusal_says_why_and_keeps_what_was_typed(
        self, city: City, signer: Client, given: dict[str, str], said: str, status: int
    ) -> None:
        published(city, doc_number="试府办〔2026〕1号", title="旧通知")
        new = published(city, doc_number="试府办〔2026〕2号", title="新通知")
        response = signer.post(f"{LIST}{new.pk}/relate/", {**given, "note": "第六条"})
        page = response.content.decode()
        assert response.status_code == status
        assert said in page
        assert "第六条" in page
        assert "<script>x" not in page
        assert not new.relations_out.exists()

    def test_a_neighbour_reaches_neither_page(self, city: City) -> None:
        old = published(city, doc_number="试府办〔2026〕1号")
        new = published(city, doc_number="试府办〔2026〕2号")
        client = _client(city.outsider)
        given = {"kind": "basis", "target": old.doc_number}
        assert client.post(f"{LIST}{new.pk}/relate/", given).status_code == 404
        assert client.post(f"{LIST}{new.pk}/relations/1/unrelate/").status_code == 404

    def test_a_draft_of_another_organ_cannot_be_found_out(
        self, city: City, make_draft: Make
    ) -> None:
        hidden = make_draft(doc_number="试府办〔2026〕9号", title="未公开的草稿")
        own = published(city, organ=city.district, doc_number="东府〔2026〕1号")
        member = city.people[Role.SIGNER]
        member.memberships.filter(organ=city.office).delete()
        client = _client(member)
        given = {"kind": "basis", "target": hidden.doc_number}
        page = client.post(f"{LIST}{own.pk}/relate/", given).content.decode()
        assert "没有找到这份文件" in page
        assert "未公开的草稿" not in page


def test_a_clerk_addresses_a_draft_in_its_form(city: City, clerk: Client, make_draft: Make) -> None:
    document = make_draft()
    address = f"{LIST}{document.pk}/change/"
    form = clerk.get(address).context["adminform"].form
    given = {
        name: "" if value is None else value
        for name in form.fields
        if not isinstance(value := form.get_initial_for_field(form.fields[name], name), list)
    }
    given |= {
        "reach": Reach.ADDRESSED,
        "reach_reason": "仅涉及该街道",
        "addressed_organs": [city.street.pk],
    }
    clerk.post(address, given)
    document.refresh_from_db()
    assert document.reach == Reach.ADDRESSED
    assert [row.organ for row in document.addressees.all()] == [city.street]


def test_a_signer_schedules_on_the_page(
    city: City, signer: Client, make_draft: Make, now: dt.datetime
) -> None:
    document = make_draft()
    Document.objects.filter(pk=document.pk).update(publish_due_on=None)
    document.refresh_from_db()
    bring_to(document, "signing", cast=city.cast, at=now)
    address = f"{LIST}{document.pk}/act/schedule/"
    odd = signer.post(address, {"publish_at_0": "2026-13-01", "publish_at_1": "9点"})
    assert "日历上有的日子" in odd.content.decode()
    signer.post(address, {"publish_at_0": "2099-01-04", "publish_at_1": "09:00"})
    document.refresh_from_db()
    assert document.status == Status.SCHEDULED
    assert "2099-01-04 09:00" in signer.get(f"{LIST}{document.pk}/change/").content.decode()


@pytest.mark.usefixtures("at_noon")
@pytest.mark.parametrize("queue", ["expiring", "rereview", "scheduled", "late", "returned"])
def test_every_work_list_opens_for_its_people_and_shows_nothing_to_others(
    city: City, make_draft: Make, queue: str
) -> None:
    document = make_draft(
        doc_number="", effective_on=dt.date(2026, 11, 1), expires_on=dt.date(2026, 12, 20)
    )
    for user in (city.people[Role.CLERK], city.outsider):
        response = _client(user).get(f"{LIST}?queue={queue}")
        assert response.status_code == 200
        assert document.title not in response.content.decode()
