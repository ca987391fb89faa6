"""Measures pages, search, counts, lists and sweeps, each beside its baseline of the same run.

    SCALE=small python -m benchmarks.performance     # 1,000 / 3,000 / 10,000, some minutes
    python -m benchmarks.performance                 # 10,000 / 30,000 / 100,000
    SCALE=full python -m benchmarks.performance      # up to 1,000,000

Makes a database of its own beside the one in DATABASE_URL and folders for files and index, and
removes them. Writes `docs/performance.md`, its plots and `docs/performance/figures.json`.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import platform
import random
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.testing")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from benchmarks.performance import report, sections  # noqa: E402
from benchmarks.performance.figures import Run  # noqa: E402
from benchmarks.performance.server import served  # noqa: E402
from benchmarks.performance.world import Cases, Library, working_day  # noqa: E402
from benchmarks.search import sentences  # noqa: E402
from tests.builders import small_city  # noqa: E402

SCALES = {
    "small": (1_000, 3_000, 10_000),
    "usual": (10_000, 30_000, 100_000),
    "full": (10_000, 100_000, 1_000_000),
}
LAWS = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "corpus" / "laws.jsonl.gz"


def measure(run: Run, scale: str, times: int) -> None:
    """Everything, at each size of the scale."""
    pool = sentences(LAWS if LAWS.is_file() else None, random.Random(1))
    city = small_city()
    library, cases = Library(city, pool), Cases(city)
    cases.grow(0)
    sections.desks(run, city, cases, times)
    for size in SCALES[scale]:
        began = time.perf_counter()
        library.grow(size)
        run.note(f"{size:,} 件公文和索引，{time.perf_counter() - began:.0f} 秒做成。")
        folders = {
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "SEARCH_INDEX_DIR": str(settings.SEARCH_INDEX_DIR),
        }
        base = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        with served(f"{base}/{connection.settings_dict['NAME']}", folders) as port:
            sections.pages(run, library, port, times)
        sections.finding(run, library, times)
        sections.counted(run, library, times)
        sections.entering(run, library, max(3, times // 4))
        cases.grow(size)
        sections.desks(run, city, cases, times)
    far, due = SCALES[scale][-1], max(20, SCALES[scale][-1] // 500)
    cases.open_far(far)
    today = working_day()
    cases.due(due, today)
    sections.sweep(run, cases, today, due, far)


def main() -> None:
    """A database and folders of its own, then the figures."""
    scale = os.environ.get("SCALE", "usual")
    if scale not in SCALES:
        raise SystemExit(f"SCALE 只能是 {'、'.join(SCALES)}。")
    times = int(os.environ.get("TIMES", "20"))
    logging.disable(logging.WARNING)
    setup_test_environment()
    settings.AXES_ENABLED = False
    run = Run()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with tempfile.TemporaryDirectory() as folder:
            settings.MEDIA_ROOT = Path(folder) / "media"
            settings.SEARCH_INDEX_DIR = Path(folder) / "index"
            measure(run, scale, times)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    told = {
        "scale": f"{scale}（{' / '.join(f'{size:,}' for size in SCALES[scale])}）",
        "when": dt.datetime.now(tz=dt.UTC).strftime("%Y-%m-%d"),
        "machine": f"{os.cpu_count()} 个处理器，{platform.machine()}，与别的工作共用",
        "left": "" if scale == "full" else "一百万件（`SCALE=full`）不在这次运行里。",
    }
    report.write(run, told)


if __name__ == "__main__":
    main()
