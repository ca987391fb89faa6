"""Four steps for a whole batch: who may take them, on which sample, and what is left behind."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from disclosure.batch_facts import STEPS, may_draw, may_run
from disclosure.models import Document, HistoricalBatch, SecrecyReview
from disclosure.services import review
from disclosure.services.documents import correct_document
from disclosure.services.historical.batches import live_item, take_out
from disclosure.services.historical.runs import check, run
from disclosure.services.historical.samples import draw, judge
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from tests.builders import City
from tests.disclosure.historical.batch import ROLE, a_batch, look_at_sample, old_draft

pytestmark = pytest.mark.django_db
OPINION = "经审查，不涉及国家秘密。"


@pytest.fixture
def batch(city: City) -> HistoricalBatch:
    return a_batch(city, [old_draft(city, number) for number in range(1, 8)])


def _step(city: City, batch: HistoricalBatch, action: str, now: dt.datetime) -> int:
    if action != "submit":
        look_at_sample(city, batch, action, at=now)
    outcome = run(batch=batch, action=action, by=city.people[ROLE[action]], at=now, opinion=OPINION)
    return outcome.done


def test_four_steps_publish_a_batch_document_by_document(
    city: City, batch: HistoricalBatch, now: dt.datetime
) -> None:
    assert [_step(city, batch, action, now) for action in STEPS] == [7, 7, 7, 7]
    rows = Document.objects.filter(historical_items__batch=batch)
    assert {row.status for row in rows} == {Status.PUBLISHED}
    assert len({row.index_no for row in rows}) == 7
    # Every document was submitted, judged, reviewed and signed as if alone.
    for row in rows:
        acts = list(row.acts.order_by("id").values_list("action", "by"))
        assert acts == [(action, city.people[ROLE[action]].pk) for action in STEPS]
    assert SecrecyReview.objects.filter(document__in=rows, opinion=OPINION).count() == 7
    assert AuditEntry.objects.filter(action="disclosure.publish").count() == 7
    assert [(r.action, r.done, r.refused) for r in batch.runs.all()] == [(a, 7, 0) for a in STEPS]
    assert AuditEntry.objects.filter(action="disclosure.run_historical").count() == 4


def test_without_the_role_no_step_is_taken(
    city: City, batch: HistoricalBatch, now: dt.datetime
) -> None:
    for action in STEPS:
        for user in (city.outsider, city.people[Role.SUPERVISOR]):
            assert not may_run(user, batch, action)
            with pytest.raises(NotPermitted):
                run(batch=batch, action=action, by=user, at=now, opinion=OPINION)
    with pytest.raises(NotPermitted):
        draw(batch=batch, action="publish", by=city.people[Role.CLERK], at=now)
    assert not Document.objects.exclude(status=Status.DRAFT).exists()


def test_no_review_without_its_sample(city: City, batch: HistoricalBatch, now: dt.datetime) -> None:
    _step(city, batch, "submit", now)
    by = city.people[Role.OPENNESS_REVIEWER]
    with pytest.raises(ActRefused, match="请先抽取样本"):
        run(batch=batch, action="confirm_openness", by=by, at=now)
    sample = draw(batch=batch, action="confirm_openness", by=by, at=now)
    assert sample.documents.count() == 7
    first, *others = sample.documents.filter(is_drawn=True)
    assert len(others) == 4
    assert not may_draw(by, batch, "confirm_openness")
    judge(sample=sample, document_id=first.document_id, verdict="good", note="", by=by, at=now)
    with pytest.raises(ActRefused, match="不能改动"):
        judge(sample=sample, document_id=first.document_id, verdict="bad", note="错", by=by, at=now)
    with pytest.raises(ActRefused, match="还有4件没有看过"):
        run(batch=batch, action="confirm_openness", by=by, at=now)
    undrawn = sample.documents.get(is_drawn=False, pk=sample.documents.last().pk)
    with pytest.raises(ActRefused, match="没有抽中"):
        judge(
            sample=sample, document_id=undrawn.document_id, verdict="good", note="", by=by, at=now
        )
    with pytest.raises(NotPermitted):
        judge(sample=sample, document_id=others[0].document_id, verdict="good", note="",
              by=city.people[Role.SIGNER], at=now)  # fmt: skip


def test_a_bad_one_stops_the_batch_till_it_is_put_right_and_a_new_sample_good(
    city: City, batch: HistoricalBatch, now: dt.datetime
) -> None:
    _step(city, batch, "submit", now)
    by, clerk = city.people[Role.OPENNESS_REVIEWER], city.people[Role.CLERK]
    sample = draw(batch=batch, action="confirm_openness", by=by, at=now)
    rows = list(sample.documents.filter(is_drawn=True))
    with pytest.raises(ActRefused, match="不合格的地方"):
        judge(sample=sample, document_id=rows[0].document_id, verdict="bad", note="", by=by, at=now)
    for row in rows:
        bad = row in rows[:2]
        judge(sample=sample, document_id=row.document_id, verdict="bad" if bad else "good",
              note="标题有错字" if bad else "", by=by, at=now)  # fmt: skip
    for act in (run, draw):
        with pytest.raises(ActRefused, match="不合格的《"):
            act(batch=batch, action="confirm_openness", by=by, at=now)
    # Another reviewer's hand does not help.
    other = User.objects.get(pk=city.people[Role.SIGNER].pk)
    Membership.objects.create(user=other, organ=city.office, role=Role.OPENNESS_REVIEWER)
    assert "不合格的《" in may_draw(other, batch, "confirm_openness").reason
    first, second = rows[0].document, rows[1].document
    take_out(item=live_item(batch, second.pk), reason="另行办理", by=by, at=now)
    review.send_back(document=first, reason="改标题", by=by, at=now)
    with pytest.raises(ActRefused, match="请重新抽取样本"):
        run(batch=batch, action="confirm_openness", by=by, at=now)
    correct_document(document=first, by=clerk, at=now, elements={"title": "关于旧事的通知"})
    assert run(batch=batch, action="submit", by=clerk, at=now).done == 1
    assert _step(city, batch, "confirm_openness", now) == 6
    second.refresh_from_db()
    assert second.status == Status.OPENNESS_REVIEW


def test_what_came_later_waits_for_a_sample_of_its_own(
    city: City, batch: HistoricalBatch, now: dt.datetime
) -> None:
    clerk = city.people[Role.CLERK]
    run(batch=batch, action="submit", by=clerk, at=now, most=3)
    by = city.people[Role.OPENNESS_REVIEWER]
    look_at_sample(city, batch, "confirm_openness", at=now)
    run(batch=batch, action="submit", by=clerk, at=now)
    outcome = run(batch=batch, action="confirm_openness", by=by, at=now)
    assert (outcome.done, outcome.left) == (3, 0)
    assert may_draw(by, batch, "confirm_openness")
    with pytest.raises(ActRefused, match="请先抽取样本"):
        run(batch=batch, action="confirm_openness", by=by, at=now)


def test_what_was_drawn_and_not_judged_stays_drawn(
    city: City, batch: HistoricalBatch, now: dt.datetime
) -> None:
    clerk, by = city.people[Role.CLERK], city.people[Role.OPENNESS_REVIEWER]
    action = "confirm_openness"
    run(batch=batch, action="submit", by=clerk, at=now, most=6)
    first = draw(batch=batch, action=action, by=by, at=now)
    owed = {row.document_id for row in first.documents.filter(is_drawn=True)}
    # A seventh arrives: another draw would pass over one that they did not care to look at.
    run(batch=batch, action="submit", by=clerk, at=now)
    second = draw(batch=batch, action=action, by=by, at=now)
    taken = {row.document_id for row in second.documents.filter(is_drawn=True)}
    details = AuditEntry.objects.order_by("-pk")[0].details
    assert owed <= taken
    assert taken == {*details["drawn"], *details["carried"]}
    assert not owed & {row.document_id for row in second.documents.filter(is_drawn=False)}


def test_what_is_taken_out_while_the_others_are_done_is_left_alone(
    city: City, batch: HistoricalBatch, now: dt.datetime
) -> None:
    clerk = city.people[Role.CLERK]
    last = batch.items.last()
    assert last
    waiting = [last]

    def meanwhile(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if waiting and sql.startswith('INSERT INTO "disclosure_documentact"'):
            take_out(item=waiting.pop(), reason="另行办理", by=clerk, at=now)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        outcome = run(batch=batch, action="submit", by=clerk, at=now)
    assert (outcome.done, outcome.refused, outcome.left) == (6, (), 0)
    assert Document.objects.get(pk=last.document_id).status == Status.DRAFT


def test_what_is_blocked_is_named_and_left(
    city: City, batch: HistoricalBatch, now: dt.datetime
) -> None:
    clerk = city.people[Role.CLERK]
    secret, bare = Document.objects.filter(historical_items__batch=batch).order_by("pk")[:2]
    correct_document(
        document=secret, by=clerk, at=now,
        elements={"body": "联系人身份证号 11010519491231002X。"},
    )  # fmt: skip
    correct_document(document=bare, by=clerk, at=now, elements={"abstract": ""})
    assert check(batch=batch, action="submit", on=now.date()) == 5
    outcome = run(batch=batch, action="submit", by=clerk, at=now, most=5)
    # What was refused before does not keep the others waiting.
    assert (outcome.done, outcome.left) == (5, 2)
    outcome = run(batch=batch, action="submit", by=clerk, at=now)
    assert (outcome.done, len(outcome.refused), outcome.left) == (0, 2, 0)
    answers = dict(batch.items.exclude(refused="").values_list("document_id", "refused"))
    assert "身份证号" in answers[secret.pk]
    assert "概述" in answers[bare.pk]
    secret.refresh_from_db()
    assert secret.status == Status.DRAFT


def test_another_hand_is_asked_of_each_document(
    city: City, batch: HistoricalBatch, now: dt.datetime
) -> None:
    """A clerk who reviews too may not judge what they filed, batch or no batch."""
    _step(city, batch, "submit", now)
    clerk = User.objects.get(pk=city.people[Role.CLERK].pk)
    Membership.objects.create(user=clerk, organ=city.office, role=Role.OPENNESS_REVIEWER)
    sample = draw(batch=batch, action="confirm_openness", by=clerk, at=now)
    for row in sample.documents.filter(is_drawn=True):
        judge(sample=sample, document_id=row.document_id, verdict="good", note="", by=clerk, at=now)
    outcome = run(batch=batch, action="confirm_openness", by=clerk, at=now)
    assert outcome.done == 0
    assert all("须由他人办理" in reason for _, reason in outcome.refused)


def test_a_secrecy_review_needs_its_opinion(
    city: City, batch: HistoricalBatch, now: dt.datetime
) -> None:
    _step(city, batch, "submit", now)
    _step(city, batch, "confirm_openness", now)
    look_at_sample(city, batch, "pass_secrecy", at=now)
    with pytest.raises(ActRefused, match="保密审查意见"):
        run(batch=batch, action="pass_secrecy", by=city.people[Role.SECRECY_REVIEWER], at=now)
