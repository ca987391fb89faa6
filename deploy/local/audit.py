"""`make audit`: asks pip-audit whether a version we depend on has a known weakness.

Optional, and never part of `make test`: the answer comes from a service outside and changes with
the day. Without the tool, without a way out, or without an answer it says that nothing was checked
and ends with 3, which is neither "none found" (0) nor "some found" (1).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deploy.local.layout import CHECKOUT

_LOCK = CHECKOUT / "requirements" / "lock.txt"
_SECONDS = 300
NONE_FOUND, FOUND, NOT_CHECKED = 0, 1, 3
_HOW = (
    "本机没有 pip-audit，没有核查。在能上网的机器上运行 `pipx install pip-audit`"
    "（或装进任一虚拟环境，用 PIP_AUDIT=路径 指明），再运行 make audit。"
)
_NO_ANSWER = (
    "没有得到漏洞库的答复（多半是不能访问外网），没有核查。可以在能上网的机器上核查同一份清单："
)


def main(env: Mapping[str, str] = os.environ) -> int:
    """The entry point of `python -m deploy.local.audit`; returns one of the three codes."""
    tool = env.get("PIP_AUDIT") or shutil.which("pip-audit", path=env.get("PATH"))
    if not tool:
        print(_HOW, file=sys.stderr)
        return NOT_CHECKED
    answer = ask(tool)
    if answer is None:
        print(f"{_NO_ANSWER}{_LOCK.relative_to(CHECKOUT)}", file=sys.stderr)
        return NOT_CHECKED
    weak = weaknesses(answer)
    for line in weak:
        print(line)
    print(f"核查了 {len(answer['dependencies'])} 个依赖，{len(weak)} 处已知漏洞。")
    return FOUND if weak else NONE_FOUND


def ask(tool: str) -> dict[str, Any] | None:
    """What pip-audit says of every pinned version, or None when it could not find out."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "audit.json"
        command = [tool, "--requirement", str(_LOCK), "--no-deps", "--disable-pip"]
        command += ["--progress-spinner", "off", "--format", "json", "--output", str(told)]
        try:
            subprocess.run(command, check=False, timeout=_SECONDS, stderr=subprocess.DEVNULL)
            answer = json.loads(told.read_text(encoding="utf-8"))
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return None
    return answer if isinstance(answer, dict) and answer.get("dependencies") else None


def weaknesses(answer: Mapping[str, Any]) -> list[str]:
    """A line for each: which package in which version, what it is called, what mends it."""
    return [
        f"{package['name']} {package['version']}：{each['id']}，"
        f"{'升级到 ' + '、'.join(each['fix_versions']) if each.get('fix_versions') else '尚无修复'}"
        for package in answer["dependencies"]
        for each in package.get("vulns", ())
    ]


if __name__ == "__main__":
    sys.exit(main())
