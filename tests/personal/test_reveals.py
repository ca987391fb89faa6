"""Seeing in full: for whom, for what, and what stays of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import TextChoices

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.personal.reveals import Reveals
from requests_app.rectification.models import Rectification
from tests.builders import City
from tests.requests_app.cases import PNG, SUBMITTED_AT
from tests.requests_app.rectification.cases import NAME, filed

pytestmark = pytest.mark.django_db


class Purpose(TextChoices):
    VERIFY = "verify", "核实"


def _handlers(user: Any, case: Rectification) -> Verdict:
    return ALLOWED if user.username != "outside" else refuse("没有找到该申请。")


SEEN = Reveals[Rectification]("samples", Purpose, _handlers)


def test_each_look_leaves_an_entry_without_what_was_seen(city: City) -> None:
    case, by = filed(city), city.people[Role.REQUEST_HANDLER]
    paper = case.evidence.all()[0]
    with SEEN.open(
        paper, case, "open", "打开材料", named="paper", purpose="verify", by=by, at=SUBMITTED_AT
    ) as stream:
        assert stream.read() == PNG
    entry = AuditEntry.objects.get(action="samples.open")
    assert entry.details == {"purpose": "verify", "paper": str(paper.public_id)}
    assert NAME not in entry.summary + str(entry.details)


def test_without_a_purpose_or_a_right_nothing_is_opened_or_recorded(city: City) -> None:
    case, by = filed(city), city.people[Role.REQUEST_HANDLER]
    with pytest.raises(ActRefused, match="请选择查看的用途"):
        SEEN.note(case, "look", "查看", purpose="curiosity", by=by, at=SUBMITTED_AT)
    by.username = "outside"
    with pytest.raises(NotPermitted, match="没有找到"):
        SEEN.note(case, "look", "查看", purpose="verify", by=by, at=SUBMITTED_AT)
    assert not AuditEntry.objects.filter(action="samples.look").exists()


def test_a_paper_that_is_gone_says_so(city: City) -> None:
    case, by = filed(city), city.people[Role.REQUEST_HANDLER]
    paper = case.evidence.all()[0]
    paper.file = ""
    with pytest.raises(ActRefused, match="已按保存期限清除"):
        SEEN.open(
            paper, case, "open", "打开", named="paper", purpose="verify", by=by, at=SUBMITTED_AT
        )
