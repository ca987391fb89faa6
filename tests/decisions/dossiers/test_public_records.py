"""From the file to the public: by another hand, nothing personal, and back without a trace."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from decisions.dossiers.models import Decision, DraftRecord, ExecutionRecord, LegalityRecord
from decisions.dossiers.selectors import Dossier
from decisions.dossiers.services import assessments, public_records, resolution
from decisions.dossiers.workflow import Status
from portal.accounts.choices import Role
from portal.acts.refusals import Blocked
from portal.common.errors import ActRefused, NotPermitted
from portal.search.models import SearchEntry
from tests.builders import City, person
from tests.decisions.dossiers.cases import AT, brought, disclosed, started, walk

pytestmark = pytest.mark.django_db
KIND = "decision"


def _found(row: Decision) -> bool:
    return SearchEntry.objects.filter(kind=KIND, object_id=row.pk, title=row.title).exists()


def test_nobody_sees_anything_before_another_hand_disclosed_it(city: City) -> None:
    row = walk(started(city), city, "draft")
    assert not Decision.objects.public().exists()
    assert not _found(row)
    both = person(
        "both", organs=[city.office], roles=[Role.DECISION_HANDLER, Role.DECISION_REVIEWER]
    )
    assessments.send_to_review(decision=row, received_on=dt.date(2026, 9, 21), by=both, at=AT)
    with pytest.raises(NotPermitted, match="须由他人办理"):
        public_records.disclose(decision=row, by=both, at=AT)
    done = walk(row, city, "disclose")
    assert (done.public_at, done.disclosed_at) == (AT, AT)
    assert _found(row)
    assert Dossier(done).undisclosed() == []


def test_what_comes_after_waits_for_the_next_time(city: City) -> None:
    row = disclosed(city)
    walk(row, city, "report")
    assert [type(one) for one in Dossier(row).undisclosed()] == [ExecutionRecord]
    assert ExecutionRecord not in {type(one) for one in Dossier(row, public=True).records()}


def test_numbers_of_persons_are_not_disclosed(city: City) -> None:
    row = brought(city, Status.IN_FORCE)
    resolution.report(
        decision=row, reported_on=dt.date(2026, 11, 10), note="请找老张，13800138000。",
        by=city.people[Role.DECISION_HANDLER], at=AT,
    )  # fmt: skip
    with pytest.raises(Blocked, match="138"):
        walk(row, city, "disclose")
    assert Decision.objects.get().public_at is None


def test_what_was_taken_back_is_nowhere(city: City) -> None:
    row, by = walk(started(city), city, "draft", "disclose"), city.people[Role.DECISION_REVIEWER]
    record = public_records.key_of(DraftRecord.objects.get())
    back = public_records.conceal(decision=row, record=record, reason="涉密", by=by, at=AT)
    assert back.public_at is None
    assert back.disclosed_at == AT
    assert not _found(row)
    with pytest.raises(ActRefused, match="没有公开的登记"):
        public_records.conceal(decision=back, record=record, reason="再来", by=by, at=AT)


def test_who_recorded_it_does_not_bring_back_what_another_took_back(city: City) -> None:
    row = walk(started(city), city, "draft")
    both = person(
        "both", organs=[city.office], roles=[Role.DECISION_HANDLER, Role.DECISION_REVIEWER]
    )
    day = dt.date(2026, 9, 21)
    made = assessments.send_to_review(decision=row, received_on=day, by=both, at=AT)
    row = walk(row, city, "disclose")
    (record,) = Dossier(made, public=True).all_of(LegalityRecord)
    public_records.conceal(
        decision=row, record=public_records.key_of(record), reason="涉密",
        by=city.people[Role.DECISION_REVIEWER], at=AT,
    )  # fmt: skip
    with pytest.raises(NotPermitted, match="须由他人办理"):
        public_records.disclose(decision=row, by=both, at=AT)
    assert walk(row, city, "disclose").public_at


def test_with_something_left_the_page_stays(city: City) -> None:
    row, by = disclosed(city), city.people[Role.DECISION_REVIEWER]
    record = public_records.key_of(DraftRecord.objects.get())
    back = public_records.conceal(decision=row, record=record, reason="涉密", by=by, at=AT)
    assert back.public_at == AT
    entry = SearchEntry.objects.get(kind=KIND, object_id=row.pk)
    assert "第二条" not in entry.body


def test_a_wrong_record_is_struck_and_stays(city: City) -> None:
    row, by = walk(started(city), city, "draft"), city.people[Role.DECISION_HANDLER]
    record = public_records.key_of(DraftRecord.objects.get())
    public_records.strike(decision=row, record=record, reason="写错了日期", by=by, at=AT)
    assert Dossier(row).last(DraftRecord) is None
    assert DraftRecord.objects.get().struck_why == "写错了日期"
    with pytest.raises(IntegrityError, match="struck_for_a_reason"), transaction.atomic():
        DraftRecord.objects.update(disclosed_at=AT)


@pytest.mark.parametrize("record", ["draftrecord-0", "draftrecord-x", "user-1", "", "riskrecord-١"])
def test_a_record_of_another_file_is_none(city: City, record: str) -> None:
    row = walk(started(city), city, "draft")
    with pytest.raises(ActRefused, match="没有这条登记"):
        public_records.strike(
            decision=row, record=record, reason="错", by=city.people[Role.DECISION_HANDLER], at=AT
        )


def test_a_public_record_is_not_struck(city: City) -> None:
    row = walk(started(city), city, "draft", "disclose", "take_part")
    record = public_records.key_of(DraftRecord.objects.get())
    with pytest.raises(ActRefused, match="先由审核人员收回"):
        public_records.strike(
            decision=row, record=record, reason="错", by=city.people[Role.DECISION_HANDLER], at=AT
        )
