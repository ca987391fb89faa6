"""The kept tables of a new database: for which migrations they hold, and that they fill one."""

from pathlib import Path

import psycopg2
import pytest

from deploy.local import tables
from deploy.local.layout import CHECKOUT, Layout
from deploy.local.services import Postgres

DUMP = """--
-- PostgreSQL database dump
--
\\restrict abc
SET transaction_timeout = 0;
SET lock_timeout = 0;

CREATE TABLE public.t (
    n integer
);
COPY public.django_migrations (id, app, name, applied) FROM stdin;
1\torgans\t0001_initial\t2026-03-01 12:00:00.123456+00
\\.
COPY public.pages_pagechange (id, source, weight, at) FROM stdin;
1\torgans_organ\t1274018043856050\t2026-03-01 12:00:00.5+00
\\.
COPY public.t (n) FROM stdin;
-- not a remark
7\tcf291e4e-370e-4c10-9a3b-0123456789ab
\\.
\\unrestrict abc
"""


def checkout_with(folder: Path, migration: str) -> Path:
    for name, text in (("deploy/local/tables.sql", ""), ("portal/x/migrations/0001.py", migration)):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_nothing_of_the_day_is_kept_and_every_row_is(tmp_path: Path) -> None:
    kept = tables.compact(DUMP, checkout_with(tmp_path, "a"))
    assert kept == tables.compact(DUMP.replace("2026-03-01 12", "2026-04-05 06"), tmp_path)
    assert "restrict" not in kept
    assert "PostgreSQL database dump" not in kept
    assert "transaction_timeout" not in kept
    assert "1\torgans\t0001_initial\t2000-01-01 00:00:00+00\n" in kept
    assert "1\torgans_organ\t0\t2000-01-01 00:00:00+00\n" in kept
    assert "\n-- not a remark\n" in kept
    assert "SET applied = now();\n" in kept
    assert kept.endswith("at = clock_timestamp();\n")


def test_they_hold_for_the_migrations_they_were_written_for(tmp_path: Path) -> None:
    checkout = checkout_with(tmp_path, "one step")
    file = checkout / "deploy/local/tables.sql"
    assert tables.kept_tables(checkout) is None
    file.write_text(tables.compact(DUMP, checkout), encoding="utf-8")
    assert tables.kept_tables(checkout) == file
    (checkout / "portal/x/migrations/0002.py").write_text("another", encoding="utf-8")
    assert tables.kept_tables(checkout) is None
    file.unlink()
    assert tables.kept_tables(checkout) is None


def test_those_of_this_checkout_are_written_anew_with_every_migration() -> None:
    assert tables.kept_tables() is not None, "请运行 make tables，再提交 deploy/local/tables.sql"


def test_what_the_migrations_made_is_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tables, "CHECKOUT", checkout_with(tmp_path, "a"))
    made = tmp_path / "made.sql"
    made.write_text(DUMP, encoding="utf-8")
    file = tmp_path / "deploy/local/tables.sql"
    file.write_text(tables.compact(DUMP), encoding="utf-8")
    assert tables.compare(made) == 0
    made.write_text(DUMP.replace("cf291e4e-370e", "5a1d94c3-04c2"), encoding="utf-8")
    assert tables.compare(made) == 0, "what is drawn anew for each database"
    made.write_text(DUMP.replace("integer", "bigint"), encoding="utf-8")
    assert tables.compare(made) == 1
    assert "make tables" in capsys.readouterr().err


@pytest.mark.services
def test_a_new_database_is_filled_with_them_or_not_at_all(place: Layout, tmp_path: Path) -> None:
    with Postgres(place, durable=False) as database:
        assert database.is_empty()
        broken = tmp_path / "broken.sql"
        broken.write_text("CREATE TABLE public.t (n int);\nSELECT nothing;\n", encoding="utf-8")
        assert database._run(*_named(database.filling(broken))) != 0
        assert database.is_empty()
        assert database._run(*_named(database.filling(CHECKOUT / "deploy/local/tables.sql"))) == 0
        assert not database.is_empty()
        link = psycopg2.connect(database.application_url)
        with link, link.cursor() as cursor:
            cursor.execute("SELECT count(*), min(applied) > now() - interval '1 hour'"
                           " FROM django_migrations")  # fmt: skip
            count, is_recent = cursor.fetchone()
            assert count > 100
            assert is_recent
            cursor.execute("SELECT has_table_privilege('audit_auditentry', 'INSERT'),"
                           " has_table_privilege('audit_auditentry', 'DELETE')")  # fmt: skip
            assert cursor.fetchone() == (True, False)
            cursor.execute("SELECT count(DISTINCT weight) > 50 FROM pages_pagechange")
            assert cursor.fetchone() == (True,)
        link.close()


def _named(argv: list[str]) -> list[str]:
    """Without the folder of the program, which the service knows."""
    return [Path(argv[0]).name, *argv[1:]]
