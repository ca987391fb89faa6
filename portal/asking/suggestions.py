"""What is offered while somebody types, from everything that everybody may find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from django.db.models import Q

from portal.asking.presenters import Suggestion, each_once, filtered, searched
from portal.asking.selectors import popular
from portal.asking.texts import asked_text, is_personal
from portal.organs.models import Organ
from portal.search.registry import offered
from portal.search.suggesting import Suggested, Suggester
from portal.taxonomy.models import PolicyTag, Theme

MOST: Final = 10
_NUMBERED, _ASKED, _TITLED, _NAMED = 3, 2, 6, 2
_LONGEST: Final = 40


def suggestions_for(text: str, *, on: dt.date) -> list[Suggestion]:
    """At most `MOST` lines: numbers, what others asked, titles, organs, themes and tags."""
    typed = text.strip()[:_LONGEST]
    told = asked_text(typed)
    if not told:
        return []
    labels = {each.kind: each.label for each in offered()}
    suggester = Suggester(list(labels))
    rows = [
        *_entries(suggester.numbered(typed, most=_NUMBERED), labels, by_number=True),
        *map(searched, [] if is_personal(told) else popular(told, on=on, most=_ASKED)),
        *_entries(suggester.titled(typed, most=_TITLED), labels),
        *_named(told, suggester),
    ]
    return list(each_once(rows))[:MOST]


def _entries(
    found: Iterable[Suggested], labels: dict[str, str], *, by_number: bool = False
) -> Iterator[Suggestion]:
    for row in found:
        number = f"{row.numbers[0]}　" if by_number and row.numbers else ""
        yield Suggestion(f"{number}{row.title}", labels[row.kind], row.url)


def _named(text: str, suggester: Suggester) -> Iterator[Suggestion]:
    """Organs, themes and tags whose name holds the text, those first that have documents."""
    called = Q(name__icontains=text) | Q(short_name__icontains=text)
    organs = Organ.objects.active().filter(called).order_by("depth", "path")
    themes = Theme.objects.filter(name__icontains=text).select_related("parent")
    tags = PolicyTag.objects.filter(is_active=True, name__icontains=text)
    lines = [
        *((("organ", organ.code), organ.name, "机关") for organ in organs[: _NAMED * 5]),
        *((_theme_term(theme), theme.name, "主题") for theme in themes[: _NAMED * 5]),
        *((("tag", tag.name), tag.name, "标签") for tag in tags[: _NAMED * 5]),
    ]
    used = suggester.in_use(term for term, _, _ in lines)
    shown = dict.fromkeys(("机关", "主题", "标签"), 0)
    for term, label, kind in lines:
        if term in used and shown[kind] < _NAMED:
            shown[kind] += 1
            yield filtered(label, kind, *term)


def _theme_term(theme: Theme) -> tuple[str, str]:
    """The facet under which documents of a theme are filed, and its value."""
    return ("subtheme" if theme.parent_id else "theme", theme.path)
