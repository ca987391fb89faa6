"""A long text is never cut by a browser."""

from types import SimpleNamespace

from django import forms

from portal.common.forms import LongTextField
from portal.desk.fields import reason, word


def test_what_is_too_long_reaches_the_server_and_is_refused_there() -> None:
    class Form(forms.Form):
        text = LongTextField(max_length=10, widget=forms.Textarea)

    form = Form({"text": "一" * 11})
    assert not form.is_valid()
    assert "maxlength" not in form.as_p()
    assert 'data-most="10"' in form.as_p()
    assert "一" * 11 in form.as_p()


def test_officers_fields_are_of_the_kind() -> None:
    for make in (reason("理由"), word("案号", longest=100)):
        attrs = make(SimpleNamespace()).widget.attrs
        assert "maxlength" not in attrs
        assert attrs["data-most"]
