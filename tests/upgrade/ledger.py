"""What the database and its files hold, told so that two versions can be compared.

Rows of sealed models are known by their `seal_id`, which outlives a renamed table; all others by
the label of their model.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import models

from portal.vault.fields import SealedField

_OURS = (
    "audit", "workdays", "vault", "organs", "accounts", "files", "taxonomy", "search",
    "notifications", "disclosure", "policies", "decisions", "requests_app",
)  # fmt: skip
_ACT_FIELDS = {"action", "source", "target", "by", "at"}
_LETTER_FIELDS = {"kind", "number", "content"}
_COUNTER_FIELDS = {"organ", "year", "last"}


def ledger() -> dict[str, Any]:
    """Sealed values, files, letters, acts, counters, columns, and what the audit trail says."""
    return {
        "sealed": dict(_sealed_values()),
        "files": dict(_files()),
        "letters": {key: row for model in _models() for key, row in _letters(model)},
        "acts": sorted(row for model in _models() for row in _acts(model)),
        "counters": sorted(row for model in _models() for row in _counters(model)),
        "columns": {model._meta.label: _columns(model) for model in _models()},
        "audit": [[_verified()], *_trail()],
    }


def _models() -> list[type[models.Model]]:
    """Ours, and those of any app that came later; a proxy has no rows of its own."""
    found = apps.get_models(include_auto_created=True)
    ours = [m for m in found if m.__module__.split(".")[0] in _roots() and not m._meta.proxy]
    return sorted(ours, key=lambda model: model._meta.label)


def _roots() -> set[str]:
    return {apps.get_app_config(label).name.split(".")[0] for label in _OURS}


def _rows(model: type[models.Model]) -> Any:
    return model._base_manager.order_by("pk")


def _has(model: type[models.Model], names: set[str]) -> bool:
    return names <= {field.name for field in model._meta.concrete_fields}


def _digest(value: object) -> str:
    data = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    return hashlib.sha256(data).hexdigest()


def _sealed_fields(model: type[models.Model]) -> list[SealedField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def _sealed_values() -> Iterator[tuple[str, str]]:
    """A digest of every sealed value that is not empty, opened, by row and field."""
    for model in _models():
        for field in _sealed_fields(model):
            for row in _rows(model):
                if opened := getattr(row, field.attname):
                    yield f"{row.seal_id} {field.name}", _digest(opened)


def _files() -> Iterator[tuple[str, str]]:
    """A digest of every kept file, opened, by its name in the store."""
    for model in _models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.FileField):
                continue
            for row in _rows(model).exclude(**{field.name: ""}):
                if file := getattr(row, field.attname):
                    with file.open("rb") as stream:
                        yield str(file.name), _digest(stream.read())


def _letters(model: type[models.Model]) -> Iterator[tuple[str, list[str]]]:
    if not _has(model, _LETTER_FIELDS) or not _sealed_fields(model):
        return
    for row in _rows(model):
        yield str(row.seal_id), [row.kind, row.number, _digest(row.content)]


def _acts(model: type[models.Model]) -> Iterator[list[str]]:
    """Whose act it was is told by the number of the case, or the key of what has no number."""
    if not _has(model, _ACT_FIELDS):
        return
    keys = [f for f in model._meta.concrete_fields if f.is_relation and f.name != "by"]
    for row in _rows(model).select_related():
        subject = getattr(row, keys[0].name)
        by = row.by.username if row.by else ""
        number = str(getattr(subject, "number", subject.pk))
        yield [number, row.action, row.source, row.target, by, row.at.isoformat()]


def _counters(model: type[models.Model]) -> Iterator[list[str]]:
    """Table, organ, series, year and the number that would be given next."""
    if not _has(model, _COUNTER_FIELDS):
        return
    for row in _rows(model).select_related("organ"):
        series = str(getattr(row, "series", getattr(row, "head", "")))
        yield [model._meta.label, row.organ.code, series, str(row.year), str(row.last + 1)]


def _columns(model: type[models.Model]) -> dict[str, str]:
    """A digest of each column that is not sealed, over the rows in the order of their keys."""
    sealed = {field.attname for field in _sealed_fields(model)}
    names = [f.attname for f in model._meta.concrete_fields if f.attname not in sealed]
    rows = list(_rows(model).values_list(*names))
    columns = {
        name: _digest("\n".join(repr(row[place]) for row in rows))
        for place, name in enumerate(names)
    }
    return {"": str(len(rows)), **columns}


def _trail() -> list[list[str]]:
    """The hash of every entry: with the chain whole, it stands for what the entry says."""
    entries = _rows(apps.get_model("audit", "AuditEntry"))
    return [[each] for each in entries.values_list("hash", flat=True)]


def _verified() -> str:
    """What `manage.py audit verify` says; a broken chain ends the step."""
    said = io.StringIO()
    call_command("audit", "verify", stdout=said)
    return said.getvalue().strip()
