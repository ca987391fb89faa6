"""Bringing in service items: each row by itself, known again by its code."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from disclosure.exchange.report import Outcome, Report, RowReport
from disclosure.exchange.table import Row
from policies.partners.models import Partner
from policies.service_items.exchange.columns import ITEMS
from policies.service_items.exchange.rows import Surroundings, read_row
from policies.service_items.models import ServiceItem
from policies.service_items.permissions import may_bring_in, may_import
from policies.service_items.services.entries import refresh_entry
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class _Run:
    """One table: what stays the same for its rows, and the codes seen so far by their row."""

    by: User | Partner
    at: dt.datetime
    dry_run: bool
    known: Surroundings = field(default_factory=Surroundings)
    seen: dict[str, tuple[int, Mapping[str, Any]]] = field(default_factory=dict)


def import_items(
    *,
    rows: Iterable[Row],
    by: User | Partner,
    at: dt.datetime,
    dry_run: bool,
    notes: tuple[str, ...] = (),
) -> Report:
    """Add the items of a table and bring known ones up to it; rows that are wrong change nothing.

    Only columns the table has are touched. The same table again changes nothing. A dry run says
    what would become of every row. Raises NotPermitted for anyone who is nowhere a clerk.
    """
    if not (verdict := may_import(by)):
        raise NotPermitted(verdict.reason)
    run = _Run(by, at, dry_run)
    return Report(tuple(_take(run, row) for row in rows), dry_run=dry_run, notes=notes)


def _take(run: _Run, row: Row) -> RowReport:
    read = read_row(row, run.known)
    title = str(read.values.get("task_name", ""))
    if read.problems or read.organ is None:
        return RowReport(row.number, Outcome.BAD, title, read.problems)
    code = str(read.values["task_code"])
    if earlier := run.seen.get(code):
        if earlier[1] == read.values:
            return RowReport(row.number, Outcome.KNOWN, title, (f"与第{earlier[0]}行相同。",))
        told = f"与第{earlier[0]}行的实施编码相同，内容不同，请核对，只保留一行。"
        return RowReport(row.number, Outcome.BAD, title, (told,))
    run.seen[code] = row.number, read.values
    try:
        with transaction.atomic():
            outcome, changed = _put(run, code, read.values, read.organ)
    except ActRefused as error:
        return RowReport(row.number, Outcome.BAD, title, (str(error),))
    except (DataError, IntegrityError):
        _LOG.exception("row %s of a table of service items cannot be stored", row.number)
        told = "这一行没有存入：同一编码可能正由他人导入，请再导入一次；仍不成功的，请核对内容。"
        return RowReport(row.number, Outcome.BAD, title, (told,))
    said = (f"改动：{'、'.join(changed)}。",) if changed else ()
    return RowReport(row.number, outcome, title, said)


def _put(
    run: _Run, code: str, values: Mapping[str, Any], organ: Organ
) -> tuple[Outcome, list[str]]:
    """Add or change one item; what became of it, and the headings of what changed."""
    known = ServiceItem.objects.select_for_update(of=("self",), no_key=True)
    item = known.select_related("organ").filter(task_code=code).first()
    for owner in {organ, item.organ if item else organ}:
        if not (verdict := may_bring_in(run.by, owner)):
            raise NotPermitted(f"{owner.name}：{verdict.reason}")
    if item is None:
        if not run.dry_run:
            new = ServiceItem(organ=organ, created_at=run.at, updated_at=run.at, **values)
            new.save(force_insert=True)
            _written(run, new, "收录", sorted(values))
        return Outcome.NEW, []
    given = {**values, "organ": organ}
    changed = [name for name, value in given.items() if getattr(item, name) != value]
    if not changed:
        return Outcome.KNOWN, []
    headings = [
        ITEMS.by_key[name].heading if name in ITEMS.by_key else "实施机关" for name in changed
    ]
    if not run.dry_run:
        for name in changed:
            setattr(item, name, given[name])
        _check_days(item)
        item.updated_at = run.at
        item.save(update_fields=[*changed, "updated_at"])
        _written(run, item, "更新", changed)
    return Outcome.CHANGED, headings


def _check_days(item: ServiceItem) -> None:
    """A table with one of the two days meets the other that is known already."""
    begins, ends = item.plan_effective_date, item.plan_cancel_date
    if begins and ends and ends < begins:
        raise ActRefused("计划取消日期早于计划生效日期，请核对。")


def _written(run: _Run, item: ServiceItem, word: str, names: list[str]) -> None:
    refresh_entry(item, at=run.at)
    offered = item.is_on_offer(on=timezone.localdate(run.at))
    record(
        action="policies.service_item",
        summary=f"{word}政务服务事项：{item.task_name}（{'可以办理' if offered else '不可办理'}）",
        by=None if isinstance(run.by, Partner) else run.by,
        at=run.at,
        organ=item.organ,
        subject=item,
        details={
            "code": item.task_code,
            "columns": names,
            **({"system": run.by.code} if isinstance(run.by, Partner) else {}),
        },
    )
