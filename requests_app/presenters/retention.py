"""Until when the personal data of a case are kept, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.urls import reverse

from portal.personal.retention import Retention
from requests_app.permissions import may_hold
from requests_app.rectification.models import Rectification
from requests_app.rectification.services.retention import RECTIFICATIONS
from requests_app.services.retention.cases import CASES

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.common.verdicts import Verdict
    from requests_app.models import InformationRequest

Case = TypeVar("Case", "InformationRequest", Rectification)

CLASSES = {
    "answered": "已经答复、拆分、并案的",
    "withdrawn": "申请人撤回的",
    "lapsed": "逾期不补正、不缴费，不再处理的",
}

RECTIFICATION_CLASSES = {"answered": "更正申请，已经办结的", "withdrawn": "更正申请，申请人撤回的"}


@dataclass(frozen=True)
class Keeping:
    """One case: its class, the last day of its term, and whether a hold stands above it."""

    case: InformationRequest | Rectification
    label: str
    months: int
    until: dt.date | None

    @property
    def contested(self) -> bool:
        """Whether a review or a suit that is not over keeps its term from ending."""
        return bool(self.case.closed_on) and self.until is None

    @property
    def address(self) -> str:
        """Where officers find it."""
        model = self.case._meta.model_name
        section = "" if model == "rectification" else "#keeping"
        return reverse(f"admin:requests_app_{model}_change", args=[self.case.pk]) + section

    @property
    def held(self) -> str:
        """Why it is kept beyond its term; empty where it is not."""
        return self.case.legal_hold


@dataclass(frozen=True)
class KeepingSection:
    """The same with what the viewer may do about it."""

    keeping: Keeping
    verdict: Verdict


def keeping_of(case: InformationRequest | Rectification) -> Keeping:
    """The keeping of a case of either kind, open or closed."""
    if isinstance(case, Rectification):
        return _keeping(RECTIFICATIONS, case, RECTIFICATION_CLASSES)
    return _keeping(CASES, case, CLASSES)


def _keeping(kept: Retention[Case], case: Case, labels: Mapping[str, str]) -> Keeping:
    kind = kept.class_of(case)
    return Keeping(case, labels[kind], kept.months(kind), kept.term_over(case))


def keeping_section(case: InformationRequest, viewer: User) -> KeepingSection:
    """What the page of a case shows."""
    return KeepingSection(keeping_of(case), may_hold(viewer, case))
