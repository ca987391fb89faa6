"""Readers over mixed pages while documents are published, corrected and withdrawn: the daily form
of `python -m benchmarks.readers`, in one process and without a moment of grace.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping

import pytest
from django.db import connections
from django.test import Client

from benchmarks.readers import Seen, Truth, act, read
from tests.builders import small_city

PATHS = ("/", "/openness/", "/sitemap/")


def get(path: str, headers: Mapping[str, str]) -> tuple[int, str, bytes]:
    answer = Client().get(path, headers=dict(headers))
    return answer.status_code, answer.get("ETag", ""), answer.content


@pytest.mark.django_db(transaction=True)
def test_no_reader_meets_what_is_over() -> None:
    city, truth, seen = small_city(), Truth(), Seen()
    over = threading.Event()

    def reader(seed: int) -> None:
        try:
            read(get, truth, over.is_set, seen, seed=seed, paths=PATHS, grace=0, pause=0.01)
        finally:
            connections.close_all()

    readers = [threading.Thread(target=reader, args=(number,)) for number in range(2)]
    for each in readers:
        each.start()
    rounds = itertools.count()
    try:
        done = act(city, truth, lambda: next(rounds) >= 4, kept=1)
    finally:
        over.set()
        for each in readers:
            each.join()
    assert (seen.failed, seen.stale) == ([], [])
    assert min(done.values()) >= 1
    assert len(seen.times) > 10
    assert seen.kept
