"""A table of items brought into drafts: every row by itself, answered for in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db import transaction

from decisions.catalogues.exchange.rows import ReadItem, Surroundings, read_row
from decisions.catalogues.models import Catalogue
from decisions.catalogues.permissions import may_begin
from decisions.catalogues.selectors import Line, keepers, lines_now
from decisions.catalogues.services.catalogues import begin
from decisions.catalogues.services.items import Content, content_of, edit, put, titles_of
from decisions.catalogues.workflow import Status
from disclosure.exchange.report import Outcome, Report, RowReport
from portal.accounts.choices import Role
from portal.accounts.permissions import organs_with_role
from portal.common.errors import ActRefused, NotPermitted

if TYPE_CHECKING:
    from decisions.catalogues.models import CatalogueItem
    from disclosure.exchange.table import Row
    from portal.accounts.models import User

_TITLE: Final = "title"


@dataclass(frozen=True, slots=True)
class _Names:
    """The items of a draft as they read before the table, by name; and whose each name is now."""

    lines: dict[str, Line]
    taken: dict[str, CatalogueItem]


@dataclass(slots=True)
class _Run:
    """One table: what stays the same for its rows, the drafts read so far, and the items seen so
    far by their row.
    """

    by: User
    at: dt.datetime
    known: Surroundings = field(default_factory=Surroundings)
    drafts: dict[int, _Names] = field(default_factory=dict)
    seen: dict[tuple[int, int, str], int] = field(default_factory=dict)


@transaction.atomic
def import_items(
    *,
    rows: Iterable[Row],
    by: User,
    at: dt.datetime,
    dry_run: bool,
    notes: tuple[str, ...] = (),
) -> Report:
    """Put the items of a table into the drafts of their organs and years; a draft that is not there
    is begun. An item is known again by its name. Rows that are wrong change nothing; a dry run does
    the same, and takes all of it back.

    Raises NotPermitted for anyone who nowhere keeps a catalogue.
    """
    if not organs_with_role(by, Role.DECISION_HANDLER):
        raise NotPermitted(f"目录由机关的{Role.DECISION_HANDLER.holders}导入。")
    run = _Run(by, at)
    report = Report(tuple(_take(run, row) for row in rows), dry_run=dry_run, notes=notes)
    if dry_run:
        transaction.set_rollback(True)
    return report


def _take(run: _Run, row: Row) -> RowReport:
    read = read_row(row, run.known)
    title = str(read.content.get(_TITLE, ""))
    if read.problems or read.maker is None:
        return RowReport(row.number, Outcome.BAD, title, read.problems)
    key = read.maker.pk, read.year, title
    if earlier := run.seen.get(key):
        told = f"与第{earlier}行的事项名称相同，请核对，只保留一行。"
        return RowReport(row.number, Outcome.BAD, title, (told,))
    run.seen[key] = row.number
    try:
        with transaction.atomic():
            return RowReport(row.number, _put(run, read), title)
    except ActRefused as error:
        return RowReport(row.number, Outcome.BAD, title, (str(error),))


def _put(run: _Run, read: ReadItem) -> Outcome:
    catalogue = _draft_of(run, read)
    names = run.drafts.get(catalogue.pk)
    if names is None:
        lines = {line.edition.title: line for line in lines_now(catalogue)}
        names = run.drafts[catalogue.pk] = _Names(lines, titles_of(catalogue))
    known = names.lines.get(read.content[_TITLE])
    given = {**read.content, "taken": names.taken}
    if known is None:
        put(catalogue=catalogue, by=run.by, at=run.at, **given)
        made = catalogue.items.latest("position")
        names.taken[" ".join(read.content[_TITLE].split())] = made
        return Outcome.NEW
    content = content_of(catalogue, known.item, **given)
    if _says_the_same(content, known):
        return Outcome.KNOWN
    edit(catalogue=catalogue, item=known.item, by=run.by, at=run.at, **given)
    return Outcome.CHANGED


def _draft_of(run: _Run, read: ReadItem) -> Catalogue:
    """The draft of an organ and year, begun where there is none. Raises ActRefused."""
    if read.maker is None:
        raise ValueError("a row without an organ was not answered for")
    rows = Catalogue.objects.standing().select_related("organ", "maker")
    found: Catalogue | None = rows.filter(maker=read.maker, year=read.year).first()
    if found is None:
        keeper = keepers([read.maker])[read.maker.pk]
        return begin(organ=keeper, year=read.year, by=run.by, at=run.at)
    # Whoever does not keep it learns nothing of a draft: not its state, not what stands in it.
    if not (verdict := may_begin(run.by, found.organ)):
        raise NotPermitted(verdict.reason)
    if found.status != Status.DRAFT:
        states = found.get_status_display()
        raise ActRefused(f"{found}{states}，表格只能导入编制中的目录；已经公布的，请拟定调整。")
    return found


def _says_the_same(content: Content, line: Line) -> bool:
    """Whether a row changes nothing."""
    columns, edition = content.columns(), line.edition
    same = {name: getattr(edition, name) for name in columns} == columns
    return same and {one.pk for one in content.joint} == {one.pk for one in edition.joint.all()}
