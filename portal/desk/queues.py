"""The queues of an officer's day: parts of a list by their names in its address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.http import HttpRequest
from django.utils import timezone

from portal.acts.querysets import waiting_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.choices import Role
    from portal.accounts.models import User
    from portal.workflow import State


@dataclass(frozen=True)
class Queue:
    """One queue: its name in the address, its label, and which of the rows are in it for a person
    on a day. Of the queues of a list the first is the person's own, which it begins with.
    """

    code: str
    label: str
    rows: Callable[[Any, User | AnonymousUser, dt.date], Any]


ALL: Final = Queue("all", "全部", lambda rows, _user, _on: rows)


def mine(states: type[State], handler_role: Role | None) -> Queue:
    """The person's own queue, by whose turn it is in each state; without a role nobody is given a
    case of their own.
    """
    return Queue(
        "mine",
        "待我办理",
        lambda rows, user, _on: rows.filter(waiting_for(states, user, handler_role=handler_role)),
    )


def in_queue(
    queues: Sequence[Queue],
    rows: Any,
    name: str | None,
    user: User | AnonymousUser,
    *,
    on: dt.date,
) -> Any:
    """The rows of the queue of that name: without a name the first, by an unknown one all rows."""
    found = {queue.code: queue for queue in queues}
    queue = queues[0] if name is None else found.get(name, ALL)
    return queue.rows(rows, user, on)


class QueueFilter(admin.SimpleListFilter):
    """A list by its queues; a kind of case names them."""

    title = "工作队列"
    parameter_name = "queue"
    queues: ClassVar[Sequence[Queue]]

    def __init__(self, request: HttpRequest, *given: Any) -> None:
        super().__init__(request, *given)
        self._searches = bool(request.GET.get(SEARCH_VAR, "").strip())

    @property
    def here(self) -> str:
        """The name of the queue that is shown: whoever searches means everything, unless they
        chose a queue.
        """
        return self.value() or (ALL.code if self._searches else self.queues[0].code)

    @property
    def links(self) -> list[tuple[str, str, bool]]:
        """Name and label of each queue, and whether it is the one that is shown."""
        return [(queue.code, queue.label, queue.code == self.here) for queue in self.queues]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        del request, model_admin
        return [(queue.code, queue.label) for queue in self.queues]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Without a choice the list is the person's own queue, which has a name of its own."""
        for code, label, is_here in self.links:
            query = changelist.get_query_string({self.parameter_name: code})
            yield {"selected": is_here, "query_string": query, "display": label}

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return in_queue(self.queues, queryset, self.here, request.user, on=timezone.localdate())


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address of the list without it."""

    label: str
    address: str


def chips_of(changelist: ChangeList) -> list[Chip]:
    """Everything by which a list leaves rows out, beside the words searched for."""
    chips = []
    for spec in changelist.filter_specs:
        chosen = [
            choice["display"] for choice in spec.choices(changelist) if choice.get("selected")
        ]
        if isinstance(spec, QueueFilter):
            if spec.here != ALL.code:
                address = changelist.get_query_string({spec.parameter_name: ALL.code})
                chips.append(Chip(str(chosen[0]), address))
        elif spec.has_output() and set(spec.expected_parameters()) & set(changelist.params):
            words = "、".join(str(each) for each in chosen) or "已选"
            names = [name for name in spec.expected_parameters() if name]
            address = changelist.get_query_string(remove=names)
            chips.append(Chip(f"{spec.title}：{words}", address))
    return chips


def filter_of(queues: Sequence[Queue]) -> type[QueueFilter]:
    """The filter of a list by these queues."""
    return type("ListQueueFilter", (QueueFilter,), {"queues": tuple(queues)})
