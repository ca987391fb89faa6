"""Sealing everything anew under the current key."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction

from portal.audit.services import Actor, record
from portal.vault.envelope import head_for, head_of
from portal.vault.errors import DoesNotOpen
from portal.vault.fields import Sealed, SealedField
from portal.vault.keyring import KeyRing
from portal.vault.keys import current_ring
from portal.vault.models import SealedModel
from portal.vault.registry import sealed_columns
from portal.vault.storage import SealedStorage

# A write broken off is not taken up again after so long.
_STALE_PART = dt.timedelta(days=1)


@dataclass
class Rotation:
    """What a run did, and the places of what it could not open and left as it was."""

    values: int = 0
    files: int = 0
    faults: list[str] = field(default_factory=list)


def rotate(*, by: Actor | None, at: dt.datetime, batch_size: int = 200) -> Rotation:
    """Seal anew every value and file that is not sealed under the current key and algorithm.

    Each batch of rows and each file is a step of its own: what a broken-off run has done stays
    done, the next run finds the rest by the key id that each value carries. Rows are locked
    while their values are replaced, so nothing that is saved meanwhile is lost.
    """
    ring, done = current_ring(), Rotation()
    target = str(head_for(ring))
    record(action="vault.rotate", summary=f"开始重新加密：{target}", by=by, at=at)
    for model, columns in sealed_columns():
        _rotate_table(model, columns, batch_size, ring, done)
    _rotate_files(at, done)
    record(
        action="vault.rotated",
        summary=f"重新加密完毕：{target}",
        by=by,
        at=at,
        details={"values": done.values, "files": done.files, "faults": len(done.faults)},
    )
    return done


def _rotate_table(
    model: type[SealedModel],
    columns: list[SealedField],
    batch_size: int,
    ring: KeyRing,
    done: Rotation,
) -> None:
    names = [column.attname for column in columns]
    rows = model._base_manager.order_by("pk").only("seal_id", *names)
    last: SealedModel | None = None
    while True:
        with transaction.atomic():
            ahead = rows if last is None else rows.filter(pk__gt=last.pk)
            batch = list(ahead.select_for_update(of=("self",), no_key=True)[:batch_size])
            counted = [_reseal_row(row, columns, ring, done) for row in batch]
        done.values += sum(counted)
        if not batch:
            return
        last = batch[-1]


def _reseal_row(row: SealedModel, columns: list[SealedField], ring: KeyRing, done: Rotation) -> int:
    changes: dict[str, Sealed] = {}
    for column in columns:
        held = column.held(row)
        if not isinstance(held, Sealed):
            continue
        try:
            if not head_of(held.text).is_current(ring):
                value = column.opened(row, held)
                changes[column.attname] = column.sealed(value, seal_id=row.seal_id)
        except DoesNotOpen as problem:
            done.faults.append(f"{column.model._meta.label}.{column.name} 行{row.pk}：{problem}")
    if changes:
        type(row)._base_manager.filter(pk=row.pk).update(**changes)
    return len(changes)


def _rotate_files(at: dt.datetime, done: Rotation) -> None:
    storage = SealedStorage()
    storage.clear_parts(before=(at - _STALE_PART).timestamp())
    for name in storage.names():
        try:
            done.files += storage.reseal(name)
        except DoesNotOpen as problem:
            done.faults.append(f"文件{name}：{problem}")
