"""What OAI-PMH answers to a request, as XML."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from email.utils import parseaddr
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from lxml import etree

from disclosure.api.oai_arguments import (
    TOKEN,
    OaiProblem,
    bad_token,
    plain,
    read_arguments,
    selection_of,
    stamp,
)
from disclosure.api.oai_metadata import Format, add, formats
from disclosure.api.oai_records import (
    Record,
    earliest,
    history,
    identifier_of,
    listed,
    record_named,
)
from disclosure.api.oai_sets import Set, all_sets, specs_of
from portal.common.feeds import absolute
from portal.organs.models import SiteProfile

_OAI: Final = "http://www.openarchives.org/OAI/2.0/"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA: Final = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
_MAIL: Final = re.compile(r"\A[^\s@]+@([^\s@.]+\.)+[^\s@.]+")
# Of a request that makes no sense nothing is repeated: the protocol asks for it.
_SENSELESS: Final = ("badVerb", "badArgument")


def answer(query: QueryDict, *, at: dt.datetime) -> bytes:
    """The whole response to a request, errors included."""
    root = etree.Element(
        f"{{{_OAI}}}OAI-PMH",
        {f"{{{_XSI}}}schemaLocation": f"{_OAI} {_SCHEMA}"},
        nsmap={None: _OAI, "xsi": _XSI},
    )
    add(root, "responseDate", stamp(at))
    request = add(root, "request", absolute(reverse("disclosure:oai")))
    try:
        arguments = read_arguments(query)
        body = _VERBS[arguments["verb"]](arguments)
        root.append(body)
        _repeat(request, arguments)
    except OaiProblem as problem:
        if problem.code not in _SENSELESS:
            _repeat(request, plain(query))
        add(root, "error", str(problem), code=problem.code)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _repeat(request: etree._Element, arguments: Mapping[str, str]) -> None:
    for name, value in arguments.items():
        # A token is refused as a whole, so what is repeated of it may be anything typed.
        request.set(name, value if value.isprintable() else "")


def _body(verb: str) -> etree._Element:
    return etree.Element(f"{{{_OAI}}}{verb}", nsmap={None: _OAI})


def _identify(_arguments: Mapping[str, str]) -> etree._Element:
    profile = SiteProfile.objects.select_related("organ").filter(is_current=True).first()
    body = _body("Identify")
    add(body, "repositoryName", profile.name if profile else "政务公开门户")
    add(body, "baseURL", absolute(reverse("disclosure:oai")))
    add(body, "protocolVersion", "2.0")
    add(body, "adminEmail", _mail_address(profile))
    add(body, "earliestDatestamp", stamp(earliest()))
    add(body, "deletedRecord", "persistent")
    add(body, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    return body


def _mail_address(profile: SiteProfile | None) -> str:
    """The organ's own, or the one this site writes from; the protocol cannot do without."""
    own = profile.organ.email if profile else ""
    for address in (own, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]):
        if _MAIL.fullmatch(address):
            return address
    return "noreply@portal.invalid"


def _list_formats(arguments: Mapping[str, str]) -> etree._Element:
    if "identifier" in arguments:
        found = record_named(arguments["identifier"], host=_host())
        if found.document is None:
            raise OaiProblem("noMetadataFormats", "文件已撤回，没有元数据。")
    body = _body("ListMetadataFormats")
    for one in _formats().values():
        row = add(body, "metadataFormat", None)
        add(row, "metadataPrefix", one.prefix)
        add(row, "schema", one.schema)
        add(row, "metadataNamespace", one.namespace)
    return body


def _list_sets(arguments: Mapping[str, str]) -> etree._Element:
    if TOKEN in arguments:  # all sets come at once, so no token of theirs was ever given out
        raise bad_token()
    body = _body("ListSets")
    for one in all_sets():
        row = add(body, "set", None)
        add(row, "setSpec", one.spec)
        add(row, "setName", one.name)
    return body


def _get_record(arguments: Mapping[str, str]) -> etree._Element:
    found = record_named(arguments["identifier"], host=_host())
    chosen = _format_named(arguments["metadataPrefix"])
    body = _body("GetRecord")
    _add_record(body, found, chosen, all_sets())
    return body


def _list_records(arguments: Mapping[str, str]) -> etree._Element:
    known = history()
    selection = selection_of(arguments, history=known)
    try:
        chosen = _format_named(selection.prefix)
    except OaiProblem as problem:
        raise bad_token() if TOKEN in arguments else problem from problem
    sets = all_sets()
    found = listed(selection, sets=sets)
    body = _body(selection.verb)
    for record in found.records:
        if selection.verb == "ListRecords":
            _add_record(body, record, chosen, sets)
        else:
            _add_header(body, record, sets)
    if found.following or selection.told:
        token = found.following.token(known) if found.following else None
        add(body, TOKEN, token, cursor=selection.told)
    return body


def _add_record(body: etree._Element, record: Record, chosen: Format, sets: Iterable[Set]) -> None:
    row = add(body, "record", None)
    _add_header(row, record, sets)
    if record.document:
        metadata = add(row, "metadata", None)
        metadata.append(chosen.write(record.document, chosen.schema))


def _add_header(parent: etree._Element, record: Record, sets: Iterable[Set]) -> None:
    header = add(parent, "header", None, **({} if record.document else {"status": "deleted"}))
    add(header, "identifier", identifier_of(record.id, host=_host()))
    add(header, "datestamp", stamp(record.changed_at))
    for spec in specs_of(record.terms, sets):
        add(header, "setSpec", spec)


def _formats() -> Mapping[str, Format]:
    return formats(gw_schema=absolute(reverse("disclosure:oai_gw_schema")))


def _format_named(prefix: str) -> Format:
    known = _formats()
    if prefix not in known:
        message = f"没有这种元数据格式，可用的是：{'、'.join(known)}。"
        raise OaiProblem("cannotDisseminateFormat", message)
    return known[prefix]


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"


_VERBS: Final[Mapping[str, Callable[[Mapping[str, str]], etree._Element]]] = {
    "Identify": _identify,
    "ListMetadataFormats": _list_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list_records,
    "ListRecords": _list_records,
}
