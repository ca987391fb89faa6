"""A page with nothing but the field for a text, under the policy of public pages."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template import Context, Template
from django.urls import path

from portal.text.forms import ANY_FILE, TextFormField
from portal.text.model import Text
from portal.text.views import read_pasted
from tests.text.samples import PICTURE

_PAGE = Template(
    "{% load static %}<!doctype html><html lang=zh-CN><head><title>正文</title>"
    '<meta name=viewport content="width=device-width, initial-scale=1">'
    "<link rel=stylesheet href=\"{% static 'css/staff.css' %}\">{{ form.media }}</head>"
    "<body><main><h1>正文</h1><form method=post>{% csrf_token %}<label for=id_text>正文</label>"
    "{{ form.text.errors }}{{ form.text }}<button>保存</button></form></main></body></html>"
)


class Trial:
    """What the page shows first, and what was saved last."""

    def __init__(self) -> None:
        self.text = Text()
        self.saved: Text | None = None

    def form(self, data: object = None) -> forms.Form:
        field = TextFormField(label="正文", base=self.text, required=False)
        field.widget.clean_address = "/clean/"
        field.widget.upload_address = "/pictures/"
        field.widget.picture_address = f"/picture/{ANY_FILE}/"
        made = forms.Form(data, initial={"text": self.text})
        made.fields["text"] = field
        return made


TRIAL = Trial()


def show(request: HttpRequest) -> HttpResponse:
    form = TRIAL.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        TRIAL.saved = form.cleaned_data["text"]
        return HttpResponse("已保存")
    context = Context({"form": form, "csrf_token": get_token(request)})
    return HttpResponse(_PAGE.render(context))


def keep_picture(request: HttpRequest) -> JsonResponse:
    if "file" not in request.FILES:
        return JsonResponse({"problem": "请选择图片文件。"}, status=400)
    return JsonResponse({"file": PICTURE})


def picture(_request: HttpRequest, file: str) -> HttpResponse:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80"/>'
    return HttpResponse(svg, content_type="image/svg+xml")


View = Callable[..., HttpResponse]
urlpatterns = [
    path("favicon.ico", lambda _: HttpResponse()),
    path("", show),
    path("clean/", read_pasted),
    path("pictures/", keep_picture),
    path("picture/<uuid:file>/", picture),
]
