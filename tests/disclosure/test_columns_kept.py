"""Keeping columns: their filter in one spelling, who may change them, the staff's pages."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from disclosure.models import Column, ColumnType, Document, Rhythm
from disclosure.services.columns import load_columns, normal_criteria, save_column
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import FILED_AT, City
from tests.disclosure.columns import a_column, signed_in, two_plans
from tests.site.pages import COLUMN_TYPES


@pytest.fixture
def plans(city: City) -> list[Document]:
    return two_plans(city)


@pytest.mark.django_db
class TestCriteria:
    """A filter is kept in its one spelling or refused."""

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("", ""),
            ("?kind=plan", "kind=plan"),
            ("/library/?kind=plan&validity=all", "validity=all&kind=plan"),
            ("https://shijiang.example/library/?year=2026", "year=2026"),
            ("kind=plan&kind=plan", "kind=plan"),
            ("organ=SJ-B&q=绿化", f"q={quote('绿化')}&organ=SJ-B"),
            ("doc_type=%E9%80%9A%E7%9F%A5", f"doc_type={quote('通知')}"),
        ],
    )
    def test_one_spelling(self, city: City, given: str, kept: str) -> None:
        assert normal_criteria(given) == kept
        assert normal_criteria(kept) == kept

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ("nix=1", "没有名为“nix”的参数"),
            ("kind=nix", "参数 kind 只能是"),
            ("validity=nix", "参数 validity 只能是"),
            ("validity=all&validity=expired", "不能再有其他值"),
            ("kind=", "1 到 80 个字符"),
            ("year=26", "四位数字"),
            ("page=2", "没有名为“page”的参数"),
            ("limit=5", "“limit=5”不能用于栏目"),
            ("facets=1&kind=plan", "不能用于栏目"),
            ("sort=signed_on", "不能带排序"),
            ("on=2026-01-01", "不能带排序"),
            ("q=%00", "不能识别的字符"),
            ("q=、、", "没有可以检索的字词"),
            ("q=%20%20", "不能用于栏目"),
            ("organ=NIX", "机关代码“NIX”不存在"),
            ("theme=没有的主题", "主题“没有的主题”不存在"),
            ("category=99", "公开类别“99”不存在"),
            ("https://shijiang.example/library/", "没有名为"),
            ("&" * 1500, "太长"),
            ("&".join(f"tag={'长' * 70}{number}" for number in range(9)), "太长"),
        ],
    )
    def test_what_cannot_be_read_back_is_refused(self, city: City, given: str, words: str) -> None:
        with pytest.raises(ActRefused, match=words):
            normal_criteria(given)


@pytest.mark.django_db
class TestKeeping:
    """Setting up and changing."""

    def test_saved_in_one_spelling_with_an_audit_entry(self, city: City) -> None:
        column = a_column(city, criteria="?kind=plan&validity=all")
        assert Column.objects.get().criteria == "validity=all&kind=plan"
        entry = AuditEntry.objects.get(action="disclosure.save_column")
        assert (entry.object_id, entry.organ_code) == (str(column.pk), "SJ-B")

    @pytest.mark.parametrize("who", ["outsider", Role.SUPERVISOR, Role.SIGNER])
    def test_others_may_not(self, city: City, who: str | Role) -> None:
        column = a_column(city)
        column.name = "改名"
        person = city.people[who] if isinstance(who, Role) else city.outsider
        with pytest.raises(NotPermitted):
            save_column(column=column, by=person, at=FILED_AT)
        assert Column.objects.get().name == "栏目1"

    def test_nobody_takes_or_gives_away_a_column(self, city: City) -> None:
        """The outsider clerks for another district, the clerk does not."""
        column = a_column(city)
        column.organ = city.other_district
        for person in (city.outsider, city.people[Role.CLERK]):
            with pytest.raises(NotPermitted):
                save_column(column=column, by=person, at=FILED_AT)

    def test_the_address_stays(self, city: City) -> None:
        column = a_column(city)
        column.slug = "other"
        with pytest.raises(ActRefused, match="网址标识不能改动"):
            save_column(column=column, by=city.people[Role.CLERK], at=FILED_AT)

    @pytest.mark.parametrize("slug", ["", "a b", "../x", "A", "-a", "a--b", "栏目", "a/b"])
    def test_hostile_slugs(self, city: City, slug: str) -> None:
        with pytest.raises(ActRefused):
            a_column(city, slug=slug)
        with pytest.raises(IntegrityError), transaction.atomic():
            Column.objects.create(
                slug=slug, name="甲", description="乙", keywords="丙", organ=city.office
            )

    @pytest.mark.parametrize("field", ["name", "description", "keywords"])
    def test_its_tags_are_required(self, city: City, field: str) -> None:
        with pytest.raises(ActRefused):
            a_column(city, **{field: ""})

    def test_names_are_given_once(self, city: City) -> None:
        a_column(city, name="甲栏目")
        with pytest.raises(ActRefused):
            a_column(city, name="甲栏目")

    def test_the_types_are_the_prescribed_ones(self) -> None:
        assert set(ColumnType.values) == COLUMN_TYPES

    def test_the_usual_ones_are_loaded_once(self, city: City) -> None:
        added = load_columns(organ=city.office, at=FILED_AT)
        assert added == Column.objects.count() >= 7
        Column.objects.filter(slug="plans").update(name="本市规划", is_listed=False)
        assert load_columns(organ=city.office, at=FILED_AT) == 0
        assert Column.objects.get(slug="plans").name == "本市规划"
        for column in Column.objects.all():
            assert normal_criteria(column.criteria) == column.criteria

    def test_the_command_names_the_organ(self, city: City) -> None:
        out = io.StringIO()
        call_command("load_columns", organ="SJ-B", stdout=out)
        assert "试江市人民政府办公室" in out.getvalue()
        with pytest.raises(CommandError, match="没有代码为 NIX 的在用机关"):
            call_command("load_columns", organ="NIX")


@pytest.mark.django_db
class TestStaff:
    """The back office."""

    @pytest.fixture(autouse=True)
    def no_axes(self, settings: Any) -> None:
        settings.AXES_ENABLED = False

    @pytest.mark.parametrize("role", [Role.CLERK, Role.SIGNER, Role.SUPERVISOR])
    def test_the_report_of_own_columns(self, city: City, plans: list[Document], role: Role) -> None:
        a_column(city, name="规划栏", rhythm=Rhythm.DYNAMIC)
        page = signed_in(city.people[role]).get("/admin/disclosure/column/report/")
        assert "规划栏" in page.content.decode()

    def test_outsiders_see_none_of_it(self, city: City) -> None:
        column = a_column(city, name="规划栏")
        client = signed_in(city.outsider)
        for address in ("", "report/", "links/"):
            source = client.get(f"/admin/disclosure/column/{address}").content.decode()
            assert "规划栏" not in source
        change = client.get(f"/admin/disclosure/column/{column.pk}/change/")
        assert change.status_code in (302, 403, 404)

    def test_staff_without_a_working_role_are_refused(self, city: City) -> None:
        client = signed_in(city.people[Role.REQUEST_INTAKE])
        assert client.get("/admin/disclosure/column/report/").status_code == 403

    def test_five_blank_columns_are_said_to_fail_the_site(self, city: City) -> None:
        for _ in range(5):
            a_column(city, criteria="year=1999")
        client = signed_in(city.people[Role.SUPERVISOR])
        source = client.get("/admin/disclosure/column/report/").content.decode()
        assert "空白栏目有5个" in source

    def test_a_clerk_sets_one_up_and_a_bad_filter_keeps_what_was_typed(self, city: City) -> None:
        client = signed_in(city.people[Role.CLERK])
        given = {
            "organ": city.office.pk,
            "name": "规划栏",
            "slug": "plans",
            "description": "各类规划。",
            "keywords": "规划",
            "column_type": "政策文件",
            "criteria": "kind=nix",
            "rhythm": "none",
            "position": 1,
            "is_listed": "on",
        }
        refused = client.post("/admin/disclosure/column/add/", given)
        assert "参数 kind 只能是" in refused.content.decode()
        assert "各类规划。" in refused.content.decode()
        assert client.post("/admin/disclosure/column/add/", given | {"criteria": "?kind=plan"})
        column = Column.objects.get()
        assert column.criteria == "kind=plan"
        url = f"/admin/disclosure/column/{column.pk}/change/"
        client.post(url, given | {"criteria": "kind=notice", "slug": "other"})
        column.refresh_from_db()
        assert (column.slug, column.criteria) == ("plans", "kind=notice")

    def test_the_report_of_one_organ(self, city: City) -> None:
        a_column(city, name="甲栏目")
        a_column(city, name="乙栏目", organ=city.street)
        client = signed_in(city.people[Role.CLERK])
        source = client.get("/admin/disclosure/column/report/", {"organ": "SJ-D-S"}).content
        assert '<option value="SJ-D-S" selected>' in source.decode()
        assert "乙栏目" in source.decode()
        assert "甲栏目" not in source.decode()

    def test_the_filter_is_chosen_from_lists(self, city: City) -> None:
        client = signed_in(city.people[Role.CLERK])
        given = {
            "organ": city.office.pk, "name": "规划栏", "slug": "plans", "description": "各类规划。",
            "keywords": "规划", "column_type": "政策文件", "rhythm": "none", "position": 1,
            "pick_kind": ["plan", "notice"], "pick_organ": [city.office.code], "criteria": "q=停车",
        }  # fmt: skip
        client.post("/admin/disclosure/column/add/", given)
        column = Column.objects.get()
        assert column.criteria == normal_criteria(
            f"q=停车&kind=plan&kind=notice&organ={city.office.code}"
        )
        url = f"/admin/disclosure/column/{column.pk}/change/"
        form = client.get(url).context["adminform"].form
        assert form["pick_kind"].value() == ["plan", "notice"]
        assert form["pick_organ"].value() == [city.office.code]
        assert form["criteria"].value() == "q=%E5%81%9C%E8%BD%A6"
        client.post(url, {**given, "criteria": form["criteria"].value(), "pick_kind": ["plan"]})
        column.refresh_from_db()
        assert column.criteria == normal_criteria(f"q=停车&kind=plan&organ={city.office.code}")
        bad = client.post(url, {**given, "pick_kind": ["nix"]})
        assert "请重新选择信息类别。" in bad.content.decode()

    def test_a_clerk_cannot_name_another_organ(self, city: City) -> None:
        client = signed_in(city.people[Role.CLERK])
        given = {
            "organ": city.other_district.pk,
            "name": "规划栏",
            "slug": "plans",
            "description": "各类规划。",
            "keywords": "规划",
            "column_type": "政策文件",
            "criteria": "",
            "rhythm": "none",
            "position": 1,
        }
        assert client.post("/admin/disclosure/column/add/", given).status_code == 200
        assert not Column.objects.exists()

    def test_others_look_on(self, city: City) -> None:
        column = a_column(city)
        client = signed_in(city.people[Role.SUPERVISOR])
        url = f"/admin/disclosure/column/{column.pk}/change/"
        assert client.get(url).status_code == 200
        assert client.post(url, {"name": "改名"}).status_code == 403
        assert client.get("/admin/disclosure/column/add/").status_code == 403

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_of_the_report(
        self, city: City, django_assert_num_queries: Any, count: int
    ) -> None:
        for _ in range(count):
            a_column(city)
        client = signed_in(city.people[Role.CLERK])
        client.get("/admin/disclosure/column/report/")
        with django_assert_num_queries(10):
            client.get("/admin/disclosure/column/report/")
