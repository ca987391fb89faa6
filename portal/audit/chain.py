"""The chain as pure functions: what an entry's hash covers and how a break is found.

Entries name the key of their hash, which the database does not hold; those of old, before there
were keys, name none. Whoever can write the database can make a chain of those, never of the others.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac

ALGORITHMS: Mapping[str, type[hashes.HashAlgorithm]] = {"sha256": hashes.SHA256, "sm3": hashes.SM3}
GENESIS = "0" * 64


@dataclass(frozen=True)
class Key:
    """A named key of the chain."""

    id: str
    material: bytes = field(repr=False)


UNKEYED = Key("", b"")


def digest(*, algorithm: str, previous: str, content: Mapping[str, Any], key: Key = UNKEYED) -> str:
    """Hash one entry over its predecessor's hash: 64 hex digits.

    `content` must be JSON-serialisable; keys are sorted so that the text is canonical.
    Raises KeyError for an algorithm that is not known.
    """
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    chosen = ALGORITHMS[algorithm]()
    if key == UNKEYED:
        hasher = hashes.Hash(chosen)
        hasher.update(f"{algorithm}\n{previous}\n{text}".encode())
        return hasher.finalize().hex()
    keyed = hmac.HMAC(key.material, chosen)
    keyed.update(f"{key.id}\n{algorithm}\n{previous}\n{text}".encode())
    return keyed.finalize().hex()


@dataclass(frozen=True)
class Link:
    """One entry as the chain sees it; `key` is the name of its key, empty for those of old."""

    sequence: int
    algorithm: str
    previous: str
    hash: str
    content: Mapping[str, Any]
    key: str = ""


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold, and what is wrong there."""

    sequence: int
    reason: str


def first_break(
    links: Iterable[Link], *, start: int, anchor: str, keys: Mapping[str, Key]
) -> Break | None:
    """Walk the links in order from sequence `start`, whose predecessor's hash is `anchor`.

    Returns the first break, or None when every link holds. Once a link was keyed all later ones
    must be, and the last one must.
    """
    expected, previous, last_key = start, anchor, None
    for link in links:
        if link.sequence != expected:
            return Break(expected, f"缺少第{expected}条，下一条是第{link.sequence}条")
        if link.previous != previous:
            return Break(link.sequence, "记载的前一条哈希与前一条不符")
        if last_key and not link.key:
            return Break(link.sequence, "没有密钥，而前一条有：此后的记录不是本系统所写")
        key = keys.get(link.key) if link.key else UNKEYED
        if key is None:
            return Break(link.sequence, f"AUDIT_KEYS 中没有它的密钥“{link.key}”，无法核对")
        made = digest(algorithm=link.algorithm, previous=previous, content=link.content, key=key)
        if made != link.hash:
            return Break(link.sequence, "内容与哈希不符，已被改动")
        expected, previous, last_key = link.sequence + 1, link.hash, link.key
    if last_key == "":
        return Break(expected - 1, "最后的记录没有密钥：整条链被改写过，或者带密钥的记录被删去")
    return None
