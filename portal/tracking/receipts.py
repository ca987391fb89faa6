"""The page with number and code after something was sent, printed or photographed by its party."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from portal.tracking.codes import code_from

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

# What in the address of a receipt asks for it as a file.
AS_FILE = "file"


@dataclass(frozen=True)
class Slip:
    """What a receipt says, to be kept as a file: label and value by row, in the page's order."""

    title: str
    number: str
    organ: str
    rows: tuple[tuple[str, str], ...]


SlipFile = Callable[["HttpRequest", Slip], "HttpResponseBase"]


def receipt_page(
    request: HttpRequest,
    case: Any,
    *,
    noun: str,
    door: str,
    done: str,
    template: str = "tracking/receipt.html",
    as_file: SlipFile | None = None,
    **more: Any,
) -> HttpResponseBase:
    """The receipt of a case; `noun` is what it is called, `door` and `done` name the addresses at
    which it is followed, by its number, and where to go on; `as_file` makes a file of it where it
    can be had as one. For the session that sent it and nobody else (`grants.for_receipt`).
    """
    code = code_from(getattr(case, "key_of_code", case.submission_key))
    track_path = reverse(door, args=[case.number])
    if as_file and AS_FILE in request.GET:
        follow = request.build_absolute_uri(track_path)
        return as_file(request, _slip(case, code, noun=noun, follow=follow))
    context = {
        "case": case,
        "code": code,
        "noun": noun,
        "track_path": track_path,
        "done_url": reverse(done),
        "as_file": AS_FILE if as_file else "",
    }
    return render(request, template, {**context, **more})


def _slip(case: Any, code: str, *, noun: str, follow: str) -> Slip:
    at = timezone.localtime(case.submitted_at)
    organ = case.organ
    rows = (
        ("编号", case.number),
        ("查询码", code),
        ("受理机关", organ.name),
        ("机关电话", organ.phone),
        ("提交时间", f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"),
        ("查进度的网址", follow),
    )
    told = tuple((label, value) for label, value in rows if value)
    return Slip(f"{noun}回执", case.number, organ.name, told)
