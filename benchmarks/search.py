"""How fast the search is: whole pages (hits, facets, checks in the database) by class of query.

    python benchmarks/search.py --entries 20000 --laws ../shared/corpus/laws.jsonl.gz

Makes a database of its own beside the one in DATABASE_URL and an index in a temporary folder,
and removes both. Without --laws the sentences are generated.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import itertools
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.testing")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from portal.search import registry  # noqa: E402
from portal.search.follower import Follower, following  # noqa: E402
from portal.search.queries import SearchQuery, search  # noqa: E402
from portal.search.services import Period, publish_entry  # noqa: E402

KIND = "benchmark"
LENGTH = 800
BEGAN = dt.datetime(2008, 5, 1, 9, 0, tzinfo=dt.UTC)
FACETS = {
    "organ": [f"3101{n:05d}" for n in range(258)],
    "theme": [f"主题{n}" for n in range(22)],
    "subtheme": [f"主题{n}/细目{m}" for n in range(22) for m in range(6)],
    "doc_type": [f"文种{n}" for n in range(15)],
    "validity": ["in_force", "amended", "repealed", "expired", "to_verify"],
    "tag": [f"标签{n}" for n in range(60)],
}
WORDS = "公开 政策 服务 企业 建设 教育 营商 环境 优化 养老 住房 数据 安全 管理 办法 通知 规定 工作"


def sentences(laws: Path | None, chance: random.Random) -> list[str]:
    """Sentences to recombine: of real laws, or of words at random."""
    if laws is None:
        words = WORDS.split() + [
            chr(chance.randint(0x4E00, 0x9000)) + chr(chance.randint(0x4E00, 0x9000))
            for _ in range(5000)
        ]
        return ["".join(chance.choices(words, k=12)) + "。" for _ in range(20_000)]
    found: list[str] = []
    with gzip.open(laws, "rt", encoding="utf-8") as file:
        for line in itertools.islice(file, 400):
            found += re.findall(r"[^。\n#]{12,120}。", json.loads(line)["text"])
    return found


def load(count: int, pool: list[str], chance: random.Random) -> list[str]:
    """Publish the entries, a thousand a transaction; returns some of their bodies."""
    kept = []
    lengths = random.Random(1)
    for first in range(1, count + 1, 1000):
        with transaction.atomic():
            for number in range(first, min(first + 1000, count + 1)):
                body = ""
                while len(body) < LENGTH:
                    body += chance.choice(pool)
                at = BEGAN + dt.timedelta(hours=7 * number % 157_000)
                facets = {name: [chance.choice(values)] for name, values in FACETS.items()}
                facets["organ"] = chance.sample(FACETS["organ"], 3)
                facets["year"] = [str(at.year)]
                days = lengths.choice([None, None, 700, 1800])
                last = at.date() + dt.timedelta(days=days) if days else None
                publish_entry(
                    kind=KIND,
                    object_id=number,
                    title=f"关于印发《{chance.choice(pool)[:18]}》的通知",
                    body=body,
                    numbers=[f"沪府规〔{at.year}〕{number}号"],
                    facets=facets,
                    signed_on=at.date(),
                    published_at=at,
                    url=f"/{number}/",
                    at=at,
                    valid_during=Period(at.date(), last),
                )
                if number % 50 == 0:
                    kept.append(body)
    return kept


def han_pieces(bodies: list[str], length: int, chance: random.Random) -> Iterator[str]:
    """Pieces of running Han text of some length."""
    while True:
        found = re.findall(rf"[\u4e00-\u9fff]{{{length}}}", chance.choice(bodies))
        if found:
            yield chance.choice(found)


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def report(name: str, times: list[float], note: str = "") -> None:
    cuts = statistics.quantiles(times, n=20)
    print(f"{name:<44}{statistics.median(times):>9.1f}{cuts[-1]:>9.1f}  {note}", flush=True)


def measure(bodies: list[str], count: int, repeats: int, chance: random.Random) -> None:
    """Time whole pages."""
    words = WORDS.split()
    pieces = {length: han_pieces(bodies, length, chance) for length in (2, 4, 8)}
    organ, year = ("310100003", "310100004"), ("2015", "2016")

    def number() -> str:
        sequence = chance.randint(1, count)
        at = BEGAN + dt.timedelta(hours=7 * sequence % 157_000)
        return f"沪府规[{at.year}]{sequence}号"

    def slipped(piece: str) -> str:
        at = chance.randrange(1, len(piece) - 1)
        return f"{piece[:at]}龘{piece[at + 1 :]}"

    filtered = {"organ": organ, "year": year}
    day = dt.date(2018, 6, 1)
    classes: dict[str, Callable[[], SearchQuery]] = {
        "nothing asked": lambda: SearchQuery(page=chance.randint(1, 5)),
        "nothing asked, 2 filters": lambda: SearchQuery(filters=filtered),
        "any 2 characters": lambda: SearchQuery(next(pieces[2])),
        "any 2 characters, by date": lambda: SearchQuery(next(pieces[2]), sort="signed_on"),
        "any 4 characters": lambda: SearchQuery(next(pieces[4])),
        "any 8 characters": lambda: SearchQuery(next(pieces[8])),
        "a common word": lambda: SearchQuery(chance.choice(words)),
        "a common word, 2 filters": lambda: SearchQuery(chance.choice(words), filters=filtered),
        "3 common words": lambda: SearchQuery(" ".join(chance.sample(words, 3))),
        "a document number": lambda: SearchQuery(number()),
        "near: two pieces of 4 run together": lambda: SearchQuery(
            next(pieces[4]) + next(pieces[4])
        ),
        "near: 8 characters, one of them another": lambda: SearchQuery(slipped(next(pieces[8]))),
        "near: common words run together": lambda: SearchQuery("".join(chance.sample(words, 3))),
        "near: a question": lambda: SearchQuery(f"{chance.choice(words)}怎么{next(pieces[2])}"),
        "a common word, page 50": lambda: SearchQuery(chance.choice(words), page=50),
        "nothing asked, valid on a day": lambda: SearchQuery(valid_on=day),
        "nothing asked, 2 filters, valid on a day": lambda: SearchQuery(
            filters=filtered, valid_on=day
        ),
        "a common word, valid on a day": lambda: SearchQuery(chance.choice(words), valid_on=day),
    }
    print(f"\n{'query':<44}{'p50 ms':>9}{'p95 ms':>9}  hits (median)")
    for name, make in classes.items():
        times, totals = [], []
        for _ in range(repeats):
            query = replace(make(), kinds=(KIND,))
            began = time.perf_counter()
            totals.append(_total(query))
            times.append((time.perf_counter() - began) * 1000)
        report(name, times, f"{statistics.median(totals):,.0f}")


def _total(query: SearchQuery) -> int:
    page = search(query, viewer=AnonymousUser())
    assert not page.degraded
    return page.total


def freshness(follower: Follower, count: int, repeats: int) -> None:
    """From commit to commit of the index, and the first search after it."""
    follow, first = [], []
    for number in range(count + 1, count + 1 + repeats):
        publish_entry(
            kind=KIND,
            object_id=number,
            title="新公开的文件",
            body=f"独一无二{number}",
            numbers=[],
            facets={},
            signed_on=None,
            published_at=BEGAN,
            url="/",
            at=BEGAN,
        )
        follow.append(timed(follower.catch_up))
        query = SearchQuery(f"独一无二{number}", kinds=(KIND,))
        first.append(timed(partial(_total, query)))
        assert _total(query) == 1
    report("indexing one published entry", follow)
    report("first search after a reload", first)


def main() -> None:
    """Load, build, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--repeats", type=int, default=60)
    parser.add_argument("--laws", type=Path)
    options = parser.parse_args()
    chance = random.Random(20080501)
    registry.register(KIND, lambda ids, _viewer: set(ids))
    connection.settings_dict["TEST"]["NAME"] = f"portal_benchmark_{os.getpid()}"
    before = str(connection.settings_dict["NAME"])
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            settings.SEARCH_INDEX_DIR = Path(folder)
            pool = sentences(options.laws, chance)
            bodies: list[str] = []
            spent = timed(lambda: bodies.extend(load(options.entries, pool, chance))) / 1000
            print(f"published: {options.entries / spent:,.0f} entries/s")
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE search_searchentry")
            with following(Path(folder)) as follower:
                spent = timed(follower.rebuild) / 1000
                # Another database of the same server may have kept rows unsettled meanwhile.
                follower.catch_up()
                size = sum(p.stat().st_size for p in Path(folder).rglob("*") if p.is_file())
                print(f"indexed: {options.entries / spent:,.0f} entries/s, {size / 1e6:,.0f} MB")
                measure(bodies, options.entries, options.repeats, chance)
                freshness(follower, options.entries, options.repeats)
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


if __name__ == "__main__":
    main()
