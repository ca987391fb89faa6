"""Relays as rows: kept by the organ that looks after them, the contact sealed and shown to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from policies.relays.models import Relay
from policies.relays.services import relay_tasks, relays
from policies.relays.services.reveal import code_of, reveal
from portal.accounts.choices import Role
from portal.audit.models import AuditEntry
from portal.common.errors import ActRefused, NotPermitted
from portal.tracking.codes import code_from
from tests.builders import City
from tests.policies.audiences.pushing import AT, policy
from tests.policies.relays.handing import CONTACT, handed, relay, walk

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_the_contact_is_sealed_and_in_no_entry(city: City) -> None:
    row = relay(city)
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_name, contact_phone, contact_mail FROM policies_relay")
        kept = cursor.fetchone()
    entry = AuditEntry.objects.get(action="relays.save")
    said = f"{kept} {entry.summary} {entry.details}"
    assert not any(value in said for value in CONTACT.values())
    assert Relay.objects.get(pk=row.pk).contact_phone == CONTACT["contact_phone"]


def test_only_staff_of_the_organ_see_it_and_each_time_is_on_record(city: City) -> None:
    row = relay(city)
    seen = reveal(relay=row, purpose="task", by=city.people[Role.CLERK], at=AT)
    assert (seen.name, seen.phone, seen.mail) == tuple(CONTACT.values())
    assert AuditEntry.objects.filter(action="relays.reveal").count() == 1
    for stranger in (city.outsider, city.people[Role.SUPERVISOR]):
        with pytest.raises(NotPermitted):
            reveal(relay=row, purpose="task", by=stranger, at=AT)
    with pytest.raises(ActRefused, match="用途"):
        reveal(relay=row, purpose="", by=city.people[Role.CLERK], at=AT)


def test_the_code_of_a_task_is_for_the_clerk_and_on_record(city: City) -> None:
    task = handed(city)
    by = city.people[Role.CLERK]
    assert code_of(relay_task=task, by=by, at=AT) == code_from(task.submission_key)
    assert AuditEntry.objects.filter(action="relays.slip").count() == 1
    with pytest.raises(NotPermitted):
        code_of(relay_task=task, by=city.outsider, at=AT)


def test_others_neither_change_nor_end_it(city: City) -> None:
    row = relay(city)
    for stranger in (city.outsider, city.people[Role.SIGNER]):
        with pytest.raises(NotPermitted):
            relays.save_relay(row, terms=[], contact={}, by=stranger, at=AT)
        with pytest.raises(NotPermitted):
            relays.end_relay(relay=row, by=stranger, at=AT)
    assert Relay.objects.get(pk=row.pk).terms.count() == 1


def test_what_is_left_empty_of_the_contact_stays(city: City) -> None:
    row, by = relay(city), city.people[Role.CLERK]
    relays.save_relay(row, terms=[], contact={"contact_phone": "021-81110000"}, by=by, at=AT)
    held = Relay.objects.get(pk=row.pk)
    assert (held.contact_name, held.contact_phone) == ("演示联系人辛", "021-81110000")


def test_it_ends_when_no_task_is_open_and_its_contact_goes_later(city: City, settings: Any) -> None:
    row, by = relay(city), city.people[Role.CLERK]
    task = handed(city, row)
    with pytest.raises(ActRefused, match="没办完的接力任务"):
        relays.end_relay(relay=row, by=by, at=AT)
    walk(task, city, "cancel")
    relays.end_relay(relay=row, by=by, at=AT)
    with pytest.raises(ActRefused, match="已经停止接力"):
        relays.end_relay(relay=row, by=by, at=AT)
    other = policy(city, "elderly", doc_number="试府办〔2026〕15号")
    ended = Relay.objects.get(pk=row.pk)
    with pytest.raises(ActRefused, match="已经停止接力"):
        relay_tasks.hand_over(document=other, relays=[ended], by=by, at=AT)
    assert relays.contact_of(row.pk) is None
    settings.RELAY_CONTACT_MONTHS = 1
    assert relays.purge_contacts(at=AT + 30 * DAY) == 0
    assert Relay.objects.get(pk=row.pk).has_contact
    assert relays.purge_contacts(at=AT + 31 * DAY) == 1
    assert relays.purge_contacts(at=AT + 32 * DAY) == 0
    assert not Relay.objects.get(pk=row.pk).has_contact
