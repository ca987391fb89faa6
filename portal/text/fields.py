"""A column that holds a text: `Text` in Python, its one JSON form in the database."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Col
from django.db.models.query_utils import DeferredAttribute

from portal.text.model import Text
from portal.text.serial import MalformedText, dump, load


class _Kept(str):
    """The JSON of a row as it is kept; its text is read when somebody asks for it."""

    @cached_property
    def text(self) -> Text:
        return load(json.loads(self))


class _Read(DeferredAttribute):
    """Reads the JSON of a row the first time its text is asked for: most rows never are."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        return value.text if isinstance(value, _Kept) else value

    def __set__(self, instance: Any, value: Any) -> None:
        # With a way to set it, Python asks here and not the row itself.
        instance.__dict__[self.field.attname] = value


def content_of(instance: models.Model, name: str) -> str:
    """The JSON of a row's text without reading it: what is made of the text may be known by it."""
    value = instance.__dict__.get(name)
    if isinstance(value, _Kept):
        return str(value)
    return json.dumps(dump(getattr(instance, name)), ensure_ascii=False)


class StructuredTextField(models.JSONField):
    """The empty text where nothing was written. `values()` gives the JSON as it is kept."""

    description = "structured text"
    descriptor_class = _Read

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": Text, "blank": True, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for usual in ("default", "blank"):
            kwargs.pop(usual, None)
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        # Asked for by a path, it is a part of the JSON and no text.
        if isinstance(expression, Col) and isinstance(value, str):
            return _Kept(value)
        return super().from_db_value(value, expression, connection)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(dump(value) if isinstance(value, Text) else value)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Text):
            return value
        try:
            return load(value)
        except MalformedText as error:
            raise ValidationError(str(error)) from error

    def validate(self, value: Any, model_instance: Any) -> None:
        """Any text has its JSON; what may stand in it is the vocabulary's to say."""

    def value_to_string(self, obj: Any) -> Any:
        return dump(self.value_from_object(obj))
