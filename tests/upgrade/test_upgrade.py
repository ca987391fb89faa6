"""A database of the version before, filled by its own acts, becomes this version's without loss."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from deploy.local.layout import CHECKOUT, layout
from deploy.local.scratch import scratch_layout
from deploy.local.services import Postgres
from tests.upgrade.changes import CHANGES, Changes
from tests.upgrade.comparison import differences

pytestmark = [pytest.mark.services, pytest.mark.upgrade]
# The last version that was handed over: all three parts, before its tables were kept in a file.
BEFORE = "4f6c620e26bd424f2b388d3b6ef824094d30e450"
STEPS = Path(__file__).with_name("steps.py")
_PATIENCE = 3_600  # seconds for the steps of one version, on a busy machine


@dataclass(frozen=True)
class Upgrade:
    """One database and its files, for two versions one after the other."""

    database_url: str
    folder: Path

    def run(self, sources: Path, settings: str, *words: str) -> None:
        """Run steps with the sources of a version."""
        env = {
            **os.environ,
            "PYTHONPATH": str(sources),
            "DJANGO_SETTINGS_MODULE": settings,
            "DATABASE_URL": self.database_url,
            "MEDIA_ROOT": str(self.folder / "media"),
            "SEARCH_INDEX_DIR": str(self.folder / "index"),
            "PUBLIC_DUMP_DIR": str(self.folder / "open-data"),
        }
        done = subprocess.run(
            [sys.executable, str(STEPS), *words],
            cwd=sources,
            env=env,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def recorded(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return found

    def execute(self, statement: str) -> int:
        """Do to the database what no act would; how many rows it met."""
        link = psycopg2.connect(self.database_url)
        try:
            with link, link.cursor() as cursor:
                cursor.execute(statement)
                return int(cursor.rowcount)
        finally:
            link.close()


@pytest.fixture(scope="module")
def sources_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources of the version before; skips and says so where the repository has them not."""
    folder = tmp_path_factory.mktemp("before")
    try:
        packed = subprocess.run(
            ["git", "archive", BEFORE], cwd=CHECKOUT, capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("git is not installed, so the version before cannot be had")
    if packed.returncode:
        why = packed.stderr.decode(errors="replace").strip()
        pytest.skip(
            f"the version before ({BEFORE[:7]}) is not in this copy of the repository: {why}"
        )
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed.stdout, check=True)
    return folder


@pytest.fixture(scope="module")
def upgrade(sources_before: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    """A database of the version before, recorded, and migrated, and recorded again."""
    with ExitStack() as stack:
        place = stack.enter_context(scratch_layout(layout()))
        server = stack.enter_context(Postgres(place, durable=False))
        both = Upgrade(server.url, tmp_path_factory.mktemp("upgrade"))
        keys = both.path("keys.json")
        both.run(
            sources_before, "before_settings",
            "manage", "migrate", ",", "furnish", ",", "manage", "load_once", ",",
            "write_codes", keys, ",", "manage", "search_index", "--rebuild", ",",
            "record", keys, both.path("before.json"),
        )  # fmt: skip
        both.run(
            CHECKOUT, "portal.settings.testing",
            "manage", "migrate", ",", "manage", "search_index", "--rebuild", ",",
            "record", keys, both.path("after.json"),
        )  # fmt: skip
        yield both


def test_there_is_something_to_lose(upgrade: Upgrade) -> None:
    before = upgrade.recorded("before.json")
    assert len([page for page in before["pages"] if page.startswith("/documents/")]) > 80
    assert len([page for page in before["pages"] if "/requests/case/" in page]) > 100
    assert len({row[0] for row in before["letters"].values()}) == 13
    assert len(before["letters"]) > 40
    assert len(before["sealed"]) > 500
    assert len(before["files"]) > 100
    assert len(before["acts"]) > 700
    kinds = {row[2].split(":")[0] for row in before["counters"]}
    assert kinds >= {"index", "letter", "messages", "opinions", "rectifications", "requests"}
    assert before["audit"][0] == ["审计链完整。"]
    assert len(before["audit"]) > 900


def test_nothing_is_lost_on_the_way(upgrade: Upgrade) -> None:
    found = differences(upgrade.recorded("before.json"), upgrade.recorded("after.json"), CHANGES)
    assert not found, f"{len(found)}:\n" + "\n".join(found[:40])


def test_what_a_migration_might_lose_is_seen(upgrade: Upgrade) -> None:
    """A sealed column and a plain one, emptied as a careless migration would."""
    assert upgrade.execute("UPDATE requests_app_consultation SET question = ''") == 7
    assert upgrade.execute("UPDATE disclosure_document SET abstract = '' WHERE abstract != ''")
    upgrade.run(CHECKOUT, "portal.settings.testing", "record_rows", upgrade.path("lost.json"))
    after = upgrade.recorded("after.json")
    lost = {**upgrade.recorded("lost.json"), "pages": after["pages"]}
    found = differences(after, lost, Changes())
    assert [line for line in found if "disclosure" in line] == [
        "disclosure.Document.abstract has changed"
    ]
    assert [line.split(" ")[-3:] for line in found[:7]] == [["question", "is", "gone"]] * 7
    # The change of a document's row is noted for the pages that show it.
    assert len([line for line in found if "pages.PageChange" not in line]) == 8
