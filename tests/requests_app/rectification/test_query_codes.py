"""The code of a request for rectification that was lost, replaced at the window."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.tracking.codes import code_from
from requests_app.rectification.models import Rectification
from requests_app.rectification.permissions import may_print_receipt
from requests_app.rectification.services.query_codes import replace_rectification_code
from requests_app.rectification.services.retention import RECTIFICATIONS
from requests_app.rectification.services.steps import STEPS
from tests.builders import City, person
from tests.requests_app.cases import SUBMITTED_AT
from tests.requests_app.officers import signed_in, trail
from tests.requests_app.rectification.cases import NAME, PERSONAL, filed, walk

pytestmark = pytest.mark.django_db
LIST = "/admin/requests_app/rectification/"
GIVEN = {"document": "id_card", "reason": "本人到窗口，回执遗失"}


@pytest.fixture(autouse=True)
def no_lockout(settings: Settings) -> None:
    settings.AXES_ENABLED = False


def test_another_code_for_a_document_that_was_seen_and_the_old_one_is_dead(city: City) -> None:
    case = walk(filed(city), city, "accept")
    old = code_from(case.submission_key)
    with time_machine.travel(SUBMITTED_AT, tick=False):
        client = signed_in(city.people[Role.REQUEST_INTAKE])
        # The code of what came online is the applicant's alone, until it is replaced.
        assert client.get(f"{LIST}{case.pk}/receipt/").status_code == 404
        done = client.post(f"{LIST}{case.pk}/act/replace_code/", GIVEN)
        assert done.status_code == 302
        case.refresh_from_db()
        new = code_from(case.key_of_code)
        assert new != old
        assert new in client.get(f"{LIST}{case.pk}/receipt/").content.decode()
        for code, status in ((old, 403), (new, 302)):
            typed = {"number": case.number, "code": code}
            assert Client().post("/requests/track/", typed).status_code == status
    entry = AuditEntry.objects.get(action="records.replace_code")
    assert entry.details["document"] == "id_card"
    assert not any(text in trail() for text in (old, new, *PERSONAL))


def test_only_the_organ_that_gave_the_code_hands_it_over(city: City) -> None:
    """Sent on, it opens with the same code, which the other organ does not read."""
    case = walk(filed(city), city, "replace_code", "forward")
    there = case.organ
    taker = person("p-there", organs=[there], roles=[Role.REQUEST_INTAKE])
    for user in (city.people[Role.REQUEST_INTAKE], taker):
        assert not may_print_receipt(user, case)
    replace_rectification_code(rectification=case, by=taker, at=SUBMITTED_AT, **GIVEN)
    case.refresh_from_db()
    assert may_print_receipt(taker, case)


def test_no_code_without_a_document_or_with_a_name_in_the_record(city: City) -> None:
    case = filed(city)
    before, by = case.code_index, city.people[Role.REQUEST_INTAKE]
    for given, said in (
        (GIVEN | {"document": ""}, "哪一种证件"),
        (GIVEN | {"reason": " "}, "换发的情况"),
        (GIVEN | {"reason": f"{NAME}本人来"}, "个人信息"),
    ):
        with pytest.raises(ActRefused, match=said):
            replace_rectification_code(rectification=case, by=by, at=SUBMITTED_AT, **given)
    with pytest.raises(NotPermitted):
        replace_rectification_code(
            rectification=case, by=city.people[Role.REQUEST_HANDLER], at=SUBMITTED_AT, **GIVEN
        )
    assert Rectification.objects.get(pk=case.pk).code_index == before


def test_what_was_purged_has_no_code_to_replace(city: City) -> None:
    case = walk(filed(city), city, "withdraw")
    RECTIFICATIONS.forget(case)
    case.purged_at = SUBMITTED_AT
    case.save()
    assert case.code_key is None
    assert not STEPS.obstacle(case, "replace_code", on=SUBMITTED_AT.date())
