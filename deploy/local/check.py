"""`make test`: the checks that read the code, then the tests, against servers of their own.

The first failing check ends the run: what follows it would cost minutes and say less. The types
are checked while the tables are made, each on a core of its own. The tests all run; the time of
each step and the slowest tests come last.

With `ONLY=` naming some tests, those alone run: no check reads the code, which takes minutes and
is for the whole. The tables that they copy then come from the kept file, in seconds.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.binaries import MissingBinariesError
from deploy.local.browser import NoBrowserError, ensure_browser
from deploy.local.durations import Duration, durations, report
from deploy.local.layout import CHECKOUT, Layout, LayoutError, layout
from deploy.local.scratch import scratch_layout
from deploy.local.selection import NoSuchTestError, browser_tests, selection
from deploy.local.services import Postgres, ServiceError, Valkey
from deploy.local.supervisor import tail
from deploy.local.tables import SETTINGS, kept_tables

# What a public service would be given; only the settings are checked, nothing is reached.
EXAMPLE_PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "example-0123456789-abcdefghij-ABCDEFGHIJ-9876543210-zyxwvutsrq",
    "ALLOWED_HOSTS": "xxgk.example.gov.cn",
    "AUDIT_KEYS": "example:8oUMJr3BKZGWnrNdqDkqvAXLr4ZLp8w3hWqWJ4nSb1Q=",
    "AUDIT_ANCHOR_SYSLOG": "/dev/log",
    "VAULT_KEYS": "example:juiXETMMHM85ouZa0Su9ffSkou6Ff1O0gj8A/st70lI=,"
    "index:VTKV5LhIvueBwwoMhqW3MTMIBuqsohTeGV5IdhuKYe4=",
}
_TEMPLATE = "portal_tables"
_DUMP = "tables.dump"
_MANAGE = [sys.executable, "manage.py"]
_MIGRATE = [*_MANAGE, "migrate", "--verbosity", "0"]
_NO_TESTS = 5  # pytest's own code for having found none
TYPED = ("portal", "disclosure", "policies", "decisions", "requests_app", "deploy", "tests")


@dataclass(frozen=True)
class Step:
    """One command; `env` is laid over the environment of all."""

    title: str
    argv: list[str]
    env: Mapping[str, str] = field(default_factory=dict)
    record: Path | None = None


@dataclass(frozen=True)
class Result:
    """How a step went."""

    title: str
    passed: bool
    seconds: float
    found_nothing: bool = False


def module(name: str, *arguments: str) -> list[str]:
    """The command line of a tool of our own environment."""
    return [sys.executable, "-m", name, *arguments]


TYPES = Step("类型", module("mypy", *TYPED))


@dataclass(frozen=True)
class Tables:
    """The steps that make the tables of a throw-away database, once for all of the tests.

    `proven` run every migration and compare what they make with the kept file; `quick` begin
    from that file, for a part of the tests.
    """

    proven: list[Step]
    quick: list[Step]


def static_steps(tables: Sequence[Step]) -> list[Step]:
    """The quick ones, quickest first; `TYPES` comes beside them.

    The settings of production are checked against a loaded portal, which only a throw-away
    database may become: without steps that make its tables these are left out.
    """
    lint_imports = str(Path(sys.executable).parent / "lint-imports")
    return [
        Step("代码格式", module("ruff", "format", "--check", ".")),
        Step("代码规则", module("ruff", "check", ".")),
        Step("依赖方向", [lint_imports]),
        Step("页面模板", module("djlint", "templates", "--lint", "--quiet")),
        Step("数据表变更", [*_MANAGE, "makemigrations", "--check", "--dry-run"]),
        *tables,
        *(_production_steps() if tables else []),
    ]


def tables_of(postgres: Postgres, scratch: Layout) -> Tables:
    """Both ways to them; either ends with their copies for the processes that test."""
    made = scratch.home / "made.sql"
    kept = kept_tables()
    copies = [
        Step("建表", _MIGRATE),  # what the tests alone install
        Step("测试底库", postgres.copying(_TEMPLATE)),
        Step("底库文件", postgres.dumping(scratch.home / _DUMP)),
    ]
    proven = [
        Step("数据库迁移", _MIGRATE, {"DJANGO_SETTINGS_MODULE": SETTINGS}),
        Step("迁移的结果", postgres.describing(made)),
        Step("新数据库的底稿", module("deploy.local.tables", str(made))),
    ]
    quick = [] if kept is None else [Step("新数据库的底稿", postgres.filling(kept))]
    return Tables([*proven, *copies], [*quick, *copies])


def _production_steps() -> list[Step]:
    return [
        Step("演示数据", [*_MANAGE, "load_once"]),
        Step(
            "生产配置",
            [*_MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
            EXAMPLE_PRODUCTION,
        ),
    ]


# Not --dist worksteal: a test that empties the tables must not come before one that needs them.
_TWO = ("-n", "2")


def pytest_steps(
    records: Path, places: Sequence[str], browser: str | None = None, driving: Sequence[str] = ()
) -> list[Step]:
    """The tests of `places`, then those that drive the browser, two processes at once for each.

    Each leaves a record of its tests in the folder `records`; no places are all of the tests.
    Those that need the browser are sought in `driving` alone.
    """

    def step(title: str, mark: str, env: Mapping[str, str], places: Sequence[str]) -> Step:
        record = records / f"{title}.xml"
        options = [*_TWO, "-m", mark, "--junit-xml", str(record)]
        return Step(title, module("pytest", *options, *places), env, record)

    # A version's upgrade is tested before it is released (docs/decisions/0017).
    steps = [step("测试", "not browser and not upgrade", {}, places)]
    if browser is not None:
        steps.append(step("浏览器测试", "browser", {"CHROMIUM": browser}, driving))
    return steps


def run(step: Step, env: Mapping[str, str]) -> Result:
    """Run a step, its output going to the terminal."""
    words = [Path(step.argv[0]).name, *step.argv[1:]]
    print(f"\n── {step.title}：{' '.join(words)}", flush=True)
    begun = time.monotonic()
    code = subprocess.run(step.argv, cwd=CHECKOUT, env={**env, **step.env}, check=False).returncode
    return Result(step.title, code == 0, time.monotonic() - begun, found_nothing=code == _NO_TESTS)


@contextmanager
def beside(step: Step, env: Mapping[str, str]) -> Iterator[Callable[[], Result]]:
    """Run a step while the body runs; the given call waits for it and shows what it printed.

    A body that ends without that call stops the step.
    """
    begun = time.monotonic()
    with tempfile.TemporaryFile() as output:
        program = subprocess.Popen(
            step.argv, cwd=CHECKOUT, env={**env, **step.env}, stdout=output, stderr=output
        )

        def end() -> Result:
            code = program.wait()
            seconds = time.monotonic() - begun
            output.seek(0)
            print(f"\n── {step.title}\n{output.read().decode(errors='replace')}", flush=True)
            return Result(step.title, code == 0, seconds)

        try:
            yield end
        finally:
            program.kill()
            program.wait()


def summary(results: list[Result]) -> str:
    """One line a step."""
    lines = [f"{'通过' if r.passed else '失败'}  {r.seconds:6.1f} 秒  {r.title}" for r in results]
    return "\n".join(["", "── 检查结果", *lines, ""])


def start_servers(stack: ExitStack, scratch: Layout, env: dict[str, str]) -> Tables | None:
    """Start what the user didn't name himself, until the stack is closed.

    The steps that make the tables of a throw-away database, and keep them for the tests: as a
    database for this server, as a file for others. None for the user's own.
    """
    tables = None
    if "DATABASE_URL" not in env:
        postgres = stack.enter_context(Postgres(scratch, durable=False))
        env["DATABASE_URL"] = postgres.url
        env["TEST_DATABASE_TEMPLATE"] = _TEMPLATE
        env["TEST_DATABASE_DUMP"] = str(scratch.home / _DUMP)
        tables = tables_of(postgres, scratch)
    if "REDIS_URL" not in env:
        env["REDIS_URL"] = stack.enter_context(Valkey(scratch, durable=False)).url
    return tables


@dataclass(frozen=True)
class Bench:
    """Where a run works: its tests, environment, folders and the copying of its database."""

    places: list[str]
    env: dict[str, str]
    scratch: Layout
    tables: Tables | None

    def test_steps(self) -> list[Step]:
        """The steps that run tests here; brings the browser if any of them needs it."""
        driving = browser_tests(self.places or ["tests"], CHECKOUT)
        browser = ensure_browser() if driving else None
        return pytest_steps(self.scratch.logs, self.places, browser, driving)

    def database_steps(self, *, proving: bool = False) -> list[Step]:
        """The steps that make the tables; none in a database of the user's own."""
        if self.tables is None:
            return []
        return self.tables.proven if proving else self.tables.quick


def bench(stack: ExitStack) -> Bench:
    """Servers and folders of a run's own, until the stack is closed. Raises NoSuchTestError."""
    env = {name: value for name, value in os.environ.items() if value}
    places = selection(env.pop("ONLY", ""), CHECKOUT)
    # The settings of the tests are named in pyproject.toml; a user's own must not bend them.
    env["DJANGO_SETTINGS_MODULE"] = "portal.settings.testing"
    # Dozens of processes would each compile the portal, and pytest its tests, for themselves.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    scratch = stack.enter_context(scratch_layout(layout()))
    tables = start_servers(stack, scratch, env)
    env |= {"MEDIA_ROOT": str(scratch.media), "SEARCH_INDEX_DIR": str(scratch.index)}
    return Bench(places, env, scratch, tables)


def check_all() -> int:
    """Run everything, or the tests that `ONLY` names; 0 if all passed."""
    with ExitStack() as stack:
        here = bench(stack)
        if here.places:
            results = until_failure(here.database_steps(), here.env)
        else:
            with beside(TYPES, here.env) as types:
                results = until_failure(static_steps(here.database_steps(proving=True)), here.env)
                if all(result.passed for result in results):
                    results.append(types())
        if not all(result.passed for result in results):
            print(summary(results), flush=True)
            return 1
        steps = here.test_steps()
        tests = judged([run(step, here.env) for step in steps], partly=bool(here.places))
        slowest = report(recorded(steps))
    print(summary([*results, *tests]) + slowest, flush=True)
    failed = [result.title for result in tests if not result.passed]
    if here.places and all(result.found_nothing for result in tests):
        print(f"ONLY 所指的地方没有一个测试：{' '.join(here.places)}", file=sys.stderr, flush=True)
    elif failed:
        print(f"未通过：{'、'.join(failed)}", file=sys.stderr, flush=True)
    return 1 if failed else 0


def until_failure(steps: Sequence[Step], env: Mapping[str, str]) -> list[Result]:
    """Run the steps up to the first that fails."""
    results: list[Result] = []
    for step in steps:
        results.append(run(step, env))
        if not results[-1].passed:
            break
    return results


def judged(tests: Sequence[Result], *, partly: bool) -> list[Result]:
    """The steps that ran a test; a part may have none for one of them, but not for all."""
    ran = [result for result in tests if not (partly and result.found_nothing)]
    return ran or list(tests)


def recorded(steps: Sequence[Step]) -> list[Duration]:
    """How long each test of these steps took."""
    return [
        duration
        for step in steps
        if step.record is not None
        for duration in durations(step.record, step.title, CHECKOUT)
    ]


def _end(number: int, _frame: object) -> None:
    """Let a request to stop unwind, so that the servers are stopped and the folder removed."""
    raise SystemExit(128 + number)


def main(command: Callable[[], int] = check_all) -> int:
    """The entry point of `python -m deploy.local.check`; other commands on a bench lend it too."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    try:
        return command()
    except (LayoutError, MissingBinariesError, NoBrowserError, NoSuchTestError) as error:
        print(error, file=sys.stderr)
    except ServiceError as error:
        print(f"{error}\n{tail(error.log)}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
