"""What may be marked as 历史公文, and what it no longer has to keep."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from disclosure.models import Document, HistoricalBatch
from disclosure.queues import staff_queues
from disclosure.services.documents import correct_document
from disclosure.services.historical.batches import live_item, take_out
from disclosure.services.reminders import remind_of_publication
from portal.accounts.choices import Role
from portal.acts.refusals import Blocked
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City, draft, published
from tests.disclosure.historical.batch import CAME_OUT, WHERE, a_batch, old_draft

pytestmark = pytest.mark.django_db


def test_a_historical_document_runs_no_term(city: City, now: dt.datetime) -> None:
    old = old_draft(city, 1)
    assert old.publish_due_on == dt.date(2019, 3, 29)
    assert Document.objects.late(on=now.date()).filter(pk=old.pk).exists()
    batch = a_batch(city, [old])
    old.refresh_from_db()
    assert (old.first_published_on, old.first_published_in) == (CAME_OUT, WHERE)
    assert (old.publish_due_on, old.publish_due_provisional) == (None, False)
    assert not Document.objects.late(on=now.date()).exists()
    assert remind_of_publication(at=now) == 0
    queues = staff_queues(city.people[Role.CLERK], now.date())
    assert queues is not None
    assert queues.late.count == 0
    # Whatever is corrected in it, the term does not come back.
    clerk = city.people[Role.CLERK]
    correct_document(document=old, by=clerk, at=now, elements={"signed_on": dt.date(2019, 3, 2)})
    old.refresh_from_db()
    assert old.publish_due_on is None
    marks = AuditEntry.objects.filter(action__in=("disclosure.mark_historical",
                                                  "disclosure.open_historical_batch"))  # fmt: skip
    assert marks.count() == 2
    assert list(batch.items.values_list("document_id", flat=True)) == [old.pk]


def test_the_database_keeps_day_and_place_together_and_no_term(city: City) -> None:
    old = old_draft(city, 1)
    for wrong in (
        {"first_published_on": CAME_OUT, "publish_due_on": None},
        {"first_published_in": WHERE},
        {"first_published_on": CAME_OUT, "first_published_in": WHERE},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=old.pk).update(**wrong)


def test_everything_wrong_is_named_and_nothing_marked(city: City, settings: Settings) -> None:
    clerk = city.people[Role.CLERK]
    fine, early, undated = (
        old_draft(city, 1),
        old_draft(city, 2, signed_on=dt.date(2019, 4, 1)),
        old_draft(city, 3, signed_on=None),
    )
    public = published(city)
    foreign = draft(city, organ=city.district, doc_number="东府〔2019〕1号")
    with pytest.raises(Blocked) as refused:
        a_batch(city, [fine, early, undated, public, foreign])
    told = [each.message for each in refused.value.blockers]
    assert [each.row for each in refused.value.blockers] == [
        early.pk, undated.pk, public.pk, foreign.pk,
    ]  # fmt: skip
    assert "早于成文日期（2019-04-01）" in told[0]
    assert "没有成文日期" in told[1]
    assert "退回后才能修改" in told[2]
    assert "不是试江市人民政府办公室的文件" in told[3]
    assert not HistoricalBatch.objects.exists()
    for day, where, word in (
        (None, WHERE, "请填写首次公开日期"),
        (CAME_OUT, " ", "请填写首次公开的载体"),
        (dt.date(2030, 1, 1), WHERE, "晚于今天"),
    ):
        with pytest.raises(Blocked, match=word):
            a_batch(city, [fine], on=day, where=where)
    settings.LIBRARY_OPENED_ON = dt.date(2019, 3, 15)
    with pytest.raises(Blocked, match="不早于本库启用之日"):
        a_batch(city, [fine])
    settings.LIBRARY_OPENED_ON = dt.date(2019, 3, 16)
    a_batch(city, [fine])
    with pytest.raises(Blocked, match="已经在一批历史公文里"):
        a_batch(city, [fine])
    assert clerk.pk == fine.created_by_id


def test_only_the_organs_clerks_open_a_batch(city: City) -> None:
    old = old_draft(city, 1)
    for user in (city.outsider, city.people[Role.SIGNER]):
        city.people[Role.CLERK] = user
        with pytest.raises(NotPermitted):
            a_batch(city, [old])


def test_taken_out_it_stays_historical_or_gets_its_term_back(city: City, now: dt.datetime) -> None:
    old, wrong = old_draft(city, 1), old_draft(city, 2)
    batch = a_batch(city, [old, wrong])
    clerk = city.people[Role.CLERK]
    with pytest.raises(NotPermitted):
        take_out(item=live_item(batch, old.pk), reason="重复", by=city.outsider, at=now)
    with pytest.raises(ActRefused, match="移出的理由"):
        take_out(item=live_item(batch, old.pk), reason=" ", by=clerk, at=now)
    take_out(item=live_item(batch, old.pk), reason="另行办理", by=clerk, at=now)
    take_out(item=live_item(batch, wrong.pk), reason="误记", by=clerk, at=now, is_historical=False)
    old.refresh_from_db()
    wrong.refresh_from_db()
    assert (old.is_historical, wrong.is_historical) == (True, False)
    assert wrong.publish_due_on == dt.date(2019, 3, 29)
    with pytest.raises(ActRefused, match="已经移出"):
        live_item(batch, old.pk)
    # It may go into another batch.
    a_batch(city, [old])
