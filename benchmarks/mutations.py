"""Whether the tests notice a wrong line: single mutations of the law, each with its nearest tests.

    python -m benchmarks.mutations                 # all of them, in a copy of the tree
    python -m benchmarks.mutations --only 3        # the third; also by name, also several
    python -m benchmarks.mutations --list
    python -m benchmarks.mutations --check         # each line is there once; nothing is run

The table is benchmarks/mutations.toml. A line is named by its words without the blanks before it,
so that moving a file means changing one path in the table. Ends with 1 when a mutation survives, or
its tests fail without it too; with 2 when a line is not found exactly once, or the tables cannot
be made.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from compileall import compile_dir
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from py_compile import PycInvalidationMode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from deploy.local.check import bench, until_failure  # noqa: E402

TABLE = Path(__file__).with_suffix(".toml")
_LEFT_BEHIND = (
    ".git", ".venv", ".run", "__pycache__", ".mypy_cache", ".ruff_cache", ".import_linter_cache",
    "staticfiles",
)  # fmt: skip
_LONGEST_SECONDS = 600
# A database of its own for each run: tests with threads empty the tables they leave behind.
_PYTEST = ("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--create-db", "--no-header")


class Fate(StrEnum):
    """What the tests made of a mutation; BROKEN: they fail without it, or cannot be collected."""

    KILLED = "killed"
    SURVIVED = "SURVIVED"
    BROKEN = "BROKEN"


@dataclass(frozen=True)
class Mutation:
    """`was`, one or more consecutive lines of `file`, reads `now`; `tests` ought to fail."""

    name: str
    area: str
    file: str
    was: str
    now: str
    tests: tuple[str, ...]


def read_table(path: Path = TABLE) -> list[Mutation]:
    """The table in its order."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["mutation"]
    return [Mutation(**{**row, "tests": tuple(row["tests"])}) for row in rows]


def mutated(source: str, mutation: Mutation) -> str:
    """The source with the mutation. Raises ValueError unless its lines are there exactly once."""
    lines, wanted = source.splitlines(), [line.strip() for line in mutation.was.splitlines()]
    places = [
        start
        for start in range(len(lines) - len(wanted) + 1)
        if [line.strip() for line in lines[start : start + len(wanted)]] == wanted
    ]
    if len(places) != 1:
        raise ValueError(f"found {len(places)} times in {mutation.file}: {mutation.was}")
    old = lines[places[0] : places[0] + len(wanted)]
    new = mutation.now.splitlines()
    blanks = [line[: len(line) - len(line.lstrip())] for line in old]
    put = [blanks[min(number, len(blanks) - 1)] + line for number, line in enumerate(new)]
    lines[places[0] : places[0] + len(wanted)] = put
    return "\n".join(lines) + "\n"


def problems(mutations: list[Mutation], *, root: Path = ROOT) -> list[str]:
    """What is wrong with the table: a line not there once, no Python after it, a missing test."""
    found = []
    names = [mutation.name for mutation in mutations]
    found += [
        f"{name}: the name stands twice" for name in sorted(set(names)) if names.count(name) > 1
    ]
    for mutation in mutations:
        path = root / mutation.file
        try:
            compile(mutated(path.read_text(encoding="utf-8"), mutation), mutation.file, "exec")
        except (OSError, ValueError, SyntaxError) as error:
            found.append(f"{mutation.name}: {error}")
        found += [
            f"{mutation.name}: no such test: {test}"
            for test in mutation.tests
            if not _is_there(root, test)
        ]
        if not mutation.tests or mutation.was == mutation.now:
            found.append(f"{mutation.name}: nothing to try")
    return found


def _is_there(root: Path, test: str) -> bool:
    """Whether the file is there, and in it each class and function of `file::Class::function`."""
    file, *names = test.split("::")
    path = root / file
    if not path.exists():
        return False
    text = path.read_text(encoding="utf-8")
    return all(re.search(rf"^\s*(?:def|class) {name}\b", text, re.MULTILINE) for name in names)


def _run_tests(folder: Path, env: dict[str, str], tests: list[str]) -> Fate:
    argv = [sys.executable, *_PYTEST, *tests]
    try:
        done = subprocess.run(
            argv, cwd=folder, env=env, capture_output=True, timeout=_LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Fate.KILLED
    # 1: a test failed; 2: a test file could not be imported.
    return {0: Fate.SURVIVED, 1: Fate.KILLED, 2: Fate.KILLED}.get(done.returncode, Fate.BROKEN)


@dataclass
class Copy:
    """A copy of the tree in which one mutation after the other is tried, and taken back."""

    folder: Path
    env: dict[str, str]
    sound: set[str] = field(default_factory=set)

    def tried(self, mutation: Mutation) -> Fate:
        """What its tests make of a mutation, once they are known to pass without it."""
        unknown = [test for test in mutation.tests if test not in self.sound]
        if unknown and _run_tests(self.folder, self.env, unknown) is not Fate.SURVIVED:
            return Fate.BROKEN
        self.sound.update(unknown)
        path = self.folder / mutation.file
        source = path.read_text(encoding="utf-8")
        path.write_text(mutated(source, mutation), encoding="utf-8")
        try:
            return _run_tests(self.folder, self.env, list(mutation.tests))
        finally:
            path.write_text(source, encoding="utf-8")


def _chosen(mutations: list[Mutation], only: list[str]) -> list[Mutation]:
    numbered = {str(number): row for number, row in enumerate(mutations, start=1)}
    known = numbered | {row.name: row for row in mutations}
    if strange := [word for word in only if word not in known]:
        raise SystemExit(f"no such mutation: {', '.join(strange)}")
    return [known[word] for word in only] or mutations


def _numbers() -> dict[str, int]:
    """The place of each in the table, by its name."""
    return {row.name: number for number, row in enumerate(read_table(), start=1)}


def _print_row(number: int, mutation: Mutation, fate: str, seconds: float) -> None:
    print(
        f"{number:3}  {fate:9} {seconds:6.1f} s  {mutation.area:12} {mutation.name:34}"
        f" {mutation.file}",
        flush=True,
    )


def _run_all(mutations: list[Mutation]) -> int:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "tree"
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*_LEFT_BEHIND))
        # Bytecode that knows its source by hash: a mutated file may keep its size and its second
        # of change. Without any, every run would compile the whole portal anew.
        compile_dir(folder, quiet=2, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
        here = bench(stack)
        if not all(made.passed for made in until_failure(here.database_steps(), here.env)):
            return 2
        copy, numbers = Copy(folder, {**here.env, "PYTHONDONTWRITEBYTECODE": "1"}), _numbers()
        fates = []
        for mutation in mutations:
            begun = time.monotonic()
            fates.append(copy.tried(mutation))
            _print_row(numbers[mutation.name], mutation, fates[-1], time.monotonic() - begun)
    left = [m.name for m, fate in zip(mutations, fates, strict=True) if fate is not Fate.KILLED]
    print(f"{len(fates) - len(left)} of {len(fates)} killed")
    if left:
        print("NOT KILLED: " + ", ".join(left), file=sys.stderr)
    return 1 if left else 0


def main() -> int:
    """Read the command line and do it; the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="+", default=[], metavar="N", help="numbers or names")
    parser.add_argument("--list", action="store_true", help="print the table")
    parser.add_argument("--check", action="store_true", help="only look for the lines")
    given = parser.parse_args()
    mutations = _chosen(read_table(), given.only)
    if given.list:
        numbers = _numbers()
        for row in mutations:
            tests = " ".join(row.tests)
            print(f"{numbers[row.name]:3}  {row.area:12} {row.name:34} {row.file}  {tests}")
        return 0
    if found := problems(mutations):
        print("\n".join(["THE TABLE IS NOT TRUE OF THE SOURCE:", *found]), file=sys.stderr)
        return 2
    if given.check:
        print(f"{len(mutations)} mutations, each line found once")
        return 0
    return _run_all(mutations)


if __name__ == "__main__":
    sys.exit(main())
