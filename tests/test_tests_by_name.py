"""The tests of a service are found by its name, or by the table that names them."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("portal", "disclosure", "policies", "decisions", "requests_app")
ROWS: dict[str, list[str]] = tomllib.loads(
    (ROOT / "tests" / "by_name.toml").read_text(encoding="utf-8")
)["services"]


def services() -> set[str]:
    """Every module of a service, by its path."""
    return {
        path.relative_to(ROOT).as_posix()
        for app in APPS
        for path in (ROOT / app).rglob("services/**/*.py")
        if path.stem != "__init__"
    }


def test_every_service_has_tests_of_its_name_or_a_row() -> None:
    names = {path.stem.removeprefix("test_") for path in (ROOT / "tests").rglob("test_*.py")}
    lost = [
        place
        for place in sorted(services())
        if not {Path(place).stem, f"{Path(place).parent.name}_{Path(place).stem}"} & names
        and not ROWS.get(place)
    ]
    assert lost == []


def test_every_row_leads_somewhere() -> None:
    assert set(ROWS) <= services()
    gone = [test for tests in ROWS.values() for test in tests if not (ROOT / test).is_file()]
    assert gone == []
