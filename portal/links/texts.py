"""Which addresses a text names. Pure: whether they lead anywhere is asked elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

# Chinese punctuation and words end an address; an address in Chinese letters is not recognised.
_EXTERNAL: Final = re.compile(
    r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]{1,4000}", re.IGNORECASE
)
_TRAILING: Final = ".,;:!?'*"
_PAIRS: Final = {")": "(", "]": "["}
_BEFORE_PATH: Final = r"(?<![A-Za-z0-9_./:%@#?=&-])"


@dataclass(frozen=True)
class Links:
    """The addresses in a text, each once, in their order: outside the site, and paths inside."""

    external: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()


def links_in(text: str, *, hosts: Collection[str], roots: Collection[str]) -> Links:
    """The addresses a text names.

    An address at one of our own `hosts` is a path inside. A bare path counts only when it begins
    with one of `roots`, the first parts of our own addresses: 元/m2/d is a unit, not a link.
    """
    external: dict[str, None] = {}
    internal: dict[str, None] = {}
    for found in _EXTERNAL.finditer(text):
        url = _trimmed(found.group())
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").lower()
        except ValueError:
            host = url  # written wrongly; whoever asks it is told so
        if host in hosts:
            internal[parts.path or "/"] = None
        elif host:
            external[url.partition("#")[0]] = None
    if roots:
        first = "|".join(sorted(map(re.escape, roots), key=len, reverse=True))
        path = re.compile(rf"{_BEFORE_PATH}/(?:{first})(?![A-Za-z0-9_.-])[A-Za-z0-9._~/%-]*")
        for found in path.finditer(_EXTERNAL.sub(" ", text)):
            internal[found.group().rstrip(_TRAILING)] = None
    return Links(tuple(external), tuple(internal))


def _trimmed(url: str) -> str:
    """Without the punctuation that ends the sentence, not the address."""
    while url:
        last = url[-1]
        unpaired = last in _PAIRS and url.count(last) > url.count(_PAIRS[last])
        if last not in _TRAILING and not unpaired:
            break
        url = url[:-1]
    return url
