"""How long one publication takes to reach its subscribers, among very many.

    python -m benchmarks.push --subscriptions 1000000

Makes a database of its own beside the one in DATABASE_URL, and removes it. Subscriptions are made
up: criteria of one to six groups, some with words; nearly three in four are asked by one person
only. Prints seconds, rows a second against a plain COPY of the same rows into the same table, and
how much the process grew; `--kill` ends the process in the middle, five times, and counts.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import random
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.testing")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from disclosure import subscriptions as library  # noqa: E402
from disclosure.filters import read_address  # noqa: E402
from disclosure.stored_questions import Question, groups_of  # noqa: E402
from portal.notifications.models import Announcement, Criterion, OutboxMessage  # noqa: E402
from portal.notifications.models.criterion import digest_of  # noqa: E402
from portal.notifications.services import announcements, occasions, outbox  # noqa: E402
from tests.builders import FILED_AT, City, published, small_city  # noqa: E402

_DATABASE = "benchmark_push"
SHARE = 0.731
WORDS = (
    "停车收费养老补贴绿化管理住房租赁创业贷款教育招生"
    "医保报销垃圾分类道路施工就业培训企业注册食品安全"
)
TAGS = [f"标签{number}" for number in range(400)]
THEMES = ["城乡建设、环境保护", "财政、金融、审计", "科技、教育", "民政、扶贫、救灾", "综合政务"]
# What a fourth of all ask beside their own: the first of them meets the document.
POPULAR = [(theme, organ) for theme in THEMES for organ in ("SJ-B", "SJ-D", "SJ-X", "SJ-1")]


def criteria(draw: random.Random, many: int) -> Iterator[tuple[str, list[frozenset[str]], bool]]:
    """So many different criteria, with what the library says they ask of a document."""
    seen: set[str] = set()
    while len(seen) < many:
        query = QueryDict(mutable=True)
        query["validity"] = "all"
        if len(seen) < len(POPULAR):
            query["theme"], query["organ"] = POPULAR[len(seen)]
        elif draw.random() < 0.35:
            at = draw.randrange(0, len(WORDS) - 4)
            query["q"] = WORDS[at : at + draw.choice((2, 3, 4))]
        for name, values, chance in (
            ()
            if len(seen) < len(POPULAR)
            else (
                ("tag", TAGS, 0.3),
                ("theme", THEMES, 0.5),
                ("organ", ["SJ-B", "SJ-D", "SJ-D-S", "SJ-X", *(f"SJ-{n}" for n in range(12))], 0.4),
                ("year", [str(year) for year in range(2016, 2027)], 0.3),
                ("doc_type", ["通知", "意见", "决定", "公告", "通告", "办法"], 0.4),
            )
        ):
            if draw.random() < chance:
                query.setlist(name, draw.sample(values, k=draw.choice((1, 1, 2))))
        text = query.urlencode()
        if text not in seen:
            seen.add(text)
            question = Question.of(read_address(QueryDict(text)).query)
            groups = groups_of(question)
            if question.text.is_blank:
                groups.sort(key=_common)
            yield text, groups, question.text.is_blank


def _common(group: frozenset[str]) -> int:
    rank = ("tag=", "organ=", "doc_type=", "year=", "theme=", "*")
    return next(place for place, name in enumerate(rank) if min(group).startswith(name))


def _copy(table: str, columns: str, lines: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", _Lines(lines))


class _Lines(io.TextIOBase):
    """Lines as a file that COPY reads bit by bit."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._left = lines, ""

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> str:
        parts, length = [self._left], len(self._left)
        while size is not None and length < size and (line := next(self._lines, "")):
            parts.append(line)
            length += len(line)
        text = "".join(parts)
        self._left = text[size:] if size and size > 0 else ""
        return text[:size] if size and size > 0 else text


def fill(many: int) -> None:
    """Subscriptions by mail, confirmed, told at once."""
    draw = random.Random(20261130)
    made = list(criteria(draw, int(many * SHARE)))
    moment = (FILED_AT - dt.timedelta(days=30)).isoformat()
    numbered = [(n, *one) for n, one in enumerate(made, start=1)]
    _copy(
        "notifications_criterion",
        "id, topic, text, kinds, digest, needs, has_choices, is_exact, filed_at",
        (f"{n}\tlibrary\t{text}\t{{}}\t{digest_of(text)}\t"
         f"{_array(t for g in groups if len(g) == 1 for t in g)}\t"
         f"{any(len(g) > 1 for g in groups)}\t{exact}\t{moment}\n"
         for n, text, groups, exact in numbered),
    )  # fmt: skip
    _copy(
        "notifications_criterionkey", "criterion_id, term",
        (f"{n}\t{term}\n" for n, _, groups, _ in numbered for term in groups[0]),
    )  # fmt: skip
    _copy(
        "notifications_criterionchoice", "criterion_id, terms",
        (f"{n}\t{_array(g)}\n" for n, _, groups, _ in numbered for g in groups if len(g) > 1),
    )  # fmt: skip
    _copy(
        "notifications_subscription",
        "public_id, address, criterion_id, frequency, requested_at, confirmed_at, starts_at",
        (f"{_uuid(draw)}\tr{n}@people.example\t"
         f"{n + 1 if n < len(made) else draw.randrange(1, len(POPULAR) + 1)}"
         f"\timmediate\t{moment}\t{moment}\t{moment}\n" for n in range(many)),
    )  # fmt: skip
    with connection.cursor() as cursor:
        for table in ("criterion", "criterionkey", "criterionchoice", "subscription"):
            name = f"notifications_{table}"
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                [name, {"criterion": len(made), "subscription": many}.get(table, 10 * many)],
            )
        cursor.execute("VACUUM ANALYZE notifications_criterionkey")
        cursor.execute("VACUUM ANALYZE notifications_criterionchoice")
        cursor.execute("VACUUM ANALYZE notifications_criterion")
        cursor.execute("VACUUM ANALYZE notifications_subscription")


def _array(terms: Iterable[str]) -> str:
    return "{" + ",".join(f'"{term}"' for term in sorted(terms)) + "}"


def _uuid(draw: random.Random) -> str:
    return f"{draw.getrandbits(128):032x}"


def grown() -> float:
    """The largest the process was, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def document(city: City) -> Any:
    """A publication that many ask for."""
    body = "\n".join(f"第{n}条 停车收费和绿化管理按照本办法执行。" for n in range(1, 60))
    return published(city, title="关于停车收费和绿化管理的通知", body=body)


def measure() -> None:
    """One publication, from the sweep's start to the last row."""
    at = FILED_AT + dt.timedelta(hours=4)
    (thing,) = library.things(FILED_AT, at)
    before = grown()
    begun = time.perf_counter()
    with closing(occasions.met_by(library.TOPIC, thing)) as found:
        met = list(found)
    matched = time.perf_counter() - begun
    sample = random.Random(1).sample(range(1, Criterion.objects.count() + 1), 1000)
    texts = dict(Criterion.objects.filter(pk__in=sample).values_list("pk", "text"))
    naive = {pk for pk, text in texts.items() if thing.meets(text)}
    equal = naive == set(met) & set(sample)
    print(
        f"matching {matched:6.2f} s   criteria met {len(met):,}   equals the naive answer: {equal}"
    )
    begun = time.perf_counter()
    occasions.put_news(library.TOPIC, at=at)
    put = time.perf_counter() - begun
    begun = time.perf_counter()
    told = announcements.announce_news(at=at)
    wrote = time.perf_counter() - begun
    rows = OutboxMessage.objects.count()
    print(f"put and written down {put:6.2f} s   letters {wrote:6.2f} s   rows {rows:,} of {told:,}")
    base = copied()
    writing = put - matched + wrote
    print(f"COPY of the same rows {base:6.2f} s   ratio {writing / base:4.2f}")
    print(f"the process grew by {grown() - before:.0f} MB")
    begun = time.perf_counter()
    again = announcements.announce_news(at=at)
    print(f"a second run tells {again} in {time.perf_counter() - begun:.2f} s")


def copied() -> float:
    """Seconds of a plain COPY of the rows that were written, into the same two tables."""
    names = {
        "notifications_announcement": "subscription_id, kind, object_id, public_at, told_at",
        "notifications_outboxmessage": "delivery_id, kind, channel, user_id, address,"
        " recipient_ref, subscription_id, subject, body, url, dedup_key, state, attempts,"
        " next_attempt_at, last_error, created_at",
    }
    kept = {}
    with connection.cursor() as cursor:
        for table, columns in names.items():
            kept[table] = io.StringIO()
            cursor.copy_expert(f"COPY {table} ({columns}) TO STDOUT", kept[table])
            kept[table].seek(0)
            cursor.execute(f"TRUNCATE {table} CASCADE")
        begun = time.perf_counter()
        for table, columns in names.items():
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", kept[table])
    return time.perf_counter() - begun


def kill(times: int) -> None:
    """End a run at so many places, then run on: each person once."""
    at = FILED_AT + dt.timedelta(hours=4)
    OutboxMessage.objects.all().delete()
    Announcement.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE notifications_occasion, notifications_topiclook")
    for number in range(times):
        if not (child := os.fork()):
            connection.close()
            os.execv(sys.executable, [sys.executable, __file__, "--run", f"{at:%FT%T%z}"])  # noqa: S606
        time.sleep(2.5 + 0.7 * number)
        os.kill(child, 9)
        os.waitpid(child, 0)
    connection.close()
    told = announcements.announce_news(at=at)
    rows = OutboxMessage.objects.count()
    once = OutboxMessage.objects.values("subscription").distinct().count()
    waiting = Announcement.objects.filter(told_at=None).count()
    print(f"killed {times} times: the last run told {told:,}; rows {rows:,}, of {once:,}")
    print(f"left waiting: {waiting}")


def main() -> None:
    """Fill, measure, kill."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--subscriptions", type=int, default=1_000_000)
    reader.add_argument("--kills", type=int, default=5)
    reader.add_argument("--keep", action="store_true", help="the database, for another look")
    reader.add_argument("--run", default="")
    asked = reader.parse_args()
    setup_test_environment(debug=False)
    outbox.poke = lambda: None  # nobody delivers here
    connection.settings_dict["TEST"]["NAME"] = _DATABASE
    if asked.run:
        connection.settings_dict["NAME"] = _DATABASE
        announcements.announce_news(at=dt.datetime.fromisoformat(asked.run))
        return
    old = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        city = small_city()
        begun = time.perf_counter()
        fill(asked.subscriptions)
        print(
            f"{asked.subscriptions:,} subscriptions filled in {time.perf_counter() - begun:.0f} s"
        )
        document(city)
        measure()
        kill(asked.kills)
    finally:
        if not asked.keep:
            connection.creation.destroy_test_db(old, verbosity=0)


if __name__ == "__main__":
    main()
