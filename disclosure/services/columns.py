"""Columns: kept by the organ that answers for them, loaded once, reminded of before they age."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from disclosure.address import Address
from disclosure.column_facts import ColumnReport, column_reports, listed_columns
from disclosure.freshness import BASIS, State
from disclosure.list_query import BadParameter, read_list_query
from disclosure.models import Column
from disclosure.selectors import category_names
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.notifications.services.staff_notices import StaffNotice, tell_staff
from portal.organs.models import Organ
from portal.search.query_parser import parse
from portal.taxonomy.models import Theme

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User

# What stands before the query string when somebody copies the whole address of the list.
_PAGE = re.compile(r"\A(?:https?://[^?]*|/[^?]*)?\?")
USUAL = Path(__file__).resolve().parent.parent / "data" / "columns.csv"
_TOLD = {
    State.DUE: "已有{days}天没有更新，还有{left}天就超过更新期限",
    State.STALE: "已有{days}天没有更新，超过更新期限",
    State.BLANK: "还没有内容，空白栏目将被检查扣分",
}


def may_keep(user: User | AnonymousUser, organ_id: int | None) -> Verdict:
    """May they set up and change the columns of this organ."""
    if organ_id in organs_with_role(user, Role.CLERK):
        return ALLOWED
    return refuse("只有责任机关的录入人员可以设置栏目，请选择您任录入的机关。")


def normal_criteria(text: str) -> str:
    """A filter in its one spelling, without the question mark.

    Raises ActRefused for whatever the list would read differently from what is written: a
    column that silently shows more or less than its keeper meant would be worse than none.
    """
    given = _PAGE.sub("", text.strip(), count=1)
    try:
        address = read_list_query(QueryDict(given)).address
    except BadParameter as error:
        raise ActRefused(f"筛选条件有误：{error}") from error
    except SuspiciousOperation as error:
        raise ActRefused("筛选条件太长，请少选几个值。") from error
    if address.sort or address.valid_on:
        raise ActRefused("栏目的筛选条件不能带排序（sort）和日期（on），请去掉后再保存。")
    if address.text and parse(address.text).is_unanswerable:
        raise ActRefused(f"“{address.text}”里没有可以检索的字词，请换几个字词。")
    _known_values(address)
    criteria = address.url().removeprefix("?")
    if lost := set(parse_qsl(given, keep_blank_values=True)) - set(parse_qsl(criteria)):
        parts = "、".join(sorted("=".join(pair) for pair in lost))
        raise ActRefused(f"筛选条件中的“{parts[:80]}”不能用于栏目，请去掉后再保存。")
    if len(criteria) > (Column._meta.get_field("criteria").max_length or 0):
        raise ActRefused("筛选条件太长，请少选几个值。")
    return criteria


@transaction.atomic
def save_column(*, column: Column, by: User, at: dt.datetime) -> Column:
    """Set up a column or change it, with its criteria in their one spelling."""
    before = (
        Column.objects.select_for_update(of=("self",), no_key=True).filter(pk=column.pk).first()
    )
    for organ_id in {column.organ_id, before.organ_id if before else column.organ_id}:
        verdict = may_keep(by, organ_id)
        if not verdict:
            raise NotPermitted(verdict.reason)
    if before is not None and before.slug != column.slug:
        raise ActRefused("栏目的网址标识不能改动，读者收藏的网址会因此失效。")
    return _store(column, by=by, at=at)


@transaction.atomic
def load_columns(*, organ: Organ, at: dt.datetime, by: User | None = None) -> int:
    """Set up the usual columns under an organ; those that are there are left as they are.

    Returns how many were added.
    """
    with USUAL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    there = set(Column.objects.values_list("slug", flat=True))
    names = set(Column.objects.values_list("name", flat=True))
    new = [row for row in rows if row["slug"] not in there and row["name"] not in names]
    for row in new:
        column = Column(
            slug=row["slug"],
            name=row["name"],
            description=row["description"],
            keywords=row["keywords"].replace(";", ","),
            column_type=row["type"],
            rhythm=row["rhythm"],
            criteria=row["criteria"],
            position=rows.index(row) + 1,
            organ=organ,
        )
        _store(column, by=by, at=at)
    return len(new)


def remind_of_columns(*, at: dt.datetime) -> int:
    """Tell the clerks of each column that ages or is blank; returns how many columns.

    From state, once for each stage of each standstill: a new document begins anew.
    """
    reports = column_reports(listed_columns(), on=timezone.localdate(at))
    notices = (_reminder(report) for report in reports if report.freshness.state in _TOLD)
    return tell_staff(notices, at=at).notices


def _reminder(report: ColumnReport) -> StaffNotice:
    column, found = report.column, report.freshness
    words = _TOLD[found.state].format(days=found.days, left=found.left)
    return StaffNotice(
        kind="disclosure.column",
        key=f"column:{column.pk}:{report.newest_on}:{found.state.name}",
        organ=column.organ,
        roles=(Role.CLERK,),
        subject=f"栏目更新提醒：{column.name}",
        body=f"栏目“{column.name}”{words}（{BASIS}）。",
        url="/admin/disclosure/column/report/",
    )


def _store(column: Column, *, by: User | None, at: dt.datetime) -> Column:
    column.criteria = normal_criteria(column.criteria)
    try:
        column.full_clean()
    except ValidationError as error:
        raise ActRefused("".join(error.messages)) from error
    act = "修改" if column.pk else "新设"
    column.save()
    record(
        action="disclosure.save_column",
        summary=f"{act}栏目：{column.name}",
        by=by,
        at=at,
        organ=column.organ,
        subject=column,
        details={
            "slug": column.slug,
            "criteria": column.criteria,
            "rhythm": column.rhythm,
            "is_listed": column.is_listed,
        },
    )
    return column


def _known_values(address: Address) -> None:
    """Refuse codes that nothing bears: a misspelt one would make a column blank for ever."""
    asked = address.filters
    codes = Organ.objects.filter(code__in=asked.get("organ", ())).values_list("code", flat=True)
    paths = [*asked.get("theme", ()), *asked.get("subtheme", ())]
    themes = Theme.objects.filter(path__in=paths).values_list("path", flat=True)
    _refuse_others("机关代码", asked.get("organ", ()), codes)
    _refuse_others("主题", paths, themes)
    _refuse_others("公开类别", asked.get("category", ()), category_names())


def _refuse_others(label: str, values: Sequence[str], known: Iterable[str]) -> None:
    if values and (strange := set(values) - set(known)):
        raise ActRefused(f"筛选条件中的{label}“{'、'.join(sorted(strange))}”不存在，请核对。")
