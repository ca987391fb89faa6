"""Choosing an organ, writing an application, keeping it as a draft."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable
from typing import Any, BinaryIO, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.models import User
from portal.common.errors import ActRefused
from portal.drafts.browsers import browser
from portal.organs.models import Organ
from portal.personal.handed_in import HandedIn
from portal.tracking.grants import receipt_of
from portal.tracking.limits import within
from requests_app.choices import Channel
from requests_app.forms.application import ApplicationForm
from requests_app.models import ApplicationDraft, Evidence
from requests_app.presenters.areas import areas_of
from requests_app.selectors import organs_to_ask
from requests_app.services import drafts
from requests_app.services.intake import offered_channels
from requests_app.views import limits
from requests_app.views.drafts import own_draft, own_drafts, remember_draft

_TOO_OFTEN = "操作得太频繁了，请一小时后再试，或者拨打页面底部的电话。"
_LONGEST_NAME = 200
_PURPOSES = {
    "identity_files": Evidence.Purpose.IDENTITY,
    "agent_files": Evidence.Purpose.AUTHORISATION,
    "other_files": Evidence.Purpose.OTHER,
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What one can ask for, how, and how long it takes."""
    context = {
        "organs": organs_to_ask().exclude(phone="", address=""),
        "takes_mail": Channel.EMAIL in offered_channels(),
        "channels": [Channel(code).label for code in offered_channels()],
        "is_online": Channel.ONLINE in offered_channels(),
    }
    return render(request, "requests/home.html", context)


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Choosing the organ; with one already chosen, an empty form."""
    organ = _organ(request.GET.get("organ", ""))
    if organ is None:
        return _choose(request)
    # The form has an address of its own, so that going back leads to what was typed.
    query = QueryDict(mutable=True)
    query.update({"organ": organ.code, "title": request.GET.get("title", "")[:300]})
    return redirect(f"{reverse('requests:write', args=[uuid.uuid4()])}?{query.urlencode()}")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The form of a draft. Whatever is sent is kept first and judged afterwards."""
    if number := receipt_of(request, public_id):
        return redirect("requests:receipt", number=number)
    draft = own_draft(request, public_id)
    if request.method == "POST":
        return _written(request, public_id, draft)
    chosen = _organ(request.GET.get("organ", ""))
    if draft is None and chosen and not _is_taken(public_id):
        form = ApplicationForm(initial={"info_title": request.GET.get("title", "")[:300]})
        return _form_page(request, form, chosen, public_id=public_id)
    if draft is None:
        return gone(request)
    organ = chosen or _organ(draft.typed.get("organ", ""))
    if organ is None:
        return redirect(_choice_address(draft))
    form = form_of(draft) if "check" in request.GET else ApplicationForm(initial=draft.typed)
    return _form_page(request, form, organ, draft=draft)


@never_cache
@require_POST
def discard(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Delete a draft."""
    draft = own_draft(request, public_id)
    if draft is None:
        return gone(request)
    drafts.delete_draft(draft=draft)
    messages.success(request, "草稿和其中的材料已经删除。")
    return redirect("requests:apply")


def form_of(draft: ApplicationDraft) -> ApplicationForm:
    """The form, judged, with what the draft holds."""
    purposes = {file.purpose for file in draft.files.all()}
    return ApplicationForm(
        draft.typed,
        has_identity=Evidence.Purpose.IDENTITY in purposes,
        has_authorisation=Evidence.Purpose.AUTHORISATION in purposes,
    )


def gone(request: HttpRequest) -> HttpResponse:
    """There is no such draft, or it is somebody else's: nobody learns which."""
    return render(request, "requests/gone.html", status=404)


def account_of(request: HttpRequest) -> User | None:
    """The signed-in person, if there is one."""
    return request.user if isinstance(request.user, User) else None


def _written(
    request: HttpRequest, public_id: uuid.UUID, draft: ApplicationDraft | None
) -> HttpResponse:
    organ = _organ(request.POST.get("organ", ""))
    if draft is None and _is_taken(public_id):
        return gone(request)
    # A program that filled in what nobody sees is sent away, and nothing is kept.
    if request.POST.get("website"):
        return redirect("requests:home")
    form = ApplicationForm(request.POST)
    is_autosave = request.POST.get("action") == "keep"
    if not within(limits.AUTOSAVES if is_autosave else limits.SAVES):
        form.add_error(None, _TOO_OFTEN)
        return _form_page(request, form, organ, public_id=public_id, draft=draft, status=429)
    typed = {name: request.POST.get(name, "") for name in ApplicationForm.typed_names()}
    kept = {"look": draft.typed.get("look")} if draft else {}
    try:
        draft = drafts.save_draft(
            public_id=public_id,
            typed={**typed, **kept, "organ": organ.code if organ else ""},
            at=timezone.now(),
            user=account_of(request),
            browser=browser(request),
        )
    except ActRefused as error:
        form.add_error(None, str(error))
        return _form_page(request, form, organ, public_id=public_id, draft=draft, status=400)
    remember_draft(request, draft)
    if is_autosave:
        return HttpResponse(status=204)
    refused = _keep_files(request, draft)
    if organ is None:  # it was closed meanwhile: another is chosen, with all that was typed
        return redirect(_choice_address(draft))
    return _next(request, draft, organ, refused=refused)


def _is_taken(public_id: uuid.UUID) -> bool:
    """Whether somebody's draft has the number."""
    return ApplicationDraft.objects.filter(public_id=public_id).exists()


def _next(
    request: HttpRequest, draft: ApplicationDraft, organ: Organ, *, refused: list[tuple[str, str]]
) -> HttpResponse:
    """Where the pressed button leads; a file that was not taken keeps one on the page."""
    removed = request.POST.get("remove", "")
    if removed:
        for file in draft.files.all():
            if str(file.public_id) == removed:
                drafts.remove_file(file=file)
    pressed = "save" if removed else request.POST.get("action", "next")
    form = form_of(draft) if pressed == "next" else ApplicationForm(draft.typed)
    is_complete = pressed == "next" and form.is_valid() and not refused
    if is_complete:
        return redirect("requests:review", public_id=draft.public_id)
    if pressed != "next":
        form = ApplicationForm(initial=draft.typed)
        if not refused:
            return _saved(request, draft, pressed)
        form = ApplicationForm(draft.typed)
        form.errors.clear()
    for name, message in refused:
        form.add_error(name, message)
    return _form_page(request, form, organ, draft=draft, status=400)


def _saved(request: HttpRequest, draft: ApplicationDraft, pressed: str) -> HttpResponse:
    if pressed == "organ":
        return redirect(_choice_address(draft))
    messages.success(request, "已经保存。草稿保留7天，用这台设备的这个浏览器可以接着填写。")
    return redirect("requests:write", public_id=draft.public_id)


def _keep_files(request: HttpRequest, draft: ApplicationDraft) -> list[tuple[str, str]]:
    """Keep the uploaded files; what was refused, by its field, with why."""
    uploads = [
        (name, HandedIn(cast(BinaryIO, upload.file), upload.name or "", purpose))
        for name, purpose in _PURPOSES.items()
        for upload in request.FILES.getlist(name)
    ]
    if not uploads:
        return []
    field, _ = uploads[0]
    # A save weighs what its files weigh: they are what costs time and room.
    if not (
        within(limits.FILES, amount=len(uploads))
        and within(limits.KILOBYTES, amount=_kilobytes(uploads))
    ):
        return [(field, f"{_TOO_OFTEN}填写的内容已经保存。")]
    files = [given for _, given in uploads]
    try:
        refused = drafts.attach_files(draft=draft, files=files, at=timezone.now())
    except ActRefused as error:
        return [(field, f"{error}请重新选择文件。")]
    fields = {id(given): name for name, given in uploads}
    return [(fields[id(each.given)], f"{each.message}请重新选择文件。") for each in refused]


def _kilobytes(uploads: Iterable[tuple[str, HandedIn]]) -> int:
    return sum(given.stream.seek(0, io.SEEK_END) for _, given in uploads) // 1024


def _form_page(
    request: HttpRequest,
    form: ApplicationForm,
    organ: Organ | None,
    *,
    public_id: uuid.UUID | None = None,
    draft: ApplicationDraft | None = None,
    status: int = 200,
) -> HttpResponse:
    files = list(draft.files.all()) if draft else []
    context: dict[str, Any] = {
        "form": form,
        "organ": organ,
        "public_id": draft.public_id if draft else public_id,
        "identity": _of(files, Evidence.Purpose.IDENTITY),
        "authorisation": _of(files, Evidence.Purpose.AUTHORISATION),
        "others": _of(files, Evidence.Purpose.OTHER),
        "had_files": bool(request.FILES) and not files,
    }
    return render(request, "requests/form.html", context, status=status)


def _of(files: Iterable[Any], purpose: str) -> list[Any]:
    return [file for file in files if file.purpose == purpose]


def _choose(request: HttpRequest) -> HttpResponse:
    """The organs by place; a search narrows them, a whole name is a choice."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:_LONGEST_NAME]
    title = request.GET.get("title", "")[:300]
    organs = list(organs_to_ask())
    draft = _given_draft(request)
    if named := next((organ for organ in organs if organ.name == text), None):
        query = urlencode({"organ": named.code} | ({} if draft else {"title": title}))
        page = reverse("requests:write", args=[draft.public_id]) if draft else request.path
        return redirect(f"{page}?{query}")
    context = {
        "areas": areas_of(organs, text=text),
        "names": [organ.name for organ in organs],
        "text": text,
        "most": _LONGEST_NAME,
        "draft": draft,
        "title": title,
        "drafts": own_drafts(request),
        "is_online": Channel.ONLINE in offered_channels(),
    }
    return render(request, "requests/organs.html", context)


def _given_draft(request: HttpRequest) -> ApplicationDraft | None:
    try:
        public_id = uuid.UUID(request.GET.get("draft", ""))
    except ValueError:
        return None
    return own_draft(request, public_id)


def _choice_address(draft: ApplicationDraft) -> str:
    return f"{reverse('requests:apply')}?draft={draft.public_id}"


def _organ(code: str) -> Organ | None:
    return organs_to_ask().filter(code=code.replace("\x00", "")).first() if code else None
