"""Acts on the tree of organs."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

from django.db import transaction

from portal.audit.services import Actor, record
from portal.organs.models import Organ, OrganPrefix, SiteProfile
from portal.organs.sheet import OrganRow, SheetRefused

Stored = Organ | OrganPrefix | SiteProfile


@dataclass
class LoadReport:
    """Codes of the organs a load added and changed, and how many it left as they were."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0

    def __str__(self) -> str:
        return (
            f"新增{len(self.added)}个机关，修改{len(self.changed)}个，{self.unchanged}个没有变化。"
        )


@transaction.atomic
def load_organs(rows: Sequence[OrganRow], *, by: Actor | None, at: dt.datetime) -> LoadReport:
    """Make the tree hold what the rows say; loading the same rows again changes nothing.

    An empty cell of a contact, court or address leaves what is stored: somebody may have entered it
    since. Prefixes are added, never taken away. Raises SheetRefused, with line numbers, for an
    unknown parent or review organ, a cycle, and a name or prefix that belongs to another organ.
    """
    organs = {organ.code: organ for organ in Organ.objects.all()}
    if problems := _problems(rows, organs):
        raise SheetRefused(problems)
    parents = _stored_parents(organs.values())
    held = {prefix.prefix: prefix for prefix in OrganPrefix.objects.all()}
    report = LoadReport()
    for row in _parents_first(rows):
        organ = organs.get(row.code)
        if organ is None:
            organs[row.code] = _add(row, organs)
            _save_prefixes(row, organs[row.code], held)
            report.added.append(row.code)
            continue
        changed = _update(row, organ)
        if parents[row.code] != row.parent:
            _move(organ, row, organs)
            changed = True
        if _save_prefixes(row, organ, held) or changed:
            report.changed.append(row.code)
        else:
            report.unchanged += 1
    _link_review_organs(rows, organs, report)
    if report.added or report.changed:
        record(
            action="organs.load",
            summary=f"载入机关目录：{report}",
            by=by,
            at=at,
            details={"added": report.added, "changed": report.changed},
        )
    return report


def _problems(rows: Sequence[OrganRow], organs: dict[str, Organ]) -> list[str]:
    known = {row.code for row in rows} | organs.keys()
    names = {organ.name: organ.code for organ in organs.values()}
    # A name that its holder gives up in this very sheet is free.
    for row in rows:
        if row.code in organs and names.get(organs[row.code].name) == row.code:
            del names[organs[row.code].name]
    taken = {prefix.prefix: prefix.organ for prefix in OrganPrefix.objects.select_related("organ")}
    parents = _stored_parents(organs.values()) | {row.code: row.parent for row in rows}
    problems = []
    for row in rows:
        for label, code in (("上级", row.parent), ("复议机关", row.review_organ)):
            if code and code not in known:
                problems.append(f"第{row.line}行：{label}“{code}”不存在。")
        if row.name in names:
            problems.append(f"第{row.line}行：全称“{row.name}”已属于代码 {names[row.name]}。")
        for prefix in row.prefixes:
            if prefix in taken and taken[prefix].code != row.code:
                owner = taken[prefix].name
                problems.append(f"第{row.line}行：机关代字“{prefix}”已属于{owner}。")
        if _in_cycle(row.code, parents):
            problems.append(f"第{row.line}行：“{row.code}”的上级关系成环。")
    return problems


def _in_cycle(code: str, parents: dict[str, str]) -> bool:
    seen = {code}
    above = parents.get(code, "")
    while above and above not in seen:
        seen.add(above)
        above = parents.get(above, "")
    return above == code


def _stored_parents(organs: Iterable[Organ]) -> dict[str, str]:
    """The code of each organ's parent, "" for a root."""
    by_path = {organ.path: organ.code for organ in organs}
    return {code: by_path.get(path[: -Organ.steplen], "") for path, code in by_path.items()}


def _parents_first(rows: Sequence[OrganRow]) -> list[OrganRow]:
    """The rows in an order in which every parent stands before its children."""
    by_code = {row.code: row for row in rows}

    def depth(row: OrganRow) -> int:
        above = by_code.get(row.parent)
        return 1 + depth(above) if above else 0

    return sorted(rows, key=lambda row: (depth(row), row.code))


def _fields(row: OrganRow) -> dict[str, str]:
    fields = {
        "level": row.level,
        "kind": row.kind,
        "name": row.name,
        "short_name": row.short_name,
        "region_code": row.region_code,
    }
    told = {**row.contacts, **row.remedies}
    return fields | {name: value for name, value in told.items() if value}


def _add(row: OrganRow, organs: dict[str, Organ]) -> Organ:
    fields = {"code": row.code, **_fields(row)}
    if not row.parent:
        return cast("Organ", Organ.objects.add_root(fields))
    # Adding a child changes the parent's own row, so that it is read afresh.
    parent = Organ.objects.get(pk=organs[row.parent].pk)
    return cast("Organ", Organ.objects.add_child(parent, fields))


def _update(row: OrganRow, organ: Organ) -> bool:
    new = {name: value for name, value in _fields(row).items() if getattr(organ, name) != value}
    if new:
        Organ.objects.filter(pk=organ.pk).update(**new)
    return bool(new)


def _move(organ: Organ, row: OrganRow, organs: dict[str, Organ]) -> None:
    if row.parent:
        Organ.objects.move(organ, organs[row.parent], pos="sorted-child")
    else:
        Organ.objects.move(organ, Organ.objects.get_first_root_node(), pos="sorted-sibling")


def _save_prefixes(row: OrganRow, organ: Organ, held: dict[str, OrganPrefix]) -> bool:
    changed = False
    for prefix, is_normative in row.prefixes.items():
        stored = held.get(prefix)
        if stored is not None and stored.is_normative == is_normative:
            continue
        stored = stored or OrganPrefix(organ_id=organ.pk, prefix=prefix)
        stored.is_normative = is_normative
        stored.save()
        changed = True
    return changed


def _link_review_organs(
    rows: Sequence[OrganRow], organs: dict[str, Organ], report: LoadReport
) -> None:
    stored = dict(Organ.objects.values_list("code", "review_organ__code"))
    for row in rows:
        if row.review_organ and stored[row.code] != row.review_organ:
            Organ.objects.filter(code=row.code).update(review_organ=organs[row.review_organ].pk)
            if row.code not in report.added and row.code not in report.changed:
                report.changed.append(row.code)
                report.unchanged -= 1


@transaction.atomic
def save_row(row: Stored, *, changed: Sequence[str], by: Actor, at: dt.datetime) -> None:
    """Store what a form changed in an organ, a prefix or the site's particulars."""
    act = "修改" if row.pk else "新增"
    row.save()
    record(
        action="organs.save",
        summary=f"{act}{row._meta.verbose_name} {row}",
        by=by,
        at=at,
        subject=row,
        details={"fields": list(changed)},
    )


@transaction.atomic
def remove_prefix(prefix: OrganPrefix, *, by: Actor, at: dt.datetime) -> None:
    """Take a prefix from its organ, so that another may have it."""
    record(
        action="organs.remove_prefix",
        summary=f"删除机关代字 {prefix}（{prefix.organ}）",
        by=by,
        at=at,
        subject=prefix,
    )
    prefix.delete()
