"""The hash chain as pure functions: what an entry's hash covers and how a break is found."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes

ALGORITHMS: Mapping[str, type[hashes.HashAlgorithm]] = {"sha256": hashes.SHA256, "sm3": hashes.SM3}
GENESIS = "0" * 64


def digest(*, algorithm: str, previous: str, content: Mapping[str, Any]) -> str:
    """Hash one entry over its predecessor's hash: 64 hex digits.

    `content` must be JSON-serialisable; keys are sorted so that the text is canonical.
    Raises KeyError for an algorithm that is not known.
    """
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    hasher = hashes.Hash(ALGORITHMS[algorithm]())
    hasher.update(f"{algorithm}\n{previous}\n{text}".encode())
    return hasher.finalize().hex()


@dataclass(frozen=True)
class Link:
    """One entry as the chain sees it."""

    sequence: int
    algorithm: str
    previous: str
    hash: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold, and what is wrong there."""

    sequence: int
    reason: str


def first_break(links: Iterable[Link], *, start: int, anchor: str) -> Break | None:
    """Walk the links in order from sequence `start`, whose predecessor's hash is `anchor`.

    Returns the first break, or None when every link holds.
    """
    expected, previous = start, anchor
    for link in links:
        if link.sequence != expected:
            return Break(expected, f"缺少第{expected}条，下一条是第{link.sequence}条")
        if link.previous != previous:
            return Break(link.sequence, "记载的前一条哈希与前一条不符")
        if digest(algorithm=link.algorithm, previous=previous, content=link.content) != link.hash:
            return Break(link.sequence, "内容与哈希不符，已被改动")
        expected, previous = link.sequence + 1, link.hash
    return None
