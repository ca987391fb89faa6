"""Another organ goes on with the open cases of one that was dissolved: all of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.audit.services import verify
from portal.common.errors import ActRefused, NotPermitted
from portal.notifications.models import OutboxMessage
from portal.organs.models import Organ
from portal.tracking.codes import code_from
from requests_app.models import InformationRequest, Succession, TakenOver
from requests_app.permissions import may_read, may_take_over
from requests_app.presenters.standing import timeline_of
from requests_app.rectification import workflow as rectification_workflow
from requests_app.rectification.models import Rectification
from requests_app.rectification.permissions import RULES as RECTIFICATION_RULES
from requests_app.rectification.presenters.standing import rectification_timeline
from requests_app.services import remedies
from requests_app.services.succession import ended_organs, estate_of, successors_of, take_over
from requests_app.workflow.states import HANDLER, Status
from tests.builders import City, organ, person
from tests.requests_app.cases import SUBMITTED_AT, bring_to, desk, submitted
from tests.requests_app.officers import LIST, page_of, signed_in, trail
from tests.requests_app.rectification.cases import brought

pytestmark = pytest.mark.django_db
PAGES = "/admin/requests_app/succession/"
WHY = "试江市机构改革方案（试委发〔2026〕9号）"
MAIL = "jia@people.example"
# A supervisor of another district has the list, with nothing of this organ in it.
REFUSED = ((404, False), (200, False))


@pytest.fixture(autouse=True)
def no_lockout(settings: object) -> None:
    settings.AXES_ENABLED = False  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Ended:
    """The city's office was merged into a new one; the people of the old one know nobody there."""

    city: City
    new: Organ
    requests: list[InformationRequest]
    rectifications: list[Rectification]
    done: InformationRequest
    contested: InformationRequest
    people: dict[str, User]

    @property
    def page(self) -> str:
        return f"{PAGES}{self.city.office.pk}/change/"


@pytest.fixture
def ended(city: City) -> Ended:
    people = desk(city)
    new = organ("SJ-N", "试江市数据局", "city", "department", city.root)
    states = (Status.HANDLING, Status.SIGNING, Status.AWAITING_CORRECTION)
    requests = [bring_to(submitted(city, email=MAIL), state, people=people) for state in states]
    rectifications = [brought(city, state) for state in rectification_workflow.OPEN[::2]]
    done, contested = (bring_to(submitted(city), Status.ARCHIVED, people=people) for _ in range(2))
    remedies.record_remedy(
        request=contested, route="review", authority="某市人民政府",
        notified_on=SUBMITTED_AT.date(), by=people[HANDLER], at=SUBMITTED_AT,
    )  # fmt: skip
    OutboxMessage.objects.all().delete()
    Organ.objects.filter(pk=city.office.pk).update(is_active=False)
    city.office.refresh_from_db()
    staff = {
        "above": person("p-above", organs=[city.root], roles=[Role.SUPERVISOR]),
        "new head": person("n-head", organs=[new], roles=[Role.OFFICE_HEAD]),
        "new intake": person("n-intake", organs=[new], roles=[Role.REQUEST_INTAKE]),
        # Supervises what ended, and not the organ that is to go on with it.
        "half above": person("p-half", organs=[city.office], roles=[Role.SUPERVISOR]),
        "old head": city.people[Role.OFFICE_HEAD],
        "old handler": city.people[Role.REQUEST_HANDLER],
        "outsider": city.outsider,
    }
    return Ended(city, new, requests, rectifications, done, contested, staff)


def given_on(ended: Ended, who: str = "above", **changes: object) -> Succession:
    given = {"organ": ended.city.office, "successor": ended.new, "reason": WHY}
    return take_over(
        **{**given, "by": ended.people[who], "at": SUBMITTED_AT, **changes}  # type: ignore[arg-type]
    )


def kept(case: InformationRequest | Rectification) -> dict[str, object]:
    """What a taking over leaves as it was."""
    names = {field.attname for field in case._meta.fields} - {"organ_id", "handler_id"}
    row = type(case)._default_manager.get(pk=case.pk)
    return {name: getattr(row, name) for name in names - {"updated_at"}}


def test_everything_open_goes_at_once_and_stays_as_it_was(ended: Ended) -> None:
    cases: list[Any] = [*ended.requests, ended.contested, *ended.rectifications]
    before = [kept(case) for case in cases]
    estate = estate_of(ended.city.office)
    assert {row.pk for row in estate.requests} == {row.pk for row in cases[:4]}
    entries = AuditEntry.objects.count()
    row = given_on(ended)
    assert [kept(case) for case in cases] == before
    for case in cases:
        case.refresh_from_db()
        assert (case.organ_id, case.handler_id) == (ended.new.pk, None)
        assert [act.reason for act in case.acts.filter(action="take_over")] == [WHY]
    ended.done.refresh_from_db()
    assert ended.done.organ_id == ended.city.office.pk
    assert TakenOver.objects.filter(succession=row).count() == len(cases)
    # One entry for the whole, one for every case, and the chain holds.
    assert AuditEntry.objects.count() == entries + len(cases) + 1
    per_case = AuditEntry.objects.filter(action__in=("requests.take_over", "records.take_over"))
    assert {entry.details["to"] for entry in per_case} == {"SJ-N"}
    assert verify() is None
    with pytest.raises(ActRefused, match="没有未办结"):
        given_on(ended)


def test_who_may_read_changes_with_the_organ(ended: Ended) -> None:
    case, rectification = ended.requests[0], ended.rectifications[0]
    old, new = ended.people["old handler"], ended.people["new intake"]
    client = signed_in(old)
    assert (bool(may_read(old, case)), bool(may_read(new, case))) == (True, False)
    given_on(ended)
    case.refresh_from_db()
    rectification.refresh_from_db()
    assert (bool(may_read(old, case)), bool(may_read(new, case))) == (False, True)
    assert not RECTIFICATION_RULES.may_read(old, rectification)
    assert RECTIFICATION_RULES.may_read(new, rectification)
    assert client.get(page_of(case)).status_code == 404
    assert case.number not in client.get(f"{LIST}?queue=all").content.decode()
    assert "承接" in signed_in(new).get(page_of(case)).content.decode()


def test_applicants_learn_who_goes_on(ended: Ended, client: object) -> None:
    given_on(ended)
    told = OutboxMessage.objects.filter(kind="requests.told")
    assert told.count() == len(ended.requests)
    case, rectification = ended.requests[0], ended.rectifications[0]
    for row in told:
        assert "试江市数据局继续办理" in row.body
        assert "演示申请人甲" not in row.body + row.subject
    words = "试江市人民政府办公室已经撤销，由试江市数据局继续办理"
    case.refresh_from_db()
    rectification.refresh_from_db()
    assert words in timeline_of(case)[0].words
    assert words in rectification_timeline(rectification)[0].words
    door = {"number": case.number, "code": code_from(case.submission_key)}
    page = client.post("/requests/track/", door, follow=True).content.decode()  # type: ignore[attr-defined]
    assert words in page
    assert f"{case.number}</span>，试江市数据局" in page
    staff = OutboxMessage.objects.filter(kind="requests.taken_over")
    assert {row.user.username for row in staff if row.user} == {"n-head", "n-intake"}


MAY = {"above"}


def test_only_who_supervises_both_or_a_head_already_named(ended: Ended) -> None:
    office, new = ended.city.office, ended.new
    before = trail()
    for who, user in ended.people.items():
        assert bool(may_take_over(user, office, new)) == (who in MAY), who
        assert (office in ended_organs(user)) == (who in MAY | {"half above"}), who
        if who not in MAY:
            with pytest.raises(NotPermitted):
                given_on(ended, who)
    # An organ at work keeps its cases; nothing goes to one that has ended, or to itself.
    for one, to in ((ended.city.street, new), (office, office)):
        with pytest.raises(NotPermitted):
            given_on(ended, organ=one, successor=to)
    for reason, message in ((" ", "承接的依据"), ("演示申请人甲的申请", "个人信息")):
        with pytest.raises(ActRefused, match=message):
            given_on(ended, reason=reason)
    assert trail() == before
    assert not Succession.objects.exists()
    given_on(ended)
    # What turns up later is taken by the head of the successor that was named.
    InformationRequest.objects.filter(pk=ended.done.pk).update(status=Status.HANDLING)
    head = ended.people["new head"]
    assert successors_of(office, by=head) == [new]
    assert successors_of(office, by=ended.people["half above"]) == []
    assert not may_take_over(ended.people["old head"], office, new)
    given_on(ended, "new head")
    ended.done.refresh_from_db()
    assert ended.done.organ_id == new.pk


def test_the_page_shows_first_and_does_then(ended: Ended) -> None:
    for who in ("old head", "old handler", "new intake", "outsider"):
        client = signed_in(ended.people[who])
        listed = client.get(PAGES)
        assert (listed.status_code, ended.page in listed.content.decode()) in REFUSED, who
        assert client.get(ended.page).status_code == 404, who
        posted = client.post(ended.page, {"successor": ended.new.pk, "reason": WHY})
        assert posted.status_code == 404, who
    assert not Succession.objects.exists()
    client = signed_in(ended.people["above"])
    assert ended.page in client.get(PAGES).content.decode()
    page = client.get(ended.page)
    assert {"no-store", "private"} <= set(page["Cache-Control"].split(", "))
    shown = page.content.decode()
    applications = [*ended.requests, ended.contested]
    for number in (
        *(case.number for case in applications),
        *(case.number for case in ended.rectifications),
    ):
        assert number in shown
    assert ended.done.number not in shown
    assert "演示" not in shown
    wrong = client.post(ended.page, {"successor": ended.city.office.pk, "reason": WHY})
    assert (wrong.status_code, WHY in wrong.content.decode()) == (400, True)
    assert not Succession.objects.exists()
    assert client.post(ended.page, {"successor": ended.new.pk, "reason": WHY}).status_code == 302
    assert "试江市数据局" in client.get(PAGES).content.decode()
    assert Succession.objects.get().cases.count() == 6
