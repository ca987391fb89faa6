"""Sheets of organs: what is refused, what a load does to the tree, the sheet of Shanghai."""

import csv
import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from portal import organs
from portal.audit.models import AuditEntry
from portal.organs.choices import EditorShown
from portal.organs.docnumbers import is_normative_prefix
from portal.organs.models import Organ, OrganPrefix
from portal.organs.organs_file import SHANGHAI, load_organs_file
from portal.organs.services import load_organs
from portal.organs.sheet import HEADER, REMEDIES, SheetRefused, read_csv

AT = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
DEFAULTS = {"level": "city", "kind": "department"}
CITY = {"code": "HL", "kind": "government", "name": "海岚市人民政府", "prefixes": "海府;海府发"}
SCHOOLS = {"code": "HL-JY", "parent": "HL", "name": "海岚市教育局", "review_organ": "HL"}


def sheet(*rows: dict[str, str]) -> str:
    out = StringIO()
    writer = csv.DictWriter(out, HEADER, restval="")
    writer.writeheader()
    writer.writerows(DEFAULTS | row for row in rows)
    return out.getvalue()


def load(*rows: dict[str, str]) -> str:
    return str(load_organs(read_csv(sheet(*rows)), by=None, at=AT))


def test_courts_and_addresses_for_a_review_stand_in_columns_of_their_own(db: None) -> None:
    out = StringIO()
    writer = csv.DictWriter(out, [*HEADER, *REMEDIES], restval="")
    writer.writeheader()
    told = {"court": "海岚市中级人民法院", "review_url": "https://review.example/"}
    writer.writerow({**DEFAULTS, **CITY, **told})
    load_organs(read_csv(out.getvalue()), by=None, at=AT)
    load(CITY)  # a sheet without the columns leaves what is stored
    city = Organ.objects.get(code="HL")
    assert {name: getattr(city, name) for name in told} == told
    with pytest.raises(SheetRefused, match="不是网址"):
        read_csv(out.getvalue().replace("https:", "javascript:"))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"code": ""}, "第3行：缺少 code"),
        ({"name": ""}, "第3行：缺少 name"),
        ({"level": "county"}, "第3行：level“county”无法识别，可用：state、city、district、town"),
        ({"kind": "bureau"}, "第3行：kind“bureau”无法识别"),
        ({"code": "HL", "parent": ""}, "第3行：代码“HL”与第2行重复"),
        ({"name": "海岚市人民政府"}, "第3行：全称“海岚市人民政府”与第2行重复"),
        ({"prefixes": "海教;海府"}, "第3行：机关代字“海府”与第2行重复"),
        ({"prefixes": "海" * 25}, "超过24个字符"),
        ({"parent": "HL-JY"}, "第3行：“HL-JY”的上级是它自己"),
        ({"postcode": "２００００３"}, "第3行：邮政编码"),
        ({"email": "jy@"}, "第3行：电子邮箱“jy@”格式不对"),
        ({"phone": "1" * 61}, "phone 超过60个字符"),
    ],
)
def test_a_wrong_cell_is_named_by_its_line(row: dict[str, str], message: str) -> None:
    with pytest.raises(SheetRefused) as caught:
        read_csv(sheet(CITY, SCHOOLS | row))
    assert message in str(caught.value)


def test_a_wrong_shape_is_refused() -> None:
    for text, message in (
        ("code,name\n", "第1行：表头应为"),
        (sheet(), "没有任何机关"),
        (sheet(CITY) + "HL-JY,HL\n", "第3行：列数与表头不符"),
    ):
        with pytest.raises(SheetRefused, match=message):
            read_csv(text)


def test_every_problem_is_reported_at_once() -> None:
    with pytest.raises(SheetRefused) as caught:
        read_csv(sheet(CITY | {"level": "x"}, SCHOOLS | {"kind": "y", "postcode": "1"}))
    assert len(caught.value.problems) == 3


@pytest.mark.django_db
def test_a_load_builds_the_tree_whatever_the_order_of_rows() -> None:
    assert load(SCHOOLS | {"normative_prefixes": "海教规"}, CITY).startswith("新增2个机关")
    schools = Organ.objects.get(code="HL-JY")
    assert Organ.objects.get_parent(schools).code == "HL"
    assert schools.review_organ == Organ.objects.get_parent(schools)
    assert schools.short_name == "海岚市教育局"
    assert dict(OrganPrefix.objects.values_list("prefix", "is_normative")) == {
        "海府": False,
        "海府发": False,
        "海教规": True,
    }
    entry = AuditEntry.objects.get()
    assert entry.summary == "载入机关目录：新增2个机关，修改0个，0个没有变化。"
    assert entry.details == {"added": ["HL", "HL-JY"], "changed": []}


@pytest.mark.django_db
def test_the_same_rows_again_change_nothing() -> None:
    load(CITY, SCHOOLS)
    before = list(Organ.objects.values())
    assert load(CITY, SCHOOLS) == "新增0个机关，修改0个，2个没有变化。"
    assert list(Organ.objects.values()) == before
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db
def test_contacts_entered_by_hand_survive_an_empty_cell() -> None:
    load(CITY, SCHOOLS)
    Organ.objects.filter(code="HL-JY").update(phone="0000-1")
    assert load(CITY, SCHOOLS | {"fax": "0000-2"}) == "新增0个机关，修改1个，1个没有变化。"
    schools = Organ.objects.get(code="HL-JY")
    assert (schools.phone, schools.fax) == ("0000-1", "0000-2")


@pytest.mark.django_db
def test_an_organ_moves_with_everything_below_it() -> None:
    district = {"code": "HL-W", "parent": "HL", "level": "district", "name": "文汇区政府"}
    street = {"code": "HL-W-1", "parent": "HL-JY", "level": "town", "name": "梧桐街道办事处"}
    load(CITY, SCHOOLS, district, street)
    assert "修改1个" in load(SCHOOLS | {"parent": "HL-W"})
    street_row = Organ.objects.get(code="HL-W-1")
    assert Organ.objects.get_ancestors(street_row).count() == 3
    assert "修改1个" in load(SCHOOLS | {"parent": ""})
    assert Organ.objects.get(code="HL-JY").depth == 1
    street_row = Organ.objects.get(code="HL-W-1")
    assert Organ.objects.get_parent(street_row).code == "HL-JY"
    assert not any(Organ.objects.find_problems())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([SCHOOLS | {"code": "N", "name": "新", "parent": "NO"}], "第2行：上级“NO”不存在"),
        ([SCHOOLS | {"code": "N", "name": "新", "review_organ": "NO"}], "复议机关“NO”不存在"),
        ([SCHOOLS | {"code": "N"}], "第2行：全称“海岚市教育局”已属于代码 HL-JY"),
        (
            [SCHOOLS | {"code": "N", "name": "新", "prefixes": "海府发"}],
            "第2行：机关代字“海府发”已属于海岚市人民政府",
        ),
        ([CITY | {"parent": "HL-JY"}], "第2行：“HL”的上级关系成环"),
        (
            [CITY | {"parent": "HL-JY"}, SCHOOLS | {"parent": "HL"}],
            "第3行：“HL-JY”的上级关系成环",
        ),
    ],
)
def test_what_the_stored_organs_contradict_is_refused(
    rows: list[dict[str, str]], message: str
) -> None:
    load(CITY, SCHOOLS)
    with pytest.raises(SheetRefused) as caught:
        load(*rows)
    assert message in str(caught.value)
    assert Organ.objects.count() == 2


@pytest.mark.django_db
def test_the_command_reports_and_can_rehearse(tmp_path: Path) -> None:
    path = tmp_path / "organs.csv"
    path.write_text("\ufeff" + sheet(CITY, SCHOOLS), encoding="utf-8")
    out = StringIO()
    call_command("load_organs", str(path), "--dry-run", stdout=out)
    assert "试运行，未保存：新增2个机关" in out.getvalue()
    assert not Organ.objects.exists()
    assert not AuditEntry.objects.exists()
    call_command("load_organs", str(path), stdout=out)
    assert "新增：HL、HL-JY" in out.getvalue()
    path.write_text(sheet(CITY, SCHOOLS | {"kind": "y"}), encoding="utf-8")
    with pytest.raises(CommandError, match="有1处错误，没有载入：\n第3行：kind"):
        call_command("load_organs", str(path))
    path.write_bytes("机关".encode("gb18030"))
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("load_organs", str(path))


@pytest.mark.django_db
def test_the_sheet_of_shanghai() -> None:
    report = load_organs_file(SHANGHAI, by=None, at=AT)
    assert len(report.added) == 406
    assert load_organs_file(SHANGHAI, by=None, at=AT).unchanged == 406
    assert not any(Organ.objects.find_problems())
    city = Organ.objects.get(code="SH")
    assert city.depth == 1
    assert [organ.code for organ in Organ.objects.get_root_nodes()] == ["GWY", "SH"]
    districts = Organ.objects.get_children(city).filter(level="district")
    assert districts.count() == 16
    assert {district.review_organ_id for district in districts} == {city.pk}
    towns = Organ.objects.filter(level="town").select_related("review_organ")
    assert towns.count() == 215
    assert all(town.path.startswith(town.review_organ.path) for town in towns)
    assert not Organ.objects.exclude(phone="", email="", address="").exists()
    names = set(Organ.objects.values_list("name", flat=True))
    assert names >= {
        "上海市徐汇区天平路街道办事处",
        "上海市青浦区徐泾镇人民政府",
        "上海市浦东新区人民政府",
        "上海市崇明区横沙乡人民政府",
        "上海市杨浦区长海路街道办事处",
    }
    assert not [name for name in names if any(word in name for word in ("农场", "工业", "度假"))]


@pytest.mark.django_db
def test_the_invented_city_takes_nothing_from_the_real_one() -> None:
    demo = Path(organs.__file__).parent.parent / "site" / "demo" / "organs.csv"
    load_organs_file(SHANGHAI, by=None, at=AT)
    assert load_organs_file(demo, by=None, at=AT).changed == []
    assert Organ.objects.get_root_nodes().count() == 3


@pytest.mark.django_db
def test_shanghais_prefixes_name_the_right_organ() -> None:
    load_organs_file(SHANGHAI, by=None, at=AT)
    holders = {
        prefix.prefix: prefix.organ.name for prefix in OrganPrefix.objects.select_related("organ")
    }
    assert holders["徐府发"] == "上海市青浦区徐泾镇人民政府"
    assert holders["徐府规"] == "上海市徐汇区人民政府"
    assert holders["徐府办发"] == "上海市徐汇区人民政府办公室"
    assert holders["宝府办"] == "上海市宝山区人民政府办公室"
    assert holders["沪崇府办发"] == "上海市崇明区人民政府办公室"
    assert holders["沪府办规"] == "上海市人民政府办公厅"
    assert holders["国办发明电"] == "国务院办公厅"
    for prefix in OrganPrefix.objects.filter(is_normative=True):
        assert is_normative_prefix(prefix.prefix), prefix


@pytest.mark.django_db
def test_the_back_office_keeps_particulars_as_acts(client: Client, settings: Settings) -> None:
    settings.AXES_ENABLED = False
    load(CITY, SCHOOLS | {"prefixes": "海教"})
    root = get_user_model().objects.create_superuser("root", password="x")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    listing = reverse("admin:organs_organ_changelist")
    page = client.get(listing, {"q": "海教"}).content.decode()
    assert "海岚市教育局" in page
    assert "海岚市人民政府</a>" not in page
    schools = Organ.objects.get(code="HL-JY")
    change = reverse("admin:organs_organ_change", args=[schools.pk])
    fields = {
        "level": "city",
        "kind": "department",
        "name": schools.name,
        "short_name": "市教育局",
        "phone": "0000-81110000",
        "review_organ": schools.review_organ_id,
        "is_active": "on",
        "editor_shown": EditorShown.UNIT.value,
    }
    assert client.post(change, fields).status_code == 302
    schools.refresh_from_db()
    assert (schools.phone, schools.depth) == ("0000-81110000", 2)
    assert client.get(reverse("admin:organs_organ_add")).status_code == 403
    prefix = OrganPrefix.objects.get(prefix="海教")
    delete = reverse("admin:organs_organprefix_delete", args=[prefix.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 302
    acts = AuditEntry.objects.filter(action__startswith="organs.", actor_id=root.pk)
    assert [entry.summary for entry in acts] == [
        "修改机关 海岚市教育局",
        "删除机关代字 海教（海岚市教育局）",
    ]


@pytest.mark.django_db
def test_an_unchanged_sheet_costs_the_same_for_one_row_as_for_three(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    more = [SCHOOLS | {"code": f"HL-{n}", "name": f"海岚市第{n}局"} for n in range(2)]
    load(CITY, SCHOOLS, *more)
    for rows in ([CITY], [CITY, SCHOOLS, *more]):
        with django_assert_num_queries(6):
            load(*rows)
