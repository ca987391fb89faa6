"""Fields for what people type: what nobody sees is not there; contacts have one written form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.http import QueryDict

from portal.common.typed import half_width, said, telephone, visible

_ACCEPT = ".jpg,.jpeg,.png,.pdf"
TELEPHONE_WRONG = "联系电话只写号码，如：13800001111 或 021-81110000，一栏写一个。"


class SaidField(forms.CharField):
    """A text; one of invisible characters only is an empty one."""

    def to_python(self, value: Any) -> str:
        return said(str(super().to_python(value) or ""))


class LongTextField(SaidField):
    """A text that no browser cuts: what is too long stays whole, and the server says by how much.

    With `maxlength` a browser drops the end of what is pasted without a word. The page counts along
    instead (`data-most`, static/js/count.js).
    """

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        if most := attrs.pop("maxlength", None):
            attrs["data-most"] = most
        attrs.pop("minlength", None)
        return attrs


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


class ManyFiles(forms.ClearableFileInput):
    """One field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files as a list; what each of them is, is found out where it is kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=ManyFiles(attrs={"accept": _ACCEPT}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ARG002
        """The files that were chosen, none if there were none."""
        given = data if isinstance(data, list) else [data]
        return [file for file in given if isinstance(file, UploadedFile)]


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


def written_contact(text: str) -> str:
    """A telephone number or a mail address as it is kept; of nothing nothing. Raises
    ValidationError for what is neither.
    """
    given = half_width(text)
    if "@" in given:
        try:
            validate_email(given)
        except ValidationError as error:
            raise ValidationError("这个电子邮箱写得不对，请核对。") from error
        return given
    number = telephone(given) if given else ""
    if number is None:
        raise ValidationError("请写一个手机号或者电子邮箱。")
    return number
