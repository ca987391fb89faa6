"""长者版, theme and size: set by a link or a form, kept in a cookie, no script needed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from portal.site.preferences import COOKIE, COOKIE_AGE, SIZES, THEMES, Preferences


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show the choices; with a choice in the address or the form, keep it and go back."""
    wishes = request.POST if request.method == "POST" else request.GET
    back = wishes.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    if not {"elder", "theme", "size"} & wishes.keys():
        context = {"themes": THEMES, "sizes": SIZES, "back": back}
        return render(request, "site/preferences.html", context)
    chosen = Preferences.read(request.COOKIES.get(COOKIE, "")).changed(wishes.dict())
    response = redirect(back)
    response.set_cookie(
        COOKIE,
        chosen.cookie,
        max_age=COOKIE_AGE,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    return response
