"""更正申请: what each act writes and refuses, forwarding, terms, reminders, keeping, the vault."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.audit.services import verify
from portal.common.errors import ActRefused
from portal.notifications.models import InboxNotice, OutboxMessage
from portal.personal.handed_in import HandedIn
from portal.vault.registry import sealed_columns, sealed_file_columns
from requests_app.rectification import workflow as flow
from requests_app.rectification.models import (
    Rectification,
    RectificationAct,
    RectificationDecision,
    RectificationEvidence,
    RectificationForwarding,
    RectificationTelling,
)
from requests_app.rectification.services import acceptance, decisions, forwarding, hold, result
from requests_app.rectification.services.intake import internal_term, submit_rectification
from requests_app.rectification.services.reminders import remind_of_rectifications
from requests_app.rectification.services.retention import RECTIFICATIONS
from requests_app.services.retention.purge import purge_due
from tests.builders import City
from tests.requests_app.cases import DAY, SUBMITTED_AT
from tests.requests_app.rectification.cases import PERSONAL, asked, brought, filed, papers, walk

pytestmark = pytest.mark.django_db
PDF_THAT_IS_NOT = b"MZ\x90\x00this is a program"


def dump() -> str:
    """Every row of the tables a request touches, as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND (table_name LIKE 'requests_app%' OR table_name LIKE 'audit%'"
            " OR table_name LIKE 'notifications%' OR table_name LIKE 'search%')"
        )
        text = []
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names from the catalogue
            text += [str(row) for row in cursor.fetchall()]
    return "\n".join(text)


def account(name: str = "citizen") -> User:
    return User.objects.create_user(name, password="Buerger-2026-abc")


class TestFiling:
    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"name": " "}, "姓名"),
            ({"identity_number": ""}, "证件号码"),
            ({"phone": ""}, "联系方式"),
            ({"record": "\n"}, "哪一项记录"),
            ({"should_be": ""}, "应当是什么"),
            ({"inaccurate": "错" * 2001}, "2000字"),
            ({"agent_name": "代办人"}, "委托书"),
        ],
    )
    def test_what_it_must_say(self, city: City, changes: dict[str, Any], said: str) -> None:
        with pytest.raises(ActRefused, match=said):
            filed(city, **changes)
        assert Rectification.objects.count() == 0

    def test_both_kinds_of_evidence(self, city: City) -> None:
        for purposes, said in ((("identity",), "证明记录不准确"), (("proof",), "身份证明")):
            with pytest.raises(ActRefused, match=said):
                submit_rectification(
                    asked=asked(city), evidence=papers(*purposes), key=uuid.uuid4(),
                    at=SUBMITTED_AT,
                )  # fmt: skip
        hostile = HandedIn(io.BytesIO(PDF_THAT_IS_NOT), "证明.pdf", "proof")
        with pytest.raises(ActRefused):
            submit_rectification(
                asked=asked(city), evidence=[*papers("identity"), hostile], key=uuid.uuid4(),
                at=SUBMITTED_AT,
            )  # fmt: skip
        assert RectificationEvidence.objects.count() == 0
        # A refusal leaves no gap.
        assert filed(city).number == "SJ-B-2026-GZ00001"

    def test_only_organs_of_the_site(self, city: City, settings: Settings) -> None:
        city.street.is_active = False
        city.street.save()
        with pytest.raises(ActRefused, match="不接收"):
            filed(city, organ=city.street)
        settings.CLOSED_REQUEST_CHANNELS = ["online"]
        with pytest.raises(ActRefused, match="网上"):
            filed(city)

    def test_once_and_sealed(self, city: City) -> None:
        key = uuid.uuid4()
        given = {"asked": asked(city), "key": key, "at": SUBMITTED_AT}
        first = submit_rectification(evidence=papers(), **given)
        again = submit_rectification(evidence=papers(), **given)
        assert (again.case.pk, again.code, again.is_new) == (
            first.case.pk, first.code, False,
        )  # fmt: skip
        case = walk(first.case, city, "accept", "correct", "return", "forward")
        text = dump()
        assert case.number in text
        assert [secret for secret in PERSONAL if secret in text] == []
        assert first.code not in text
        assert case.name == PERSONAL[0]
        assert case.acts.get(action="return").reason.endswith("的登记")

    def test_rotation_knows_every_sealed_column(self) -> None:
        sealed = {model for model, _ in sealed_columns()}
        assert {
            Rectification,
            RectificationDecision,
            RectificationForwarding,
            RectificationAct,
        } <= sealed
        assert RectificationEvidence in {model for model, _ in sealed_file_columns()}


class TestForwarding:
    def test_a_chain_without_a_circle(self, city: City) -> None:
        """Each organ keeps its row, the next one begins a term of its own, nobody comes back."""
        case = walk(filed(city), city, "accept", "forward")
        assert (case.organ, case.handler, case.status) == (city.street, None, flow.Status.FORWARDED)
        later = SUBMITTED_AT + 10 * DAY
        case = walk(case, city, "forward", at=later)
        assert (case.organ, case.started_on) == (city.district, later.date())
        assert case.due_on == internal_term(city.district, later.date())
        assert case.number == "SJ-B-2026-GZ00001"
        intake = city.people[Role.REQUEST_INTAKE]
        for back in (city.office, city.street, city.district):
            with pytest.raises(ActRefused, match="不能转回"):
                forwarding.forward(
                    rectification=case, target=back, reason="不归我们", told_by="phone",
                    by=intake, at=later,
                )  # fmt: skip
        rows = RectificationForwarding.objects.values_list("source", "target", "by")
        assert list(rows) == [
            (city.office.pk, city.street.pk, intake.pk),
            (city.street.pk, city.district.pk, intake.pk),
        ]
        # Row and entry are the organ's whose act it was, not those of the one it went to.
        forwarded = RectificationAct.objects.filter(action="forward").order_by("pk")
        assert [row.organ for row in forwarded] == [city.office, city.street]
        entries = AuditEntry.objects.filter(action="records.forward").order_by("pk")
        assert [row.organ_code for row in entries] == [city.office.code, city.street.code]
        assert walk(case, city, "accept", "refer", "approve_refer").status == flow.Status.REFERRED

    def test_refused(self, city: City) -> None:
        case, intake = filed(city), city.people[Role.REQUEST_INTAKE]
        given = {"rectification": case, "by": intake, "at": SUBMITTED_AT}
        for changes, said in (
            ({"reason": " ", "told_by": "phone"}, "理由"),
            ({"reason": "不归我们", "told_by": "pigeon"}, "方式"),
            ({"reason": "不归我们", "told_by": "site"}, "没有用账号"),
        ):
            with pytest.raises(ActRefused, match=said):
                forwarding.forward(target=city.street, **given, **changes)
        case.refresh_from_db()
        assert (case.organ, case.status) == (city.office, flow.Status.SUBMITTED)
        assert RectificationForwarding.objects.count() == 0


class TestDeciding:
    def test_impossible_decisions(self, city: City) -> None:
        case, by = brought(city, flow.Status.VERIFYING), city.people[Role.REQUEST_HANDLER]
        given = {"rectification": case, "by": by, "at": SUBMITTED_AT}
        today = SUBMITTED_AT.date()
        refused: list[tuple[Any, dict[str, Any], str]] = [
            (decisions.correct, {"text": " ", "corrected_on": today}, "更正了什么"),
            (decisions.correct, {"text": "改", "corrected_on": today + DAY}, "晚于今天"),
            (decisions.correct, {"text": "改", "corrected_on": today - DAY}, "早于提交"),
            (decisions.decline, {"text": "不改", "ground": "mood"}, "情形"),
            (decisions.decline, {"text": "", "ground": "accurate"}, "理由"),
            (decisions.refer, {"text": "x", "right_organ": "", "right_contacts": "1"}, "机关"),
            (decisions.refer, {"text": "x", "right_organ": "某局", "right_contacts": " "}, "联系"),
        ]
        for act, changes, said in refused:
            with pytest.raises(ActRefused, match=said):
                act(**given, **changes)
        assert RectificationDecision.objects.count() == 0
        assert Rectification.objects.get().status == flow.Status.VERIFYING

    def test_it_takes_effect_when_approved_and_the_account_is_told(self, city: City) -> None:
        user = account()
        case = walk(filed(city, user=user), city, "accept", "correct")
        OutboxMessage.objects.all().delete()
        case = walk(case, city, "approve_correct")
        assert case.closed_on == SUBMITTED_AT.date()
        assert RectificationTelling.objects.get().way == "site"
        (notice,) = OutboxMessage.objects.filter(user=user, channel="inbox")
        assert notice.url == case.get_absolute_url()
        assert [secret for secret in PERSONAL if secret in notice.subject + notice.body] == []
        assert walk(case, city, "archive").status == flow.Status.ARCHIVED

    def test_nothing_is_put_away_before_the_applicant_knows(self, city: City) -> None:
        case = brought(city, flow.Status.DECLINED)
        with pytest.raises(ActRefused, match="告知申请人"):
            walk(case, city, "archive")
        by = city.people[Role.REQUEST_INTAKE]
        for way, day, said in (
            ("site", SUBMITTED_AT.date(), "账号"),
            ("phone", SUBMITTED_AT.date() + DAY, "晚于"),
            ("phone", SUBMITTED_AT.date() - DAY, "早于"),
        ):
            with pytest.raises(ActRefused, match=said):
                result.tell(rectification=case, way=way, told_on=day, by=by, at=SUBMITTED_AT)
        assert walk(case, city, "tell", "archive").status == flow.Status.ARCHIVED

    def test_another_handler_needs_a_reason(self, city: City) -> None:
        case, by = brought(city, flow.Status.VERIFYING), city.people[Role.REQUEST_INTAKE]
        second = account("second")
        second.memberships.create(organ=city.office, role=Role.REQUEST_HANDLER)
        given = {"rectification": case, "handler": second, "by": by, "at": SUBMITTED_AT}
        with pytest.raises(ActRefused, match="改派"):
            acceptance.accept(**given)
        with pytest.raises(ActRefused, match="本机关"):
            acceptance.accept(**{**given, "handler": city.outsider})
        assert acceptance.accept(**given, reason="出差").handler == second


class TestReminders:
    def test_told_by_state_once_a_stage(self, city: City) -> None:
        case = brought(city, flow.Status.VERIFYING)
        assert case.due_on is not None
        handler = city.people[Role.REQUEST_HANDLER]
        assert remind_of_rectifications(at=SUBMITTED_AT) == 0
        near = dt.datetime.combine(case.due_on - 2 * DAY, dt.time(1), dt.UTC)
        for _ in range(2):
            remind_of_rectifications(at=near)
        told = OutboxMessage.objects.filter(kind="requests.due", channel="inbox")
        assert [row.user for row in told] == [handler]
        assert "内部期限" in told[0].body
        assert "条例" not in told[0].body
        walk(case, city, "forward", at=near)
        assert remind_of_rectifications(at=near) == 0
        late = dt.datetime.combine(case.due_on + 90 * DAY, dt.time(1), dt.UTC)
        assert remind_of_rectifications(at=late) == 2
        late_ones = {row.user for row in told.exclude(user=handler)}
        assert late_ones == {city.people[Role.REQUEST_INTAKE], city.people[Role.SUPERVISOR]}


class TestKeeping:
    def test_purged_when_the_term_is_over(
        self,
        city: City,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        user = account()
        case = walk(filed(city, user=user), city, *("accept", "forward", "accept", "correct"))
        case = walk(case, city, "return", "correct", "approve_correct", "archive")
        file = case.evidence.all()[0].file
        assert RECTIFICATIONS.keep_until(case) == dt.date(2031, 9, 7)
        assert purge_due(at=dt.datetime(2031, 9, 7, 4, tzinfo=dt.UTC)) == 0
        with django_capture_on_commit_callbacks(execute=True):
            assert purge_due(at=dt.datetime(2031, 9, 8, 4, tzinfo=dt.UTC)) == 1
        assert purge_due(at=dt.datetime(2031, 9, 9, 4, tzinfo=dt.UTC)) == 0
        kept = Rectification.objects.get()
        assert (kept.number, kept.status, kept.organ) == (case.number, case.status, case.organ)
        assert (kept.name, kept.record, kept.code_index, kept.user) == ("", "", "", None)
        assert {row.text for row in kept.decisions.all()} == {""}
        assert {row.reason for row in kept.forwardings.all()} == {""}
        assert {row.reason for row in kept.acts.all()} == {""}
        assert not file.storage.exists(file.name)
        assert OutboxMessage.objects.filter(user=user).count() == 0
        assert InboxNotice.objects.filter(user=user).count() == 0
        assert verify() is None

    def test_the_reason_of_a_hold_names_nobody(self, city: City) -> None:
        case, head = brought(city, flow.Status.DECLINED), city.people[Role.OFFICE_HEAD]
        for reason, said in (
            (f"{PERSONAL[0]}起诉", "个人信息"),
            ("请联系13900001234", "个人信息"),
            ("诉" * 301, "300字"),
        ):
            with pytest.raises(ActRefused, match=said):
                hold.hold_rectification(rectification=case, reason=reason, by=head, at=SUBMITTED_AT)
        case.refresh_from_db()
        assert case.legal_hold == ""

    def test_withdrawn_goes_earlier_and_a_hold_keeps_it(self, city: City) -> None:
        case, later = (
            brought(city, flow.Status.WITHDRAWN),
            dt.datetime(2028, 9, 8, 4, tzinfo=dt.UTC),
        )
        assert RECTIFICATIONS.keep_until(case) == dt.date(2028, 9, 7)
        walk(case, city, "hold")
        with pytest.raises(ActRefused, match="已经延长保存"):
            walk(case, city, "hold")
        assert purge_due(at=later) == 0
        walk(case, city, "lift_hold")
        with pytest.raises(ActRefused, match="没有延长"):
            walk(case, city, "lift_hold")
        open_one = filed(city)
        assert RECTIFICATIONS.keep_until(open_one) is None
        assert purge_due(at=later) == 1
