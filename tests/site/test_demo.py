"""The demo city loads through the real acts, and so meets every rule they have."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from decisions.catalogues.models import Catalogue
from decisions.catalogues.selectors import public_adjustments
from decisions.consultations.counts import ledger_for
from decisions.consultations.models import Consultation
from decisions.dossiers.models import Decision
from decisions.events.models import Event, EventSession, SignUp
from decisions.events.selectors import materials_of
from decisions.ledgers.terms import OUTCOMES
from decisions.seats.models import Sitting
from decisions.solicitations.models import Proposal, Solicitation
from disclosure.choices import RelationKind
from disclosure.models import Document
from disclosure.workflow import Status
from policies.concerns.models import Concern, HotList
from policies.interpretations.models import Interpretation, Series
from policies.messages.models import Message, PublishedMessage
from policies.relays.models import RelayTask
from policies.selection.models import Selection
from portal.accounts.models import User
from portal.notifications.models import OutboxMessage
from portal.organs.organs_file import load_organs_file
from portal.site.demo import (
    catalogues,
    concerns,
    consultations,
    decisions,
    events,
    explained,
    hearings,
    inquiries,
    loader,
    messages,
    pushes,
    seats,
    solicitations,
)
from portal.site.demo.texts import DemoText, demo_texts
from tests.floor import kinds
from tests.floor.offered import walked

pytestmark = pytest.mark.django_db
REPEALED = ("009-public-bike-2016.txt", "010-oil-fume-2017.txt")
REPEAL = "011-repeal-decision-2025.txt"


def test_a_document_has_its_files_with_kind_and_size(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    load_organs_file(loader.HERE / "organs.csv", by=None, at=now)
    loader.load_people(at=now)
    texts = [text for text in demo_texts() if text.name.startswith("064-")]
    monkeypatch.setattr(loader, "demo_texts", lambda: texts)
    assert loader.load_documents(now=now) == 1
    document = Document.objects.get()
    page = client.get(document.get_absolute_url())
    files = page.context["files"]
    assert [file.kind for file in files] == ["XLSX", "DOCX", "PDF"]
    shown = page.content.decode()
    for file in files:
        assert file.name in shown
        assert file.size > 1000
        answer: Any = client.get(reverse("files:download", args=[file.public_id]))
        assert answer.status_code == 200
        assert hashlib.sha256(answer.getvalue()).hexdigest() == file.sha256


def test_what_a_text_ends_is_registered_before_the_text_is_submitted(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the relation its submission is refused, and nothing of the demo would start."""
    load_organs_file(loader.HERE / "organs.csv", by=None, at=now)
    loader.load_people(at=now)
    texts = [text for text in demo_texts() if text.name in (*REPEALED, REPEAL)]

    def few() -> list[DemoText]:
        return texts

    monkeypatch.setattr(loader, "demo_texts", few)
    assert loader.load_documents(now=now) == len(texts) == 3
    decision = Document.objects.get(doc_number="海府发〔2025〕8号")
    assert decision.status == Status.PUBLISHED
    assert decision.relations_out.filter(kind=RelationKind.REPEALS).count() == len(REPEALED)
    assert loader.load_documents(now=now) == 0


def test_messages_in_every_kind_of_state_and_again_none(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that are about no document of the demo, for none is loaded here."""
    load_organs_file(loader.HERE / "organs.csv", by=None, at=now)
    loader.load_people(at=now)
    loader.load_site_profile()
    told = [demo for demo in messages.listed() if "doc" not in demo]
    monkeypatch.setattr(messages, "listed", lambda: told)
    assert messages.load_messages(now=now) == len(told) > 20
    assert messages.load_messages(now=now) == 0
    assert set(Message.objects.values_list("status", flat=True)) == {
        "held", "received", "assigned", "answering", "review", "answered", "referred", "invalid",
        "withdrawn", "closed",
    }  # fmt: skip
    assert PublishedMessage.objects.live().count() == sum("title" in demo for demo in told)
    assert inquiries.load_inquiries(now=now)
    assert walked(kinds.MESSAGES, at=now) >= {"accept", "propose", "approve", "close"}
    assert walked(kinds.INQUIRIES, at=now)


def test_a_push_with_its_relays_and_again_none(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_organs_file(loader.HERE / "organs.csv", by=None, at=now)
    loader.load_people(at=now)
    texts = [text for text in demo_texts() if text.name.startswith("004-")]
    monkeypatch.setattr(loader, "demo_texts", lambda: texts)
    loader.load_documents(now=now)
    assert pushes.load_pushes(now=now)
    assert not pushes.load_pushes(now=now)
    states = RelayTask.objects.order_by("pk").values_list("status", flat=True)
    assert list(states) == ["closed", "received", "waiting"]
    assert walked(kinds.RELAY_TASKS, at=now)
    walked(kinds.PUSHES, at=now)


def test_catalogues_of_two_years_and_again_none(now: dt.datetime, client: Client) -> None:
    load_organs_file(loader.HERE / "organs.csv", by=None, at=now)
    loader.load_people(at=now)
    loader.load_site_profile()
    assert catalogues.load_catalogues(now=now) == 6
    assert catalogues.load_catalogues(now=now) == 0
    rows = Catalogue.objects.select_related("maker")
    assert sorted(rows.values_list("year", "status")) == [
        *[(2025, "closed")] * 3, *[(2026, "released")] * 3,
    ]  # fmt: skip
    assert sum(len(public_adjustments(row, now.date())) for row in rows) == 6
    page = client.get("/decisions/catalogues/").content.decode()
    assert "海岚市人民政府" in page
    assert walked(kinds.CATALOGUES, at=now) >= {"add", "change", "move", "remove"}
    # The first months of a year, in which nothing of it is published yet.
    later = now.replace(year=2027, month=2, day=1)
    assert catalogues.load_catalogues(now=later) == 0


def test_concerns_in_their_states_and_again_none(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the policies that they name, for no document of the demo is loaded here."""
    load_organs_file(loader.HERE / "organs.csv", by=None, at=now)
    loader.load_people(at=now)
    loader.load_site_profile()
    told = [{**demo, "docs": []} for demo in concerns.listed()]
    monkeypatch.setattr(concerns, "listed", lambda: told)
    assert concerns.load_concerns(now=now) == len(told) == 4
    assert concerns.load_concerns(now=now) == 0
    assert [*Concern.objects.order_by("pk").values_list("status", "gravity")] == [
        ("public", "serious"), ("public", "other"), ("review", "other"), ("draft", "serious"),
    ]  # fmt: skip
    grave = Concern.objects.earliest("pk")
    assert grave.statements.filter(released_at__isnull=False).count() == 3
    assert grave.due_at is None
    assert HotList.objects.filter(organ__code="HL").count() == 3
    assert walked(kinds.CONCERNS, at=now)


def test_decisions_at_every_step_and_again_none(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    load_organs_file(loader.HERE / "organs.csv", by=None, at=now)
    loader.load_people(at=now)
    loader.load_site_profile()
    texts = [text for text in demo_texts() if text.name.startswith(("003-", "004-", "060-"))]
    monkeypatch.setattr(loader, "demo_texts", lambda: texts)
    loader.load_documents(now=now)
    assert decisions.load_decisions(now=now) == len(decisions.listed()) == 8
    assert decisions.load_decisions(now=now) == 0
    assert [*Decision.objects.order_by("pk").values_list("status", flat=True)] == [
        "in_force", "in_force", "suspended", "decided", "submitted", "preparing", "preparing",
        "stopped",
    ]  # fmt: skip
    assert Decision.objects.public().count() == 8
    for row in Decision.objects.all():
        assert client.get(row.get_absolute_url()).status_code == 200
    assert walked(kinds.DECISIONS, at=now) >= {"pass", "publish", "report", "resume"}


def test_two_meetings_with_seats_and_again_none(now: dt.datetime, client: Client) -> None:
    load_organs_file(loader.HERE / "organs.csv", by=None, at=now)
    loader.load_people(at=now)
    loader.load_site_profile()
    assert [seats.load_seats(now=now) for _ in range(2)] == [2, 0]
    assert sorted(Sitting.objects.values_list("status", flat=True)) == ["announced", "told"]
    for row in Sitting.objects.all():
        page = client.get(row.get_absolute_url())
        assert page.status_code == 200
        assert "（演示）" in page.content.decode()
    assert "采纳：合成一张表" in client.get(Sitting.objects.get(status="told").get_absolute_url()
        ).content.decode()  # fmt: skip
    assert walked(kinds.SITTINGS, at=now)
    assert walked(kinds.APPLICANTS, at=now)


def test_a_hearing_with_its_signed_record_one_to_apply_for_and_again_none(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    load_organs_file(loader.HERE / "organs.csv", by=None, at=now)
    loader.load_people(at=now)
    loader.load_site_profile()
    about = {demo["decision"] for demo in hearings.listed()}
    told = [demo for demo in decisions.listed() if demo["title"] in about]
    monkeypatch.setattr(decisions, "listed", lambda: told)
    assert hearings.load_hearings(now=now) == 0
    decisions.load_decisions(now=now)
    assert [hearings.load_hearings(now=now) for _ in range(2)] == [2, 0]
    over, open_one = Sitting.objects.order_by("closes_at")
    assert (over.status, open_one.status) == ("told", "announced")
    assert open_one.opens_at <= now < open_one.closes_at
    assert None not in (over.names_at, over.materials_on, over.signed_on, over.decision_id)
    page = client.get(over.get_absolute_url()).content.decode()
    assert "（演示）" in page
    assert "列为两个方案的设计条件" in page
    assert "没有异议的：老院区保留门诊" in page
    shown = client.get("/seats/hearings/").content.decode()
    assert over.get_absolute_url() in shown
    assert open_one.get_absolute_url() in shown
    dossier = over.decision
    assert dossier is not None
    assert over.get_absolute_url() in client.get(dossier.get_absolute_url()).content.decode()
    assert walked(kinds.SITTINGS, at=now)


def test_a_solicitation_up_to_what_was_built_an_open_one_and_again_none(
    now: dt.datetime, client: Client
) -> None:
    load_organs_file(loader.HERE / "organs.csv", by=None, at=now)
    loader.load_people(at=now)
    loader.load_site_profile()
    assert [solicitations.load_solicitations(now=now) for _ in range(2)] == [2, 0]
    done, open_one = Solicitation.objects.order_by("opens_at")
    assert (done.status, open_one.status) == ("done", "running")
    assert open_one.opens_at <= now < open_one.closes_at
    assert done.poll is not None
    assert done.poll.status == "published"
    found = done.projects.order_by("number")
    assert [row.outcome for row in found] == [
        "chosen", "chosen", "later", "not_chosen", "later", "not_chosen",
    ]  # fmt: skip
    votes = [row.votes or 0 for row in found]
    assert max(votes) == votes[0] > 50
    assert all(row.progress.filter(is_built=True, shown_at__isnull=False) for row in found[:2])
    assert found[0].proposals.count() == 2
    assert Proposal.objects.filter(solicitation=done, status="answered").count() == 8
    for row in (done, open_one):
        assert "（演示）" in client.get(row.get_absolute_url()).content.decode()
    assert walked(kinds.SOLICITATIONS, at=now)
    assert walked(kinds.PROPOSALS, at=now)


def test_a_selection_from_nomination_to_its_result_and_again_none(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    """Of interpretations that are there at once: how they come about is shown elsewhere."""
    load_organs_file(loader.HERE / "organs.csv", by=None, at=now)
    loader.load_people(at=now)
    loader.load_site_profile()
    texts = [text for text in demo_texts() if text.name.startswith("064-")]
    monkeypatch.setattr(loader, "demo_texts", lambda: texts)
    loader.load_documents(now=now)
    policy = Document.objects.get()
    for title, _ in explained.CHOSEN:
        series = Series.objects.create(organ=policy.organ, begun_at=now)
        made = Interpretation.objects.create(
            series=series, organ=policy.organ, title=title, status="published",
            begun_by=User.objects.earliest("pk"), first_published_at=now, published_at=now,
            begun_at=now, updated_at=now,
        )  # fmt: skip
        made.policies.create(document=policy, position=1)
    explained.select_good_ones(now=now)
    explained.select_good_ones(now=now)
    selection = Selection.objects.get()
    assert (selection.status, selection.voters) == ("published", explained.VOTERS)
    assert selection.nominations.exclude(place=None).count() == len(explained.CHOSEN)
    page = client.get(selection.get_absolute_url()).content.decode()
    assert "怎样算出来的" in page
    assert not OutboxMessage.objects.filter(kind="selections.ballot").exists()
    walked(kinds.SELECTIONS, at=now)


def test_open_days_of_every_kind_and_again_none(now: dt.datetime) -> None:
    load_organs_file(loader.HERE / "organs.csv", by=None, at=now)
    loader.load_people(at=now)
    assert events.load_events(now=now) == Event.objects.count() == 8
    states = {"published": 4, "finished": 2, "called_off": 1, "review": 1}
    assert {row["status"]: row["n"] for row in _counted(Event)} == states
    assert {row["status"]: row["n"] for row in _counted(SignUp)}["waiting"] > 0
    assert EventSession.objects.count() == 12
    assert all("演示" in event.text for event in Event.objects.all())
    told = Event.objects.get(suggestions_told_at__isnull=False)
    assert {row.outcome for row in told.suggestions.all()} == set(OUTCOMES)
    assert [each.is_open for each in materials_of(told)] == [True]
    assert events.load_events(now=now) == 0
    assert walked(kinds.EVENTS, at=now) >= {"publish", "call_off", "change_session"}
    assert walked(kinds.SIGNUPS, at=now)


def _counted(model: type[Event | SignUp]) -> Any:
    return model.objects.order_by().values("status").annotate(n=Count("pk"))


def test_the_consultations_are_at_their_steps_and_every_opinion_is_answered(
    now: dt.datetime, client: Client
) -> None:
    load_organs_file(loader.HERE / "organs.csv", by=None, at=now)
    loader.load_people(at=now)
    assert consultations.load_consultations(now=now) == 3
    assert consultations.load_consultations(now=now) == 0
    row = Consultation.objects.get(status="answered")
    ledger = ledger_for(row)
    assert ledger.total.received == 200
    assert ledger.is_settled
    assert set(row.opinions.values_list("group", flat=True)) == set(
        row.groups.values_list("pk", flat=True)
    )
    assert row.outcome_due_on is not None
    others = Consultation.objects.filter(status="running").order_by("opens_at")
    assert [each.opinions.count() for each in others] == [6, 4]
    assert all("演示" in each.title for each in Consultation.objects.all())
    assert walked(kinds.CONSULTATIONS, at=now) >= {"answer", "extend", "put_draft"}
    assert walked(kinds.OPINIONS, at=now)
