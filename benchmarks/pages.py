"""How fast a document's page is made: the whole answer, by the length and form of its text.

    python benchmarks/pages.py --times 40

`anew` is what the page takes when its text was not written before in this process, `again` when
it was. Makes a database of its own beside the one in DATABASE_URL, and removes it. The same file
runs in a checkout of an earlier version, for a comparison: it asks for nothing but lines.
"""

from __future__ import annotations

import argparse
import importlib
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.testing")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from tests.builders import City, published, small_city  # noqa: E402

PROSE = (
    "为了规范公共停车活动，缓解停车矛盾，保障道路畅通，"
    "根据有关法律、法规，结合本市实际，制定本办法。"
)
ROW = "\t".join(f"第{number}格" for number in range(8))


def texts() -> dict[str, str]:
    """Bodies by what is in them."""
    articles = [f"第{number}条 {PROSE}" for number in ("一", "二", "三", "四", "五", "六", "七")]
    headings = [line for _ in range(6) for line in ("一、要求", "（一）原则。" + PROSE, PROSE)]
    return {
        "20 paragraphs": "\n".join([PROSE] * 20),
        "120 paragraphs with headings and articles": "\n".join((headings + articles) * 5),
        "600 paragraphs": "\n".join([PROSE] * 600),
        "a table of 200 rows": "\n".join(["序\t" + ROW] * 200),
    }


def measured(city: City, times: int) -> None:
    """Print the middle of so many answers, in milliseconds."""
    for number, (name, body) in enumerate(texts().items(), start=1):
        document = published(city, doc_number=f"试府办〔2026〕{number}号", body=body)
        client, forget = Client(), forgetting()
        for when in ("anew", "again"):
            took = []
            for _ in range(times):
                if when == "anew":
                    forget()
                begun = time.perf_counter()
                assert client.get(document.get_absolute_url()).status_code == 200
                took.append(1000 * (time.perf_counter() - begun))
            best, middle = min(took), statistics.median(took)
            print(f"{name:45} {when:6} best {best:7.1f} ms   median {middle:7.1f} ms")


def forgetting() -> Callable[[], object]:
    """What lets go of the texts that were written; an earlier version keeps none."""
    try:
        kept = importlib.import_module("disclosure.presenters.written").kept
    except ModuleNotFoundError:
        return lambda: None
    return kept.cache_clear


def main() -> None:
    """Make the database, measure, remove it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40)
    options = parser.parse_args()
    setup_test_environment(debug=False)
    connection.settings_dict["TEST"]["NAME"] = f"benchmark_pages_{os.getpid()}"
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0)
    try:
        measured(small_city(), options.times)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
