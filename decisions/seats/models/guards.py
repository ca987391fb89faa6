"""Triggers by which the database itself keeps what was published as it was."""

from __future__ import annotations

import functools
import operator

import pgtrigger

_SITTING = "SELECT 1 FROM decisions_sitting WHERE id = {row}.sitting_id AND {stands}"
_REFUSED = "IF EXISTS ({found}) THEN RAISE EXCEPTION '{why}'; END IF;"
CLOSED = "list_sha256 <> ''"
OPEN = "list_sha256 = ''"
ANNOUNCED = "announced_at IS NOT NULL"
DRAWN = "drawn_at IS NOT NULL"


def never_again(name: str) -> pgtrigger.Trigger:
    """A row that is written once."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


def none_added(name: str, stands: str, why: str) -> pgtrigger.Trigger:
    """No row is added while something stands of its meeting."""
    refused = _REFUSED.format(found=_SITTING.format(row="NEW", stands=stands), why=why)
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"{refused} RETURN NEW;",
    )


def none_taken(name: str, stands: str, why: str) -> pgtrigger.Trigger:
    """No row is changed or taken away while something stands of its meeting."""
    refused = _REFUSED.format(found=_SITTING.format(row="OLD", stands=stands), why=why)
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"{refused} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
    )


def frozen(name: str, stands: pgtrigger.Q, *columns: str) -> pgtrigger.Trigger:
    """Columns that do not change once something stands of the row."""
    changed = [pgtrigger.Q(**{f"old__{one}__df": pgtrigger.F(f"new__{one}")}) for one in columns]
    return pgtrigger.Protect(
        name=name,
        operation=pgtrigger.Update,
        condition=stands & functools.reduce(operator.or_, changed),
    )
