"""The pages of an outcome with 5,000 opinions against the same pages with 50.

    python -m benchmarks.consultations --opinions 5000

Makes a database of its own beside the one in DATABASE_URL, and removes it. Two fifths of the
opinions are copies of a campaign with small changes, the rest are invented word by word. Prints the
seconds of the proposal, of answering and publishing, and for every page the queries and the
milliseconds (the middle of many) with both numbers; at last every opinion is counted again by
SQL. Fails where a page asks more queries or takes more than 1.3 times as long, and where a count
differs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.testing")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from decisions.consultations.counts import ledger_for  # noqa: E402
from decisions.consultations.models import Consultation  # noqa: E402
from decisions.consultations.selectors import proposals_of  # noqa: E402
from decisions.consultations.services import answers, intake, outcomes, public_copies  # noqa: E402
from decisions.consultations.services.group_proposals import propose  # noqa: E402
from decisions.consultations.services.steps import STEPS  # noqa: E402
from portal.accounts.choices import Role  # noqa: E402
from tests.builders import City, small_city  # noqa: E402
from tests.decisions.consultations.cases import after, running, said  # noqa: E402

_DATABASE = "benchmark_consultations"
_START = dt.datetime(2026, 9, 7, 1, tzinfo=dt.UTC)
_CLAUSES = ("第一条", "第二条", "第三条", "第四条", "")
_CAMPAIGN = "建议医院周边的停车场对陪护家属实行夜间优惠，每晚不超过十元，并且在入口写明收费标准。"
_SIGNS = "停车收费标准应当公开透明方便老人残疾人家庭医院学校周边夜间错时开放共享价格监督投诉电话"
_OUTCOMES = ("adopted", "partly", "declined", "outside")
_WHY = "收费由价格主管部门另行规定，不在这部办法里写，已经转给他们研究。"
MOST = 1.3
PAGES = (
    "outcome/", "outcome/all/", "outcome/all/?kind=single", "opinions/", "",
)  # fmt: skip
# Files hold every opinion, and take their time; their queries are the same.
FILES = ("outcome/opinions.csv", "outcome/opinions.json")


def _texts(draw: random.Random, number: int) -> list[tuple[str, str]]:
    found = []
    for place in range(number):
        if place % 5 < 2:
            text = list(_CAMPAIGN)
            for _ in range(draw.randrange(3)):
                text[draw.randrange(len(text))] = draw.choice(_SIGNS)
            found.append(("".join(text), "第四条"))
        else:
            words = "".join(draw.choice(_SIGNS) for _ in range(draw.randrange(40, 70)))
            found.append((words, _CLAUSES[place % len(_CLAUSES)]))
    return found


def told(city: City, number: int) -> tuple[Consultation, dict[str, float]]:
    """A consultation with so many opinions, grouped, answered, published; seconds of the parts."""
    draw, seconds = random.Random(number), {}
    handler, reviewer = city.people[Role.DECISION_HANDLER], city.people[Role.DECISION_REVIEWER]
    row = running(city, start=_START, title=f"{number}条意见的办法")
    blank, at = said(row), _START + dt.timedelta(days=2)
    clauses = {clause.label: clause for clause in blank.version.clauses.all()}
    begun = time.perf_counter()
    for text, label in _texts(draw, number):
        opinion = intake.Said(
            version=blank.version, text=text, clause=clauses.get(label), may_publish=True
        )
        intake.submit(consultation=row, opinion=opinion, key=uuid.uuid4(), at=at)
    seconds["收下"] = time.perf_counter() - begun
    begun = time.process_time()
    propose(consultation=row)
    seconds["提议"] = time.process_time() - begun
    begun = time.perf_counter()
    for each in proposals_of(row):
        serials = list(row.opinions.filter(alike=each["alike"]).values_list("serial", flat=True))
        answers.group(
            consultation=row, serials=serials, summary="夜间优惠", by=handler, at=after(row)
        )
    answers.answer(
        consultation=row, outcome="declined", reason=_WHY, groups=list(row.groups.all()),
        by=handler, at=after(row),
    )  # fmt: skip
    left = row.opinions.open().filter(group__isnull=True).values_list("serial", flat=True)
    for place, outcome in enumerate(_OUTCOMES):
        serials = [serial for serial in left.all() if serial % len(_OUTCOMES) == place]
        if serials:
            answers.answer(
                consultation=row, outcome=outcome, reason="已经研究。", serials=serials,
                by=handler, at=after(row),
            )  # fmt: skip
    public_copies.show_opinions(
        consultation=row, serials=set(row.opinions.values_list("serial", flat=True)),
        by=handler, at=after(row),
    )  # fmt: skip
    STEPS.perform(row, "settle", by=handler, at=after(row))
    outcomes.draw_up(consultation=row, outcome="都已研究。", by=handler, at=after(row))
    outcomes.publish_outcome(consultation=row, by=reviewer, at=after(row))
    seconds["处理和公布"] = time.perf_counter() - begun
    return row, seconds


def queries_of(client: Client, address: str) -> int:
    """How often a page asks the database."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, address
    return len(asked)


def milliseconds(client: Client, addresses: tuple[str, str], times: int) -> list[float]:
    """The middle of many looks at each of two pages, in turns, so that what else the machine does
    weighs on both alike.
    """
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for address, kept in zip(addresses, taken, strict=True):
            begun = time.perf_counter()
            client.get(address)
            kept.append(1_000 * (time.perf_counter() - begun))
    return [statistics.median(kept) for kept in taken]


def recounted(row: Consultation) -> dict[str, int]:
    """Counted by nothing but SQL."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(nullif(outcome, ''), 'open'), count(*) FROM decisions_opinion"
            " WHERE consultation_id = %s AND status <> 'withdrawn' GROUP BY 1",
            [row.pk],
        )
        return dict(cursor.fetchall())


def compare(small: Consultation, large: Consultation, times: int) -> bool:
    """Print the pages side by side; whether all of them hold."""
    client, holds = Client(), True
    for rest in (*PAGES, *FILES):
        addresses = (f"{small.get_absolute_url()}{rest}", f"{large.get_absolute_url()}{rest}")
        fewer, many = (queries_of(client, address) for address in addresses)
        before, now = milliseconds(client, addresses, times)
        good = fewer == many and (rest in FILES or now / before <= MOST)
        holds = holds and good
        words = "" if good else "  超出"
        print(
            f"{rest or '草案页':28} 查询 {fewer:3} {many:3}  "
            f"毫秒 {before:7.1f} {now:7.1f}  {now / before:.2f} 倍{words}"
        )
    return holds


def run(number: int, fewest: int, times: int) -> int:
    """Everything; 0 where all holds."""
    city = small_city()
    small, _ = told(city, fewest)
    large, seconds = told(city, number)
    with connection.cursor() as cursor:
        # What the database does by itself where it runs on.
        cursor.execute("VACUUM ANALYZE decisions_opinion")
    print("  ".join(f"{name} {taken:.1f} 秒" for name, taken in seconds.items()))
    holds = compare(small, large, times)
    for row in (small, large):
        ledger, again = ledger_for(row), recounted(row)
        line = ledger.total
        same = all(again.get(name, 0) == getattr(line, name) for name in (*_OUTCOMES, "open"))
        whole = sum(again.values())
        print(f"{row.title}：台账 {line.received} 条，SQL 重数 {whole} 条，{again}")
        holds = holds and same and whole == line.received
    return 0 if holds and seconds["提议"] <= 10 else 1


def main(then: Callable[[], int]) -> int:
    """Run it on a database of its own."""
    setup_test_environment()
    connection.settings_dict["TEST"]["NAME"] = _DATABASE
    old = connection.settings_dict["NAME"]
    connection.creation.create_test_db(autoclobber=True, verbosity=0)
    try:
        return then()
    finally:
        connection.creation.destroy_test_db(old, verbosity=0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--opinions", type=int, default=5_000)
    parser.add_argument("--fewest", type=int, default=50)
    parser.add_argument("--times", type=int, default=21)
    given: Any = parser.parse_args()
    sys.exit(main(lambda: run(given.opinions, given.fewest, given.times)))
