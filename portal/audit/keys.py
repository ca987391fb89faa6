"""The keys of the chain, from the settings: kept by the application, never by the database."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.audit.chain import Key

KEY_BYTES = 32
_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


def current_key() -> Key:
    """The key of new entries: the first. Raises ImproperlyConfigured when there is none."""
    return next(iter(all_keys().values()))


def all_keys() -> Mapping[str, Key]:
    """Every key by its name, the current one first. Raises ImproperlyConfigured."""
    return parse_keys(settings.AUDIT_KEYS)


@lru_cache(maxsize=8)
def parse_keys(text: str) -> Mapping[str, Key]:
    """Read `id:base64` entries, separated by commas or lines. Raises ImproperlyConfigured, which
    names the entry but not its content.
    """
    found: dict[str, Key] = {}
    for number, entry in enumerate(text.replace(",", "\n").split(), 1):
        name, _, encoded = entry.partition(":")
        try:
            material = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            material = b""
        if not _ID.fullmatch(name) or len(material) != KEY_BYTES or name in found:
            raise ImproperlyConfigured(
                f"AUDIT_KEYS 第{number}项应为“名称:base64”，名称不重复，"
                f"内容用 openssl rand -base64 {KEY_BYTES} 生成。"
            )
        found[name] = Key(name, material)
    if not found:
        raise ImproperlyConfigured(
            "没有审计链的密钥。请用 openssl rand -base64 32 生成，写入 AUDIT_KEYS "
            "或 AUDIT_KEYS_FILE 指定的文件，格式为“名称:base64”。"
        )
    return found
