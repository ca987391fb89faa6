"""The door of a session: who comes, tickets checked with and without network, what scans say."""

from __future__ import annotations

import json
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decisions.events.models import EventSession, SignUp, Ticket
from decisions.events.moments import span_words
from decisions.events.permissions import may_check_in
from decisions.events.selectors import board_of, on_list
from decisions.events.services import attendance
from portal.accounts.permissions import signed_in
from portal.acts.refusals import status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import unkept_page
from portal.personal.masks import hidden_name

_NAME: Final = "decisions_event"
_LONGEST_UPLOAD: Final = 2_000_000


class DoorPages(BackOfficeAdmin):
    """Addresses of a session, for those who hold the event and nobody else."""

    def door_urls(self) -> list[URLPattern]:
        """Who comes, the door with its list and its scans."""
        wrap, hidden = self.admin_site.admin_view, sensitive_post_parameters("typed")
        door = require_http_methods(["GET", "HEAD", "POST"])(self.door_view)
        people = require_safe(self.people_view)
        taken, sent = require_POST(self.list_view), require_POST(self.scans_view)
        return [
            path("session/<int:pk>/people/", wrap(people), name=f"{_NAME}_people"),
            path("session/<int:pk>/door/", wrap(hidden(door)), name=f"{_NAME}_door"),
            path("session/<int:pk>/list/", wrap(taken), name=f"{_NAME}_list"),
            path("session/<int:pk>/scans/", wrap(sent), name=f"{_NAME}_scans"),
        ]

    def people_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everybody with a place or on the list, by names that are hidden in part."""
        session = self._session(request, pk)
        rows, board = on_list(session), board_of(session)
        come = {ticket: board.entries[ticket].at for ticket in board.entries}
        context = {
            **self._frame(session),
            "rows": [(row, hidden_name(row.name), come.get(_ticket(row))) for row in rows],
        }
        template = "admin/decisions/eventsession/people.html"
        return unkept_page(self, request, template, f"{session}报名的人", context)

    def door_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The door: a ticket typed and checked at once; with script also without network."""
        session, status = self._session(request, pk), 200
        problem = ""
        if request.method == "POST":
            by, now = signed_in(request.user), timezone.now()
            typed = request.POST.get("typed", "").replace("\x00", "")[:400]
            try:
                found = attendance.check_in(session=session, typed=typed, by=by, at=now)
            except ActRefused as error:
                problem, status = str(error), status_of(error)
            else:
                told = f"已签到：{hidden_name(found.name)}，{found.persons}位。"
                messages.success(request, told)
                return HttpResponseRedirect(reverse(f"admin:{_NAME}_door", args=[session.pk]))
        context = {**self._frame(session), "problem": problem, "conflicts": _conflicts(session)}
        template = "admin/decisions/eventsession/door.html"
        return unkept_page(self, request, template, f"{session}签到", context, status=status)

    def list_view(self, request: HttpRequest, pk: int) -> JsonResponse:
        """The sealed list, taken along by a device; each taking is on record."""
        session = self._session(request, pk)
        by = signed_in(request.user)
        data = attendance.list_for_device(session=session, by=by, at=timezone.now())
        answer = JsonResponse(data)
        answer["Cache-Control"] = "no-store, private"
        return answer

    def scans_view(self, request: HttpRequest, pk: int) -> JsonResponse:
        """What a device saw: kept, whatever it was; answered with the nonces that are kept."""
        session = self._session(request, pk)
        if len(request.body) > _LONGEST_UPLOAD:
            return JsonResponse({"problem": "一次上传的太多，请分次上传。"}, status=413)
        try:
            given = json.loads(request.body)["scans"]
        except (ValueError, KeyError, TypeError, RecursionError):
            given = None
        if not isinstance(given, list):
            return JsonResponse({"problem": "上传的不是签到记录。"}, status=400)
        seen = [each for item in given if (each := attendance.seen_of(item)) is not None]
        try:
            kept = attendance.upload(
                session=session, scans=seen, by=signed_in(request.user), at=timezone.now()
            )
        except ActRefused as error:
            return JsonResponse({"problem": str(error)}, status=status_of(error))
        return JsonResponse({"kept": [str(nonce) for nonce in kept]})

    def _session(self, request: HttpRequest, pk: int) -> EventSession:
        """A session whose door is the person's. Raises Http404 for all others."""
        rows = EventSession.objects.select_related("event__organ")
        session: EventSession | None = rows.filter(pk=pk).first()
        if session is None or not may_check_in(request.user, session.event.organ):
            raise Http404
        return session

    def _frame(self, session: EventSession) -> dict[str, Any]:
        board = board_of(session)
        persons = dict(
            Ticket.objects.filter(pk__in=board.entries).values_list("pk", "signup__persons")
        )
        return {
            "session": session,
            "event": session.event,
            "when": span_words(session.starts_at, session.ends_at),
            "come": sum(persons.values()),
            "parties": len(board.entries),
            "unknown": len(board.unknown),
            "marked": len(board.revoked),
        }


def _conflicts(session: EventSession) -> list[tuple[str, str, list[Any]]]:
    """Tickets that were scanned more than once: whose, and every scan with its time and device."""
    found = board_of(session).conflicts
    rows = SignUp.objects.filter(ticket__in=found).select_related("ticket")
    return [(row.number, hidden_name(row.name), found[row.ticket.pk]) for row in rows]


def _ticket(row: SignUp) -> int:
    return row.ticket.pk if hasattr(row, "ticket") else 0
