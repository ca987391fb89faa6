"""What the desk shows of an interpretation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from policies.interpretations.models import Part, Plan
from policies.interpretations.presenters.words import forms_of
from policies.interpretations.scan import scan
from policies.interpretations.selectors import (
    copied_in,
    guide_of,
    last_words_of_readers,
    policies_of,
    ratings_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policies.interpretations.copied_text import Copied
    from policies.interpretations.models import (
        ExplainedPolicy,
        GuideElement,
        Interpretation,
        Rating,
    )


@dataclass(frozen=True)
class DeskView:
    """Its policies, parts and plan; the guide filled so far; what is copied; what readers said."""

    policies: list[ExplainedPolicy]
    parts: list[Part]
    forms: tuple[str, ...]
    plan: Plan | None
    elements: list[tuple[GuideElement, str]]
    copied: Copied
    is_copied: bool
    copied_line: int
    findings: list[str]
    ratings: Mapping[str, int]
    said: list[Rating]

    @property
    def missing(self) -> list[str]:
        """The required elements under which nothing is written."""
        return [element.name for element, text in self.elements if element.is_required and not text]


def desk_of(case: Interpretation) -> DeskView:
    """Everything about one interpretation."""
    parts = list(case.parts.select_related("recording", "slides"))
    measured = copied_in(case)
    line = settings.COPIED_PERCENT
    return DeskView(
        policies=policies_of(case),
        parts=parts,
        forms=forms_of(parts),
        plan=Plan.objects.filter(interpretation=case).first(),
        elements=guide_of(case),
        copied=measured,
        is_copied=measured.percent >= line,
        copied_line=line,
        findings=[found.words for found in scan(case).found],
        ratings=ratings_of(case.series_id),
        said=last_words_of_readers(case.series_id),
    )
