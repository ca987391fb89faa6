"""三同步: a policy and its interpretation at the same second, or a reason why not."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from disclosure.choices import Reach
from disclosure.models import Document
from disclosure.services import review as documents
from disclosure.services.documents import address_to
from disclosure.workflow import Status as DocumentStatus
from policies.interpretations.models import Interpretation, StepException
from policies.interpretations.search_entries import KIND, visible_ids
from policies.interpretations.services import drafts, in_step, release
from policies.interpretations.services.steps import STEPS
from policies.interpretations.workflow import Status
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.search.models import SearchEntry
from portal.site.demo.builders import bring_to
from tests.builders import City, draft, published
from tests.conftest import NOON
from tests.policies.interpretations.cases import (
    ACTS,
    LAW,
    MINUTE,
    begun,
    brought,
    policy,
    public_policy,
    rule,
)

pytestmark = pytest.mark.django_db


def signing(city: City, **changes: object) -> Document:
    """A policy that waits for its signature."""
    return bring_to(policy(city, **changes), DocumentStatus.SIGNING, cast=city.cast, at=NOON)


def sign(city: City, document: Document, at: dt.datetime = NOON) -> Document:
    return documents.sign(document=document, by=city.people[Role.SIGNER], at=at)


class TestGate:
    """Acceptance test 1."""

    def test_a_normative_document_without_interpretation_is_refused_with_the_article(
        self, city: City
    ) -> None:
        rule(city)
        document = signing(city)
        with pytest.raises(ActRefused) as told:
            sign(city, document)
        assert f"本件须与解读同时公开（{LAW}）" in str(told.value)
        document.refresh_from_db()
        assert document.status == DocumentStatus.SIGNING

    def test_with_a_recorded_reason_it_goes_and_is_listed(self, city: City) -> None:
        rule(city)
        document, signer = signing(city), city.people[Role.SIGNER]
        in_step.except_policy(document=document, reason="应急文件，随后解读。", by=signer, at=NOON)
        assert sign(city, document).is_public
        row = StepException.objects.get()
        assert (row.document, row.source, row.reason) == (document, LAW, "应急文件，随后解读。")
        entry = AuditEntry.objects.get(action="interpretations.except")
        assert (entry.legal_basis, entry.details) == (LAW, {"reason": "应急文件，随后解读。"})

    def test_a_personnel_notice_passes(self, city: City) -> None:
        rule(city)
        assert published(city, title="关于王某任职的通知").is_public

    def test_working_points_are_named_as_such(self, city: City) -> None:
        rule(city, article="", guideline="2026年政务公开工作要点第8项")
        with pytest.raises(ActRefused, match="（工作要点：2026年政务公开工作要点第8项）"):
            sign(city, signing(city))

    def test_a_rule_out_of_use_or_of_another_organ_asks_nothing(self, city: City) -> None:
        rule(city, is_active=False)
        rule(city, organ=city.district)
        assert sign(city, signing(city)).is_public

    @pytest.mark.parametrize("state", [Status.DRAFT, Status.SIGNING])
    def test_one_that_is_not_signed_is_not_enough(self, city: City, state: str) -> None:
        rule(city)
        document = signing(city)
        brought(city, state, [document])
        with pytest.raises(ActRefused, match="还没有审签过的发布解读"):
            sign(city, document)

    def test_nor_one_of_another_stage(self, city: City) -> None:
        rule(city)
        document = signing(city)
        brought(city, Status.READY, [document], stage="follow_up")
        with pytest.raises(ActRefused, match="还没有审签过的发布解读"):
            sign(city, document)

    def test_nor_one_that_waits_for_another_policy_too(self, city: City) -> None:
        rule(city)
        document = signing(city)
        brought(city, Status.READY, [document, policy(city, number="试府办规〔2026〕4号")])
        with pytest.raises(ActRefused, match="还没有审签过的发布解读"):
            sign(city, document)

    @pytest.mark.parametrize("role", [Role.CLERK, Role.SECRECY_REVIEWER])
    def test_the_reason_is_a_signers_to_record(self, city: City, role: Role) -> None:
        rule(city)
        with pytest.raises(NotPermitted, match="签发人员记录"):
            in_step.except_policy(
                document=signing(city), reason="急。", by=city.people[role], at=NOON
            )

    def test_no_reason_is_recorded_where_none_is_asked_for(self, city: City) -> None:
        document, signer = signing(city), city.people[Role.SIGNER]
        with pytest.raises(ActRefused, match="没有同步解读的要求"):
            in_step.except_policy(document=document, reason="急。", by=signer, at=NOON)
        rule(city)
        with pytest.raises(ActRefused, match="请填写不同步解读的理由"):
            in_step.except_policy(document=document, reason=" ", by=signer, at=NOON)


class TestSameSecond:
    """Acceptance test 2; a killed worker is tried in test_race.py."""

    def test_both_are_public_with_one_moment(self, city: City) -> None:
        rule(city)
        document = signing(city)
        case = brought(city, Status.READY, [document])
        assert not Interpretation.objects.public().exists()
        at = NOON + 5 * MINUTE
        sign(city, document, at)
        case.refresh_from_db()
        document.refresh_from_db()
        assert case.published_at == document.published_at == at
        assert case.acts.order_by("id").last().action == "release"
        assert Interpretation.objects.public().get() == case
        entry = SearchEntry.objects.get(kind=KIND)
        assert (entry.object_id, entry.is_live, entry.title) == (
            case.series_id, True, "晚上车能停哪里",
        )  # fmt: skip
        assert "试江市夜间停车办法" in entry.body

    def test_at_its_planned_moment_too(self, city: City) -> None:
        rule(city)
        document = signing(city)
        case = brought(city, Status.READY, [document])
        due = NOON + dt.timedelta(hours=1)
        documents.schedule(document=document, publish_at=due, by=city.people[Role.SIGNER], at=NOON)
        case.refresh_from_db()
        assert case.status == Status.READY
        documents.release(document_id=document.pk, at=due)
        case.refresh_from_db()
        assert case.published_at == due

    def test_for_a_policy_of_some_addressees_nothing_is_released(self, city: City) -> None:
        document = draft(city, reach=Reach.ADDRESSED, reach_reason="仅涉及一街道")
        by = city.people[Role.CLERK]
        address_to(document=document, organs=[city.street], groups=[], by=by, at=NOON)
        case = brought(city, Status.READY, [document])
        bring_to(document, DocumentStatus.PUBLISHED, cast=city.cast, at=NOON)
        case.refresh_from_db()
        assert case.status == Status.READY
        assert not SearchEntry.objects.filter(kind=KIND).exists()

    def test_one_signed_before_its_policy_cannot_go_alone(self, city: City) -> None:
        case = brought(city, Status.READY, [signing(city)])
        with pytest.raises(ActRefused, match="还没有公开，解读会在它公开的同一刻公开"):
            ACTS["publish"](case, city.people[Role.SIGNER], NOON)

    def test_it_is_taken_down_with_the_last_of_its_policies(self, city: City) -> None:
        first, second = public_policy(city), public_policy(city, number="试府办规〔2026〕4号")
        case = brought(city, Status.PUBLISHED, [first, second])
        signer = city.people[Role.SIGNER]
        documents.withdraw(document=first, reason="有误", by=signer, at=NOON + MINUTE)
        case.refresh_from_db()
        assert (case.status, visible_ids([case.series_id], signer)) == (
            Status.PUBLISHED, {case.series_id},
        )  # fmt: skip
        documents.withdraw(document=second, reason="有误", by=signer, at=NOON + 2 * MINUTE)
        case.refresh_from_db()
        assert (case.status, case.withdrawn_at) == (Status.WITHDRAWN, NOON + 2 * MINUTE)
        assert visible_ids([case.series_id], signer) == set()
        assert not SearchEntry.objects.get(kind=KIND).is_live


class TestAlone:
    def test_for_a_public_policy_a_signer_releases_it(self, city: City) -> None:
        case = brought(city, Status.PUBLISHED)
        assert case.published_at == case.first_published_at == NOON
        # Friday; the fifth working day after it.
        assert case.filing_due_on == dt.date(2026, 11, 27)

    def test_withdrawn_and_released_again_its_first_time_stays(self, city: City) -> None:
        case = brought(city, Status.WITHDRAWN)
        for action in ("reopen", "submit", "pass_secrecy", "sign", "publish"):
            by = city.people[Role(STEPS.rules.workflow.actions[action].role)]
            ACTS[action](case, by, NOON + dt.timedelta(days=1))
            case = Interpretation.objects.get(pk=case.pk)
        assert (timezone.localdate(case.first_published_at), case.edition) == (NOON.date(), 1)
        assert case.published_at == NOON + dt.timedelta(days=1)

    def test_filing_is_recorded_once_and_not_for_tomorrow(self, city: City) -> None:
        case, clerk = brought(city, Status.PUBLISHED), city.people[Role.CLERK]
        with pytest.raises(ActRefused, match="晚于今天"):
            release.file(interpretation=case, filed_on=dt.date(2026, 11, 21), place="办公室",
                         by=clerk, at=NOON)  # fmt: skip
        ACTS["file"](case, clerk, NOON)
        case.refresh_from_db()
        assert case.filed_on == NOON.date()
        assert case.acts.last().reason == "2026-11-20 报市政府办公室"
        with pytest.raises(ActRefused, match="已经登记报备"):
            ACTS["file"](case, clerk, NOON)


class TestEditions:
    def test_the_next_takes_the_place_of_the_one_before_in_one_act(self, city: City) -> None:
        case = brought(city, Status.PUBLISHED)
        new = drafts.revise(interpretation=case, by=city.people[Role.CLERK], at=NOON)
        assert (new.edition, new.series, new.status) == (2, case.series, Status.DRAFT)
        assert [part.lines for part in new.parts.all()] == [part.lines for part in case.parts.all()]
        assert new.plan.outline == case.plan.outline
        with pytest.raises(ActRefused, match="请写更新说明"):
            ACTS["submit"](new, city.people[Role.CLERK], NOON)
        drafts.edit(interpretation=new, title="晚上车能停哪里（更新）", summary="更短。",
                      note="按新名单更新。", by=city.people[Role.CLERK], at=NOON)  # fmt: skip
        later = NOON + dt.timedelta(days=3)
        for action in ("submit", "pass_secrecy", "sign", "publish"):
            by = city.people[Role(STEPS.rules.workflow.actions[action].role)]
            ACTS[action](new, by, later)
            new.refresh_from_db()
        case.refresh_from_db()
        assert (case.status, new.status) == (Status.SUPERSEDED, Status.PUBLISHED)
        assert (new.first_published_at, new.published_at) == (NOON, later)
        assert SearchEntry.objects.get(kind=KIND).title == "晚上车能停哪里（更新）"

    def test_only_one_is_written_at_a_time(self, city: City) -> None:
        case, clerk = brought(city, Status.PUBLISHED), city.people[Role.CLERK]
        drafts.revise(interpretation=case, by=clerk, at=NOON)
        with pytest.raises(ActRefused, match="已有新的一版正在办理"):
            drafts.revise(interpretation=case, by=clerk, at=NOON)


def test_an_interpretation_of_a_draft_policy_shows_itself_to_nobody(city: City) -> None:
    begun(city, [draft(city)])
    assert not Interpretation.objects.public().exists()
    assert not SearchEntry.objects.filter(kind=KIND).exists()
