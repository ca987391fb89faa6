"""催办: who supervises presses for what is overdue, once a day, and whoever has it reads of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from disclosure.admin.acts import DESK as DOCUMENT_DESK
from disclosure.services.pressure import urge as urge_document
from policies.messages.admin.acts import DESK as MESSAGE_DESK
from policies.messages.services.pressure import urge as urge_message
from policies.relays.admin.tasks import DESK as RELAY_DESK
from policies.relays.services.reminders import urge as urge_relay
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.desk.buttons import Desk
from portal.desk.offers import offers_for
from portal.notifications.models import OutboxMessage
from requests_app.admin.acts import DESK as APPLICATION_DESK
from requests_app.rectification.admin.acts import DESK as RECTIFICATION_DESK
from requests_app.rectification.services.pressure import urge as urge_rectification
from requests_app.services.pressure import urge as urge_application
from tests.builders import City, draft
from tests.conftest import NOON
from tests.policies.messages.cases import written
from tests.policies.relays.handing import handed
from tests.requests_app.cases import bring_to, desk, submitted
from tests.requests_app.rectification.cases import brought

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """A kind: its desk, the column of its last day, one case of it, the act, who has it there."""

    desk: Desk
    due_on: str
    made: Callable[[City], Any]
    urge: Callable[..., Any]
    whose: Role

    def overdue(self, city: City) -> Any:
        """One whose last day was three days ago."""
        return self.late(self.made(city))

    def late(self, case: Any) -> Any:
        """The same, also after an act that has reckoned its last day anew."""
        rows = type(case)._default_manager.filter(pk=case.pk)
        rows.update(**{self.due_on: (NOON - 3 * DAY).date()})
        return rows.get()

    def pressed(self, case: Any, **by: Any) -> Any:
        return self.urge(**{self.desk.steps.owner: case}, **by)


KINDS = {
    "document": Case(DOCUMENT_DESK, "publish_due_on", draft, urge_document, Role.CLERK),
    "application": Case(
        APPLICATION_DESK, "reply_due_on",
        lambda city: bring_to(submitted(city), "handling", people=desk(city)),
        urge_application, Role.REQUEST_HANDLER,
    ),
    "message": Case(
        MESSAGE_DESK, "due_on", written, urge_message, Role.MESSAGE_DESK,
    ),
    "relay task": Case(RELAY_DESK, "due_on", handed, urge_relay, Role.CLERK),
    "rectification": Case(
        RECTIFICATION_DESK, "due_on", lambda city: brought(city, "submitted"),
        urge_rectification, Role.REQUEST_INTAKE,
    ),
}  # fmt: skip
ALL = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def urgings() -> Any:
    return OutboxMessage.objects.filter(dedup_key__startswith="urged:")


@ALL
def test_pressed_for_once_a_day(city: City, kind: Case) -> None:
    case, above = kind.overdue(city), city.people[Role.SUPERVISOR]
    status = case.status
    kind.pressed(case, by=above, at=NOON)
    told = urgings().get()
    assert told.user.memberships.filter(organ=case.organ, role=kind.whose).exists()
    assert told.subject.startswith("催办：")
    assert "监督人员p-supervisor催办" in told.body
    assert f"/{case.pk}/change/" in told.url
    row = case.acts.order_by("-id")[0]
    assert (row.action, row.by, row.target) == ("urge", above, status)
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert entry.action == f"{kind.desk.steps.prefix}.urge"
    kind.late(case)
    with pytest.raises(ActRefused, match="今天已经催办过"):
        kind.pressed(case, by=above, at=NOON + DAY / 24)
    kind.pressed(case, by=above, at=NOON + DAY)
    assert urgings().count() == 2


@ALL
def test_what_is_not_late_gives_no_occasion(city: City, kind: Case) -> None:
    case, above = kind.made(city), city.people[Role.SUPERVISOR]
    type(case)._default_manager.filter(pk=case.pk).update(**{kind.due_on: NOON.date()})
    case.refresh_from_db()
    assert not kind.desk.steps.verdict(above, case, "urge", on=NOON.date()).has_occasion
    with pytest.raises(ActRefused, match="没有逾期"):
        kind.pressed(case, by=above, at=NOON)
    assert not urgings()


@ALL
def test_only_by_those_who_supervise_the_organ(city: City, kind: Case) -> None:
    case = kind.overdue(city)
    for user in (city.outsider, city.people[kind.whose], city.people[Role.OFFICE_HEAD]):
        with pytest.raises(NotPermitted):
            kind.pressed(case, by=user, at=NOON)
        offered = offers_for(kind.desk, user, case, on=NOON.date()).every
        assert "urge" not in {offer.act.name for offer in offered}
    assert not urgings()


@ALL
def test_nobody_to_hear_it(city: City, kind: Case) -> None:
    case = kind.overdue(city)
    acts = case.acts.count()
    for row in case.organ.memberships.filter(role=kind.whose):
        row.delete()
    with pytest.raises(ActRefused, match="没有人能收到催办"):
        kind.pressed(case, by=city.people[Role.SUPERVISOR], at=NOON)
    assert case.acts.count() == acts


@ALL
@pytest.mark.usefixtures("at_noon")
def test_the_page_offers_it_and_does_it(city: City, kind: Case, settings: Any) -> None:
    settings.AXES_ENABLED = False
    case = kind.overdue(city)
    client = Client()
    client.force_login(
        city.people[Role.SUPERVISOR], backend="django.contrib.auth.backends.ModelBackend"
    )
    address = kind.desk.address(case)
    page = client.get(address).content.decode()
    assert ">催办</button>" in page
    assert "现在没有您能办理的事项" not in page
    assert "没有找到该" not in page
    act = f"{address.removesuffix('change/')}act/urge/"
    assert client.post(act).status_code == 302
    kind.late(case)
    assert "今天已经催办过" in client.get(address).content.decode()
    assert urgings().count() == 1
    stranger = Client()
    stranger.force_login(city.outsider, backend="django.contrib.auth.backends.ModelBackend")
    assert stranger.post(act).status_code in (403, 404)
