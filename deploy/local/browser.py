"""A Chromium for the browser tests, and a Chinese font for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_PLAYWRIGHTS_OWN = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as p: print(p.chromium.executable_path)"
)


class NoBrowserError(RuntimeError):
    """No browser and no way to install one; the message says what to do."""


def ensure_browser() -> str:
    """The path of a Chromium, installed if need be and possible."""
    found = find_browser()
    if found is None and _may_use_apt():
        print("正在安装浏览器 Chromium 与中文字体……", flush=True)
        _apt("chromium", "fonts-noto-cjk")
        found = find_browser()
    if found is None:
        found = _from_playwright()
    if found is None:
        raise NoBrowserError(
            "浏览器测试需要 Chromium，本机没有找到，也无法自动安装。请任选其一后重试：\n"
            "  Debian/Ubuntu：sudo apt-get install -y chromium fonts-noto-cjk\n"
            "  macOS：安装 Google Chrome，或执行 .venv/bin/playwright install chromium\n"
            "  已有浏览器：CHROMIUM=/浏览器的/完整路径 make test"
        )
    if sys.platform == "linux" and not _has_chinese_font():
        if _may_use_apt():
            _apt("fonts-noto-cjk")
        else:
            print(
                "提示：没有中文字体，截图中的汉字会显示为方框。"
                "（sudo apt-get install -y fonts-noto-cjk）"
            )
    return found


def find_browser() -> str | None:
    """A browser already on this machine; one named by CHROMIUM must exist."""
    named = os.environ.get("CHROMIUM")
    if named:
        if shutil.which(named) is None:
            raise NoBrowserError(f"环境变量 CHROMIUM 指向的 {named} 不存在或不能执行。")
        return shutil.which(named)
    for name in (*_NAMES, *_MAC):
        if found := shutil.which(name):
            return found
    return None


def _may_use_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt(*packages: str) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=env, check=False)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(install, env=env, stdout=subprocess.DEVNULL, check=False)


def _from_playwright() -> str | None:
    """Playwright's own download, made now if it's missing."""
    for attempt in ("present", "install"):
        if attempt == "install":
            print("正在通过 Playwright 下载 Chromium……", flush=True)
            fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
            if subprocess.run(fetch, check=False).returncode != 0:
                return None
        asked = subprocess.run(
            [sys.executable, "-c", _PLAYWRIGHTS_OWN], capture_output=True, text=True, check=False
        )
        path = asked.stdout.strip()
        if path and Path(path).exists():
            return path
    return None


def _has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
    return bool(listed.stdout.strip())
