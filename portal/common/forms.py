"""Fields that every app may use."""

from __future__ import annotations

from typing import Any

from django import forms


class LongTextField(forms.CharField):
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
