"""`make coverage`: the tests under measurement, then which lines and branches none of them ran.

Templates are counted like code. Apart from `make test`, since counting costs a part of the time
(docs/decisions/0015-coverage-apart.md). The floor is `fail_under` in pyproject.toml; a part of the
tests, named by `ONLY`, is reported without it.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace

from deploy.local.check import Step, bench, judged, main, module, run, summary, until_failure
from deploy.local.layout import CHECKOUT, layout


def measured(step: Step) -> Step:
    """The same tests, counted; the workers of xdist are counted as processes of their own."""
    return replace(step, argv=[sys.executable, "-m", "coverage", "run", *step.argv[1:]])


def report_steps(*, partly: bool) -> list[Step]:
    """Gather what the processes counted, and print the files that are not wholly covered."""
    floor = ["--fail-under=0"] if partly else []
    return [
        Step("汇总", module("coverage", "combine", "--quiet")),
        Step("覆盖率", module("coverage", "report", *floor)),
    ]


def measure() -> int:
    """Run and report; 0 if all passed and no less than the floor is covered."""
    data = layout().run / "coverage"
    for old in data.parent.glob(f"{data.name}*"):
        if old.is_file():
            old.unlink()
    with ExitStack() as stack:
        here = bench(stack)
        here.env["COVERAGE_FILE"] = str(data)
        results = until_failure(here.database_steps(), here.env)
        if all(result.passed for result in results):
            tests = [run(measured(step), here.env) for step in here.test_steps()]
            results += judged(tests, partly=bool(here.places))
            results += until_failure(report_steps(partly=bool(here.places)), here.env)
    print(summary(results), flush=True)
    shown = data.relative_to(CHECKOUT)
    print(f"逐行查看：.venv/bin/coverage html --data-file={shown} -d .run/html", flush=True)
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(measure))
