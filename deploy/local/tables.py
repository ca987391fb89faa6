"""The tables of a new database, kept as the SQL that all migrations together come to.

Migrations are the truth. But an empty database needs two minutes for them, since Django builds the
models of every step in between, and two seconds for their outcome. `make tables` writes it; a file
that was written for other migrations is not used, and `make test` compares it with what they make
(docs/decisions/0032).
"""

import difflib
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from deploy.local.layout import CHECKOUT, layout
from deploy.local.scratch import scratch_layout
from deploy.local.services import Postgres, Valkey

APPS = ("portal", "disclosure", "requests_app", "policies", "decisions")
# What `make run` installs: the tests have a kind of case more.
SETTINGS = "portal.settings.local"
_NAME = Path("deploy") / "local" / "tables.sql"
_FIRST = "-- Written by `make tables` for the migrations "
# What is of each database: when it was made, and from which changes of it copies of pages date.
_LAST = (
    "UPDATE public.django_migrations SET applied = now();\n"
    "UPDATE public.pages_pagechange"
    " SET weight = floor(random() * 9007199254740992), at = clock_timestamp();\n"
)
# Words to psql, remarks, and settings that an older server would not know.
_LEFT_OUT = re.compile(r"\\(un)?restrict |--|SET transaction_timeout|$")
_ONCE = "2000-01-01 00:00:00+00"
_PLAIN_ROWS = {
    "django_migrations": (re.compile(r"^(\d+\t\w+\t\w+\t).*"), rf"\g<1>{_ONCE}"),
    "pages_pagechange": (re.compile(r"^(\d+\t\w+\t).*"), rf"\g<1>0\t{_ONCE}"),
}
# Drawn anew for the rows of each database; as good as those of any other.
_DRAWN = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b")


def kept_tables(checkout: Path = CHECKOUT) -> Path | None:
    """The file, if it was written for the migrations of this checkout."""
    file = checkout / _NAME
    if not file.exists():
        return None
    with file.open(encoding="utf-8") as lines:
        return file if next(lines, "") == _first(checkout) else None


def migrations_digest(checkout: Path = CHECKOUT) -> str:
    """A word that changes with every migration, ours and those of the packages."""
    digest = hashlib.sha256()
    files = [file for app in APPS for file in (checkout / app).rglob("migrations/*.py")]
    for file in [checkout / "requirements" / "lock.txt", *sorted(files)]:
        if file.exists():
            digest.update(f"{file.relative_to(checkout).as_posix()}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:24]


def compact(dump: str, checkout: Path = CHECKOUT) -> str:
    """What pg_dump wrote, without what differs from one day to the next."""
    return "".join([_first(checkout), *_told(dump), _LAST])


def _first(checkout: Path) -> str:
    return f"{_FIRST}{migrations_digest(checkout)}\n"


def _told(dump: str) -> Iterator[str]:
    table = ""
    for line in dump.splitlines(keepends=True):
        if table:
            plain, instead = _PLAIN_ROWS.get(table, (None, ""))
            yield plain.sub(instead, line) if plain else line
            table = "" if line == "\\.\n" else table
        elif line.startswith("COPY "):
            table = line.removeprefix("COPY public.").partition(" ")[0]
            yield line
        elif not _LEFT_OUT.match(line):
            yield line


def compare(dump: Path) -> int:
    """Whether the kept file is what the migrations made; 0 if so."""
    kept = CHECKOUT / _NAME
    made = compact(dump.read_text(encoding="utf-8"))
    was = kept.read_text(encoding="utf-8") if kept.exists() else ""
    if _DRAWN.sub("", was) == _DRAWN.sub("", made):
        return 0
    differing = difflib.unified_diff(was.splitlines(True), made.splitlines(True))
    sys.stderr.writelines(islice(differing, 40))
    print(
        f"{_NAME} 与数据库迁移的结果不一致。请运行 make tables，再提交这个文件。", file=sys.stderr
    )
    return 1


def write() -> int:
    """Migrate an empty database and keep what came of it."""
    with ExitStack() as stack:
        scratch = stack.enter_context(scratch_layout(layout()))
        database = stack.enter_context(Postgres(scratch, durable=False))
        queue = stack.enter_context(Valkey(scratch, durable=False))
        migrated = subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=CHECKOUT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": SETTINGS,
                "DATABASE_URL": database.url,
                "REDIS_URL": queue.url,
                "MEDIA_ROOT": str(scratch.media),
                "SEARCH_INDEX_DIR": str(scratch.index),
            },
            check=False,
        ).returncode
        dump = scratch.home / _NAME.name
        if migrated or subprocess.run(database.describing(dump), check=False).returncode:
            return 1
        (CHECKOUT / _NAME).write_text(compact(dump.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"已写入 {_NAME}。")
    return 0


if __name__ == "__main__":
    sys.exit(compare(Path(sys.argv[1])) if len(sys.argv) > 1 else write())
