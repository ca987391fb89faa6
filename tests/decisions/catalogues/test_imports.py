"""A table of items: every row by itself, answered for; the table of a page can be brought in."""

from __future__ import annotations

import io
from typing import Any

import pytest

from decisions.catalogues.exchange.columns import HEADINGS, ITEMS
from decisions.catalogues.exchange.table import rows_of
from decisions.catalogues.models import Catalogue
from decisions.catalogues.selectors import lines_now
from decisions.catalogues.services import catalogues, imports, items
from decisions.catalogues.services.imports import import_items
from disclosure.exchange.report import Report
from disclosure.exchange.table import BadTable, read_table
from disclosure.exchange.tables import table
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import NotPermitted
from tests.builders import City, person
from tests.decisions.catalogues.cases import AT, TITLE, handler, released, reviewer

pytestmark = pytest.mark.django_db
OURS = ("机关", "年度", "事项名称", "类别", "承办单位", "计划时间")


def brought_in(city: City, *rows: Any, headings: Any = OURS, **given: Any) -> Report:
    data = table(headings, rows, kind="xlsx", name="目录")
    read = read_table(io.BytesIO(data), name="目录.xlsx", max_bytes=10**6, sheet=ITEMS)
    return import_items(
        **{"rows": read.rows, "by": handler(city), "at": AT, "dry_run": False, **given}
    )


def row(city: City, **changes: Any) -> list[Any]:
    given = {
        "maker": city.root.name, "year": "2026", "title": TITLE, "matter": "重要规划",
        "lead": city.office.name, "months": "2026.4—2026.12",
    }  # fmt: skip
    return list({**given, **changes}.values())


def test_a_draft_is_begun_for_every_organ_and_year(city: City) -> None:
    report = brought_in(
        city, row(city), row(city, title="另一件"), row(city, maker=city.street.name),
        row(city, year="2025", months="第三季度"),
    )  # fmt: skip
    assert [one.outcome.value for one in report.rows] == ["新录入"] * 4
    drafts = Catalogue.objects.order_by("pk")
    assert [(one.maker, one.organ, one.year) for one in drafts] == [
        (city.root, city.office, 2026), (city.street, city.street, 2026),
        (city.root, city.office, 2025),
    ]  # fmt: skip
    first = lines_now(drafts[0])[0].edition
    assert (first.title, first.matter, str(first.span)) == (TITLE, "plan", "2026年4月至12月")


def test_a_dry_run_says_the_same_and_leaves_nothing(city: City) -> None:
    entries = AuditEntry.objects.count()
    report = brought_in(city, row(city), row(city, months="年内"), dry_run=True)
    assert (report.new, report.bad) == (1, 1)
    assert not Catalogue.objects.exists()
    assert AuditEntry.objects.count() == entries


def test_known_and_changed(city: City) -> None:
    brought_in(city, row(city))
    report = brought_in(city, row(city, months="4月至12月"), row(city, title="另一件"))
    assert [one.outcome.value for one in report.rows] == ["已有", "新录入"]
    report = brought_in(city, row(city, months="5月"))
    assert [one.outcome.value for one in report.rows] == ["更新"]
    assert Catalogue.objects.get().items.count() == 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"maker": "没有的机关"}, "不是本门户的机关"), ({"maker": ""}, "请填写机关"),
        ({"year": "今年"}, "不是整数"), ({"year": "2018"}, "年度应在"),
        ({"title": ""}, "请填写事项名称"), ({"title": "长" * 201}, "最多200字"),
        ({"matter": "大事"}, "没有“大事”这种类别"), ({"lead": "没有的局"}, "承办单位“没有的局”"),
        ({"months": "年内"}, "看不出"), ({"months": "13月"}, "没有13月"),
        ({"months": ""}, "请填写计划时间"), ({"maker": "试江市西山区人民政府"}, "决策承办人员编制"),
    ],
)  # fmt: skip
def test_a_bad_row_is_answered_for_and_stops_no_other(
    city: City, changes: dict[str, Any], why: str
) -> None:
    report = brought_in(city, row(city, **changes), row(city, title="好的一行"))
    bad, good = report.rows
    assert bad.outcome.value == "有误"
    assert why in "".join(bad.messages)
    assert good.outcome.value == "新录入"
    assert Catalogue.objects.get().items.count() == 1


def test_several_columns_and_headings_of_others(city: City) -> None:
    headings = (
        "决策机关", "年度", "决策项目", "申报单位", "拟决策时间", "决策程序", "决策中是否需听证",
        "会办单位",
    )  # fmt: skip
    report = brought_in(
        city,
        [city.root.name, "2026", TITLE, city.office.code, "4月", "专家论证；风险评估", "是",
         city.street.name],
        [city.root.name, "2026", "又一件", city.office.code, "4月", "投票", "否", ""],
        headings=headings,
    )  # fmt: skip
    assert report.rows[0].outcome.value == "新录入"
    assert "没有“投票”这种程序" in report.rows[1].messages[0]
    edition = lines_now(Catalogue.objects.get())[0].edition
    assert edition.step_words == ["公众参与", "专家论证", "风险评估", "合法性审查", "集体讨论"]
    assert list(edition.joint.all()) == [city.street]


def test_the_same_name_twice_in_a_table(city: City) -> None:
    report = brought_in(city, row(city), row(city, months="5月"))
    assert report.rows[1].messages == ("与第2行的事项名称相同，请核对，只保留一行。",)


def test_what_is_published_is_not_brought_in(city: City) -> None:
    released(city)
    report = brought_in(city, row(city, title="晚来的"))
    assert "已经公布的，请拟定调整" in report.rows[0].messages[0]


def test_unknown_headings_stop_the_reading(city: City) -> None:
    with pytest.raises(BadTable, match="缺少："):
        brought_in(city, ["x"], headings=["事项名称"])


def test_what_was_written_is_read_again(city: City) -> None:
    found = released(city, 2)
    rows = rows_of(found, lines_now(found), {})
    catalogues.withdraw(catalogue=found, reason="重新编", by=reviewer(city), at=AT)
    report = brought_in(city, *rows, headings=HEADINGS)
    assert [one.outcome.value for one in report.rows] == ["新录入"] * 2
    made = Catalogue.objects.standing().get()
    again = [line[3:13] for line in rows_of(made, lines_now(made), {})]
    assert again == [line[3:13] for line in rows]


def test_a_table_says_nothing_of_the_draft_of_another(city: City) -> None:
    other = person("h-other", organs=[city.other_district], roles=[Role.DECISION_HANDLER])
    brought_in(city, row(city))
    told = [brought_in(city, row(city), by=other).rows[0]]
    draft = Catalogue.objects.get()
    catalogues.write(catalogue=draft, approved_by="常务会议", by=handler(city), at=AT)
    catalogues.STEPS.perform(draft, "submit", by=handler(city), at=AT)
    told += [brought_in(city, row(city), by=other).rows[0]]
    for one in told:
        assert one.outcome.value == "有误"
        assert "由该机关的" in one.messages[0]


def test_by_those_who_keep_catalogues(city: City) -> None:
    with pytest.raises(NotPermitted):
        brought_in(city, row(city), by=reviewer(city))


def test_what_stands_in_a_draft_is_read_once_for_a_table(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought_in(city, *(row(city, title=f"第{number}件") for number in range(3)))
    read: list[Catalogue] = []

    def counted(catalogue: Catalogue) -> Any:
        read.append(catalogue)
        return lines_now(catalogue)

    for module in (imports, items):
        monkeypatch.setattr(module, "lines_now", counted)
    report = brought_in(
        city, row(city, title="第1件", months="2026.5"), row(city, title="第2件"),
        *(row(city, title=f"新的{number}") for number in range(4)),
    )  # fmt: skip
    assert len(read) == 2
    outcomes = [one.outcome.value for one in report.rows]
    assert outcomes == ["更新", "已有", *["新录入"] * 4]
