"""下一件: after an act, what waits for the officer next in the list they came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from portal.accounts.permissions import organs_with_role, signed_in
from portal.desk.agenda import Duty, Share, Source
from portal.desk.buttons import Desk, DeskAct
from portal.desk.queues import Queue, in_queue
from portal.desk.today import Panel

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.utils.safestring import SafeString

    from portal.accounts.models import User

_OF_THE_LIST = "_changelist_filters"
_SHOWN = 10  # cases of one kind on 今天的工作; all of them are in its list


@dataclass(frozen=True)
class Waiting:
    """What waits for a person of one kind of case.

    `queues` are those of its list, of which the first is the person's own; what waits there is
    taken soonest due first, by the column `due_on` (a day or a moment), or oldest first where none
    is due. `kept` are the list's other filters: what the address of a case keeps of it.
    `about` says what a case is about, of what its own row holds, for those who work on it: what is
    sealed or asked for by a person stands in no list. `elsewhere` is an address and its words, of
    what else waits for a person when no case does.
    """

    desk: Desk
    queues: Sequence[Queue]
    due_on: str
    kept: tuple[str, ...] = ("status__exact",)
    elsewhere: Callable[[User], tuple[str, str] | None] = lambda _user: None
    about: Callable[[Any], str] = lambda _case: ""

    def rows(self, user: User | AnonymousUser, on: dt.date) -> Any:
        """All that waits for a person on a day, soonest due first."""
        order = (self.due_on, "pk") if self.due_on else ("pk",)
        rows = self.desk.steps.model._default_manager.order_by(*order)
        return self.queues[0].rows(rows, user, on)

    def due_of(self, case: Any) -> dt.date | None:
        """The day by which it is due, where there is one."""
        due = getattr(case, self.due_on) if self.due_on else None
        return timezone.localdate(due) if isinstance(due, dt.datetime) else due

    def for_today(self, user: User | AnonymousUser, on: dt.date) -> Any:
        """The same for 今天的工作, without a query for those who work on no such cases."""
        works = organs_with_role(user, *self.desk.steps.rules.roles)
        return self.rows(user, on) if works else self.desk.steps.model._default_manager.none()

    def panel(self, code: str, place: int) -> Panel:
        """What waits for a person, as a panel of 今天的工作 for a kind that shows no more there."""

        def read(user: User | AnonymousUser, on: dt.date) -> dict[str, Any] | None:
            rows = list(self.for_today(user, on)[:_SHOWN])
            noun = self.desk.steps.rules.noun
            cases = [
                (row, self.about(row), self.desk.address(row), self.due_of(row)) for row in rows
            ]
            listed = f"{self.desk.place}_changelist"
            return {"noun": noun, "list": listed, "cases": cases} if cases else None

        return Panel(code, place, "admin/desk/waiting.html", read)

    def source(self, code: str) -> Source:
        """What waits for a person, among everything else that does."""
        noun = self.desk.steps.rules.noun

        def read(user: User | AnonymousUser, on: dt.date, limit: int) -> Share | None:
            rows = self.for_today(user, on)
            first = [
                Duty(noun, " ".join(filter(None, (str(row), self.about(row)))),
                     row.get_status_display(), f"{self.desk.address(row)}?queue=mine",
                     self.due_of(row))
                for row in rows[:limit]
            ]  # fmt: skip
            return Share(rows.count(), first) if first else None

        return Source(code, noun, read)

    def after(self, user: User, query: str, *, on: dt.date, but: int | None = None) -> Any:
        """The first of that list, else of all that is theirs; None where nothing waits."""
        waiting = self.rows(user, on).exclude(pk=but)
        given = QueryDict(query.removeprefix("?"))
        exact = {name: str(given[name]) for name in self.kept if given.get(name)}
        same = in_queue(self.queues, waiting, given.get("queue", "all"), user, on=on)
        return same.filter(**exact).first() or (waiting.first() if given else None)


def came_from(request: HttpRequest, kept: Sequence[str]) -> str:
    """The queue and the filters `kept` of the list from which a case was opened, as the end of an
    address; never what was searched for.
    """
    given = request.GET
    if _OF_THE_LIST in given:
        given = QueryDict(given[_OF_THE_LIST])
    query = QueryDict(mutable=True)
    # What the address of the list held is decoded twice and may bring a NUL in again.
    known = ((name, given.get(name, "")) for name in ("queue", *kept))
    query.update({name: value for name, value in known if value and "\x00" not in value})
    return f"?{query.urlencode()}" if query else ""


def done(
    case: Any,
    act: str,
    user: User,
    query: str,
    *,
    kinds: Sequence[Waiting],
    on: dt.date,
) -> SafeString:
    """What happened, and the way to what waits next: of this kind, else of the others, else of
    what else waits.

    Numbers and states, nothing of what is asked: the words go through a cookie.
    """
    told = format_html("{}：已办理。{} 现在{}。", act, case.number, case.get_status_display())
    for kind in sorted(kinds, key=lambda each: not isinstance(case, each.desk.steps.model)):
        is_own = isinstance(case, kind.desk.steps.model)
        own_query = query if is_own else ""
        after = kind.after(user, own_query, on=on, but=case.pk if is_own else None)
        if after is not None:
            due = kind.due_of(after)
            until = f"，期限{due.isoformat()}" if due else ""
            words = f"下一件：{after.number}（{after.get_status_display()}{until}）"
            return _led_on(told, f"{kind.desk.address(after)}{own_query}", words)
    for kind in kinds:
        if other := kind.elsewhere(user):
            return _led_on(told, *other)
    return format_html("{} 今天没有别的待办。", told)


def led_back(
    request: HttpRequest,
    desk: Desk,
    case: Any,
    act: DeskAct,
    query: str,
    *,
    kinds: Sequence[Waiting],
) -> HttpResponse:
    """Back to the case, or to the list when it is theirs no more; told what happened, and the way
    to the next one.
    """
    now = desk.steps.model._default_manager.select_related("organ").get(pk=case.pk)
    user, on = signed_in(request.user), timezone.localdate()
    told = done(now, act.label, user, query, kinds=kinds, on=on)
    messages.success(request, told)
    if desk.steps.rules.may_read(user, now):
        return HttpResponseRedirect(f"{desk.address(now)}{query}")
    return HttpResponseRedirect(reverse(f"{desk.place}_changelist"))


def _led_on(told: str, address: str, words: str) -> SafeString:
    """The link has the focus, so that one key leads on."""
    return format_html(
        '<span id="done">{}</span> <a class="st-next" href="{}" aria-describedby="done" '
        "autofocus>{}</a>",
        told,
        address,
        words,
    )
