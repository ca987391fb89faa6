"""`make audit`: three answers never mistaken for one another, with and without a network."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy.local.audit import FOUND, NONE_FOUND, NOT_CHECKED, main

CLEAN = {"dependencies": [{"name": "django", "version": "5.2.19", "vulns": []}]}
WEAK: dict[str, Any] = {
    "dependencies": [
        {"name": "django", "version": "1.0", "vulns": [{"id": "X-1", "fix_versions": ["1.1"]}]},
        {"name": "other", "version": "2.0", "vulns": [{"id": "X-2", "fix_versions": []}]},
        {"name": "skipped", "version": "3.0", "skip_reason": "not on the index"},
    ]
}


def tool(folder: Path, answer: object | None) -> str:
    """A stand-in for pip-audit that writes this answer where it is told, or fails without one."""
    script = folder / "pip-audit"
    script.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, sys\n"
        "assert pathlib.Path(sys.argv[sys.argv.index('--requirement') + 1]).is_file()\n"
        f"answer = {json.dumps(answer)!r}\n"
        "if answer == 'null': sys.exit('connection refused')\n"
        "pathlib.Path(sys.argv[sys.argv.index('--output') + 1]).write_text(answer)\n"
        "sys.exit(1 if 'X-1' in answer else 0)\n",
        encoding="utf-8",
    )
    script.chmod(0o755)
    return str(script)


@pytest.mark.parametrize(
    ("answer", "code", "told"),
    [
        (CLEAN, NONE_FOUND, "核查了 1 个依赖，0 处已知漏洞"),
        (
            WEAK,
            FOUND,
            "django 1.0：X-1，升级到 1.1\nother 2.0：X-2，尚无修复\n核查了 3 个依赖，2 处",
        ),
        (None, NOT_CHECKED, "没有得到漏洞库的答复"),
        ([], NOT_CHECKED, "没有得到漏洞库的答复"),
    ],
)
def test_what_the_tool_says(
    answer: object, code: int, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main({"PIP_AUDIT": tool(tmp_path, answer)}) == code
    shown = capsys.readouterr()
    assert told in shown.out + shown.err


def test_without_the_tool(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main({"PATH": str(tmp_path)}) == NOT_CHECKED
    assert "本机没有 pip-audit，没有核查" in capsys.readouterr().err
    assert main({"PIP_AUDIT": str(tmp_path / "nowhere")}) == NOT_CHECKED
