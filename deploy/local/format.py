"""`make format`: lays out the code, and mends what the linter can mend by itself."""

import subprocess
import sys

from deploy.local.layout import CHECKOUT


def main() -> int:
    """The entry point of `python -m deploy.local.format`."""
    steps = (["check", "--fix", "."], ["format", "."])
    codes = [
        subprocess.run([sys.executable, "-m", "ruff", *step], cwd=CHECKOUT, check=False).returncode
        for step in steps
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
