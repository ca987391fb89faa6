"""What lists and pages say of an interpretation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from disclosure.presenters.words import day
from policies.interpretations.choices import Form
from portal.search.queries import Hit

if TYPE_CHECKING:
    from policies.interpretations.models import ExplainedPolicy, Interpretation, Part

AI_LABEL = "含人工智能生成的内容"


@dataclass(frozen=True)
class Row:
    """One interpretation in a list."""

    url: str
    title_html: SafeString
    snippet_html: SafeString
    summary: str
    stage: str
    forms: tuple[str, ...]
    organ: str
    published_at: dt.datetime
    policies: tuple[str, ...]
    is_by_ai: bool


def forms_of(parts: Iterable[Part]) -> tuple[str, ...]:
    """The different forms, in the order of the parts."""
    return tuple(dict.fromkeys(Form(part.form).label for part in parts))


def rows_of(hits: Iterable[Hit], found: Mapping[int, Interpretation]) -> list[Row]:
    """Hits in their order, by series; one that is no longer public is left out."""
    return [_row(hit, found[hit.object_id]) for hit in hits if hit.object_id in found]


def _row(hit: Hit, case: Interpretation) -> Row:
    parts = list(case.parts.all())
    policies: list[ExplainedPolicy] = case.public_policies  # type: ignore[attr-defined]
    return Row(
        url=case.get_absolute_url(),
        title_html=hit.title_html,
        snippet_html=hit.snippet_html,
        summary=case.summary,
        stage=case.get_stage_display(),
        forms=forms_of(parts),
        organ=case.organ.name,
        published_at=case.first_published_at,  # type: ignore[arg-type]
        policies=tuple(row.document.quoted_title for row in policies),
        is_by_ai=any(part.made_by_ai for part in parts),
    )


def released_words(case: Interpretation, policies: Iterable[ExplainedPolicy], on: dt.date) -> str:
    """When it came: with the policy, or by itself."""
    same = any(row.document.published_at == case.first_published_at for row in policies)
    return f"{day(on)}，与文件同时发布" if same else f"{day(on)}发布"
