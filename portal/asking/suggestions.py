"""What is offered while somebody types, from everything that everybody may find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from portal.asking.presenters import Suggestion, each_once, filtered, searched
from portal.asking.selectors import popular
from portal.asking.texts import asked_text, is_personal
from portal.organs.models import Organ
from portal.search.registry import offered
from portal.search.suggestions import Suggested, Suggester
from portal.taxonomy.models import PolicyTag, Theme

MOST: Final = 10
_NUMBERED, _ASKED, _TITLED, _OTHERS, _NAMED = 3, 2, 4, 3, 2
_LONGEST: Final = 40
_KINDS: Final = ("机关", "主题", "标签")


def suggestions_for(text: str, *, on: dt.date) -> list[Suggestion]:
    """At most `MOST` lines: numbers, what others asked, titles, organs, themes and tags."""
    typed = text.strip()[:_LONGEST]
    told = asked_text(typed)
    if not told:
        return []
    labels = {each.kind: each.label for each in offered()}
    # The first kind is what the site is about; the others talk of it, and are newer.
    kinds, suggester = list(labels), Suggester()
    rows = [
        *_entries(suggester.numbered(typed, kinds=kinds, most=_NUMBERED), labels, by_number=True),
        *map(searched, [] if is_personal(told) else popular(told, on=on, most=_ASKED)),
        *_entries(suggester.titled(typed, kinds=kinds[:1], most=_TITLED), labels),
        *_entries(suggester.titled(typed, kinds=kinds[1:], most=_OTHERS), labels),
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
    lines = [((facet, value), label, kind) for facet, value, label, kind in _named_rows(text)]
    used = suggester.in_use(term for term, _, _ in lines)
    shown = dict.fromkeys(_KINDS, 0)
    for term, label, kind in lines:
        if term in used and shown[kind] < _NAMED:
            shown[kind] += 1
            yield filtered(label, kind, *term)


def _named_rows(text: str) -> list[tuple[str, str, str, str]]:
    """Facet, value, label and kind of what is called so; one query."""
    organs = Organ.objects.active().filter(Q(name__icontains=text) | Q(short_name__icontains=text))
    themes = Theme.objects.filter(name__icontains=text)
    tags = PolicyTag.objects.filter(is_active=True, name__icontains=text)
    second = Case(When(parent=None, then=Value("theme")), default=Value("subtheme"))
    parts = (
        _part(organs.order_by("depth", "path"), Value("organ"), "code", "机关"),
        _part(themes.order_by("path_order", "number"), second, "path", "主题"),
        _part(tags.order_by("group", "name"), Value("tag"), "name", "标签"),
    )
    found = parts[0].union(*parts[1:], all=True)
    return sorted(found, key=lambda row: _KINDS.index(row[3]))


def _part(rows: QuerySet[Any], facet: Value | Case, value: str, kind: str) -> QuerySet[Any]:
    """Some of one kind, with the same columns as the others."""
    columns: dict[str, Value | Case | F] = {
        "facet": facet,
        "value": F(value),
        "label": F("name"),
        "kind": Value(kind),
    }
    told = {name: Cast(column, TextField()) for name, column in columns.items()}
    return rows.annotate(**{f"a_{name}": column for name, column in told.items()}).values_list(
        *(f"a_{name}" for name in told)
    )[: _NAMED * 5]
