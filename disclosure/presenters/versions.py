"""The texts a document has had, in order, each to be compared with the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from disclosure.models import Document
from disclosure.presenters.words import State, day, state_of
from disclosure.selectors import Text


@dataclass(frozen=True)
class Version:
    """One text: since when it holds, and where it is compared with the one before it."""

    label: str
    title: str
    since: str
    url: str
    compare_url: str
    state: State
    is_this: bool


def versions_of(texts: Sequence[Text], here: Document) -> list[Version]:
    """Every text in the order in which they came to hold; none when there is only one."""
    if len(texts) < 2:
        return []
    before: list[Text | None] = [None, *texts[:-1]]
    return [
        Version(
            label="原始文本" if text.is_original else f"第{number}次修订文本",
            title=text.document.title,
            since=f"自{day(text.since)}起" if text.since else "",
            url=text.document.get_absolute_url(),
            compare_url=_compared(earlier.document, text.document) if earlier else "",
            state=state_of(text.document),
            is_this=text.document.pk == here.pk,
        )
        for number, (earlier, text) in enumerate(zip(before, texts, strict=True))
    ]


def _compared(old: Document, new: Document) -> str:
    return reverse("disclosure:comparison", args=[old.pk, new.pk])
