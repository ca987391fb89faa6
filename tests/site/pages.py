"""The public pages every test of this folder looks at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

LISTS = (
    "/",
    "/library/",
    "/library/help/",
    "/library/rules/",
    "/en/",
    "/openness/",
    "/openness/guide/",
    "/openness/rules/",
    "/openness/contents/",
    "/openness/contents/regulations/",
    "/openness/reports/",
    "/sitemap/",
    "/accessibility/",
    "/contact/",
    "/privacy/",
    "/preferences/",
)
COLUMN_TYPES = {
    "首页",
    "概况信息",
    "机构职能",
    "负责人信息",
    "工作动态",
    "政策文件",
    "信息公开指南",
    "信息公开目录",
    "信息公开年报",
    "依申请公开",
    "数据发布",
    "数据开放",
    "政策解读",
    "回应关切",
    "办事服务",
    "咨询投诉",
    "征集调查",
    "在线访谈",
}


@dataclass
class Page(HTMLParser):
    """What a page says of itself and where it points to."""

    source: str
    meta: dict[str, str] = field(default_factory=dict)
    loads: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.source)

    @property
    def title(self) -> str:
        """The title without its line breaks."""
        found = re.search(r"<title>(.*?)</title>", self.source, re.DOTALL)
        return "".join(found[1].split()) if found else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect what matters of one element."""
        found = {name: value or "" for name, value in attrs}
        if tag == "meta" and "name" in found:
            self.meta[found["name"]] = found["content"]
        if "src" in found:
            self.loads.append(found["src"])
        if tag == "link" and found.get("rel") != "canonical":
            self.loads.append(found["href"])
        if tag == "a":
            self.links.append(found.get("href", ""))
        if tag == "form":
            self.actions.append(found.get("action", ""))
        scripts = tag == "script" and "src" not in found
        if scripts or tag == "style" or "style" in found or any(n.startswith("on") for n in found):
            self.inline.append(tag)
