"""The figures of a year counted a second time: from the tables alone, by SQL and a calendar of its
own, with nothing of what the portal counts them by.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection

DAY = dt.timedelta(days=1)
_ZONE = dt.timezone(dt.timedelta(hours=8))
_FORMS_THAT_ARE_NONE = {"foreign", "course"}


def rows(statement: str, *given: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def worked() -> Callable[[dt.date], bool]:
    """Whether a day is worked: as the notice says, else by the day of the week."""
    said = dict(rows("SELECT date, is_working FROM workdays_calendarday"))
    return lambda day: bool(said.get(day, day.weekday() < 5))


def after(start: dt.date, days: int) -> dt.date:
    """The last of so many working days after a day."""
    is_worked, day = worked(), start
    while days:
        day += DAY
        days -= is_worked(day)
    return day


def day_of(moment: dt.datetime) -> dt.date:
    """The day of a moment where the portal is."""
    return moment.astimezone(_ZONE).date()


def interpretations(organ: int, *, on: dt.date) -> dict[str, tuple[int, int]]:
    """So many of so many: covered, several forms, three forms, filed, in time."""
    excepted = {key for (key,) in rows("SELECT document_id FROM policies_stepexception")}
    policies = [
        (key, day_of(at))
        for key, at in rows(
            "SELECT id, first_published_at FROM disclosure_document"
            " WHERE organ_id = %s AND status = 'published' AND is_normative",
            organ,
        )
        if key not in excepted
    ]
    forms: dict[int, set[str]] = {key: set() for key, _ in policies}
    first: dict[int, dt.date] = {}
    filed, due = 0, 0
    for key, document, at, filed_on in rows(
        "SELECT i.id, e.document_id, i.first_published_at, i.filed_on"
        " FROM policies_interpretation i"
        " JOIN policies_explainedpolicy e ON e.interpretation_id = i.id"
        " WHERE i.status = 'published'"
    ):
        if document not in forms:
            continue
        found = rows("SELECT form FROM policies_part WHERE interpretation_id = %s", key)
        forms[document] |= {form for (form,) in found} - _FORMS_THAT_ARE_NONE
        day = day_of(at)
        first[document] = min(first.get(document, day), day)
        last = after(day, 5)
        if filed_on is not None or last < on:
            due += 1
            filed += filed_on is not None and filed_on <= last
    whole = len(policies)
    return {
        "covered": (len(first), whole),
        "several": (sum(len(each) > 1 for each in forms.values()), whole),
        "three": (sum(len(each) > 2 for each in forms.values()), whole),
        "filed": (filed, due),
        "in_time": (
            sum(first[key] <= after(day, 3) for key, day in policies if key in first),
            len(first),
        ),
    }


def links(organ: int, *, on: dt.date) -> dict[str, int]:
    """阅办联动: how many policies were linked in time, late, not at all, or have nothing to apply
    for; and those whose days are not over.
    """
    found: Counter[str] = Counter()
    nothing = {key for (key,) in rows("SELECT document_id FROM policies_nothingtoapplyfor")}
    for key, at in rows(
        "SELECT id, first_published_at FROM disclosure_document"
        " WHERE organ_id = %s AND status = 'published' AND is_normative",
        organ,
    ):
        last = after(day_of(at), 5)
        ((made,),) = rows(
            "SELECT min(made_at) FROM policies_itemofpolicy WHERE document_id = %s", key
        )
        if made is not None:
            found["in_time" if day_of(made) <= last else "late"] += 1
        elif key in nothing:
            found["nothing"] += 1
        else:
            found["running" if last >= on else "missing"] += 1
    return dict(found)


def messages(organ: int, first: dt.date, end: dt.date, *, on: dt.date) -> dict[str, int]:
    """A month of messages, from what was done to them."""
    found: Counter[str] = Counter()
    for key, status, due_on, into in rows(
        "SELECT id, status, due_on, merged_into_id FROM policies_message"
        " WHERE organ_id = %s AND received_on >= %s AND received_on < %s",
        organ, first, end,
    ):  # fmt: skip
        if status in ("held", "invalid", "withdrawn"):
            continue
        found["received"] += 1
        acts = "SELECT count(*) FROM policies_messageact WHERE action = 'approve'"
        ((answers,),) = rows(f"{acts} AND message_id IN (%s, %s)", key, into or key)
        found["answered"] += answers > 0
        last = rows(
            "SELECT action FROM policies_messageact WHERE message_id = %s AND action IN"
            " ('publish', 'take_down', 'withdraw_consent', 'withdraw') ORDER BY id DESC LIMIT 1",
            key,
        )
        found["published"] += last == [("publish",)]
        is_open = status in ("received", "assigned", "answering", "asked", "review")
        found["overdue"] += is_open and due_on is not None and due_on < on
    return dict(found)
