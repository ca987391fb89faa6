"""`make bench`: how fast the portal is, each figure beside its baseline."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack

from deploy.local.check import bench, main, module
from deploy.local.layout import CHECKOUT


def measure() -> int:
    """On servers of its own, unless DATABASE_URL names one; the exit code of the measurement."""
    with ExitStack() as stack:
        env = bench(stack).env
        return subprocess.run(
            module("benchmarks.performance"), cwd=CHECKOUT, env=env, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(measure))
