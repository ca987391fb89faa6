"""Scheduled publication, periods that end, and the yearly second look."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from disclosure.choices import Openness
from disclosure.deadlines import expiry_stage, next_openness_review
from disclosure.models import Document
from disclosure.services import review
from disclosure.services.attachments import attach
from disclosure.services.reminders import remind_of_expiry, remind_of_openness_review
from disclosure.tasks import release_scheduled
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from portal.search.models import SearchEntry
from portal.site.demo.builders import bring_to
from tests.builders import City, published
from tests.files.samples import docx_with_body, everything_in

Make = Callable[..., Document]
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
CLOSED = {
    "openness": Openness.ON_REQUEST,
    "openness_ground": "过程性信息",
    "openness_basis": "process",
}


@pytest.fixture
def signed(city: City, make_draft: Make, now: dt.datetime) -> Document:
    """Signed at noon for one hour later."""
    return bring_to(make_draft(), "scheduled", cast=city.cast, at=now)


def _release(document: Document, at: dt.datetime) -> Document | None:
    return review.release(document_id=document.pk, at=at)


class TestSchedule:
    def test_it_is_published_when_its_time_has_come_and_not_before(
        self, signed: Document, now: dt.datetime
    ) -> None:
        assert _release(signed, now + HOUR - dt.timedelta(seconds=1)) is None
        assert not SearchEntry.objects.filter(object_id=signed.pk).exists()
        done = _release(signed, now + HOUR)
        assert done is not None
        assert (done.status, done.first_published_at) == (Status.PUBLISHED, now + HOUR)
        assert done.scheduled_for is None
        assert SearchEntry.objects.filter(object_id=signed.pk, is_live=True).exists()

    def test_a_repeated_run_publishes_once(self, signed: Document, now: dt.datetime) -> None:
        assert _release(signed, now + HOUR)
        assert _release(signed, now + 2 * HOUR) is None
        assert AuditEntry.objects.filter(action="disclosure.publish").count() == 1

    def test_the_task_takes_everything_due(self, city: City, make_draft: Make) -> None:
        """The clock of the task is the machine's: both moments have long passed."""
        for number in (1, 2):
            document = make_draft(
                doc_number=f"试府办〔2025〕{number}号", signed_on=dt.date(2025, 1, 2)
            )
            document.publish_due_on = None
            document.save()
            moment = dt.datetime(2025, 1, 3, 4, tzinfo=dt.UTC)
            bring_to(document, "scheduled", cast=city.cast, at=moment)
        release_scheduled()
        assert Document.objects.public().count() == 2

    def test_what_came_in_the_way_is_not_passed_over(
        self, city: City, signed: Document, now: dt.datetime
    ) -> None:
        Document.objects.filter(pk=signed.pk).update(body="换了内容")
        moved = _release(signed, now + HOUR)
        assert moved is not None
        assert (moved.status, moved.scheduled_for) == (Status.SIGNING, None)
        notice = OutboxMessage.objects.get(kind="disclosure.release_refused")
        assert notice.user == city.people[Role.SIGNER]
        assert "保密审查" in notice.body

    def test_the_moment_lies_ahead_and_within_the_term(
        self, city: City, make_draft: Make, now: dt.datetime
    ) -> None:
        document = bring_to(make_draft(), "signing", cast=city.cast, at=now)
        signer = city.people[Role.SIGNER]
        with pytest.raises(ActRefused, match="晚于现在"):
            review.schedule(document=document, publish_at=now, by=signer, at=now)
        with pytest.raises(ActRefused, match="公开期限"):
            review.schedule(document=document, publish_at=now + 60 * DAY, by=signer, at=now)
        with pytest.raises(NotPermitted):
            review.schedule(
                document=document, publish_at=now + HOUR, by=city.people[Role.CLERK], at=now
            )

    def test_the_last_lawful_day_is_lawful_to_its_end(
        self, city: City, make_draft: Make, now: dt.datetime
    ) -> None:
        document = bring_to(make_draft(), "signing", cast=city.cast, at=now)
        due = dt.date(2026, 11, 30)
        assert document.publish_due_on == due
        signer = city.people[Role.SIGNER]
        midnight = timezone.make_aware(dt.datetime.combine(due + DAY, dt.time()))
        with pytest.raises(ActRefused, match="不得晚于公开期限（2026-11-30）"):
            review.schedule(document=document, publish_at=midnight, by=signer, at=now)
        last = midnight - dt.timedelta(minutes=1)
        done = review.schedule(document=document, publish_at=last, by=signer, at=now)
        assert (done.status, done.scheduled_for) == (Status.SCHEDULED, last)

    def test_what_is_published_at_its_time_is_the_cleaned_copy_of_each_attachment(
        self, client: Client, city: City, make_draft: Make, now: dt.datetime
    ) -> None:
        document = make_draft()
        received = docx_with_body(
            '<w:p><w:r><w:t>养护名录</w:t></w:r><w:del w:id="2" w:author="张某某"><w:r>'
            "<w:delText>删去的话</w:delText></w:r></w:del></w:p>"
        )
        attachment = attach(
            document=document,
            stream=io.BytesIO(received),
            name="附件.docx",
            by=city.people[Role.CLERK],
            at=now,
        )
        bring_to(document, "scheduled", cast=city.cast, at=now)
        assert _release(document, now + HOUR)
        answer = client.get(f"/files/{attachment.file.public_id}/")
        assert answer.status_code == 200
        public = everything_in(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
        assert "养护名录" in public
        assert "张某某" in everything_in(received)
        assert "张某某" not in public
        assert "删去的话" not in public

    def test_what_is_not_opened_is_not_scheduled(
        self, city: City, make_draft: Make, now: dt.datetime
    ) -> None:
        document = bring_to(make_draft(**CLOSED), "signing", cast=city.cast, at=now)
        with pytest.raises(ActRefused, match="主动公开"):
            review.schedule(
                document=document, publish_at=now + HOUR, by=city.people[Role.SIGNER], at=now
            )

    def test_the_signer_may_publish_at_once_or_take_it_back(
        self, city: City, signed: Document, now: dt.datetime
    ) -> None:
        signer = city.people[Role.SIGNER]
        back = review.unschedule(document=signed, reason="改期", by=signer, at=now)
        assert (back.status, back.scheduled_for) == (Status.SIGNING, None)
        review.schedule(document=back, publish_at=now + HOUR, by=signer, at=now)
        done = review.sign(document=back, by=signer, at=now)
        assert (done.status, done.scheduled_for) == (Status.PUBLISHED, None)


class TestExpiry:
    """T15: 180, 60 and 30 days before the end."""

    @pytest.mark.parametrize(
        ("left", "stage"),
        [(181, None), (180, 180), (61, 180), (60, 60), (31, 60), (30, 30), (0, 30), (-1, None)],
    )
    def test_stages(self, left: int, stage: int | None) -> None:
        end = dt.date(2027, 5, 20)
        found = expiry_stage(expires_on=end, on=end - left * DAY, stages=(180, 60, 30))
        assert found == stage

    def test_each_stage_is_told_once_however_often_the_run_comes(
        self, city: City, now: dt.datetime
    ) -> None:
        published(city, effective_on=dt.date(2026, 11, 1), expires_on=dt.date(2027, 5, 20))
        told = []
        for days in (0, 1, 1, 2, 100, 130, 131, 160, 182, 183):
            remind_of_expiry(at=now + days * DAY)
            told.append(OutboxMessage.objects.filter(kind="disclosure.expiry").count())
        # A clerk and a signer at each of the three stages; the last two days are past the end.
        assert told == [0, 2, 2, 2, 2, 4, 4, 6, 6, 6]

    def test_the_work_list_holds_what_ends_soon(self, city: City, now: dt.datetime) -> None:
        soon = published(city, effective_on=dt.date(2026, 11, 1), expires_on=dt.date(2026, 12, 20))
        published(city, doc_number="试府办〔2026〕8号", expires_on=dt.date(2029, 12, 20))
        assert list(Document.objects.expiring(on=now.date(), within=60)) == [soon]
        assert mail.outbox == []


class TestSecondLook:
    """历史公文转主动公开: what was not opened is looked at again each year."""

    @pytest.fixture
    def filed(self, city: City, make_draft: Make, now: dt.datetime) -> Document:
        return bring_to(make_draft(**CLOSED), "filed", cast=city.cast, at=now)

    def test_a_year_is_a_year_also_after_a_leap_day(self) -> None:
        assert next_openness_review(decided_on=dt.date(2028, 2, 29), months=12) == dt.date(
            2029, 2, 28
        )

    def test_it_enters_the_work_list_after_a_year(self, filed: Document) -> None:
        assert filed.openness_review_due_on == dt.date(2027, 11, 20)
        due = Document.objects.due_for_openness_review
        assert not due(on=dt.date(2027, 11, 19)).exists()
        assert due(on=dt.date(2027, 11, 20)).get() == filed

    def test_the_reviewer_is_told_once(self, city: City, filed: Document, now: dt.datetime) -> None:
        for days in (364, 365, 366, 400):
            remind_of_openness_review(at=now + days * DAY)
        notice = OutboxMessage.objects.get(kind="disclosure.openness_review")
        assert notice.user == city.people[Role.OPENNESS_REVIEWER]

    def test_keeping_it_closed_needs_ground_and_article_anew(
        self, city: City, filed: Document, now: dt.datetime
    ) -> None:
        reviewer = city.people[Role.OPENNESS_REVIEWER]
        with pytest.raises(ActRefused, match="理由"):
            review.keep_closed(document=filed, basis="", ground="", by=reviewer, at=now)
        later = now + 365 * DAY
        kept = review.keep_closed(
            document=filed, basis="process", ground="仍在讨论", by=reviewer, at=later
        )
        assert (kept.status, kept.openness_review_due_on) == (Status.FILED, dt.date(2028, 11, 20))
        assert kept.openness_decisions.count() == 2

    def test_opening_it_goes_the_whole_way(
        self, city: City, filed: Document, now: dt.datetime
    ) -> None:
        reviewer = city.people[Role.OPENNESS_REVIEWER]
        again = review.reconsider(document=filed, reason="事项已办结", by=reviewer, at=now)
        assert (again.status, again.openness) == (Status.RETURNED, Openness.OPEN)
        assert again.openness_review_due_on is None
        done = bring_to(again, "published", cast=city.cast, at=now + HOUR)
        assert done.status == Status.PUBLISHED
