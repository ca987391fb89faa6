"""Checks of the keys, and of back-office lists that would search in ciphertext."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib import admin
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from portal.vault.ciphers import AES_256
from portal.vault.errors import BadKeys
from portal.vault.fields import SealedField
from portal.vault.keyring import parse_ring
from portal.vault.keys import current_ring
from portal.vault.registry import sealed_columns, sealed_file_columns


@register(Tags.security)
def keys_can_be_read(
    app_configs: Sequence[AppConfig] | None, **_options: Any
) -> list[CheckMessage]:
    """Keys that are given are well formed."""
    del app_configs  # the keys serve all apps
    if not settings.VAULT_KEYS:
        return []
    try:
        current_ring()
    except BadKeys as problem:
        return [Error(str(problem), id="vault.E003")]
    return []


@register(Tags.security, deploy=True)
def keys_are_secret(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:
    """A public service has keys of its own as soon as something is to be sealed."""
    del app_configs
    hint = "用 openssl rand -base64 32 生成密钥，写入 VAULT_KEYS 或 VAULT_KEYS_FILE 指定的文件。"
    if not settings.VAULT_KEYS:
        needed = any(sealed_columns()) or any(sealed_file_columns())
        return [Error("没有加密密钥。", hint=hint, id="vault.E004")] if needed else []
    if _materials(settings.VAULT_KEYS) & _materials(settings.VAULT_DEVELOPMENT_KEYS):
        return [Error("正在使用公开的开发密钥。", hint=hint, id="vault.E005")]
    return []


@register(Tags.admin)
def lists_do_not_search_ciphertext(
    app_configs: Sequence[AppConfig] | None, **_options: Any
) -> list[CheckMessage]:
    """No list of the back office searches, filters or sorts by a sealed field."""
    del app_configs
    return [
        Error(
            f"{type(page).__name__} 按加密字段{name}搜索、筛选或排序。",
            hint="请从 search_fields、list_filter、ordering 中删除，改用 blind_index 列。",
            id="vault.E006",
        )
        for model, page in admin.site._registry.items()
        for name in _searched(page)
        if _reaches_sealed(model, name)
    ]


def _materials(text: str) -> set[bytes]:
    try:
        ring = parse_ring(text, algorithm=AES_256.name)
    except BadKeys:  # reported by keys_can_be_read
        return set()
    return {key.material for key in (*ring.keys, ring.index)}


def _searched(page: admin.ModelAdmin[Any]) -> Iterator[str]:
    for entry in (*page.search_fields, *page.list_filter, *(page.ordering or ())):
        name = entry[0] if isinstance(entry, tuple | list) else entry
        if isinstance(name, str):
            yield name.lstrip("-^=@")


def _reaches_sealed(model: type[Model] | None, path: str) -> bool:
    for part in path.split("__"):
        if model is None:
            return False
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return False
        if isinstance(field, SealedField):
            return True
        model = getattr(field, "related_model", None)
    return False
