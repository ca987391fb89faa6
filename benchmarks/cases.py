"""How fast the handling of applications is with many of them: pages of an officer and of an
applicant, a run of reminders, a bulk re-dating.

    python benchmarks/cases.py --cases 5000

Makes a database of its own beside the one in DATABASE_URL and removes it. Figures are given as
multiples of a page that reads nothing, measured in the same run.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.testing")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from portal.accounts.choices import Role  # noqa: E402
from portal.tracking.codes import code_from  # noqa: E402
from portal.vault.keys import blind_index  # noqa: E402
from portal.workdays.models import CalendarDay, HolidayNotice  # noqa: E402
from requests_app.models import InformationRequest, RequestAct  # noqa: E402
from requests_app.services import recalculation  # noqa: E402
from requests_app.services.reminders import remind_of_answers  # noqa: E402
from requests_app.workflow import Status  # noqa: E402
from tests.builders import City, small_city  # noqa: E402
from tests.requests_app.cases import SUBMITTED_AT, bring_to, desk, submitted  # noqa: E402

REPEATS = 9
LATER = SUBMITTED_AT + dt.timedelta(days=50)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def many(city: City, count: int) -> InformationRequest:
    """One case brought to 办理中 by the acts, and copies of its rows; returns the first."""
    first = bring_to(submitted(city), Status.HANDLING, people=desk(city))
    acts = list(first.acts.all())
    for start in range(2, count + 1, 1000):
        with transaction.atomic():
            rows = [copy_of(first, number) for number in range(start, min(start + 1000, count + 1))]
            made = InformationRequest.objects.bulk_create(rows)
            copies = []
            for row in made:
                for act in acts:
                    act.pk, act.request = None, row
                    given = {f.attname: getattr(act, f.attname) for f in act._meta.fields}
                    copies.append(RequestAct(**given | {"seal_id": uuid.uuid4()}))
            RequestAct.objects.bulk_create(copies)
    return first


def copy_of(case: InformationRequest, number: int) -> InformationRequest:
    names = [field.attname for field in case._meta.concrete_fields]
    given = {name: getattr(case, name) for name in names}
    key = uuid.uuid4()
    changed = {
        "id": None,
        "seal_id": uuid.uuid4(),
        "number": f"{case.organ.code}-2026-{number:05d}",
        "submission_key": key,
        "code_index": blind_index(code_from(key), purpose="query code"),
        "identity_index": f"copy {number}",
    }
    return InformationRequest(**{**given, **changed})


def timed(act: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median seconds."""
    found = []
    for _ in range(repeats):
        began = time.perf_counter()
        act()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def measure(count: int) -> None:
    """Print a line for each page and run."""
    city = small_city()
    first = many(city, count)
    officer, reader = Client(), Client()
    officer.force_login(city.people[Role.REQUEST_HANDLER], backend=BACKEND)
    reader.post(
        "/requests/track/", {"number": first.number, "code": code_from(first.submission_key)}
    )
    base = "/admin/requests_app/informationrequest/"
    pages = {
        "今天": (officer, "/admin/"),
        "申请列表（待我办理）": (officer, base),
        "申请列表（全部）": (officer, f"{base}?queue=all"),
        "一件申请": (officer, f"{base}{first.pk}/change/"),
        "申请人的进度页": (reader, f"/requests/case/{first.number}/"),
        "公开登记": (reader, "/requests/register/"),
    }
    baseline = timed(lambda: reader.get("/privacy/"))
    print(f"{count} 件办理中的申请；基准（不读数据的页面）{baseline * 1000:.1f} 毫秒")
    for name, (client, address) in pages.items():
        assert client.get(address).status_code == 200, address
        took = timed(lambda client=client, address=address: client.get(address))  # type: ignore[misc]
        print(f"  {name:12}  {took * 1000:7.1f} 毫秒  {took / baseline:5.1f} 倍")
    run("提醒（全部逾期）", count, lambda: f"{remind_of_answers(at=LATER)} 条")
    run("再提醒一次", count, lambda: f"{remind_of_answers(at=LATER)} 条")
    _move_the_calendar()
    supervisor = city.people[Role.SUPERVISOR]
    run(
        "重算：找出变动的",
        count,
        lambda: recalculation.begin_redating(reason="防台停工", by=supervisor, at=SUBMITTED_AT),
    )
    run("重算：逐件", count, lambda: f"{recalculation.go_on(at=SUBMITTED_AT, limit=count)} 件")


def run(name: str, count: int, act: Callable[[], object]) -> None:
    """One run, timed before its notices are handed to a worker."""
    with transaction.atomic():
        began = time.perf_counter()
        result = act()
        seconds = time.perf_counter() - began
        # A worker of this process would begin to deliver: nobody is woken here.
        connection.run_on_commit.clear()
    print(f"  {name:12}  {seconds:7.2f} 秒  每件 {seconds / count * 1000:.2f} 毫秒  {result}")


def _move_the_calendar() -> None:
    notice = HolidayNotice.objects.filter(year=2026).latest("issued_on")
    CalendarDay.objects.create(
        notice=notice, date=dt.date(2026, 9, 15), is_working=False, note="防台停工"
    )
    notice.revision = uuid.uuid4()
    notice.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5000)
    count = parser.parse_args().cases
    setup_test_environment()
    logging.disable(logging.INFO)
    # Signing in without a form has no address for the lockout to count by.
    settings.AXES_ENABLED = False
    connection.settings_dict["TEST"]["NAME"] = f"portal_benchmark_{os.getpid()}"
    before = str(connection.settings_dict["NAME"])
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        measure(count)
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


if __name__ == "__main__":
    main()
