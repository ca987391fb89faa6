"""What a relay sees of its task and does there: it works on a telephone and without a script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from policies.audiences.selectors import terms_of
from policies.relays.forms import FeedbackForm, RelayTrackForm, ReportForm
from policies.relays.models import RelayTask
from policies.relays.selectors import people_told
from policies.relays.services import reports
from policies.relays.services.relay_tasks import STEPS
from portal.common.errors import ActRefused
from portal.tracking import codes, doors, grants

_DOOR: Final = "policies:relay_track"
_CHANGED: Final = "您打开页面以后，这件任务又有了新的办理，请先看下面的记录；还要报的，请再按一次。"


def case(request: HttpRequest, found: RelayTask) -> HttpResponse:
    """The task, and what to do next."""
    return _page(request, found, {})


def _page(
    request: HttpRequest, found: RelayTask, sent: Mapping[str, forms.Form], *, status: int = 200
) -> HttpResponse:
    rows = RelayTask.objects.select_related("organ", "relay", "document__organ")
    task = rows.get(pk=found.pk)
    today = timezone.localdate()
    may = {action: bool(STEPS.party_verdict(task, action, on=today)) for action in _FORMS}
    blank: dict[str, forms.Form] = {
        "report": ReportForm(initial={"on": today}, auto_id="report_%s"),
        "feed_back": FeedbackForm(auto_id="feed_back_%s"),
    }
    context = {
        "case": task,
        "is_public": task.document.is_public,
        "may": may,
        "forms": {**blank, **sent},
        "form": next(iter(sent.values()), None),
        "seen": task.updated_at.isoformat(),
        "terms": terms_of(task.document),
        "figures": task.figures.all(),
        "people": people_told(task),
        "feedback": task.feedback.all(),
        "is_late": task.due_on is not None and task.due_on < today,
    }
    return render(request, "policies/relays/case.html", context, status=status)


def _sent(
    action: str, service: Callable[..., object], done: str
) -> Callable[[HttpRequest, RelayTask], HttpResponse]:
    """The view of one act of the relay's: done, or the page again with what was typed and why."""

    def view(request: HttpRequest, found: RelayTask) -> HttpResponse:
        form = _FORMS[action](request.POST, auto_id=f"{action}_%s")
        if not form.is_valid():
            return _page(request, found, {action: form}, status=HTTPStatus.BAD_REQUEST)
        try:
            with transaction.atomic():
                held = STEPS.locked(found)
                if held.updated_at.isoformat() != request.POST.get("seen", ""):
                    raise ActRefused(_CHANGED)
                service(relay_task=found, **form.cleaned_data, at=timezone.now())
        except ActRefused as error:
            form.add_error(None, str(error))
            return _page(request, found, {action: form}, status=HTTPStatus.CONFLICT)
        messages.success(request, done)
        return redirect(found)

    return view


def _opens(number: str, code: str) -> bool:
    rows = RelayTask.objects.filter(number=number)
    return codes.opens(rows.values_list("code_index", flat=True), code)


def urls() -> list[URLPattern]:
    """The door, the task, and what is done there."""
    track = doors.view(
        RelayTrackForm,
        _opens,
        template="policies/relays/door.html",
        lead=lambda number: redirect("policies:relay_case", number=number),
        wrong="编号或者查询码不对，请核对后再试。",
        locked="输错的次数太多，请半小时后再试。",
    )
    ours = grants.for_party(grants.found_for_party(RelayTask), to=_DOOR)
    return [
        path("relays/track/", track, name="relay_track"),
        path("relays/track/<str:number>/", track, name="relay_track_number"),
        path("relays/case/<str:number>/", require_safe(ours(case)), name="relay_case"),
        *(
            path(
                f"relays/case/<str:number>/{action}/",
                require_POST(ours(_sent(action, service, done))),
                name=f"relay_{action}",
            )
            for action, (service, done) in _ACTS.items()
        ),
    ]


_FORMS: Final[Mapping[str, Callable[..., Any]]] = {
    "receive": forms.Form,
    "report": ReportForm,
    "feed_back": FeedbackForm,
}
_ACTS: Final[Mapping[str, tuple[Callable[..., object], str]]] = {
    "receive": (reports.receive, "收到了。下一步：转给大家，再回来报转给了多少人。"),
    "report": (reports.report, "已经记下。又转了一次的，可以再报。"),
    "feed_back": (reports.feed_back, "已经记下，谢谢。还有别的问题，可以再写。"),
}
