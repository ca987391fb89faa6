"""Deploy check: a public site names who runs it (政府网站发展指引, 底部功能区)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from portal.organs.models import SiteProfile

FOOTER_FIELDS = (
    "name",
    "domain",
    "id_code",
    "operator",
    "address",
    "phone",
    "hotline",
    "postcode",
    "icp_number",
    "police_number",
)


@register("site_profile", deploy=True)
def site_profile_is_complete(
    app_configs: Sequence[AppConfig] | None, **_options: Any
) -> list[CheckMessage]:
    """Every element of the footer is filled in and has its prescribed form."""
    del app_configs  # the profile is checked as a whole
    if not getattr(settings, "SITE_PROFILE_REQUIRED", False):
        return []
    try:
        profile = SiteProfile.objects.filter(is_current=True).first()
    except DatabaseError as problem:
        message = f"无法读取站点信息：数据库连不上或尚未迁移（{type(problem).__name__}）。"
        return [Error(message, hint="检查 DATABASE_URL 并执行 migrate。", id="site.E001")]
    if profile is None:
        return [
            Error(
                "没有站点信息，页脚缺少法定标识。",
                hint="在后台“站点信息”中录入，并勾选“本站使用”。",
                id="site.E002",
            )
        ]
    found: list[CheckMessage] = []
    for name in FOOTER_FIELDS:
        if not getattr(profile, name).strip():
            hint = "在后台“站点信息”中填写。"
            found.append(Error(f"页脚缺少：{_label(name)}。", hint=hint, id="site.E003"))
    for name, messages in _faults(profile).items():
        if getattr(profile, name).strip():
            found.append(Error(f"{_label(name)}：{''.join(messages)}", id="site.E004"))
    return found


def _label(name: str) -> str:
    return next(str(f.verbose_name) for f in SiteProfile._meta.fields if f.name == name)


def _faults(profile: SiteProfile) -> dict[str, list[str]]:
    others = {field.name for field in SiteProfile._meta.fields} - set(FOOTER_FIELDS)
    try:
        profile.clean_fields(exclude=others)
    except ValidationError as problem:
        return problem.message_dict
    return {}
