"""Checks of the keys of the chain, and of the places outside where its head is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from portal.audit.keys import all_keys, parse_keys


@register(Tags.security)
def keys_can_be_read(
    app_configs: Sequence[AppConfig] | None, **_options: Any
) -> list[CheckMessage]:
    """There are keys, well formed: without one nothing can be recorded, hence nothing done."""
    del app_configs  # the keys serve all apps
    try:
        all_keys()
    except ImproperlyConfigured as problem:
        return [Error(str(problem), id="audit.E001")]
    return []


@register(Tags.security, deploy=True)
def keys_are_secret(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:
    """A public service has keys of its own."""
    del app_configs
    try:
        ours = {key.material for key in all_keys().values()}
    except ImproperlyConfigured:  # reported by keys_can_be_read
        return []
    if ours & {key.material for key in parse_keys(settings.AUDIT_DEVELOPMENT_KEYS).values()}:
        return [Error("审计链正在使用公开的开发密钥。", id="audit.E002")]
    return []


@register(Tags.security, deploy=True)
def head_leaves_the_database(
    app_configs: Sequence[AppConfig] | None, **_options: Any
) -> list[CheckMessage]:
    """Without a place outside, a tail that was cut off cannot be noticed."""
    del app_configs
    if settings.AUDIT_ANCHOR_FILE or settings.AUDIT_ANCHOR_SYSLOG or settings.AUDIT_ANCHOR_MAIL:
        return []
    hint = "请设置 AUDIT_ANCHOR_FILE、AUDIT_ANCHOR_SYSLOG、AUDIT_ANCHOR_MAIL 中的至少一个。"
    return [Error("审计链的末端没有存到数据库以外。", hint=hint, id="audit.E003")]
