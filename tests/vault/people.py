"""A model with sealed fields, in no app's registry until a test asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from django.apps import apps
from django.apps.registry import Apps
from django.db import models

from portal.vault.fields import SealedTextField
from portal.vault.models import SealedModel
from portal.vault.storage import SealedStorage

ALONE = Apps()


class Person(SealedModel):
    name = SealedTextField("姓名")
    number = SealedTextField("证件号码", null=True, blank=True)
    number_index = models.CharField("证件号码索引", max_length=64, blank=True)
    address = SealedTextField("地址", blank=True)
    evidence = models.FileField(
        "证件照片", storage=SealedStorage(), upload_to="evidence", blank=True
    )
    visits = models.IntegerField("次数", default=0)

    objects: ClassVar[models.Manager[Person]] = models.Manager()

    class Meta:
        app_label = "vault"
        apps = ALONE

    def __str__(self) -> str:
        return f"{self.pk}"


@contextmanager
def registered(model: type[models.Model] = Person) -> Iterator[None]:
    """The model belongs to the installed apps for as long as this lasts."""
    known = apps.all_models["vault"]
    apps.register_model("vault", model)
    try:
        yield
    finally:
        del known[model._meta.model_name]
        apps.clear_cache()
