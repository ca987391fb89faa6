"""The public pages as a visitor sees them: every address that links lead to, and every door."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client

# Where no link leads, and where the crawl begins.
STARTS = (
    "/", "/sitemap.xml", "/sitemap/", "/library/", "/library/c/", "/openness/", "/requests/",
    "/requests/register/", "/requests/track/", "/requests/opinion/", "/requests/records/",
    "/robots.txt",
)  # fmt: skip
# Pages of the staff and of accounts, the gallery of components, and what says how the server is.
_NOT_PUBLIC = (
    "/admin/", "/accounts/", "/static/", "/health/", "/requests/leave/", "/qr.svg", "/gallery/",
)  # fmt: skip
# Typeset from what the page of the document says, half a second each.
_TYPESET = re.compile(r"/documents/\d+/download\.")
# Forms and sheets that are the same for every row but for its name: the first stands for all.
_ALIKE = re.compile(r"/documents/\d+/(correction|print)/|/requests/case/[^/]+/(withdraw)/")
_MOST = 3000
_LINK = re.compile(r"""(?:href|src)="([^"]+)"|<loc>([^<]+)</loc>""")
_MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
_TOKENS = re.compile(
    r'(name="(?:csrfmiddlewaretoken|form_mark)"\s+value=")[^"]*|(nonce=")[^"]*'
    r'|(value=")[0-9a-f]{8}-[0-9a-f-]{27}(?=")'
)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# The text of a document, which no new layout may change.
_READING = re.compile(r'<article class="reading[^>]*>(.*?)</article>', re.DOTALL)
_TAG = re.compile(r"\s*(<[^>]+>)\s*")


def public_pages() -> dict[str, str]:
    """What stands at every public address, by the address."""
    return _crawl(Client(), STARTS, set(), within="/")


def pages_behind_doors(keys: list[list[str]]) -> dict[str, str]:
    """What number and code open: the page, and those its links lead to under its address."""
    found: dict[str, str] = {}
    alike: set[str] = set()
    for door, number, code, page in keys:
        client = Client()
        answer = client.post(door, {"number": number, "code": code})
        found[f"{number} {door}"] = content_of(answer)
        behind = _crawl(client, (page,), alike, within=page)
        found |= {f"{number} {address}": text for address, text in behind.items()}
    return found


def content_of(answer: HttpResponse) -> str:
    """Status, and the main content of a page without what is new each time; of anything else a
    digest, of a redirect where it leads.
    """
    if answer.status_code in (301, 302):
        return f"{answer.status_code} {_UUID.sub('<uuid>', answer['Location'])}"
    kind = answer["Content-Type"].split(";")[0]
    body = b"".join(answer) if answer.streaming else answer.content
    if not kind.startswith("text/html"):
        return f"{answer.status_code} {kind} {hashlib.sha256(body).hexdigest()}"
    text = body.decode()
    main = _MAIN.search(text)
    plain = _TOKENS.sub(lambda m: m[1] or m[2] or m[3], main[0] if main else text)
    told = _TAG.sub(r"\n\1\n", re.sub(r"\s+", " ", plain))
    return f"{answer.status_code}\n" + re.sub(r"\n+", "\n", told).strip()


def reading_of(answer: HttpResponse) -> str:
    """The words of the document that a page shows; empty for any other page."""
    if answer.streaming or not answer["Content-Type"].startswith("text/html"):
        return ""
    found = _READING.search(answer.content.decode())
    return "".join(re.sub(r"<[^>]+>", "", found[1]).split()) if found else ""


def _crawl(
    client: Client, starts: tuple[str, ...], alike: set[str], *, within: str
) -> dict[str, str]:
    """What stands at the addresses and where their links lead; `alike` are the kinds of page
    that were visited before and once is enough.
    """
    found: dict[str, str] = {}
    waiting = deque(starts)
    while waiting:
        address = waiting.popleft()
        kind = _ALIKE.match(address)
        if address in found or (kind and kind[kind.lastindex or 0] in alike):
            continue
        if kind:
            alike.add(kind[kind.lastindex or 0])
        answer = client.get(address)
        found[address] = content_of(answer)
        if text := reading_of(answer):
            found[f"{address} text"] = text
        if len(found) > _MOST:
            raise RuntimeError(f"more than {_MOST} pages: {sorted(found)[-20:]}")
        if answer.streaming or answer.status_code != 200:
            continue
        if answer["Content-Type"].startswith(("text/html", "application/xml")):
            links = _LINK.findall(answer.content.decode())
            waiting.extend(_local([a or b for a, b in links], address, within))
    return found


def _local(links: list[str], page: str, within: str) -> list[str]:
    """Addresses of this site without a query, or with the number of a page alone."""
    kept = []
    for link in links:
        parts = urlsplit(urldefrag(urljoin(page, link.replace("&amp;", "&")))[0])
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        if parts.scheme not in ("", "http", "https") or parts.path.startswith(_NOT_PUBLIC):
            continue
        if _TYPESET.match(parts.path):
            continue
        if parts.netloc and not link.startswith("http://testserver"):
            continue
        if parts.path.startswith(within) and re.fullmatch(r"(page=\d+)?", parts.query):
            kept.append(address)
    return kept
