"""Many readers over mixed pages while documents are published, corrected and withdrawn.

    python -m benchmarks.readers --readers 32 --seconds 60

Behind gunicorn with two workers, and the indexer beside it. Each answer has to be right for a
moment not more than a second before it was asked for: what was withdrawn by then is shown by no
page, what was published is there. Ends with 1 where one is wrong or an answer failed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import logging
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.testing")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from benchmarks.performance.server import ROOT, ask, served  # noqa: E402
from disclosure.models import Document  # noqa: E402
from disclosure.services import review  # noqa: E402
from portal.accounts.choices import Role  # noqa: E402
from portal.search.follower import following  # noqa: E402
from tests.builders import City, published_at_once, small_city  # noqa: E402
from tests.builders import draft as drafted  # noqa: E402
from tests.disclosure.correction.cases import corrected  # noqa: E402

GRACE = 1.0
_NUMBERS = itertools.count(1001)
FIXED = ("/", "/library/", "/openness/", "/policies/", "/answers/", "/themes/", "/decisions/",
         "/consultations/", "/search/", "/sitemap/", "/library/?year=2026")  # fmt: skip


@dataclass
class Truth:
    """What is so since when. Of each document by its address: a word its page shows, and of those
    that are gone a word that no page shows; `leaving` may be either way.
    """

    shown: dict[str, tuple[str, float]] = field(default_factory=dict)
    gone: dict[str, tuple[str, float]] = field(default_factory=dict)
    leaving: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def publish(self, path: str, word: str) -> None:
        with self.lock:
            self.shown[path] = (word, time.monotonic())

    def leave(self, path: str) -> None:
        with self.lock:
            self.leaving.add(path)
            self.shown.pop(path, None)

    def withdraw(self, path: str, word: str) -> None:
        with self.lock:
            self.gone[path] = (word, time.monotonic())


@dataclass
class Seen:
    """What the readers met."""

    times: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    kept: int = 0


Get = Callable[[str, Mapping[str, str]], tuple[int, str, bytes]]
"""Asks for a path with these headers: status, tag, body."""


def read(
    get: Get,
    truth: Truth,
    is_over: Callable[[], bool],
    seen: Seen,
    *,
    seed: int = 0,
    paths: Sequence[str] = FIXED,
    grace: float = GRACE,
    pause: float = 0.0,
) -> None:
    """One reader until it is over, with the tags they were given, who rests between two looks."""
    chance = random.Random(seed)
    tags: dict[str, tuple[str, bytes]] = {}
    while not is_over():
        with truth.lock:
            shown, gone = dict(truth.shown), dict(truth.gone)
        time.sleep(pause)
        path = chance.choice((*paths, *shown, *list(gone)[-5:]))
        began = time.monotonic()
        try:
            held = {"If-None-Match": tags[path][0]} if path in tags else {}
            status, tag, body = get(path, held)
        except OSError as error:
            seen.failed.append(f"{path} {error}")
            continue
        seen.times.append((time.monotonic() - began) * 1000)
        seen.kept += status == 304
        if status == 304:
            body = tags[path][1]
        elif tag:
            tags[path] = tag, body
        if status >= 500:
            seen.failed.append(f"{path} {status}")
        word, since = shown.get(path, ("", 0.0))
        text = body.decode().replace("<wbr>", "")
        if word and since < began - grace and word not in text and path not in truth.leaving:
            seen.stale.append(f"{path} {word}")
        left = [word for word, since in gone.values() if since < began - grace and word in text]
        if left:
            seen.stale.append(f"{path} {left}")


def act(
    city: City, truth: Truth, is_over: Callable[[], bool], *, pause: float = 0.0, kept: int = 6
) -> dict[str, int]:
    """Publish, correct and withdraw until it is over; how often each was done."""
    done = dict.fromkeys(("publish", "correct", "withdraw"), 0)
    alive: list[Document] = []
    while not is_over():
        number = next(_NUMBERS)
        at = dt.datetime.now(tz=dt.UTC)
        made = drafted(
            city, title=f"试江市第{number}件办法", doc_number=f"试府办〔2026〕{number}号"
        )
        made = published_at_once(made, at=at)
        truth.publish(made.get_absolute_url(), f"第{number}件")
        alive.append(made)
        done["publish"] += 1
        if number % 3 == 0:
            word = f"更正后的第{number}句"
            corrected(city, made, at=at, body=f"第一条　{word}。")
            truth.publish(made.get_absolute_url(), word)
            done["correct"] += 1
        if len(alive) > kept:
            old = alive.pop(0)
            signer = city.people[Role.SIGNER]
            old = Document.objects.get(pk=old.pk)
            truth.leave(old.get_absolute_url())
            review.withdraw(document=old, reason="内容有误", by=signer, at=at)
            truth.withdraw(old.get_absolute_url(), old.title)
            done["withdraw"] += 1
        time.sleep(pause)
    return done


@contextmanager
def indexed() -> Iterator[None]:
    """The indexer as its own process."""
    base = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    environ = {
        **os.environ,
        "DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}",
        "SEARCH_INDEX_DIR": str(settings.SEARCH_INDEX_DIR),
    }
    command = [sys.executable, "manage.py", "search_index", "--follow"]
    process = subprocess.Popen(command, cwd=ROOT, env=environ)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def measured(port: int, city: City, readers: int, seconds: float) -> tuple[Seen, dict[str, int]]:
    """So many readers for so long, while acts run."""
    truth, seen = Truth(), Seen()
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(
            target=read,
            args=(partial(ask, port), truth, lambda: time.monotonic() > until, seen),
            kwargs={"seed": number},
        )
        for number in range(readers)
    ]
    for thread in threads:
        thread.start()
    done = act(city, truth, lambda: time.monotonic() > until, pause=0.2)
    for thread in threads:
        thread.join()
    return seen, done


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def run(readers: int, seconds: float) -> bool:
    """Print what one reader and many met; whether all was right."""
    city = small_city()
    with following(settings.SEARCH_INDEX_DIR) as follower:
        follower.rebuild()
    base = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    folders = {
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "SEARCH_INDEX_DIR": str(settings.SEARCH_INDEX_DIR),
    }
    with indexed(), served(f"{base}/{connection.settings_dict['NAME']}", folders) as port:
        alone, _ = measured(port, city, 1, max(5.0, seconds / 6))
        many, done = measured(port, city, readers, seconds)
    ratio = p95(many.times) / p95(alone.times)
    print(f"做了：{done}")
    print(f"一个读者：{len(alone.times)} 次，p95 {p95(alone.times):.0f} 毫秒")
    print(
        f"{readers} 个读者：{len(many.times)} 次，其中 304 {many.kept} 次，"
        f"p95 {p95(many.times):.0f} 毫秒，是一个读者的 {ratio:.1f} 倍"
    )
    for what, found in (("出错", many.failed + alone.failed), ("过时", many.stale + alone.stale)):
        print(f"{what}：{len(found)}", *found[:10], sep="\n  ")
    return not (many.failed or many.stale or alone.failed or alone.stale)


def main() -> None:
    """A database and folders of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with tempfile.TemporaryDirectory() as folder:
            settings.MEDIA_ROOT = Path(folder) / "media"
            settings.SEARCH_INDEX_DIR = Path(folder) / "index"
            is_right = run(given.readers, given.seconds)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    sys.exit(not is_right)


if __name__ == "__main__":
    main()
