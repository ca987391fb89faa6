"""A small client of the base of answers, for 12345, 一网通办, windows: standard library only.

It keeps a copy in step by the cursor, checks signed pushes, feeds questions back and reads what
came of them. Take it as a beginning: a real one keeps cursor, copy and seen pushes in a database.
"""

from __future__ import annotations

import base64
import hmac
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

TOLERANCE_SECONDS = 300
_TIMEOUT = 15
_PAGE = 100
_GONE = 410

# Sends a request and gives status and body.
Send = Callable[[urllib.request.Request], tuple[int, bytes]]


class Refused(Exception):
    """The portal did not take a question; the message says why in its own words."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


class NotGenuine(Exception):
    """A push that is not to be believed."""


def send(request: urllib.request.Request) -> tuple[int, bytes]:
    """Over the network."""
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@dataclass
class Client:
    """One system with its token, the copy it keeps, and where it has read to.

    `base` is the address of the portal, https://….
    """

    base: str
    token: str
    send: Send = send
    cursor: str = ""
    copy: dict[int, Any] = field(default_factory=dict)

    def search(self, words: str, **filters: str) -> list[Any]:
        """Answers for words, the likeliest first; `filters` as organ, policy, item."""
        found: list[Any] = self._ask("", {"q": words, **filters})["results"]
        return found

    def answer(self, number: int) -> Any:
        """One answer with where it comes from. Raises Refused (404) when it is read no more."""
        return self._ask(f"{number}/")

    def synchronise(self) -> int:
        """Bring the copy up to date; returns how many changes were read.

        Once the portal counts in another database the copy is built anew.
        """
        read = 0
        while True:
            given = {"limit": str(_PAGE)} | ({"since": self.cursor} if self.cursor else {})
            try:
                page = self._ask("changes/", given)
            except Refused as refused:
                if refused.status != _GONE:
                    raise
                self.cursor, self.copy = "", {}
                continue
            for change in page["results"]:
                if change["change"] == "withdrawn":
                    self.copy.pop(change["id"], None)
                else:
                    self.copy[change["id"]] = change["answer"]
            read += len(page["results"])
            self.cursor = page["next_cursor"]
            if not page["has_more"]:
                return read

    def feed_back(self, reference: str, question: str, **about: Any) -> Any:
        """Send a question beyond the base; the same reference may be sent again after a failure.

        `about` names organ (code) or document (number).
        """
        return self._ask("feedback/", body={"reference": reference, "question": question, **about})

    def outcome(self, number: str) -> Any:
        """Where a question stands that was fed back."""
        return self._ask(f"feedback/{number}/")

    def _ask(self, path: str, query: Mapping[str, str] | None = None, body: Any = None) -> Any:
        address = f"{self.base.rstrip('/')}/api/v1/answers/{path}"
        if query:
            address += "?" + urllib.parse.urlencode(query)
        request = urllib.request.Request(address)
        request.add_header("Authorization", f"Bearer {self.token}")
        if body is not None:
            request.data = json.dumps(body, ensure_ascii=False).encode()
            request.add_header("Content-Type", "application/json")
        status, answered = self.send(request)
        told = json.loads(answered)
        if not 200 <= status < 300:
            raise Refused(status, told["error"]["code"], told["error"]["message"])
        return told


@dataclass
class Doorkeeper:
    """Checks pushes (Standard Webhooks, version 1). `secret` is what the portal's operator gave,
    `seen` the pushes that were taken in before.
    """

    secret: str
    seen: set[str] = field(default_factory=set)
    clock: Callable[[], float] = time.time

    def admit(self, headers: Mapping[str, str], body: bytes) -> Any:
        """The content of a genuine push. Raises NotGenuine for one that is forged, older than five
        minutes, from the future, or a repetition.

        A repetition is answered with 200 all the same: it was taken in.
        """
        given = {name.lower(): value for name, value in headers.items()}
        try:
            number, moment = given["webhook-id"], int(given["webhook-timestamp"])
            signatures = given["webhook-signature"].split()
        except (KeyError, ValueError) as error:
            raise NotGenuine("没有签名的请求头") from error
        if abs(self.clock() - moment) > TOLERANCE_SECONDS:
            raise NotGenuine("推送的时间相差超过五分钟")
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        mac = hmac.digest(key, f"{number}.{moment}.".encode() + body, "sha256")
        wanted = f"v1,{base64.b64encode(mac).decode()}"
        # While a key is being changed there may be several signatures.
        if not any(hmac.compare_digest(each, wanted) for each in signatures):
            raise NotGenuine("签名不对")
        if number in self.seen:
            raise NotGenuine("这一条已经收过")
        self.seen.add(number)
        return json.loads(body)
