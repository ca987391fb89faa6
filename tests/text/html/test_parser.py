"""A text comes back from its HTML as it was; what is no part of one is taken apart or left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from portal.text.html import from_html, to_html
from portal.text.model import (
    Article,
    Break,
    Cell,
    Figure,
    Formula,
    List,
    ListItem,
    Paragraph,
    Ruby,
    Table,
    Text,
    Words,
)
from portal.text.model import words as inline
from portal.text.serial import MalformedText
from tests.growth import LINEAR, growth_factor
from tests.text.samples import EVERYTHING, TEXTS

A = Formula("a", "<math><mi>a</mi></math>")
A_BARE = Formula("a")


def test_everything_comes_back() -> None:
    assert from_html(to_html(EVERYTHING)) == EVERYTHING


# Whichever test draws first makes the table of characters.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_comes_back(text: Text) -> None:
    assert from_html(to_html(text)) == text


def _p(*words: str) -> Text:
    return Text(tuple(Paragraph(inline(each)) for each in words))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        # What acts, or leads where a text may not lead.
        ("<p>一<script>alert(1)</script>二</p>", _p("一二")),
        ("<p onclick=alert(1) style='x:y'>一</p>", _p("一")),
        ("<style>p{}</style><p>一</p><iframe src=x>二</iframe>", _p("一")),
        ("<svg><script>1</script></svg><p>一</p>", _p("一")),
        ("<template><p>二</p></template><p>一</p>", _p("一")),
        ("<p>一<img src=x onerror=alert(1)></p>", _p("一")),
        ("<p><a href='javascript:alert(1)'>一</a></p>", _p("一")),
        ("<p><a href='java&#10;script:alert(1)'>一</a></p>", _p("一")),
        ("<p><a href='//example.org'>一</a><a href='data:text/html,x'>二</a></p>", _p("一二")),
        ("<p><math><mi href='javascript:1'>a</mi></math></p>", Text((Paragraph((A,)),))),
        ("<p><math data-text='a'><script>1</script></math></p>", Text((Paragraph((A_BARE,)),))),
        # What is not in the vocabulary leaves its words.
        ("<div><section><p>一</p></section>二</div>", _p("一", "二")),
        ("<center><font color=red>一</font></center>", _p("一")),
        ("一<br>二", Text((Paragraph((Words("一"), Break(), Words("二"))),))),
        ("<article><p>一</p></article>", _p("一")),
        ("<p>一<p>二", _p("一", "二")),
        ("<blockquote>一</blockquote><pre>二</pre>", _p("一", "二")),
        # The ends of line of the markup are none of the text.
        ("<p>一\n  二</p>\n<p>three\nfour</p>", _p("一二", "three four")),
        ("<p>两  格</p>", _p("两  格")),
        # Parts of a text have no place in a cell; a table in a table only lays it out.
        (
            "<table><tr><td><h2>一</h2><table><tr><td>二</td></tr></table></td></tr></table>",
            Text((Table(((Cell((Paragraph(inline("一")), Paragraph(inline("二")))),),)),)),
        ),
        (
            "<table><tr><td colspan=99999 rowspan=x>一</td></tr></table>",
            Text((Table(((Cell((Paragraph(inline("一")),), across=100),),)),)),
        ),
        ("<table></table><ul><li></li></ul><p></p><h2></h2>", Text()),
        ("<figure data-file=''><figcaption>图</figcaption></figure>", _p("图")),
        (
            "<ul><li>一</li><ul><li>二</li></ul></ul>",
            Text((List((ListItem((*_p("一").blocks, List((ListItem(_p("二").blocks),)))),)),)),
        ),
        ("", Text()),
    ],
)
def test_what_is_no_part_of_a_text_is_taken_apart(html: str, text: Text) -> None:
    assert from_html(html) == text


def test_what_is_written_acts_nowhere() -> None:
    """Values of a text are words wherever they stand in its HTML."""
    nasty = "\"><script>alert('1')</script>"
    text = Text(
        (
            Article(nasty, (Words(nasty), Ruby(nasty, nasty), Formula(nasty, nasty)), nasty),
            Figure(nasty, nasty, inline(nasty)),
            Paragraph((Words("一", href="javascript:alert(1)"),)),
        )
    )
    html = to_html(text)
    assert "<script" not in html
    assert "javascript" not in html


@pytest.mark.parametrize("html", ["<div>" * 200 + "一", "<ul><li>" * 60, "<b>" * 5000])
def test_what_is_too_deep_is_refused(html: str) -> None:
    with pytest.raises(MalformedText, match="嵌套过深"):
        from_html(html)


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(MalformedText, match="200万字符"):
        from_html("一" * 2_000_001)


HOSTILE: dict[str, Callable[[int], str]] = {
    "attributes": lambda n: "<p " + " ".join(f"a{i}=1" for i in range(n)) + ">",
    "paragraphs": lambda n: "<p>一" * n,
    "half open": lambda n: "<b><i><u></b></i></u>" * n,
    "formatting": lambda n: "<b>" * 50 + "<p>一" * n,
    "closed": lambda n: "</p></div>" * n,
    "cells": lambda n: "<table><tr>" + "<td>一" * n,
    "rows": lambda n: "<table>" + "<tr><td>一" * n,
    "comments": lambda n: "<!--" * n,
    "angles": lambda n: "<" * n,
    "entities": lambda n: "&amp;&lt;&nosuch;&" * n,
    "lines": lambda n: "<p>" + "一\n " * n,
    "blanks": lambda n: "<p>" + " " * n + "\n" * n,
    "items": lambda n: "<ul>" + "<li>一" * n,
    "runs": lambda n: "<p>" + "<b>一</b>二" * n,
    "formulas": lambda n: "<math>" + "<mi>a</mi>" * n,
    "links": lambda n: "<a href=/x>一" * n,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_time_grows_with_the_length(kind: str) -> None:
    # No text is read beyond two million characters, which the doubled one must not reach.
    assert growth_factor(from_html, HOSTILE[kind], 1 << 9, most=1 << 15) < LINEAR
