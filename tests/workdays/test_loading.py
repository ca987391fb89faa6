"""Sheets of arrangements, the acts that store them, the command and the back office."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from portal.audit.models import AuditEntry
from portal.workdays import services
from portal.workdays.calendar import BeyondCalendar
from portal.workdays.models import CalendarDay, HolidayNotice
from portal.workdays.sheet import SheetError, parse_lines, read_csv

D = dt.date.fromisoformat
AT = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
HEADER = "year,number,issued_on,kind,first,last,name,title,url,verified\n"
NEXT = HEADER + (
    "2027,国办发明电〔2026〕9号,2026-11-20,休,2026-12-31,2027-01-02,元旦,2027年安排（试）,,否\n"
    "2027,国办发明电〔2026〕9号,,班,2027-01-03,,元旦,,,\n"
)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("workdays", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2027,号,2026-11-20,歇,2027-01-01,,元旦,题,,是", "第2行：“歇”应写“休”或“班”"),
        ("2027,号,2026-11-20,休,2027-02-30,,春节,题,,是", "第2行：日期“2027-02-30”不存在"),
        ("2027,号,2026-11-20,休,2026-03-01,,春节,题,,是", "不是2027年安排里的日期"),
        ("2027,号,2026-11-20,休,2027-02-10,2027-02-01,春节,题,,是", "不是2027年安排里的日期"),
        ("2027,号,2026-11-20,休,2027-02-01,2027-02-20,春节,题,,是", "超过15天"),
        ("2027,号,2026-11-20,班,2027-02-05,,春节,题,,是", "2027-02-05 是周五"),
        ("2027,号,2026-11-20,休,2027-02-05,,,题,,是", "缺少节日名称"),
        ("2027,,2026-11-20,休,2027-02-05,,春节,题,,是", "缺少文号"),
        ("二〇二七,号,2026-11-20,休,2027-02-05,,春节,题,,是", "年度“二〇二七”无法识别"),
        ("2027,号,,休,2027-02-05,,春节,题,,是", "日期“”不存在"),
        ("2027,号,2026-11-20,休,2027-02-05,,春节,,,是", "第一行应有标题"),
        ("2027,号,2026-11-20,休,2027-02-05,,春节,题,,", "是否已核实"),
        ("2027,号,2026-11-20,休", "列数与表头不符"),
    ],
)
def test_a_wrong_row_is_named_by_its_line(row: str, message: str) -> None:
    with pytest.raises(SheetError) as caught:
        read_csv(HEADER + row + "\n")
    assert message in str(caught.value)


def test_other_faults_of_a_sheet() -> None:
    with pytest.raises(SheetError, match="第1行：表头"):
        read_csv("date,kind\n")
    with pytest.raises(SheetError, match="没有任何通知"):
        read_csv(HEADER)
    with pytest.raises(SheetError, match="2027-01-02 列了两次"):
        read_csv(NEXT + "2027,国办发明电〔2026〕9号,,休,2027-01-02,,元旦,,,\n")
    with pytest.raises(SheetError, match="年度前后不一致"):
        read_csv(NEXT + "2026,国办发明电〔2026〕9号,,休,2027-01-05,,元旦,,,\n")


def test_typed_lines() -> None:
    spans = parse_lines("休 2027-01-01 2027-01-02 元旦\n\n班 2027-01-03 元旦", year=2027)
    assert [str(span) for span in spans] == [
        "休 2027-01-01 2027-01-02 元旦",
        "班 2027-01-03 2027-01-03 元旦",
    ]
    for text in ("", "休 元旦", "班 2027-01-04 元旦"):
        with pytest.raises(SheetError):
            parse_lines(text, year=2027)


@pytest.mark.django_db
def test_the_shipped_notices_are_loaded_and_load_is_idempotent() -> None:
    assert services.load_calendar().years == list(range(2019, 2027))
    assert HolidayNotice.objects.count() == 10
    assert not HolidayNotice.objects.filter(is_verified=False).exists()
    assert "载入0个通知，10个没有变化；工作日历收录到 2026-12-31。" in run("load")
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_a_next_years_sheet_moves_the_coverage(tmp_path: Path) -> None:
    sheet = tmp_path / "2027.csv"
    sheet.write_text("\ufeff" + NEXT, encoding="utf-8")
    before = services.load_calendar()
    assert before.is_workday(D("2026-12-31"))
    assert "已载入 国办发明电〔2026〕9号" in run("load", str(sheet))
    after = services.load_calendar()
    assert after.covered_until == D("2027-12-31")
    assert not after.is_workday(D("2026-12-31"))
    assert after.is_workday(D("2027-01-03"))
    entry = AuditEntry.objects.get()
    assert entry.summary == "收录2027年节假日安排通知 国办发明电〔2026〕9号"
    assert "待核实" in run("check", "2027-01-03")
    services.remove_notice(HolidayNotice.objects.get(year=2027), by=None, at=AT)
    with pytest.raises(BeyondCalendar):
        services.load_calendar().is_workday(D("2027-01-04"))


@pytest.mark.django_db
def test_a_wrong_sheet_loads_nothing(tmp_path: Path) -> None:
    sheet = tmp_path / "2027.csv"
    sheet.write_text(NEXT + "2027,另一号,,休,x,,元旦,题,,是\n", encoding="utf-8")
    with pytest.raises(CommandError, match="第4行：日期“”不存在"):
        run("load", str(sheet))
    assert not HolidayNotice.objects.filter(year=2027).exists()
    with pytest.raises(CommandError, match="无法读取"):
        run("load", str(tmp_path / "none.csv"))


@pytest.mark.django_db
def test_a_later_notice_prevails_whatever_the_order_of_loading() -> None:
    first, change = (
        next(each for each in services.shipped_arrangements() if each.number == number)
        for number in ("国办发明电〔2019〕16号", "国办发明电〔2020〕1号")
    )
    HolidayNotice.objects.filter(year=2020).delete()
    services.load_arrangements([change, first], by=None, at=AT)
    assert not services.load_calendar().is_workday(D("2020-02-01"))


@pytest.mark.django_db
def test_the_calendar_is_built_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    built = services.load_calendar()
    with django_assert_num_queries(1):
        assert services.load_calendar() is built
    notice = HolidayNotice.objects.get(year=2026)
    changed = next(each for each in services.shipped_arrangements() if each.year == 2026)
    notice.days.filter(date=D("2026-02-28")).delete()
    services.save_notice(changed, by=None, at=AT)
    assert services.load_calendar() is not built
    assert CalendarDay.objects.filter(notice=notice).count() == 39


@pytest.mark.django_db
def test_the_command_prints_only_the_day() -> None:
    assert run("add", "2024-01-30", "20") == "2024-03-01\n"
    assert run("check", "2026-02-14").startswith("2026-02-14 周六 工作日（春节调休上班")
    assert run("check", "2026-03-02") == "2026-03-02 周一 工作日\n"
    assert run("check", "2026-03-01") == "2026-03-01 周日 休息日（周末）\n"
    explained = run("add", "2024-01-30", "7", "--explain").splitlines()
    assert "2024-02-04 周日 第4日 春节调休上班" in explained
    assert explained[-1] == "2024-02-07"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("add", "2026-12-04", "20"), "只收录到2026年12月31日"),
        (("check", "2027-01-04"), "2027年的节假日安排尚未收录"),
        (("add", "2026-02-30", "5"), "日期“2026-02-30”不存在"),
        (("add", "20260230", "5"), "不存在或无法识别"),
        (("check", "昨天"), "不存在或无法识别"),
        (("add", "2026-03-02", "0"), "正整数"),
    ],
)
def test_the_command_refuses_clearly(arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run(*arguments)


@pytest.mark.django_db
def test_the_back_office_saves_a_notice_as_one_act(client: Client, settings: Settings) -> None:
    settings.AXES_ENABLED = False
    admin = get_user_model().objects.create_superuser("root", password="x")
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    add = reverse("admin:workdays_holidaynotice_add")
    fields = {
        "year": "2027",
        "number": "国办发明电〔2026〕9号",
        "issued_on": "2026-11-20",
        "title": "2027年安排（试）",
        "url": "",
        "arrangement": "休 2027-01-01 2027-01-03 元旦\n班 2027-01-04 元旦",
    }
    answer = client.post(add, fields)
    assert "2027-01-04 是周一" in answer.content.decode()
    fields["arrangement"] = "休 2027-01-01 2027-01-02 元旦\n班 2027-01-03 元旦"
    assert client.post(add, fields).status_code == 302
    notice = HolidayNotice.objects.get(year=2027)
    change = reverse("admin:workdays_holidaynotice_change", args=[notice.pk])
    assert "班 2027-01-03 2027-01-03 元旦" in client.get(change).content.decode()
    fields |= {"arrangement": "休 2027-01-01 2027-01-03 元旦", "is_verified": "on"}
    assert client.post(change, fields).status_code == 302
    assert not services.load_calendar().is_workday(D("2027-01-03"))
    delete = reverse("admin:workdays_holidaynotice_delete", args=[notice.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 302
    assert not HolidayNotice.objects.filter(year=2027).exists()
    entries = AuditEntry.objects.filter(object_type="workdays.HolidayNotice")
    assert [entry.summary[:2] for entry in entries] == ["收录", "修改", "删除"]
    assert {entry.actor_id for entry in entries} == {admin.pk}
