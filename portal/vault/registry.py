"""Which models have sealed fields, and which fields name sealed files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.apps import apps
from django.db import models

from portal.vault.fields import SealedField
from portal.vault.models import SealedModel
from portal.vault.storage import SealedStorage


def sealed_columns() -> Iterator[tuple[type[SealedModel], list[SealedField]]]:
    """Each model with the sealed columns of its own table."""
    for model in _models():
        columns = [f for f in model._meta.local_concrete_fields if isinstance(f, SealedField)]
        if columns:
            yield cast(type[SealedModel], model), columns


def sealed_file_columns() -> Iterator[tuple[type[models.Model], models.FileField]]:
    """Each column that names files of a sealed storage."""
    for model in _models():
        for column in model._meta.local_concrete_fields:
            if isinstance(column, models.FileField) and isinstance(column.storage, SealedStorage):
                yield model, column


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy:
            yield model
