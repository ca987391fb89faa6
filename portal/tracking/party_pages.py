"""The pages that every kind of case has for its party: receipt, case, withdrawal, and a door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.acts.steps import Steps
from portal.common.errors import ActRefused
from portal.tracking import codes, doors, grants
from portal.tracking.forms import TrackForm
from portal.tracking.receipts import SlipFile, receipt_page
from portal.tracking.refusals import refused_page
from portal.tracking.withdrawals import withdrawn

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

_WRONG = "编号或者查询码不对，请核对后再试。"
_LOCKED = "输错的次数太多，请半小时后再试。"


@dataclass(frozen=True, kw_only=True)
class PartyPages:
    """What a kind of case says of its pages; the order of refusals and the addresses are theirs.

    `steps` and `withdraw` are its acts, `noun` what a case is called. `names` leads the names of
    the addresses (`kind:`, `requests:record_`), `door` and `done` are names of addresses: where
    number and code are asked for, and where to go on after the receipt; `receipt_file` makes a file
    of that. `show` draws the case, `beside` are more views of one, by what follows its address.
    What does an act of the party's own is only ever sent: `acts` are those that take nothing but
    the case, each with its service and what is said once it is done, `posted` the views of others.
    Nobody but its party comes to any of them.
    """

    steps: Steps[Any]
    noun: str
    names: str
    show: Callable[[HttpRequest, Any], HttpResponse]
    withdraw: Callable[..., object]
    done: str
    door: str = ""
    receipt_template: str = "tracking/receipt.html"
    on_receipt: Callable[[Any], dict[str, Any]] = lambda _case: {}
    receipt_file: SlipFile | None = None
    up: Callable[[], tuple[str, str]] = lambda: ("", "")
    beside: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    posted: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    acts: Mapping[str, tuple[Callable[..., object], str]] = field(default_factory=dict)

    @property
    def asks_at(self) -> str:
        """The name of the address at which number and code are typed."""
        return self.door or f"{self.names}track"

    def urls(self) -> list[URLPattern]:
        """The addresses of one case, to be laid under those of its kind."""
        find = grants.found_for_party(self.steps.model)
        for_party = grants.for_party(find, to=self.asks_at)
        for_receipt = grants.for_receipt(self.steps.model, to=self.asks_at)
        taking_back = require_http_methods(["GET", "HEAD", "POST"])
        own = {rest: self._act(service, done) for rest, (service, done) in self.acts.items()}
        return [
            self._path("receipt/<str:number>/", require_safe(for_receipt(self._receipt))),
            self._path("case/<str:number>/", require_safe(for_party(self.show))),
            self._path("case/<str:number>/withdraw/", taking_back(for_party(self._withdrawal))),
            *(
                self._path(f"case/<str:number>/{rest}", require_safe(for_party(view)))
                for rest, view in self.beside.items()
            ),
            *(
                self._path(f"case/<str:number>/{rest}", require_POST(for_party(view)))
                for rest, view in {**self.posted, **own}.items()
            ),
        ]

    def door_urls(self) -> list[URLPattern]:
        """The addresses of a door of its own, for a kind that shares none."""
        track = doors.view(
            TrackForm,
            self._opens,
            template="tracking/door.html",
            lead=lambda number: redirect(f"{self.names}case", number=number),
            wrong=_WRONG,
            locked=_LOCKED,
            noun=self.noun,
        )
        name = self.names.partition(":")[2]
        return [
            path("track/", track, name=f"{name}track"),
            path("track/<str:number>/", track, name=f"{name}track_number"),
        ]

    def _path(self, route: str, view: Callable[..., Any]) -> URLPattern:
        word = route.partition("<str:number>/")[2].partition("/")[0] or route.partition("/")[0]
        return path(route, view, name=self.names.partition(":")[2] + word)

    def _receipt(self, request: HttpRequest, found: Any) -> HttpResponseBase:
        """Number and code, in the session that sent it and nowhere else."""
        return receipt_page(
            request,
            found,
            noun=self.noun,
            door=f"{self.asks_at}_number",
            done=self.done,
            template=self.receipt_template,
            as_file=self.receipt_file,
            **self.on_receipt(found),
        )

    def _act(
        self, service: Callable[..., object], done: str
    ) -> Callable[[HttpRequest, Any], HttpResponse]:
        """The view of an act of theirs: done, or the page again saying why not."""

        def view(request: HttpRequest, found: Any) -> HttpResponse:
            try:
                service(**{self.steps.owner: found}, at=timezone.now())
            except ActRefused as error:
                return refused_page(request, error, back=found.get_absolute_url())
            messages.success(request, done)
            return redirect(found)

        return view

    def _withdrawal(self, request: HttpRequest, found: Any) -> HttpResponse:
        """Taking it back, after one more question."""
        return withdrawn(request, found, self.steps, self.withdraw, noun=self.noun, up=self.up())

    def _opens(self, number: str, code: str) -> bool:
        rows = self.steps.model._default_manager.filter(number=number)
        return codes.opens(rows.values_list("code_index", flat=True), code)
