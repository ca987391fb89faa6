"""Asking the OAI-PMH door, and reading its answers strictly."""

from __future__ import annotations

from typing import Any

from django.test import Client
from lxml import etree

SPACES = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "gw": "urn:disclosure-portal:gw:1",
}
# The order in which the protocol's schema wants the children of each element.
_ORDER: dict[str, list[str | None]] = {
    "OAI-PMH": ["responseDate", "request", None],
    "Identify": [
        "repositoryName",
        "baseURL",
        "protocolVersion",
        "adminEmail",
        "earliestDatestamp",
        "deletedRecord",
        "granularity",
    ],
    "metadataFormat": ["metadataPrefix", "schema", "metadataNamespace"],
}
_LISTS = {
    "ListMetadataFormats": "metadataFormat",
    "ListSets": "set",
    "ListRecords": "record",
    "ListIdentifiers": "header",
}


class Answer:
    """One response, parsed, with its structure checked."""

    def __init__(self, content: bytes) -> None:
        self.root = etree.fromstring(content)
        self._check()

    def texts(self, path: str) -> list[str]:
        """The texts of the elements at a path."""
        return [node.text or "" for node in self.all(path)]

    def all(self, path: str) -> list[Any]:
        """The elements at a path, `o:` being the protocol's own namespace."""
        return list(self.root.iterfind(path, SPACES))

    @property
    def errors(self) -> list[str]:
        """The codes of the errors."""
        return [node.get("code", "") for node in self.all("o:error")]

    @property
    def identifiers(self) -> list[str]:
        """Of every record in the answer."""
        return self.texts(".//o:header/o:identifier")

    @property
    def deleted(self) -> list[str]:
        """Of every record in the answer that was deleted."""
        return self.texts(".//o:header[@status='deleted']/o:identifier")

    @property
    def token(self) -> str:
        """What leads on; empty at the end."""
        return "".join(self.texts(".//o:resumptionToken"))

    def _check(self) -> None:
        for node in self.root.iter():
            name = etree.QName(node).localname
            if etree.QName(node).namespace != SPACES["o"]:
                continue
            below = [etree.QName(child).localname for child in node]
            if name in _ORDER:
                wanted = _ORDER[name]
                assert len(below) == len(wanted), (name, below)
                assert all(w in (None, b) for w, b in zip(wanted, below, strict=True)), below
            if name in _LISTS:
                assert below[0] == _LISTS[name]
                assert set(below[:-1]) <= {_LISTS[name]}
                assert below[-1] in (_LISTS[name], "resumptionToken")
            if name == "header":
                assert below[:2] == ["identifier", "datestamp"]
                assert set(below[2:]) <= {"setSpec"}
            if name == "record":
                deleted = node[0].get("status") == "deleted"
                assert below == (["header"] if deleted else ["header", "metadata"])
            if name == "metadata":
                assert len(below) == 1


def ask(client: Client, verb: str | None, *, post: bool = False, **arguments: str) -> Answer:
    """The answer to a request; `from_` stands for `from`."""
    data = {name.rstrip("_"): value for name, value in arguments.items()}
    if verb is not None:
        data["verb"] = verb
    response = client.post("/oai/", data) if post else client.get("/oai/", data)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    return Answer(response.content)


def everything(client: Client, verb: str, **arguments: str) -> list[Answer]:
    """Every part of a list, the tokens followed to the end."""
    parts = [ask(client, verb, **arguments)]
    while token := parts[-1].token:
        parts.append(ask(client, verb, resumptionToken=token))
    return parts
