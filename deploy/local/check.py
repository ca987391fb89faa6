"""`make test`: the checks that read the code, then the tests, against servers of their own.

The first failing check ends the run: what follows it would cost minutes and say less. The tests
all run, and their own closing lines come last.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.binaries import MissingBinariesError
from deploy.local.browser import NoBrowserError, ensure_browser
from deploy.local.layout import CHECKOUT, Layout, LayoutError, layout
from deploy.local.scratch import scratch_layout
from deploy.local.services import Postgres, ServiceError, Valkey
from deploy.local.supervisor import tail

# What a public service would be given; only the settings are checked, nothing is reached.
EXAMPLE_PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "example-0123456789-abcdefghij-ABCDEFGHIJ-9876543210-zyxwvutsrq",
    "ALLOWED_HOSTS": "xxgk.example.gov.cn",
    "VAULT_KEYS": "example:juiXETMMHM85ouZa0Su9ffSkou6Ff1O0gj8A/st70lI=,"
    "index:VTKV5LhIvueBwwoMhqW3MTMIBuqsohTeGV5IdhuKYe4=",
}
_TEMPLATE = "portal_tables"
TYPED = ("portal", "disclosure", "policies", "decisions", "requests_app", "deploy", "tests")


@dataclass(frozen=True)
class Step:
    """One command; `env` is laid over the environment of all."""

    title: str
    argv: list[str]
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """How a step went."""

    title: str
    passed: bool
    seconds: float


def module(name: str, *arguments: str) -> list[str]:
    """The command line of a tool of our own environment."""
    return [sys.executable, "-m", name, *arguments]


def static_steps(copy_database: list[str] | None) -> list[Step]:
    """The quick ones, quickest first.

    The settings of production are checked against a loaded portal, which only a throw-away
    database may become: without a command that copies one these four steps are left out.
    """
    lint_imports = str(Path(sys.executable).parent / "lint-imports")
    manage = [sys.executable, "manage.py"]
    return [
        Step("代码格式", module("ruff", "format", "--check", ".")),
        Step("代码规则", module("ruff", "check", ".")),
        Step("依赖方向", [lint_imports]),
        Step("页面模板", module("djlint", "templates", "--lint", "--quiet")),
        Step("数据表变更", [*manage, "makemigrations", "--check", "--dry-run"]),
        *(_production_steps(manage, copy_database) if copy_database else []),
        Step("类型", module("mypy", *TYPED)),
    ]


def _production_steps(manage: list[str], copy_database: list[str]) -> list[Step]:
    return [
        Step("建表", [*manage, "migrate", "--verbosity", "0"]),
        # Four databases of tests begin as this one; migrating each takes twenty seconds.
        Step("测试底库", copy_database),
        Step("演示数据", [*manage, "load_once"]),
        Step(
            "生产配置",
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            EXAMPLE_PRODUCTION,
        ),
    ]


# Not --dist worksteal: a test that empties the tables must not come before one that needs them.
_TWO = ("-n", "2")


def pytest_steps(browser: str | None) -> list[Step]:
    """The tests, then those that drive the browser, two processes at once for each."""
    steps = [Step("测试", module("pytest", *_TWO, "-m", "not browser"))]
    if browser is not None:
        env = {"CHROMIUM": browser}
        steps.append(Step("浏览器测试", module("pytest", *_TWO, "-m", "browser"), env))
    return steps


def run(step: Step, env: Mapping[str, str]) -> Result:
    """Run a step, its output going to the terminal."""
    words = [Path(step.argv[0]).name, *step.argv[1:]]
    print(f"\n── {step.title}：{' '.join(words)}", flush=True)
    begun = time.monotonic()
    code = subprocess.run(step.argv, cwd=CHECKOUT, env={**env, **step.env}, check=False).returncode
    return Result(step.title, code == 0, time.monotonic() - begun)


def summary(results: list[Result]) -> str:
    """One line a step."""
    lines = [f"{'通过' if r.passed else '失败'}  {r.seconds:6.1f} 秒  {r.title}" for r in results]
    return "\n".join(["", "── 检查结果", *lines, ""])


def has_browser_tests(tests: Path) -> bool:
    """Whether any test is marked for the browser: pytest calls it an error to find none."""
    marked = "mark.browser"
    return any(marked in file.read_text(encoding="utf-8") for file in tests.rglob("*.py"))


def start_servers(stack: ExitStack, scratch: Layout, env: dict[str, str]) -> list[str] | None:
    """Start what the user didn't name himself, until the stack is closed.

    The command that copies a throw-away database for the tests; None for the user's own.
    """
    copy_database = None
    if "DATABASE_URL" not in env:
        postgres = stack.enter_context(Postgres(scratch, durable=False))
        env["DATABASE_URL"] = postgres.url
        env["TEST_DATABASE_TEMPLATE"] = _TEMPLATE
        copy_database = postgres.copying(_TEMPLATE)
    if "REDIS_URL" not in env:
        env["REDIS_URL"] = stack.enter_context(Valkey(scratch, durable=False)).url
    return copy_database


def check_all() -> int:
    """Run everything; 0 if all passed."""
    env = {name: value for name, value in os.environ.items() if value}
    # The settings of the tests are named in pyproject.toml; a user's own must not bend them.
    env["DJANGO_SETTINGS_MODULE"] = "portal.settings.testing"
    with ExitStack() as stack:
        scratch = stack.enter_context(scratch_layout(layout()))
        copy_database = start_servers(stack, scratch, env)
        env |= {"MEDIA_ROOT": str(scratch.media), "SEARCH_INDEX_DIR": str(scratch.index)}
        results: list[Result] = []
        for step in static_steps(copy_database):
            results.append(run(step, env))
            if not results[-1].passed:
                print(summary(results), flush=True)
                return 1
        print(summary(results), flush=True)
        browser = ensure_browser() if has_browser_tests(CHECKOUT / "tests") else None
        tests = [run(step, env) for step in pytest_steps(browser)]
        failed = [result.title for result in tests if not result.passed]
        if failed:
            print(f"未通过：{'、'.join(failed)}", file=sys.stderr, flush=True)
        return 1 if failed else 0


def _end(number: int, _frame: object) -> None:
    """Let a request to stop unwind, so that the servers are stopped and the folder removed."""
    raise SystemExit(128 + number)


def main() -> int:
    """The entry point of `python -m deploy.local.check`."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    try:
        return check_all()
    except (LayoutError, MissingBinariesError, NoBrowserError) as error:
        print(error, file=sys.stderr)
    except ServiceError as error:
        print(f"{error}\n{tail(error.log)}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
