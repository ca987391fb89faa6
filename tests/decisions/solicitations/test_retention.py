"""What somebody proposed goes when its term is over; the project it came to stays."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta

from decisions.solicitations.models import Proposal
from decisions.solicitations.services import retention
from portal.accounts.choices import Role
from tests.builders import City
from tests.decisions.solicitations.cases import DAY, again, brought, proposal_brought

pytestmark = pytest.mark.django_db


def _over(row: Proposal) -> dt.datetime:
    assert row.closed_on is not None
    last = row.closed_on + relativedelta(months=12)
    return dt.datetime.combine(last, dt.time(4), tzinfo=dt.UTC)


def test_words_and_contacts_go_and_the_project_stays(city: City) -> None:
    row = brought(city, "answered")
    one = row.proposals.get(line=1)
    assert retention.PROPOSALS.purge_due(at=_over(one), limit=9) == 0
    assert retention.PROPOSALS.purge_due(at=_over(one) + DAY, limit=9) == 4
    gone = again(one)
    assert (gone.title, gone.text, gone.name, gone.email) == ("", "", "", "")
    assert gone.project.title == "加装电梯"


def test_what_is_held_stays_until_it_is_let_go(city: City) -> None:
    one, by = proposal_brought(city, "withdrawn"), city.people[Role.DECISION_HANDLER]
    retention.hold(proposal=one, reason="复核", by=by, at=_over(one))
    assert retention.PROPOSALS.purge_due(at=_over(one) + DAY, limit=9) == 0
    retention.lift_hold(proposal=one, reason="复核完毕", by=by, at=_over(one))
    assert retention.PROPOSALS.purge_due(at=_over(one) + DAY, limit=9) == 1
