"""The keys: their written form, and the keys derived from each for one use. Pure, no Django."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.vault.ciphers import ALGORITHMS, Algorithm
from portal.vault.errors import BadKeys, UnknownKey

KEY_BYTES = 32
# Of all keys only this one is never replaced by rotation: equal values must stay equal.
INDEX_ID = "index"
_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_INFO = "portal.vault/v1/"


@dataclass(frozen=True)
class Key:
    """A named master key. It never encrypts by itself; see `derive`."""

    id: str
    material: bytes = field(repr=False)

    def derive(self, use: str, *, size: int, salt: bytes | None = None) -> bytes:
        """The key of one use, or of one use and one salt: no two share one."""
        if salt is not None:
            return _derive(self.material, use, size, salt)
        return _kept(self.material, use, size)


@lru_cache(maxsize=64)
def _kept(material: bytes, use: str, size: int) -> bytes:
    return _derive(material, use, size, None)


def _derive(material: bytes, use: str, size: int, salt: bytes | None) -> bytes:
    kdf = HKDF(algorithm=hashes.SHA256(), length=size, salt=salt, info=(_INFO + use).encode())
    return kdf.derive(material)


@dataclass(frozen=True)
class KeyRing:
    """Keys in use, the current one first, the index's key, and the algorithm of new values."""

    keys: tuple[Key, ...]
    index: Key
    algorithm: Algorithm

    @property
    def current(self) -> Key:
        """The key under which new values are sealed."""
        return self.keys[0]

    def find(self, key_id: str) -> Key:
        """The key of this name. Raises UnknownKey."""
        for key in self.keys:
            if key.id == key_id:
                return key
        raise UnknownKey(f"VAULT_KEYS 中没有密钥“{key_id}”，请补上后再读取。")


def parse_ring(text: str, *, algorithm: str) -> KeyRing:
    """Read `id:base64` entries, separated by commas or lines; the first one is current.

    One entry must be named `index`. Raises BadKeys, which names the entry but not its content.
    """
    if algorithm not in ALGORITHMS:
        raise BadKeys(f"VAULT_ALGORITHM 应为{'、'.join(ALGORITHMS)}之一。")
    keys = [_key(entry, number) for number, entry in enumerate(text.replace(",", "\n").split(), 1)]
    if len({key.id for key in keys}) != len(keys):
        raise BadKeys("VAULT_KEYS 中有同名密钥，请为每个密钥取不同的名称。")
    if len({key.material for key in keys}) != len(keys):
        raise BadKeys("VAULT_KEYS 中有内容相同的密钥，请为每个名称重新生成。")
    sealing = tuple(key for key in keys if key.id != INDEX_ID)
    index = next((key for key in keys if key.id == INDEX_ID), None)
    if not sealing:
        raise BadKeys("VAULT_KEYS 中没有密钥，请写成“名称:base64”，当前密钥在前。")
    if index is None:
        raise BadKeys(f"VAULT_KEYS 中缺少名为“{INDEX_ID}”的检索密钥，请补上。")
    return KeyRing(sealing, index, ALGORITHMS[algorithm])


def _key(entry: str, number: int) -> Key:
    key_id, _, encoded = entry.partition(":")
    if not _ID.fullmatch(key_id):
        raise BadKeys(
            f"VAULT_KEYS 第{number}项的名称应为1至32个字母、数字、下划线或短横线，后接冒号。"
        )
    try:
        material = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        material = b""
    if len(material) != KEY_BYTES:
        raise BadKeys(
            f"VAULT_KEYS 第{number}项不是{KEY_BYTES}字节的 base64，"
            f"请用 openssl rand -base64 {KEY_BYTES} 生成。"
        )
    return Key(key_id, material)
