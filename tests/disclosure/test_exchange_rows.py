"""Every row of a table on its own: faults, doubles, the dry run that tells the truth."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from disclosure.choices import ImportState
from disclosure.exchange.report import Outcome, Report
from disclosure.models import Document, ImportItem
from disclosure.services.documents import correct_document
from disclosure.services.exchange import import_rows
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.common.errors import NotPermitted
from tests.builders import City, draft
from tests.disclosure.tables import (
    Make,
    as_rows,
    counts,
    filed_as,
    good,
    read,
)


@pytest.fixture
def clerk(city: City) -> User:
    return city.people[Role.CLERK]


@pytest.fixture
def run(clerk: User, now: dt.datetime) -> Callable[..., Report]:
    def filed(*values: dict[str, Any], dry_run: bool = False, by: User | None = None) -> Report:
        return import_rows(rows=as_rows(*values), by=by or clerk, at=now, dry_run=dry_run)

    return filed


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"organ": ""}, "缺少公开责任机关代码"),
        ({"organ": "NOPE"}, "没有代码或名称为“NOPE”的机关"),
        ({"organ": "SJ-X"}, "不是该机关的录入人员"),
        ({"title": " "}, "缺少标题"),
        ({"title": "长" * 501}, "标题有501字，超过上限500字"),
        ({"title": ["甲"]}, "“标题”的值应为文字"),
        ({"title": "甲\x00乙"}, "不可见的控制字符"),
        ({"theme": "没有的主题"}, "没有“没有的主题”这个主题分类"),
        ({"category": "第九十九条"}, "没有“第九十九条”这个公开类别"),
        ({"tags": ["没有的标签"]}, "没有可用的政策标签“没有的标签”"),
        ({"signed_on": "2026-02-31"}, "成文日期“2026-02-31”在日历上不存在"),
        ({"signed_on": "去年"}, "成文日期“去年”不是日期"),
        ({"doc_number": "试府办[2026]07号"}, "应写成“机关代字〔年份〕顺序号号”"),
        ({"doc_type": "告示"}, "没有“告示”这种公文种类"),
        ({"openness": "依申请公开"}, "须从清单中选择依据"),
        ({"openness": "半公开"}, "没有“半公开”这种公开属性"),
        ({"secrecy_mark": "机密★1年"}, "标有密级的文件不得进入本系统"),
        ({"copies": "三十"}, "份数“三十”不是整数"),
        ({"is_rule": "也许"}, "应填“是”或“否”"),
        ({"effective_on": "2026-12-01", "expires_on": "2026-11-01"}, "有效期至早于施行日期"),
        ({"issuers": ["长" * 201]}, "超过200字"),
        ({"issuers": [1]}, "应为名称的列表"),
        ({"issuers": {"a": 1}}, "应为名称"),
    ],
)
def test_each_fault_is_named_and_nothing_is_filed(
    run: Any, changes: dict[str, Any], message: str
) -> None:
    for dry_run in (True, False):
        report = run(good(**changes), dry_run=dry_run)
        assert [row.outcome for row in report.rows] == [Outcome.BAD]
        assert message in str(report.rows[0])
        assert str(report.rows[0]).startswith("第1行")
    assert Document.objects.count() == 0
    item = ImportItem.objects.get()
    assert (item.state, item.document, message in item.reason) == (ImportState.FAILED, None, True)
    assert "SJ" in item.elements["row"] or "organ" in item.elements["row"]


def test_all_faults_of_a_row_at_once_and_the_others_are_filed(run: Any) -> None:
    report = run(
        good(),
        good(title="", signed_on="2026-02-31", theme="没有", doc_number=""),
        good(title="关于另一件事的通知", doc_number="试府办〔2026〕22号"),
    )
    assert (report.new, report.bad) == (2, 1)
    assert len(report.rows[1].messages) == 3
    assert not report.ok
    assert "新录入2行，已有0行，有误1行" in report.summary()


def test_bad_lines_of_json(clerk: User, now: dt.datetime) -> None:
    lines = [
        json.dumps(good(), ensure_ascii=False),
        "{坏的",
        "[1]",
        '{"organ": "SJ-B", "titel\\u0000": "甲"}',
        "",
        '{"organ": "SJ-B", "title": "\\ud800"}',
    ]
    table = read("\n".join(lines).encode(), "a.jsonl")
    report = import_rows(rows=table.rows, by=clerk, at=now, dry_run=False)
    assert [(row.number, row.outcome.value) for row in report.rows] == [
        (1, "新录入"),
        (2, "有误"),
        (3, "有误"),
        (4, "有误"),
        (6, "有误"),
    ]
    said = "".join(str(row) for row in report.rows)
    for word in ("不是有效的 JSON", "一个 JSON 对象", "没有“titel”这个键", "控制字符"):
        assert word in said
    assert ImportItem.objects.filter(state=ImportState.FAILED).count() == 4


def test_one_number_twice_in_a_table(run: Any) -> None:
    values = (good(), good(title="关于另一件事的通知"), good())
    for dry_run in (True, False):
        report = run(*values, dry_run=dry_run)
        assert [row.outcome.value for row in report.rows] == ["新录入", "有误", "已有"]
        assert "与第1行的发文字号“试府办〔2026〕21号”相同" in str(report.rows[1])
    assert Document.objects.count() == 1


def test_one_number_twice_against_the_portal(run: Any, make_draft: Make, city: City) -> None:
    make_draft(doc_number="试府办〔2026〕21号", title="关于屋顶的通知")
    assert "与已录入的《关于屋顶的通知》相同" in str(run(good()).rows[0])
    draft(
        city,
        organ=city.other_district,
        by=city.outsider,
        title="他区秘而不宣",
        doc_number="西府〔2026〕1号",
    )
    said = str(run(good(doc_number="西府〔2026〕1号")).rows[0])
    assert "另一机关的文件" in said
    assert "他区秘而不宣" not in said


def test_without_a_number_title_and_date_identify(run: Any) -> None:
    assert run(good(doc_number="")).new == 1
    assert run(good(doc_number="")).known == 1
    other = run(good(doc_number="", body="另一正文"))
    assert "机关、标题和成文日期" in str(other.rows[0])
    assert run(good(doc_number="", signed_on="2026-11-03")).new == 1
    assert run(good(doc_number="", title="关于无日期的通知", signed_on="")).new == 1
    assert run(good(doc_number="", title="关于无日期的通知", signed_on="")).known == 1


def test_a_row_stays_known_after_its_draft_was_corrected(
    run: Any, clerk: User, now: dt.datetime
) -> None:
    document = filed_as(run(good()).rows[0])
    correct_document(document=document, by=clerk, at=now, elements={"abstract": "改过"})
    again = run(good())
    assert (again.known, again.rows[0].document_id) == (1, document.pk)


def test_a_dry_run_writes_nothing(run: Any) -> None:
    before = counts()
    report = run(good(), good(title=""), good(), dry_run=True)
    assert [row.outcome.value for row in report.rows] == ["新录入", "有误", "已有"]
    assert counts() == before
    assert report.rows[0].document_id is None
    assert "没有写入" in report.summary()


def test_only_clerks_and_only_for_their_organs(run: Any, city: City) -> None:
    with pytest.raises(NotPermitted):
        run(good(), by=city.people[Role.SIGNER])
    report = run(good(), by=city.outsider)
    assert "不是该机关的录入人员" in str(report.rows[0])
    assert Document.objects.count() == 0


def test_an_organ_goes_by_its_name_and_its_short_name_too(run: Any, city: City) -> None:
    """Clerks know names, not codes; the row means the same however the organ is written."""
    city.office.short_name = "府办"
    city.office.save()
    assert [row.outcome for row in run(good(organ="试江市人民政府办公室")).rows] == [Outcome.NEW]
    for name in ("府办", "SJ-B"):
        assert [row.outcome for row in run(good(organ=name)).rows] == [Outcome.KNOWN]
    city.district.short_name = "府办"
    city.district.save()
    report = run(good(organ="府办", title="另一件", doc_number="试府办〔2026〕99号"))
    assert "叫“府办”的机关不止一个（SJ-B、SJ-D）" in str(report.rows[0])
    assert Document.objects.get().organ == city.office
