"""遮盖 on the page picture of a file: one page for whatever kind of file, and whoever owns it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from portal.acts.refusals import status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import refused_page
from portal.desk.redaction_form import ROWS, SIDES, RedactionForm, boxes_in
from portal.files.redaction import Mark, Sight
from portal.files.redactions import PAGED, Found, Redactable, found_in, page_sight

_LABELS = ("左", "上", "右", "下")


class Done(Protocol):
    """A redaction that was made: when, how many places, the digests before and after."""

    @property
    def at(self) -> Any: ...
    @property
    def marks(self) -> Any: ...
    @property
    def words(self) -> int: ...
    @property
    def before_sha256(self) -> str: ...
    @property
    def after_sha256(self) -> str: ...


@dataclass(frozen=True)
class Redacting:
    """What the page is about.

    `redact` does the act with the marks, and returns the address of the page of what came of it;
    `sight` gives the address of a page's picture, `record` leads back to where the file belongs.
    """

    title: str
    file: Redactable
    record: str
    sight: Callable[[int], str]
    redact: Callable[[Sequence[Mark]], str]
    done: Iterable[Done] = ()


def redaction_page(admin: BackOfficeAdmin, request: HttpRequest, given: Redacting) -> HttpResponse:
    """Mark and take out; a refusal keeps what was marked and typed, and says why."""
    page = _page(request)
    try:
        found = found_in(given.file)
        seen = page_sight(given.file, page) if given.file.kind in PAGED else None
    except ActRefused as error:
        return refused_page(admin, request, error, back=given.record)
    form = RedactionForm(request.POST or None, choices=[(f.key, _wording(f)) for f in found])
    rows: list[tuple[str, ...]] = []
    status = 200
    if request.method == "POST":
        status = 400
        marks, rows, problem = _marks(request, form, found, seen, page)
        if not problem:
            try:
                result = given.redact(marks)
            except ActRefused as error:
                problem, status = str(error), status_of(error)
            else:
                messages.success(request, "已遮盖并核验。")
                return HttpResponseRedirect(f"{result}?page={page}")
        messages.error(request, problem)
    empty = [("",) * len(SIDES)] * max(ROWS - len(rows), 1)
    response = TemplateResponse(
        request,
        "admin/desk/redact.html",
        {
            **admin.admin_site.each_context(request),
            "title": f"遮盖：{given.title}",
            "form": form,
            "seen": seen,
            "sight": given.sight(page),
            "page": page,
            "pages": range(1, seen.pages + 1) if seen else (),
            "rows": [list(zip(SIDES, _LABELS, row, strict=True)) for row in [*rows, *empty]],
            "record": given.record,
            "done": given.done,
        },
        status=status,
    )
    response["Cache-Control"] = "no-store, private"
    return response


def sight_answer(file: Redactable, page: int) -> HttpResponse:
    """The picture of one page as it is now; 404 where there is none."""
    try:
        seen = page_sight(file, page)
    except ActRefused as error:
        raise Http404 from error
    response = HttpResponse(seen.png, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def _page(request: HttpRequest) -> int:
    value = request.GET.get("page", "1")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _wording(found: Found) -> str:
    return "　".join(part for part in (found.where, found.label, found.shown) if part)


def _marks(
    request: HttpRequest,
    form: RedactionForm,
    found: list[Found],
    seen: Sight | None,
    page: int,
) -> tuple[list[Mark], list[tuple[str, ...]], str]:
    """What was marked, the rows of boxes as typed, and what is wrong with them."""
    marks: list[Mark] = []
    rows: list[tuple[str, ...]] = []
    if seen is not None:
        marks, rows, problem = boxes_in(
            request.POST, page=page, width=seen.width, height=seen.height
        )
        if problem:
            return [], rows, problem
    if not form.is_valid():
        return [], rows, str(next(iter(form.errors.values()))[0])
    chosen = [item for item in found if item.key in form.cleaned_data["items"]]
    # A cover is lifted by its box: its words may stand elsewhere by right.
    marks += [
        Mark(item.page, item.box) if item.box and item.page else Mark(words=item.words)
        for item in chosen
    ]
    marks += [Mark(words=words) for words in form.words_given()]
    return marks, rows, "" if marks else "请先勾选、标出或填写要遮盖的内容。"
