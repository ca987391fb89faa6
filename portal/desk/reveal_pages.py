"""The page of a case whose party is masked, and what of it is seen in full.

Seen for a purpose that is said, each time with an entry in the trail, on this answer only.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts.permissions import signed_in
from portal.acts.refusals import status_of
from portal.common.downloads import download
from portal.common.errors import ActRefused
from portal.desk.case_pages import CasePages
from portal.personal.reveals import Reveals

if TYPE_CHECKING:
    from django.core.files.base import File

    from portal.accounts.models import User
    from portal.common.verdicts import Verdict


@dataclass(frozen=True)
class InFull:
    """What of one kind of case is seen in full: `reveals` says by whom and what for, `reveal` is
    the service that opens it, its case by the name the steps have for it.

    `papers` names the sealed papers of a case, `open_paper` opens one of them, and `called` is
    the word for one. `button` is what is pressed.
    """

    reveals: Reveals[Any]
    reveal: Callable[..., Any]
    papers: str = ""
    open_paper: Callable[..., File[bytes]] | None = None
    called: Callable[[Any], str] = lambda paper: paper.get_purpose_display()
    button: str = "显示全部"


@dataclass(frozen=True)
class PaperLink:
    """A paper on the page of its case: where it is opened, and what is known of it."""

    address: str
    called: str
    extension: str
    size: int


@dataclass(frozen=True)
class Seen:
    """How somebody looks at a case: `may` they see it in full, and what was opened for them."""

    by: User
    may: Verdict
    shown: Any = None


class RevealPages(CasePages):
    """Addresses of a case and of what is seen in full; `admin/desk/reveal.html` asks what for."""

    in_full: ClassVar[InFull]

    def case_urls(self) -> list[URLPattern]:
        """Those of a case, and those that open what is sealed; they are only ever sent."""
        wrap, name = self.admin_site.admin_view, self._name
        found = [
            path("<int:pk>/reveal/", wrap(require_POST(self.reveal_view)), name=f"{name}_reveal"),
            *super().case_urls(),
        ]
        if word := self.in_full.papers:
            view = wrap(require_POST(self.paper_view))
            found.append(path(f"<int:pk>/{word}/<uuid:public_id>/", view, name=f"{name}_{word}"))
        return found

    def case_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything about it, masked."""
        return self.page(request, self.reachable(request, pk))

    def reveal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page with everything in full, on this answer only."""
        case = self.reachable(request, pk)
        named = {self.waiting.desk.steps.owner: case}
        try:
            shown = self.in_full.reveal(**named, **self._asked(request))
        except ActRefused as error:
            return self._refused(request, case, error)
        return self.page(request, case, shown)

    def paper_view(self, request: HttpRequest, pk: int, public_id: uuid.UUID) -> HttpResponseBase:
        """A paper that was handed in, unsealed as it is sent; never shown inline."""
        case, in_full = self.reachable(request, pk), self.in_full
        paper = get_object_or_404(getattr(case, in_full.papers), public_id=public_id)
        setattr(paper, self.waiting.desk.steps.owner, case)
        try:
            file = in_full.open_paper(paper=paper, **self._asked(request))  # type: ignore[misc]
        except ActRefused as error:
            return self._refused(request, case, error)
        name = f"{case.number}-{in_full.called(paper)}-{paper.pk}.{paper.extension}"
        return download(file, name=name, media_type=paper.media_type)

    def page(
        self,
        request: HttpRequest,
        case: Any,
        shown: Any = None,
        *,
        context: Mapping[str, Any] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Its page; `shown` is what the service opened, `context` what an answer adds to it."""
        reveals, by = self.in_full.reveals, signed_in(request.user)
        seen = Seen(by, reveals.may(by, case), shown)
        given = {
            **self.facts(case, seen),
            "shown": shown,
            "may_reveal": seen.may,
            "purposes": reveals.purposes.choices,
            "reveal_at": reverse(f"admin:{self._name}_reveal", args=[case.pk]),
            "reveal_button": self.in_full.button,
            "paper_links": self._papers(case),
            **(context or {}),
        }
        return self.answer(request, case, given, status=status)

    def facts(self, case: Any, seen: Seen) -> dict[str, Any]:
        """What its page tells of it; of the acts the reasons only to those who may see it all."""
        rows = case.acts.select_related("by")
        return {"acts": [(row, row.reason if seen.may else "") for row in rows]}

    @property
    def _name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def _papers(self, case: Any) -> list[PaperLink]:
        word = self.in_full.papers
        rows = getattr(case, word).all() if word else ()
        return [
            PaperLink(
                reverse(f"admin:{self._name}_{word}", args=[case.pk, row.public_id]),
                self.in_full.called(row),
                row.extension,
                row.size,
            )
            for row in rows
            if row.file
        ]

    def _asked(self, request: HttpRequest) -> dict[str, Any]:
        purpose, by = request.POST.get("purpose", ""), signed_in(request.user)
        return {"purpose": purpose, "by": by, "at": timezone.now()}

    def _refused(self, request: HttpRequest, case: Any, error: ActRefused) -> HttpResponse:
        messages.error(request, str(error))
        return self.page(request, case, status=status_of(error))
