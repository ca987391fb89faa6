"""The field in which a text is written: in the editor, or in plain lines where no script runs."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, Final

from django import forms
from django.forms.renderers import get_default_renderer
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.text.html import from_html, to_html
from portal.text.html.vocabulary import for_editor
from portal.text.lines import edited
from portal.text.model import Text
from portal.text.plain import plain
from portal.text.serial import MalformedText
from portal.text.vocabulary import UnlawfulText, checked

# What the editor sends begins with it: plain lines and markup come under one name.
_EDITED: Final = "<div data-text>"
# Stands for the file in the address of a picture.
ANY_FILE: Final = "00000000-0000-0000-0000-000000000000"


class TextEditor(forms.Textarea):
    """A box of plain lines, of which a script makes the editor.

    `clean`, `upload` and `picture` are the addresses that read what is pasted, keep a picture, and
    show the picture of ANY_FILE; without them the editor does without.
    """

    clean_address: str = ""
    upload_address: str = ""
    picture_address: str = ""

    class Media:
        css = {"all": ["css/editor.css"]}
        js = [Script("js/editor/main.js", type="module")]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, "", attrs)
        text = _shown(value)
        context["widget"] |= {
            "value": value if text is None or _is_plain(value) else "\n".join(plain(text)),
            "html": value if text is None else to_html(text),
            "vocabulary": json.dumps(for_editor()),
            "clean": self.clean_address,
            "upload": self.upload_address,
            "picture": self.picture_address,
            "any_file": ANY_FILE,
        }
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        context = self.get_context(name, value, attrs)
        area = (renderer or get_default_renderer()).render(self.template_name, context)
        context["area"] = SafeString(area)
        return render_to_string("components/text_editor.html", context)


class TextFormField(forms.Field):
    """A `Text`. Plain lines are read as changes of `base`, what was there before: lines that stand
    as they were keep all that lines do not say. `enclosed` are the titles that begin an annex.
    """

    widget = TextEditor

    def __init__(self, *, base: Text | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.base = base or Text()
        self.enclosed: Collection[str] = ()

    def to_python(self, value: Any) -> Text:
        if isinstance(value, Text):
            return value
        typed = str(value or "")
        try:
            return checked(self._lines(typed) if _is_plain(typed) else from_html(typed))
        except (MalformedText, UnlawfulText) as error:
            raise forms.ValidationError(str(error), code="invalid") from error

    def _lines(self, typed: str) -> Text:
        return edited(self.base, typed.splitlines(), enclosed=self.enclosed)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != (initial or Text())
        except forms.ValidationError:
            return True


def _is_plain(value: Any) -> bool:
    return isinstance(value, str) and not value.startswith(_EDITED)


def _shown(value: Any) -> Text | None:
    """The text a value stands for; None when it is none that can be read."""
    if isinstance(value, Text):
        return value
    typed = str(value or "")
    try:
        return edited(Text(), typed.splitlines()) if _is_plain(typed) else from_html(typed)
    except MalformedText:
        return None
