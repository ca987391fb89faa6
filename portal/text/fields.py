"""A column that holds a text: `Text` in Python, its one JSON form in the database."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from portal.text.model import Text
from portal.text.serial import MalformedText, dump, load


class StructuredTextField(models.JSONField):
    """The empty text where nothing was written. Lists need not read it: defer it there."""

    description = "structured text"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": Text, "blank": True, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for usual in ("default", "blank"):
            kwargs.pop(usual, None)
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        # Asked for by a path, it is a part of the JSON and no text.
        found = super().from_db_value(value, expression, connection)
        return load(found) if isinstance(found, dict) and "version" in found else found

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

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(dump(value) if isinstance(value, Text) else value)
