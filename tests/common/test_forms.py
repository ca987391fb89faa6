"""Every text field of every form: what nobody can see is not there."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

import pytest
from django import forms
from django.http import QueryDict
from django.urls import get_resolver

from disclosure.forms.error_reports import ErrorReportForm
from portal.common.forms import SaidTexts, TelephoneField
from portal.desk import fields
from portal.notifications.forms import MailForm
from requests_app.forms.particulars import PARTICULARS

NOTHING = "\u200b\u2060\ufeff"
# Passwords are taken as they are; traps are for machines.
_LEFT_AS_TYPED = (forms.PasswordInput,)
_TRAP = "website"
# The page on which the parts of pages are shown; nothing is sent from it.
_GALLERY = "portal.site.gallery"
OURS = ("portal.", "disclosure.", "requests_app.", "policies.", "decisions.")


def all_forms() -> list[type[forms.BaseForm]]:
    """Every form of ours: reading the URL table loads every module with a page."""
    assert get_resolver().url_patterns
    found, waiting = [], list(forms.BaseForm.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.startswith(OURS) and form.__module__ != _GALLERY:
            found.append(form)
    return found


def is_empty(field: forms.Field) -> bool:
    """Whether a text of invisible characters counts as none, required or not."""
    try:
        return not field.clean(NOTHING)
    except forms.ValidationError as error:
        # An error of several has no code of its own.
        is_required = getattr(error, "code", "") == "required"
        return is_required or field.error_messages.get("required") in error.messages


def test_the_walk_meets_every_form() -> None:
    names = {form.__name__ for form in all_forms()}
    assert {
        "ApplicationForm", "IntakeForm", "RectificationForm", "RectificationIntakeForm",
        "OpinionForm", "CoMakerForm", "CaseDoorForm", "LetterDoorForm", "ReplyForm", "MailForm",
        "ErrorReportForm", "PersonForm", "DocumentForm",
    } <= names  # fmt: skip


def test_no_field_takes_what_cannot_be_seen() -> None:
    """Forms of models are relieved of it before their fields look at it."""
    taken = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in all_forms()
        if not issubclass(form, SaidTexts)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, forms.UUIDField)
        and name != _TRAP
        and not isinstance(field.widget, _LEFT_AS_TYPED)
        and not is_empty(field)
    ]
    assert taken == []


def test_forms_of_models_are_relieved_of_it() -> None:
    left = [
        form.__name__
        for form in all_forms()
        if issubclass(form, forms.BaseModelForm)
        and not issubclass(form, SaidTexts)
        and any(
            type(field) is forms.CharField for field in getattr(form, "base_fields", {}).values()
        )
    ]
    assert left == []


class _Thing(SaidTexts, forms.Form):
    text = forms.CharField()


def test_only_what_cannot_be_seen_is_taken_away() -> None:
    assert "text" in _Thing(QueryDict(urlencode({"text": NOTHING}))).errors
    seen = _Thing(QueryDict(urlencode({"text": "\u200b看得见"})))
    assert seen.is_valid()
    assert seen.cleaned_data == {"text": "\u200b看得见"}


@pytest.mark.parametrize(
    "make",
    [fields.text("一"), fields.reason("一"), fields.word("一"), fields.lines("一", "")],
)
def test_fields_of_the_desk(make: fields.Make) -> None:
    assert is_empty(make(None))


@pytest.mark.parametrize("name", [name for name in PARTICULARS if name != "identity_kind"])
def test_fields_of_the_particulars(name: str) -> None:
    field = PARTICULARS[name](None)  # type: ignore[arg-type]  # these makers do not look at it
    assert is_empty(field)


class TestTelephoneField:
    def test_it_gives_the_written_form(self) -> None:
        assert TelephoneField().clean("\u202d（021）8111 0000") == "021-81110000"
        assert TelephoneField(required=False).clean("") == ""

    def test_it_says_how_to_write_it(self) -> None:
        with pytest.raises(forms.ValidationError, match="只写号码"):
            TelephoneField().clean("请打给我")


def test_subscriptions_take_a_pasted_address() -> None:
    form = MailForm({"email": "\u200bＪia@people.example\u202c ", "frequency": "immediate"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["email"] == "Jia@people.example"
    assert "email" in MailForm({"email": NOTHING, "frequency": "immediate"}).errors


def test_a_reader_leaves_a_contact_without_what_nobody_sees() -> None:
    given = {"text": "有误", "contact": f"{NOTHING}jia@people.example", "key": str(uuid.uuid4())}
    form = ErrorReportForm(given)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["contact"] == "jia@people.example"
