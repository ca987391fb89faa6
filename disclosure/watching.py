"""One document as a topic to subscribe to: what is published that changes, ends or explains it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.http import QueryDict
from django.urls import reverse

from disclosure.choices import DATED_RELATIONS, RelationKind
from disclosure.importing.titles import quoted
from disclosure.models import Document, DocumentRelation
from disclosure.selectors import public_documents
from disclosure.subscriptions import told
from portal.common.errors import ActRefused
from portal.notifications.registry import News, Topic

_KINDS = (*DATED_RELATIONS, RelationKind.EXPLAINS, RelationKind.TRANSLATES)
_LARGEST = 2**63 - 1


def normalise(query: str) -> str:
    """The document asked for, as `id=12`. Raises ActRefused when nobody may read it."""
    number = _number(query)
    if not Document.objects.public().filter(pk=number).exists():
        raise ActRefused("没有这份公开的文件，无法订阅。请从文件的页面重新点“告诉我”。")
    return f"id={number}"


def describe(criteria: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each document by its title, as long as it is public."""
    numbers = {criterion: _number(criterion) for criterion in criteria}
    rows = Document.objects.public().filter(pk__in=numbers.values())
    titles = dict(rows.values_list("pk", "title"))
    return {
        criterion: (
            f"{quoted(titles[number])}有修改、废止、新文本或者解读时"
            if number in titles
            else "这份文件已经不公开",
        )
        for criterion, number in numbers.items()
    }


def url(criterion: str) -> str:
    """The document's page; the library where none is named."""
    number = _number(criterion)
    return reverse("disclosure:document", args=[number]) if number else _library()


def news(since: dt.datetime, criteria: Collection[str]) -> dict[str, list[News]]:
    """What was published after `since` and bears on each document, oldest first; one query."""
    wanted = defaultdict(list)
    for criterion in criteria:
        wanted[_number(criterion)].append(criterion)
    rows = (
        DocumentRelation.objects.filter(
            public_documents("source"),
            kind__in=_KINDS,
            target_id__in=list(wanted),
            source__published_at__gt=since,
        )
        .select_related("source__organ")
        .prefetch_related("source__issuer_rows")
        .order_by("source__published_at", "source_id")
    )
    found: dict[str, list[News]] = defaultdict(list)
    for row in rows:
        one = told(row.source)
        for criterion in wanted[row.target_id]:
            if one not in found[criterion]:
                found[criterion].append(one)
    return dict(found)


def _number(query: str) -> int:
    """The key in a criterion; 0, which no document has, where there is none."""
    text = QueryDict(query).get("id", "")
    return min(int(text), _LARGEST) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _library() -> str:
    return reverse("disclosure:library")


WATCH = Topic("document", "一份文件", normalise, describe, url, news)
