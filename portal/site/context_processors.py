"""What every page needs: the site, the entries, the reader's preferences, its own address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.common.registry import entries as registered_entries
from portal.organs.models import SiteProfile
from portal.site.navigation import IN_LINE, PLATFORM
from portal.site.preferences import COOKIE, Preferences


def current_profile() -> SiteProfile:
    """The profile of this site, or an empty one so that pages render before it is entered."""
    own = [field.name for field in SiteProfile._meta.concrete_fields]
    profiles = SiteProfile.objects.select_related("organ").only(*own, "organ__name")
    return profiles.filter(is_current=True).first() or SiteProfile(
        name="政务公开门户", tagline="站点信息待录入"
    )


def canonical_url(request: HttpRequest, site: SiteProfile, path: str) -> str:
    """The lasting address of a page. A demo has no domain of its own, so it uses the host."""
    if site.domain and not site.is_demo:
        return f"https://{site.domain}{path}"
    return request.build_absolute_uri(path)


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every template."""
    site: Any = SimpleLazyObject(current_profile)
    entries = registered_entries()
    return {
        "site_profile": site,
        "entries": [(entry, entry.is_current(request.path)) for entry in entries],
        "more_entries": entries[IN_LINE:] if len(entries) > IN_LINE + 1 else (),
        "platform_menu": [(entry, entry.is_current(request.path)) for entry in PLATFORM],
        "preferences": Preferences.read(request.COOKIES.get(COOKIE, "")),
        "canonical_url": SimpleLazyObject(lambda: canonical_url(request, site, request.path)),
        "here": request.get_full_path(),
    }
