"""The back office: linking with the policy in sight, the figures, the table; and who may not."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from disclosure.models import Document
from policies.service_items.models import ItemOfPolicy, NothingToApplyFor, ServiceItem
from policies.service_items.services.links import link_item
from policies.service_items.tasks import keep_service_items
from portal.accounts.choices import Role
from portal.files.models import StoredFile
from portal.text.model import Figure, Text
from tests.builders import FILED_AT, City, draft, published
from tests.policies.service_items.items import BODY, as_csv, item, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
AT = FILED_AT + dt.timedelta(hours=4)
BACKEND = "django.contrib.auth.backends.ModelBackend"
COVERAGE = "/admin/policies/itemofpolicy/"


@pytest.fixture(autouse=True)
def signs_in_at_once(settings: Settings) -> None:
    settings.AXES_ENABLED = False


@pytest.fixture
def policy(city: City) -> Document:
    return published(city, body=BODY, is_normative=True, doc_number="试府办规〔2026〕1号")


@pytest.fixture
def clerk(city: City, client: Client) -> Client:
    client.force_login(city.people[Role.CLERK], BACKEND)
    return client


def place(policy: Document, act: str = "document") -> str:
    return reverse(f"admin:policies_itemofpolicy_{act}", args=[policy.pk])


class TestLinking:
    """The page of one policy."""

    def test_found_linked_taken_off(self, clerk: Client, city: City, policy: Document) -> None:
        service = item(city, dept_code="SJ-D", task_name="别的机关的事项")
        assert "别的机关的事项" not in clerk.get(place(policy)).content.decode()
        page = clerk.get(place(policy), {"q": "机关的"}).content.decode()
        assert "别的机关的事项" in page
        assert "第二条" in page
        given = {"item": service.pk, "anchor": "tiao-2"}
        page = clerk.post(place(policy, "link"), given, follow=True).content.decode()
        assert "标在“第二条" in page
        given = {"link": ItemOfPolicy.objects.get().pk, "reason": "换了"}
        page = clerk.post(place(policy, "take_off"), given, follow=True).content.decode()
        assert "人工摘下：换了" in page

    def test_a_policy_with_a_picture_is_shown_in_words(
        self, clerk: Client, policy: Document
    ) -> None:
        shown = Text((*policy.text.blocks, Figure("0", alt="办理流程图")))
        Document.objects.filter(pk=policy.pk).update(text=shown)
        assert "办理流程图" in clerk.get(place(policy)).content.decode()

    def test_nothing_to_apply_for(self, clerk: Client, policy: Document) -> None:
        clerk.post(place(policy, "nothing"), {"reason": "只涉及机关内部"})
        assert NothingToApplyFor.objects.get().document == policy
        assert "只涉及机关内部" in clerk.get(place(policy)).content.decode()

    @pytest.mark.parametrize(
        ("act", "given", "said"),
        [
            ("link", {}, "请先选择事项"),
            ("link", {"item": "x"}, "没有这个事项"),
            ("link", {"item": 2**70}, "没有这个事项"),
            ("link", {"anchor": "tiao-99"}, "没有这个段落"),
            ("take_off", {"link": 1, "reason": ""}, "请填写理由"),
            ("settle", {"link": "-1"}, "没有这项关联"),
            ("nothing", {"reason": "长" * 201}, "最多200字"),
            ("nothing", {"reason": "\u200b"}, "请填写理由"),
        ],
    )
    def test_bad_input_is_answered_in_words(
        self, clerk: Client, policy: Document, act: str, given: dict[str, Any], said: str
    ) -> None:
        answer = clerk.post(place(policy, act), given)
        assert answer.status_code == 400
        assert said in answer.content.decode()

    def test_a_refusal_is_409_and_says_why(
        self, clerk: Client, city: City, policy: Document
    ) -> None:
        stopped = item(city, task_state="3")
        answer = clerk.post(place(policy, "link"), {"item": stopped.pk, "anchor": ""})
        assert answer.status_code == 409
        assert "现在不能办理" in answer.content.decode()

    def test_outsiders_and_drafts_are_not_there(
        self, client: Client, city: City, policy: Document
    ) -> None:
        hidden = draft(city)
        client.force_login(city.people[Role.CLERK], BACKEND)
        assert client.get(place(hidden)).status_code == 404
        client.force_login(city.outsider, BACKEND)
        for act in ("link", "take_off", "settle", "nothing"):
            assert client.post(place(policy, act), {"reason": "x"}).status_code == 404
        assert client.get(place(policy)).status_code == 404

    def test_whoever_may_not_link_sees_and_is_refused(
        self, client: Client, city: City, policy: Document
    ) -> None:
        service = item(city)
        client.force_login(city.people[Role.SUPERVISOR], BACKEND)
        page = client.get(place(policy)).content.decode()
        assert "只有文件所属机关的录入人员可以关联事项" in page
        assert "st-act" not in page
        answer = client.post(place(policy, "link"), {"item": service.pk, "anchor": ""})
        assert answer.status_code == 403

    def test_its_queries_do_not_grow(
        self, clerk: Client, city: City, policy: Document, django_assert_num_queries: Any
    ) -> None:
        counts = []
        for count in (1, 3):
            for number in range(count):
                link_item(
                    document=policy,
                    item=item(city, task_code=f"{count}{number}" * 8),
                    by=city.people[Role.CLERK],
                    at=AT,
                )
            with django_assert_num_queries(12, exact=False) as asked:
                clerk.get(place(policy))
            counts.append(len(asked))
        assert counts[0] == counts[1]


class TestFigures:
    """The policies of a year."""

    def test_each_policy_is_behind_its_organ_s_share(
        self, clerk: Client, city: City, policy: Document
    ) -> None:
        link_item(document=policy, item=item(city), by=city.people[Role.CLERK], at=AT)
        page = clerk.get(f"{COVERAGE}?year=2026").content.decode()
        assert "100%" in page
        assert place(policy) in page
        assert "没有需要关联事项的新政策" in clerk.get(f"{COVERAGE}?year=2025").content.decode()

    @pytest.mark.parametrize("query", ["?year=x", "?year=0000", "?year=99999", "?organ=%00x"])
    def test_nonsense_is_left_out(self, clerk: Client, query: str) -> None:
        assert clerk.get(f"{COVERAGE}{query}").status_code in (200, 400)

    def test_an_outsider_sees_none_of_it(
        self, client: Client, city: City, policy: Document
    ) -> None:
        client.force_login(city.outsider, BACKEND)
        page = client.get(f"{COVERAGE}?organ=SJ-B").content.decode()
        assert policy.title not in page

    def test_its_queries_do_not_grow(
        self, clerk: Client, city: City, policy: Document, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(10):
            clerk.get(COVERAGE)
        published(city, is_normative=True, doc_number="试府办规〔2026〕2号")
        with django_assert_num_queries(10):
            clerk.get(COVERAGE)


class TestTheTable:
    """Items by table: tried, then taken in."""

    def upload(self, client: Client, data: bytes, name: str = "事项.csv") -> Any:
        file = io.BytesIO(data)
        file.name = name
        address = reverse("admin:policies_serviceitem_table_upload")
        return client.post(address, {"table": file})

    def test_tried_then_taken_in_as_shown(self, clerk: Client, city: City) -> None:
        item(city)
        data = as_csv(row(task_name="改了名"), row(task_code="B" * 31), row(task_code="x"))
        page = self.upload(clerk, data).content.decode()
        assert "收录1个、更新1个事项" in page
        assert "应为 8 到 36 位的数字和大写字母" in page
        assert ServiceItem.objects.count() == 1
        stored = StoredFile.objects.get()
        address = reverse("admin:policies_serviceitem_table_file", args=[stored.public_id])
        page = clerk.post(address, follow=True).content.decode()
        assert "新录入1行，更新1行，已有0行，有误1行" in page
        assert set(ServiceItem.objects.values_list("task_name", flat=True)) == {
            "改了名",
            "创业一次性补贴申领",
        }

    def test_what_is_no_table_is_answered_beside_the_field(self, clerk: Client) -> None:
        page = self.upload(clerk, b"%PDF-1.4", "a.pdf").content.decode()
        assert "只能读取 CSV 和 XLSX 表格" in page

    def test_no_other_person_takes_in_what_was_shown(self, clerk: Client, city: City) -> None:
        self.upload(clerk, as_csv(row()))
        stored = StoredFile.objects.get()
        address = reverse("admin:policies_serviceitem_table_file", args=[stored.public_id])
        clerk.force_login(city.outsider, BACKEND)
        assert clerk.post(address).status_code == 404
        clerk.force_login(city.people[Role.SIGNER], BACKEND)
        assert clerk.post(address).status_code == 403
        assert self.upload(clerk, as_csv(row())).status_code == 403

    def test_the_command_does_the_same(
        self, city: City, tmp_path: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "items.csv"
        path.write_bytes(as_csv(row(), row(task_code="x")))
        name = city.people[Role.CLERK].username
        with pytest.raises(CommandError, match="有误的行没有录入"):
            call_command("import_service_items", str(path), "--by", name)
        assert "新录入1行" in capsys.readouterr().out
        assert ServiceItem.objects.count() == 1

    def test_outsiders_do_not_see_an_item(self, client: Client, city: City) -> None:
        service = item(city)
        client.force_login(city.outsider, BACKEND)
        address = reverse("admin:policies_serviceitem_change", args=[service.pk])
        assert client.get(address).status_code in (302, 403, 404)
        page = client.get(reverse("admin:policies_serviceitem_changelist")).content.decode()
        assert service.task_name not in page


class TestToday:
    """今天的工作."""

    def test_new_policies_and_what_came_off(
        self, clerk: Client, city: City, policy: Document
    ) -> None:
        page = clerk.get("/admin/").content.decode()
        assert "新政策待关联事项" in page
        link_item(document=policy, item=item(city), by=city.people[Role.CLERK], at=AT)
        Document.objects.filter(pk=policy.pk).update(validity="expired")
        keep_service_items()
        page = clerk.get("/admin/").content.decode()
        assert "文件失效，已摘下" in page
        assert "新政策待关联事项" not in page
