"""Icons beside words, sized and placed by their class."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from lucide import IconDoesNotExist


def drawn(tag: str, **values: str) -> str:
    return Template("{% load icons %}" + tag).render(Context(values))


def test_an_icon_is_drawn_in_the_page() -> None:
    shown = drawn('{% icon "bell" %}')
    assert shown.startswith("<svg ")
    assert shown.endswith("</svg>")
    assert 'class="icon"' in shown


def test_a_look_takes_the_place_of_the_usual_one() -> None:
    assert 'class="icon go"' in drawn('{% icon name "icon go" %}', name="bell")


def test_an_icon_that_is_not_there_is_an_error() -> None:
    with pytest.raises(IconDoesNotExist):
        drawn('{% icon "no-such-icon" %}')
