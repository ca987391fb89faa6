"""The field takes plain lines and the editor's markup under one name, and keeps what was typed."""

from __future__ import annotations

from django import forms

from portal.text.forms import TextFormField
from portal.text.html import to_html
from portal.text.model import Figure, Paragraph, Text, words
from portal.text.plain import plain
from tests.text.samples import EVERYTHING

EDITED = f"<div data-text>{to_html(EVERYTHING)}</div>"


def form(typed: str | None = None, base: Text | None = None) -> forms.Form:
    data = None if typed is None else {"text": typed}
    made = forms.Form(data, initial={"text": base})
    made.fields["text"] = TextFormField(label="正文", required=False, base=base)
    return made


def said(made: forms.Form) -> list[str]:
    return [str(each) for each in made.errors.get("text", [])]


def test_both_ways_say_the_same() -> None:
    lines = "\r\n".join(plain(EVERYTHING))
    for typed in (EDITED, lines):
        given = form(typed, EVERYTHING)
        assert given.is_valid(), given.errors
        assert given.cleaned_data["text"] == EVERYTHING
        assert not given.has_changed()


def test_what_begins_like_markup_is_read_by_the_vocabulary() -> None:
    given = form("<div data-text><p>一<script>二</script></p></div>")
    assert given.is_valid()
    assert given.cleaned_data["text"] == Text((Paragraph(words("一")),))


def test_a_line_of_markup_among_plain_ones_is_a_line() -> None:
    given = form("<p>一</p>")
    assert given.is_valid()
    assert given.cleaned_data["text"] == Text((Paragraph(words("<p>一</p>")),))


def test_a_refused_text_is_shown_again_as_it_was_typed() -> None:
    nameless = Text((Figure("7c9e6679-7425-40de-944b-e07fc1f90ae7", ""),))
    given = form(f"<div data-text>{to_html(nameless)}</div>")
    assert "替代文字" in said(given)[0]
    assert "7c9e6679" in str(given["text"])


def test_what_cannot_be_read_at_all_is_not_lost() -> None:
    given = form("<div data-text>" + "<div>" * 200 + "一句话</div>")
    assert said(given) == ["嵌套过深"]
    assert "一句话" in str(given["text"])


def test_plain_lines_are_shown_as_typed() -> None:
    shown = str(form("一\n  二\n\n三")["text"])
    assert "一\n  二\n\n三</textarea>" in shown
    assert 'data-html="&lt;p&gt;一&lt;/p&gt;&lt;p&gt;二' in shown


def test_the_field_shows_lines_and_markup() -> None:
    shown = str(form(base=EVERYTHING)["text"])
    assert "文汇区\t120" in shown
    assert "第一条" in shown
    assert "data-vocabulary" in shown
    assert "data-clean" not in shown


def test_nothing_is_the_empty_text() -> None:
    for typed in ("", "<div data-text><p></p></div>"):
        given = form(typed)
        assert given.is_valid()
        assert given.cleaned_data["text"] == Text()
        assert not given.has_changed()
