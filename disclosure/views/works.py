"""Stable addresses of regulations, and what there is in other languages.

/eli/…/ leads to the text that applies today, /eli/…/<date>/ to the one of that day, tiao-<n> to an
article of it. Only public texts are behind these doors; a text that is not there is told on the
regulation's own page, or, where nothing of it is public, not at all.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from disclosure import selectors
from disclosure.address import named_day
from disclosure.models import Document, Work
from disclosure.presenters.sheets import reading_of
from disclosure.presenters.works import history, standing_text, texts_of
from disclosure.reading import Place

_ARTICLE: Final = re.compile(r"tiao-[1-9]\d{0,3}(-\d{1,2})?", re.ASCII)


@require_safe
def eli(request: HttpRequest, organ: str, year: int, number: str) -> HttpResponse:
    """The regulation: its text of today, or with `on` that of a day, as the form asks for one."""
    work = _work(organ, year, number)
    if not texts_of(work):
        # What has become a text of another regulation is still found where it was.
        return _led_to(get_object_or_404(Document.objects.public(), pk=work.pk))
    if "on" in request.GET:
        asked = named_day(request.GET["on"])
        return _no_text(request, work, None) if asked is None else redirect(work.url_on(asked))
    return _led_to(_text_today(work))


@require_safe
def eli_part(request: HttpRequest, organ: str, year: int, number: str, part: str) -> HttpResponse:
    """Its text on a day, or an article of the text of today."""
    work = _public_work(organ, year, number)
    if _ARTICLE.fullmatch(part):
        return _led_to(_text_today(work), part)
    asked = _day(part)
    text = work.text_on(asked)
    return _led_to(text) if text else _no_text(request, work, asked)


@require_safe
def eli_article(request: HttpRequest, day: str, article: str, **of_work: Any) -> HttpResponse:
    """An article as it stood on a day; `of_work` are the parts of the regulation's address."""
    work = _public_work(**of_work)
    asked = _day(day)
    if not _ARTICLE.fullmatch(article):
        raise Http404
    text = work.text_on(asked)
    return _led_to(text, article) if text else _no_text(request, work, asked)


@require_safe
def english(request: HttpRequest) -> HttpResponse:
    """What is translated, by language, each beside what it is a translation of."""
    translations = selectors.translations()
    return render(request, "disclosure/english.html", {"translations": translations})


def _work(organ: str, year: int, number: str) -> Work:
    """A work with its public texts; there may be none."""
    return get_object_or_404(
        selectors.public_works(), eli_organ=organ, eli_year=year, eli_number=number
    )


def _public_work(organ: str, year: int, number: str) -> Work:
    """A work of which something is public, with its texts."""
    work = _work(organ, year, number)
    if not texts_of(work):
        raise Http404
    return work


def _text_today(work: Work) -> Document:
    today = timezone.localdate()
    if valid := work.text_on(today):
        return valid
    standing = standing_text(work, on=today)
    if standing is None:
        raise Http404
    return standing.document


def _day(text: str) -> dt.date:
    day = named_day(text)
    if day is None:
        raise Http404
    return day


def _led_to(text: Document, article: str = "") -> HttpResponse:
    """To the page of a text. Whoever asks again asks us: tomorrow another text may apply."""
    if article and not any(place.anchor == article for place in _places(text)):
        raise Http404
    address = text.get_absolute_url() + (f"#{article}" if article else "")
    response = redirect(address)
    patch_cache_control(response, no_cache=True)
    return response


def _places(text: Document) -> list[Place]:
    reading = reading_of(text)
    return [*reading.own, *reading.attached]


def _no_text(request: HttpRequest, work: Work, asked: dt.date | None) -> HttpResponse:
    """On that day nothing of it applied, or there is no such day: its line of texts says when."""
    context = {
        "work": work,
        "asked": asked,
        "title": texts_of(work)[-1].document.title,
        "history": history(work, here=0, on=timezone.localdate()),
        "texts": texts_of(work),
    }
    return render(request, "disclosure/work.html", context, status=404 if asked else 400)
