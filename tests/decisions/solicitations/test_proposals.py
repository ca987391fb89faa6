"""Proposing: while it is open, once for a form, kept sealed, taken back while it is not merged."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import InternalError, connection, transaction

from decisions.solicitations.models import Proposal, Solicitation
from decisions.solicitations.services import mergers, proposals
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from tests.builders import City
from tests.decisions.solicitations.cases import AT, DAY, again, drafted, proposed, running, walk

pytestmark = pytest.mark.django_db
INSTANT = dt.timedelta(microseconds=1)


def test_it_has_a_number_of_the_solicitation_and_is_kept_sealed(city: City) -> None:
    row = running(city)
    found = [proposed(row, f"第{number}条建议") for number in range(3)]
    assert [one.line for one in found] == [1, 2, 3]
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, text, email FROM decisions_proposal")
        assert "建议" not in repr(cursor.fetchall())


def test_the_same_form_twice_is_one(city: City) -> None:
    row, key = running(city), uuid.uuid4()
    assert proposed(row, key=key).pk == proposed(row, key=key).pk
    assert Proposal.objects.count() == 1


def test_the_instant_of_the_end_is_the_first_outside(city: City) -> None:
    row = running(city)
    proposed(row, at=row.closes_at - INSTANT)
    with pytest.raises(ActRefused, match="截止，这条建议没有收"):
        proposed(row, at=row.closes_at)


def test_not_before_its_beginning_nor_to_a_draft(city: City) -> None:
    row = running(city, opens_at=AT + DAY)
    with pytest.raises(ActRefused, match="请到时再来"):
        proposed(row, at=AT)
    with pytest.raises(ActRefused, match="不收建议"):
        proposed(drafted(city), at=AT)


def test_what_was_taken_back_counts_no_more_and_its_number_stays_a_gap(city: City) -> None:
    row = running(city)
    one = proposed(row)
    proposals.withdraw(proposal=one, at=AT)
    assert proposed(row).line == 2


def test_what_the_desk_merged_is_taken_back_until_everybody_reads_of_it(city: City) -> None:
    row = running(city)
    one, other = proposed(row), proposed(row)
    mergers.merge(solicitation=row, numbers=["1"], title="加装电梯", text="加装。",
                  by=city.people[Role.DECISION_HANDLER], at=row.closes_at)  # fmt: skip
    proposals.withdraw(proposal=again(one), at=row.closes_at)
    assert (again(one).status, again(one).project) == ("withdrawn", None)
    # Nothing is left of a project that nobody stands behind.
    assert not row.projects.exists()
    walk(row, city, "merge", "publish", at=row.closes_at)
    with pytest.raises(ActRefused, match="已经公布"):
        proposals.withdraw(proposal=again(other), at=row.closes_at)
    assert again(other).status == "merged"


def test_the_announcement_binds(city: City) -> None:
    row = running(city)
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Solicitation.objects.filter(pk=row.pk).update(closes_at=row.closes_at + DAY)
