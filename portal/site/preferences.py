"""How a reader wants the pages: 长者版, theme, size of type. Kept in one cookie, no account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

COOKIE = "reading"
COOKIE_AGE = 365 * 24 * 3600
THEMES = {
    "default": "标准",
    "system": "跟随系统（系统设为深色、高对比度时，这里也是）",
    "dark": "深色",
    "black": "黑底白字",
    "yellow": "黑底黄字",
    "blue": "蓝底白字",
}
SIZES = {"standard": "标准", "large": "大", "larger": "特大"}


@dataclass(frozen=True)
class Preferences:
    """The choices in force on this page."""

    elder: bool = False
    theme: str = "default"
    size: str = "standard"

    @classmethod
    def read(cls, cookie: str) -> Preferences:
        """Read the cookie; what is unknown falls back to the standard."""
        parts = cookie.split(".")
        if len(parts) != 3:
            return cls()
        return cls().changed({"elder": parts[0], "theme": parts[1], "size": parts[2]})

    def changed(self, wishes: Mapping[str, str]) -> Preferences:
        """With the wishes that make sense."""
        elder, theme, size = wishes.get("elder"), wishes.get("theme"), wishes.get("size")
        chosen = self
        if elder in ("on", "off"):
            chosen = replace(chosen, elder=elder == "on")
        if theme in THEMES:
            chosen = replace(chosen, theme=theme)
        if size in SIZES:
            chosen = replace(chosen, size=size)
        return chosen

    @property
    def cookie(self) -> str:
        """The value of the cookie."""
        return f"{'on' if self.elder else 'off'}.{self.theme}.{self.size}"
