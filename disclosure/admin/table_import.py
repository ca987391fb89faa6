"""A table handed in by staff: tried first, every row answered for, and taken in as it was shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from disclosure.exchange.columns import Sheet
from disclosure.exchange.report import Report
from disclosure.exchange.table import BadTable, Row, read_table
from disclosure.forms.uploads import TableForm
from portal.accounts.choices import Role
from portal.accounts.models import User
from portal.accounts.permissions import organs_with_role, signed_in
from portal.acts.refusals import status_of
from portal.common.admin import BackOfficeAdmin
from portal.common.errors import ActRefused
from portal.desk.pages import refused_page, unkept_page
from portal.files.models import StoredFile
from portal.files.services import store_upload
from portal.organs.models import Organ

# A page answers while its reader waits; longer tables are for the command.
PAGE_ROWS = 500


class TakeIn(Protocol):
    """The service that takes rows in, or says what would become of them."""

    def __call__(
        self,
        *,
        rows: Iterable[Row],
        by: User,
        at: Any,
        dry_run: bool,
        name: str,
        source: StoredFile | None,
        notes: tuple[str, ...],
    ) -> Report: ...


@dataclass(frozen=True)
class TableWords:
    """What the pages say: their heading, what happens first and what then, advice on the columns,
    and the button for the rows of a report.
    """

    title: str
    intro: str
    advice: str
    button: Callable[[Report], str]


@dataclass(frozen=True)
class TableImport:
    """The two pages for one kind of table. `place` begins the names of their addresses, `done` is
    where a report leads; `command` takes longer tables, where there is one. Those bring tables in
    who hold `role` anywhere.
    """

    model_admin: BackOfficeAdmin
    sheet: Sheet
    take_in: TakeIn
    place: str
    words: TableWords
    command: str
    done: Callable[[Report], str]
    role: Role = Role.CLERK

    def urls(self, root: str) -> list[URLPattern]:
        """Their addresses, below `root`."""
        wrap = self.model_admin.admin_site.admin_view
        return [
            path(root, wrap(self.upload), name=f"{self.place}_upload"),
            path(
                f"{root}<uuid:public_id>/", wrap(require_POST(self.file)), name=f"{self.place}_file"
            ),
        ]

    def upload(self, request: HttpRequest) -> HttpResponse:
        """Take a table and show what would become of every row; nothing is written."""
        self._holders_only(request)
        form = TableForm(request.POST or None, request.FILES or None, sheet=self.sheet)
        context: dict[str, Any] = {"form": form, "headings": self.sheet.expected_headings()}
        status = 400 if request.method == "POST" else 200
        if request.method == "POST" and form.is_valid():
            try:
                return self._dry_run(request, form.cleaned_data["table"])
            except (BadTable, ActRefused) as error:
                form.add_error("table", str(error))
                status = status_of(error)
        return self._page(request, "upload", self.words.title, context, status=status)

    def _dry_run(self, request: HttpRequest, file: UploadedFile[Any]) -> HttpResponse:
        name, now, by = file.name or "", timezone.now(), signed_in(request.user)
        stream = cast("BinaryIO", file)
        table = read_table(stream, name=name, max_bytes=settings.UPLOAD_MAX_BYTES, sheet=self.sheet)
        if len(table.rows) > PAGE_ROWS:
            other = f"，或请管理员用 {self.command} 命令导入" if self.command else ""
            raise BadTable(
                f"网页上一次最多导入{PAGE_ROWS}行，这份表格有{len(table.rows)}行。请拆分{other}。"
            )
        report = self.take_in(
            rows=table.rows, by=by, at=now, dry_run=True, name=name, source=None, notes=table.notes
        )
        stored = None
        if report.new or report.changed:
            # Kept as received, so that what is filed is exactly what was shown.
            file.seek(0)
            organ = Organ.objects.get(pk=min(organs_with_role(by, self.role)))
            stored = store_upload(stream=stream, name=name, organ=organ, by=by, at=now)
        context = {
            "report": report,
            "name": name,
            "upload": reverse(f"admin:{self.place}_upload"),
            "file": stored and reverse(f"admin:{self.place}_file", args=[stored.public_id]),
            "button": self.words.button(report),
        }
        return self._page(request, "report", "试运行结果", context)

    def file(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Take in the rows of a table that was shown before; only its uploader may."""
        self._holders_only(request)
        stored = get_object_or_404(
            StoredFile,
            public_id=public_id,
            uploaded_by_id=request.user.pk,
            kind__in=self.sheet.formats,
        )
        try:
            with stored.received.open("rb") as received:
                table = read_table(
                    cast("BinaryIO", received),
                    name=stored.name,
                    max_bytes=settings.UPLOAD_MAX_BYTES,
                    sheet=self.sheet,
                )
            report = self.take_in(
                rows=table.rows[:PAGE_ROWS],
                by=signed_in(request.user),
                at=timezone.now(),
                dry_run=False,
                name=stored.name,
                source=stored,
                notes=table.notes,
            )
        except (BadTable, ActRefused) as error:
            return refused_page(
                self.model_admin, request, error, back=reverse(f"admin:{self.place}_upload")
            )
        level = messages.SUCCESS if report.ok else messages.WARNING
        messages.add_message(request, level, report.summary())
        return HttpResponseRedirect(self.done(report))

    def _holders_only(self, request: HttpRequest) -> None:
        if not organs_with_role(request.user, self.role):
            raise PermissionDenied

    def _page(
        self,
        request: HttpRequest,
        template: str,
        title: str,
        context: dict[str, Any],
        *,
        status: int = 200,
    ) -> TemplateResponse:
        named = f"admin/disclosure/table/{template}.html"
        given = {"words": self.words, **context}
        return unkept_page(self.model_admin, request, named, title, given, status=status)
