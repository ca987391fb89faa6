"""What stands beside the interface: its guide for people, the feed, the files of open data."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from disclosure.address import FACETS
from disclosure.api.dump import Dump, current_dump, holds_withdrawn
from disclosure.api.feeds import newest_documents
from disclosure.exchange.checksums import SUMS
from disclosure.exchange.portable import FILES
from disclosure.presenters.facets import TITLES
from portal.common.feeds import absolute, views_of


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """How to use the interface."""
    parameters = [(name, TITLES[name]) for name in FACETS]
    context = {"base": absolute(""), "parameters": parameters, "rate": settings.API_RATE}
    return render(request, "disclosure/api.html", context)


feed, json_feed = views_of(newest_documents)


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """The files of open data, with size, date and checksum."""
    return render(request, "disclosure/open_data.html", {"dump": _dump()})


@require_safe
def open_data_file(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """One of the files; nothing else in that folder is ever sent."""
    dump = _dump()
    if dump is None:
        raise Http404
    if name == SUMS:
        return HttpResponse(dump.sums.read_bytes(), content_type="text/plain; charset=utf-8")
    wanted = next((file for file in dump.files if file.name == name), None)
    if wanted is None:
        raise Http404
    etag = quote_etag(wanted.sha256)
    if etag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": etag})
    response = FileResponse(
        wanted.path.open("rb"), as_attachment=True, filename=name, content_type="application/gzip"
    )
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    return response


@require_safe
def open_data_attachment(_request: HttpRequest, digest: str) -> HttpResponse | FileResponse:
    """An attachment by its checksum, as long as the set names it."""
    dump = _dump()
    if dump is None or digest not in dump.attachments:
        raise Http404
    path = Path(settings.PUBLIC_DUMP_DIR) / FILES / digest
    response = FileResponse(path.open("rb"), as_attachment=True, filename=digest)
    response["Content-Type"] = "application/octet-stream"
    response["Cache-Control"] = "public, no-cache"
    return response


def _dump() -> Dump | None:
    """The set that may be given out: complete, and holding nothing withdrawn since."""
    dump = current_dump(Path(settings.PUBLIC_DUMP_DIR))
    return None if dump is None or holds_withdrawn(dump) else dump
