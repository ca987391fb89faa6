"""Fields for what people type: what nobody sees is not there; contacts have one written form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from portal.common.typed import half_width, said, telephone, visible

TELEPHONE_WRONG = "联系电话只写号码，如：13800001111 或 021-81110000，一栏写一个。"


class SaidField(forms.CharField):
    """A text; one of invisible characters only is an empty one."""

    def to_python(self, value: Any) -> str:
        return said(str(super().to_python(value) or ""))


class PlainField(forms.CharField):
    """A name or an address: without the invisible characters that come along with a copy."""

    def to_python(self, value: Any) -> str:
        return visible(str(super().to_python(value) or "")).strip()


class NumberField(forms.CharField):
    """A number of letters and digits, in half width and without invisible characters."""

    def to_python(self, value: Any) -> str:
        return half_width(str(super().to_python(value) or ""))


class TelephoneField(forms.CharField):
    """A telephone number, kept in its written form (`portal.common.typed.telephone`)."""

    default_error_messages = {"invalid": TELEPHONE_WRONG}

    def to_python(self, value: Any) -> str:
        return half_width(str(super().to_python(value) or ""))

    def clean(self, value: Any) -> str:
        given: str = super().clean(value)
        if not given:
            return ""
        number = telephone(given)
        if number is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class MailField(forms.EmailField):
    """An address of e-mail, in half width and without invisible characters."""

    def to_python(self, value: Any) -> str:
        return half_width(str(super().to_python(value) or ""))


class SaidTexts(forms.BaseForm):
    """For forms of models, whose fields come from the model: what was typed in invisible characters
    only is not there.
    """

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_seen(data), *args, **kwargs)


def _seen(data: Any) -> Any:
    if not isinstance(data, QueryDict):
        return data
    seen = data.copy()
    for name, values in data.lists():
        seen.setlist(name, ["" if value and not visible(value) else value for value in values])
    return seen
