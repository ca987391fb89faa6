"""Whether everything sealed opens, and under which keys it is sealed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.vault.envelope import Head, head_of
from portal.vault.errors import DoesNotOpen
from portal.vault.fields import Sealed
from portal.vault.keyring import KeyRing
from portal.vault.keys import current_ring
from portal.vault.registry import sealed_columns, sealed_file_columns
from portal.vault.storage import SealedStorage
from portal.vault.streams import PIECE_BYTES, read_head


@dataclass
class Inspection:
    """How many values and files each head seals, and the places of what does not open."""

    values: Counter[Head] = field(default_factory=Counter)
    files: Counter[Head] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def unused_keys(self, ring: KeyRing) -> list[str]:
        """Keys of the ring that seal nothing any more and are not current."""
        used = {head.key_id for head in (*self.values, *self.files)} | {ring.current.id}
        return [key.id for key in ring.keys if key.id not in used]


def inspect() -> Inspection:
    """Open every sealed value and read every sealed file to its end."""
    current_ring()  # keys that cannot be used are no fault of the values
    found = Inspection()
    _inspect_values(found)
    _inspect_files(found)
    found.faults.extend(_missing_files())
    return found


def _inspect_values(found: Inspection) -> None:
    for model, columns in sealed_columns():
        names = [column.attname for column in columns]
        rows = model._base_manager.order_by("pk").only("seal_id", *names)
        for row in rows.iterator(chunk_size=500):
            for column in columns:
                held = column.held(row)
                if not isinstance(held, Sealed):
                    continue
                try:
                    found.values[head_of(held.text)] += 1
                    column.opened(row, held)
                except DoesNotOpen as problem:
                    place = f"{column.model._meta.label}.{column.name}"
                    found.faults.append(f"{place} 行{row.pk}：{problem}")


def _inspect_files(found: Inspection) -> None:
    storage = SealedStorage()
    for name in storage.names():
        try:
            with storage.open_sealed(name) as source:
                found.files[read_head(source)] += 1
            with storage.open(name) as content:
                for _ in content.chunks(PIECE_BYTES):
                    pass
        except FileNotFoundError:
            continue  # deleted since it was listed
        except DoesNotOpen as problem:
            found.faults.append(f"文件{name}：{problem}")


def _missing_files() -> Iterator[str]:
    for model, column in sealed_file_columns():
        rows = model._base_manager.exclude(**{column.attname: ""}).order_by("pk")
        for pk, name in rows.values_list("pk", column.attname).iterator(chunk_size=2000):
            if name and not column.storage.exists(name):
                yield f"{model._meta.label}.{column.name} 行{pk}：文件不存在，请从备份恢复。"
