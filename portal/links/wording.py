"""What a page says of itself where its status does not: gone, or only for people."""

from __future__ import annotations

import html
import re
from typing import Final

_TITLE: Final = re.compile(r"<(title|h1)\b[^>]{0,200}>(.{0,300}?)</\1", re.IGNORECASE | re.DOTALL)
_HIDDEN: Final = re.compile(r"<(script|style|head)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(r"<[^<>]*>")
# A page that says no more than this says only that: a guide may explain what 404 means.
_SHORT: Final = 200
_GONE: Final = re.compile(
    r"(?:页面|网页|内容|文章|信息|文件|资源|栏目)(?:已经|已|可能已)?(?:不存在|找不到|未找到|被删除|删除|移除|失效|下线)"
    r"|(?:找不到|未找到|没有找到)(?:您|你)?(?:要|所|想)?(?:访问|浏览|查看|请求)?的?(?:页面|网页|内容|资源)"
    r"|(?:404|page) not found|not found 404|^\s*404\s*$|页面不存在",
    re.IGNORECASE,
)
_WALL: Final = re.compile(
    r"just a moment\.\.\.|checking your browser|verify you are human|人机验证|访问验证|安全验证中"
    r"|请完成(?:安全)?验证|拖动滑块|您的访问(?:请求)?(?:被|已被)(?:阻断|拦截)",
    re.IGNORECASE,
)


def says_gone(text: str) -> bool:
    """Whether a page says in its heading, or as all it says, that there is nothing there."""
    if any(_GONE.search(_plain(found[2])) for found in _TITLE.finditer(text)):
        return True
    words = _plain(text)
    return len(words) <= _SHORT and bool(_GONE.search(words))


def is_challenge(text: str) -> bool:
    """Whether a page asks its reader to prove to be a person."""
    if any(_WALL.search(_plain(found[2])) for found in _TITLE.finditer(text)):
        return True
    words = _plain(text)
    return len(words) <= _SHORT and bool(_WALL.search(words))


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", _HIDDEN.sub(" ", text))).split())
