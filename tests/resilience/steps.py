"""What the tests have done in processes of their own: `python -m tests.resilience.steps …`."""

import datetime as dt
import sys
import uuid
from collections.abc import Callable
from pathlib import Path

import django
from django.utils import timezone

django.setup()

from disclosure.models import DocumentAttachment  # noqa: E402
from disclosure.services.attachments import attach  # noqa: E402
from disclosure.services.documents import file_document  # noqa: E402
from disclosure.services.imports import open_batch, receive  # noqa: E402
from disclosure.services.redaction import redact_attachment  # noqa: E402
from disclosure.services.reminders import remind_of_publication  # noqa: E402
from disclosure.tasks import ask_to_read  # noqa: E402
from portal.accounts.choices import EXCLUSIVE, Role  # noqa: E402
from portal.accounts.models import User  # noqa: E402
from portal.files.redaction import Mark  # noqa: E402
from portal.organs.models import Organ  # noqa: E402
from portal.workdays.models import CalendarDay, HolidayNotice  # noqa: E402
from requests_app.services import recalculation  # noqa: E402
from requests_app.services.reminders import remind_of_answers  # noqa: E402
from requests_app.workflow import Status  # noqa: E402
from tests.builders import City, small_city  # noqa: E402
from tests.requests_app.cases import SUBMITTED_AT, bring_to, desk, submitted  # noqa: E402

LATE = dt.datetime(2025, 12, 22, 1, tzinfo=dt.UTC)


def hand_in(folder: str) -> None:
    """Hand in a folder as the import page does: keep each file, then have it read."""
    now = timezone.now()
    clerk = User.objects.get(username="p-clerk")
    batch = open_batch(organ=Organ.objects.get(code="SJ-B"), by=clerk, at=now)
    for path in sorted(Path(folder).iterdir()):
        with path.open("rb") as stream:
            item = receive(batch=batch, name=path.name, stream=stream, at=now)
        ask_to_read([item.pk])


def attach_each(folder: str) -> None:
    """Attach a folder's files to a draft as the page does: each in its own transaction."""
    clerk, now = User.objects.get(username="p-clerk"), timezone.now()
    document = file_document(
        organ=Organ.objects.get(code="SJ-B"), by=clerk, at=now,
        elements={"title": "关于屋顶绿化补贴名单的公告"},
    )  # fmt: skip
    for path in sorted(Path(folder).iterdir()):
        with path.open("rb") as stream:
            attach(document=document, stream=stream, name=path.name, title="", by=clerk, at=now)


def redact_each(words: str) -> None:
    """Take words out of every attachment that was not redacted yet."""
    clerk, now = User.objects.get(username="p-clerk"), timezone.now()
    for row in DocumentAttachment.objects.filter(file__redactions=None).order_by("pk"):
        redact_attachment(attachment=row, marks=[Mark(words=words)], by=clerk, at=now)


def remind() -> None:
    """Queue the reminders of a day on which every letter is late."""
    remind_of_publication(at=LATE)


def standing_city() -> City:
    """The small city as an earlier step made it."""
    organ = {found.code: found for found in Organ.objects.all()}
    people = {
        role: User.objects.get(username=f"p-{role.value}") for role in Role if role not in EXCLUSIVE
    }
    return City(
        root=organ["SJ"],
        office=organ["SJ-B"],
        district=organ["SJ-D"],
        street=organ["SJ-D-S"],
        other_district=organ["SJ-X"],
        people=people,
        outsider=User.objects.get(username="outsider"),
    )


def apply(number: str) -> None:
    """So many applications at work, and then a working day less before their answers are due."""
    city = standing_city()
    people = desk(city)
    for _ in range(int(number)):
        bring_to(submitted(city), Status.HANDLING, people=people)
    notice = HolidayNotice.objects.filter(year=2026).latest("issued_on")
    CalendarDay.objects.create(
        notice=notice, date=dt.date(2026, 9, 15), is_working=False, note="防台停工"
    )
    # On a rest day nobody is written to: the worker goes by its own clock.
    for day in (timezone.localdate(), timezone.localdate() + dt.timedelta(days=1)):
        CalendarDay.objects.update_or_create(
            notice=notice, date=day, defaults={"is_working": True, "note": "测试上班"}
        )
    notice.revision = uuid.uuid4()
    notice.save()


def hurry_answers() -> None:
    """Queue the reminders of a day on which every answer is late."""
    remind_of_answers(at=SUBMITTED_AT + dt.timedelta(days=50))


def begin_redating() -> None:
    """The supervisor's act; the cases are dated by whoever goes on with it."""
    supervisor = User.objects.get(username="p-supervisor")
    recalculation.begin_redating(
        reason="防台停工一日", by=supervisor, at=SUBMITTED_AT + dt.timedelta(days=1)
    )


def go_on_redating() -> None:
    """Date what is left, as the worker does each minute."""
    recalculation.go_on(at=SUBMITTED_AT + dt.timedelta(days=1), limit=100_000)


STEPS: dict[str, Callable[..., object]] = {
    "city": small_city,
    "hand_in": hand_in,
    "attach_each": attach_each,
    "redact_each": redact_each,
    "remind": remind,
    "apply": apply,
    "hurry_answers": hurry_answers,
    "begin_redating": begin_redating,
    "go_on_redating": go_on_redating,
}

if __name__ == "__main__":
    STEPS[sys.argv[1]](*sys.argv[2:])
