"""Papers for an opinion that was never sent go after some days; all others stay."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.checks import run_checks
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from portal.audit.models import AuditEntry
from portal.personal.handed_in import HandedIn
from requests_app.models import ConsultationFile
from requests_app.services.consultation import opinions
from requests_app.services.consultation.unsent_papers import sweep_unsent_papers
from requests_app.tasks import purge_old_cases
from requests_app.workflow.states import Status
from tests.builders import City
from tests.files.samples import image_bytes
from tests.requests_app.cases import DAY, PNG, SUBMITTED_AT, bring_to, desk, submitted
from tests.requests_app.letters import sent

pytestmark = pytest.mark.django_db


def attached(letter: object, *, at: dt.datetime, data: bytes = PNG) -> ConsultationFile:
    [paper] = opinions.attach_papers(
        consultation=letter,  # type: ignore[arg-type]
        files=[HandedIn(io.BytesIO(data), "合同.png")],
        at=at,
    )
    return paper


def test_only_what_nobody_sent_goes_and_only_once(
    city: City,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    people = desk(city)
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    idle, answered, busy = (
        sent(case, people, at=SUBMITTED_AT, party=name) for name in ("甲公司", "乙公司", "丙公司")
    )
    gone = attached(idle, at=SUBMITTED_AT)
    kept = [attached(letter, at=SUBMITTED_AT) for letter in (answered, busy)]
    opinions.give_opinion(consultation=answered, opinion="agrees", text="", at=SUBMITTED_AT)
    # Whoever adds a paper is still at it: the first one stays as well.
    kept.append(attached(busy, at=SUBMITTED_AT + 10 * DAY, data=image_bytes("PNG", (7, 7))))
    end = SUBMITTED_AT + settings.UNSENT_OPINION_DAYS * DAY
    storage, name = gone.file.storage, str(gone.file.name)
    assert sweep_unsent_papers(at=end) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_unsent_papers(at=end + dt.timedelta(seconds=1)) == 1
    assert not storage.exists(name)
    assert sweep_unsent_papers(at=end + DAY) == 0
    assert set(ConsultationFile.objects.all()) == set(kept)
    assert all(paper.file.storage.exists(str(paper.file.name)) for paper in kept)
    entry = AuditEntry.objects.get(action="requests.sweep_opinion_papers")
    assert entry.details == {"letter": idle.number, "papers": 1}
    # The door stays open, and the paper may be handed in again.
    attached(idle, at=end + 2 * DAY)


def test_the_night_does_it(city: City) -> None:
    people = desk(city)
    case = bring_to(submitted(city), Status.HANDLING, people=people)
    long_ago = SUBMITTED_AT - 3000 * DAY
    attached(sent(case, people, at=SUBMITTED_AT), at=long_ago)
    purge_old_cases()
    assert not ConsultationFile.objects.exists()


def test_a_time_in_which_an_opinion_may_still_come_is_refused(settings: Settings) -> None:
    settings.UNSENT_OPINION_DAYS = 29
    assert [found.id for found in run_checks() if found.id == "requests.E003"] == ["requests.E003"]
    settings.UNSENT_OPINION_DAYS = 30
    assert [found.id for found in run_checks() if found.id == "requests.E003"] == []
