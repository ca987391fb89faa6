"""How fast suggestions come while somebody types: whole answers of the page, by class of text.

    python -m benchmarks.suggesting --titles 1000000

Makes a database of its own beside the one in DATABASE_URL and an index in a temporary folder, and
removes both. Titles are put together at random: every one names the city, half of them begin with
关于印发 and end with 的通知, so that what people type first is what nearly all titles hold. `own`
is the processor time of the web process alone; the rest is the database's, and waiting for either.
Ends with 1 when a class needs more than 20 ms (median).
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.testing")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from portal.asking import views  # noqa: E402
from portal.asking.models import AskedQuery  # noqa: E402
from portal.organs.choices import OrganKind, OrganLevel  # noqa: E402
from portal.organs.models import Organ  # noqa: E402
from portal.search import registry  # noqa: E402
from portal.search.follower import following  # noqa: E402
from portal.search.models import SearchEntry  # noqa: E402
from portal.search.query_parser import number_key  # noqa: E402
from portal.taxonomy.models import PolicyTag  # noqa: E402
from portal.tracking.limits import Limit, WithoutCache  # noqa: E402

KIND = "benchmark"
BEGAN = dt.datetime(2008, 5, 1, 9, 0, tzinfo=dt.UTC)
MOST_MS = 20.0
BATCH = 20_000
ORGANS, TAGS, ASKED = 400, 300, 50_000
_WORDS = (
    "公开 政策 服务 企业 建设 教育 营商 环境 优化 养老 住房 数据 安全 管理 办法 规定 工作 "
    "财政 资金 农业 交通 文化 卫生 医疗 保障 补贴 公积金 电梯 加装 改造 旧区 污染 防治 应急 "
    "预案 实施 方案 意见 细则 计划 规划"
)
WORDS = _WORDS.split()
ISSUERS = ("岚府办", "岚教", "岚建管", "岚财", "岚府规", "岚卫")


def rare_words(chance: random.Random) -> list[str]:
    """Words that few titles hold."""
    return ["".join(chr(chance.randint(0x4E00, 0x8000)) for _ in "ab") for _ in range(3000)]


def title_of(chance: random.Random, rare: list[str]) -> str:
    """A title as an office writes it."""
    matter = "".join(chance.choices(WORDS, k=chance.randint(3, 7)))
    matter += chance.choice(rare) if chance.random() < 0.7 else ""
    if chance.random() < 0.5:
        return f"海岚市人民政府关于印发《海岚市{matter}》的通知"
    return f"海岚市{matter}的若干意见"


def entries(count: int, chance: random.Random, rare: list[str], xid: int) -> Iterator[SearchEntry]:
    """Entries without a text: suggestions read titles and numbers."""
    now = timezone.now()
    for number in range(1, count + 1):
        at = BEGAN + dt.timedelta(minutes=9 * number)
        written = f"{chance.choice(ISSUERS)}〔{at.year}〕{number % 20_000 + 1}号"
        yield SearchEntry(
            kind=KIND,
            object_id=number,
            title=title_of(chance, rare),
            numbers=[written],
            number_keys=[number_key(written)],
            facet_terms=[
                "rank=plain",
                f"organ=BM{number % ORGANS:03d}",
                f"tag=标签{number % TAGS}",
            ],
            published_at=at,
            url=f"/{number}/",
            changed_at=now,
            written_at=now,
            change_xid=xid,
        )


def load(count: int, chance: random.Random, rare: list[str]) -> None:
    """Entries, organs, tags, and questions that were asked."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            xid = cursor.fetchone()[0]
        copy(entries(count, chance, rare, xid))
    for number in range(ORGANS):
        Organ.objects.add_root(
            {
                "code": f"BM{number:03d}",
                "name": f"海岚市第{number}区{WORDS[number % len(WORDS)]}局",
                "short_name": f"第{number}区局",
                "level": OrganLevel.DISTRICT,
                "kind": OrganKind.DEPARTMENT,
            }
        )
    PolicyTag.objects.bulk_create(PolicyTag(name=f"标签{n}") for n in range(TAGS))
    today = timezone.localdate()
    AskedQuery.objects.bulk_create(
        AskedQuery(
            since=today - dt.timedelta(days=number % 180),
            key=str(number),
            text="".join(chance.choices(WORDS, k=3)),
            times=9,
            askers=6,
        )
        for number in range(ASKED)
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE search_searchentry")
        cursor.execute("VACUUM ANALYZE asking_askedquery")


def copy(rows: Iterator[SearchEntry]) -> None:
    """Many rows at once, in stretches."""
    fields = [field for field in SearchEntry._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(str(field.column) for field in fields)
    with connection.cursor() as cursor:
        while batch := list(islice(rows, BATCH)):
            written = io.StringIO()
            lines = csv.writer(written)
            for row in batch:
                lines.writerow([told(getattr(row, field.attname)) for field in fields])
            written.seek(0)
            sql = f"COPY search_searchentry ({columns}) FROM STDIN WITH (FORMAT csv, NULL '-')"
            cursor.copy_expert(sql, written)


def told(value: object) -> object:
    """A value as COPY reads it."""
    if isinstance(value, list):
        return "{" + ",".join(f'"{one}"' for one in value) + "}"
    if isinstance(value, dict):
        return json.dumps(value)
    return "-" if value is None else value


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def measure(count: int, repeats: int, chance: random.Random, rare: list[str]) -> bool:
    """Time whole answers; whether every class is quick enough."""
    client = Client()
    classes: dict[str, Callable[[], str]] = {
        "one character of nearly all": lambda: "海",
        "one character": lambda: chance.choice(chance.choice(WORDS)),
        "the city": lambda: "海岚市",
        "how half of them begin": lambda: "海岚市人民政府关于印发",
        "how half of them end": lambda: "》的通知",
        "a common word": lambda: chance.choice(WORDS),
        "two common words in a row": lambda: "".join(chance.sample(WORDS, 2)),
        "three common words in a row": lambda: "".join(chance.sample(WORDS, 3)),
        "two common words apart": lambda: " ".join(chance.sample(WORDS, 2)),
        "a rare word": lambda: chance.choice(rare),
        "a rare word behind a common one": lambda: chance.choice(WORDS) + chance.choice(rare),
        "nothing anywhere": lambda: "量子望远镜",
        "the beginning of a number": lambda: f"{chance.choice(ISSUERS)}〔2015",
        "a number without its end": lambda: f"{chance.choice(ISSUERS)}〔2015〕1",
        "a whole number": lambda: f"{chance.choice(ISSUERS)}〔2015〕{chance.randint(1, 20_000)}号",
        "an organ": lambda: f"第{chance.randint(0, ORGANS)}区",
        "a tag": lambda: f"标签{chance.randint(0, TAGS)}",
    }
    print(f"\n{'typed':<36}{'least ms':>9}{'p50 ms':>9}{'p95 ms':>9}{'own ms':>9}  lines (median)")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    bare = [timed(lambda: client.get("/robots.txt")) for _ in range(repeats)]
    print(f"{'a page without data':<36}{min(bare):>9.1f}{statistics.median(bare):>9.1f}")
    is_quick = True
    for name, make in classes.items():
        times, own, lines = [], [], []
        for _ in range(repeats):
            text = make()
            began, worked = time.perf_counter(), time.process_time()
            answer = client.get("/search/suggest/", {"q": text})
            times.append((time.perf_counter() - began) * 1000)
            own.append((time.process_time() - worked) * 1000)
            lines.append(len(answer.json()["suggestions"]))
        middle, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        is_quick = is_quick and middle <= MOST_MS
        told = f"{min(times):>9.1f}{middle:>9.1f}{high:>9.1f}{statistics.median(own):>9.1f}"
        print(f"{name:<36}{told}  {statistics.median(lines):.0f}", flush=True)
    print(f"{count:,} titles; at most {MOST_MS:.0f} ms: {'yes' if is_quick else 'no'}")
    return is_quick


def main() -> None:
    """Load, build, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--titles", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=60)
    options = parser.parse_args()
    chance = random.Random(20261201)
    rare = rare_words(chance)
    registry.register(KIND, lambda ids, _viewer: set(ids))
    registry.offer(KIND, "公文", 1)
    views.SUGGESTED = Limit("asking.suggest", 1_000_000, 60, WithoutCache.LOCAL)
    connection.settings_dict["TEST"]["NAME"] = f"portal_benchmark_{os.getpid()}"
    before = str(connection.settings_dict["NAME"])
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            settings.SEARCH_INDEX_DIR = Path(folder)
            began = time.perf_counter()
            load(options.titles, chance, rare)
            print(f"loaded: {time.perf_counter() - began:,.0f} s", flush=True)
            with following(Path(folder)) as follower:
                began = time.perf_counter()
                follower.rebuild()
                print(f"indexed: {time.perf_counter() - began:,.0f} s", flush=True)
                is_quick = measure(options.titles, options.repeats, chance, rare)
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
    sys.exit(0 if is_quick else 1)


if __name__ == "__main__":
    main()
