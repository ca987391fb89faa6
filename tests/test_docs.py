"""The glossary and the list of changes name what is there: neither outlives what it speaks of."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("portal", "disclosure", "policies", "decisions", "requests_app")
_SPAN = re.compile(r"`([^`\n]+)`")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,}")
_FILE = re.compile(r"[\w./-]+\.(?:py|html|toml|xsd|md)")


@cache
def _defined() -> frozenset[str]:
    """Every name our code defines: modules, classes, functions, columns, members of enums."""
    found = set()
    for path in (each for name in SOURCES for each in (ROOT / name).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        found |= {path.stem, path.parent.name}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                    found.add(name)
                case ast.Assign(targets=[ast.Name(id=name), *_]):
                    found.add(name)
                case ast.AnnAssign(target=ast.Name(id=name)):
                    found.add(name)
                # Codes of states, kinds and acts are values.
                case ast.Constant(value=str(text)) if text.isidentifier():
                    found.add(text)
    return frozenset(found)


def unknown_names(text: str) -> list[str]:
    """What stands in code spans of a text and is defined nowhere."""
    spans = " ".join(_SPAN.findall(text)).replace("*_at", "").replace("*_on", "")
    names = {name for name in _NAME.findall(spans) if name not in SOURCES}
    return sorted(names - _defined() - {"app", "apps", "html", "str"})


def lost_files(text: str) -> list[str]:
    """What a text calls a file of ours and is none, however much of its path it says."""
    named = {name for span in _SPAN.findall(text) for name in _FILE.findall(span)}
    ours = [str(path.relative_to(ROOT)) for name in (*SOURCES, "templates", "tests")
            for path in (ROOT / name).rglob("*.*")]  # fmt: skip
    ours += [f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")]
    return sorted(
        name for name in named if not any(f"/{path}".endswith(f"/{name}") for path in ours)
    )


def test_the_glossary_names_what_is_there() -> None:
    assert unknown_names((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")) == []


def test_the_list_of_changes_names_files_that_are_there() -> None:
    changes = (ROOT / "docs" / "changing.md").read_text(encoding="utf-8")
    assert lost_files(changes) == []
    rows = re.findall(r"^\| (\d+) \|.*\| ([\d–]+) \|$", changes, re.MULTILINE)
    assert len(rows) >= 12
    assert max(int(count.split("–")[-1]) for _, count in rows) <= 5


def test_what_is_gone_is_noticed() -> None:
    assert unknown_names("| 门 | door (`Document`, `NoSuchThing`) |") == ["NoSuchThing"]
    assert lost_files("`services/no_such.py` and `services/answers.py`") == ["services/no_such.py"]
