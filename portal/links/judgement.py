"""From what was seen to what is told: one bad look is not yet a broken link."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from portal.common.reach import is_public, literal_of
from portal.links.choices import LinkClass, Sight

# False alarms are what makes people look away: so many failures, over so long.
FAILURES: Final = 3
LASTING: Final = dt.timedelta(hours=48)
# How long each is left alone; what failed is seen at both ends of the two days.
_RESTS: Final = {
    LinkClass.OK: dt.timedelta(days=7),
    LinkClass.CAUTION: dt.timedelta(days=1),
    LinkClass.BROKEN: dt.timedelta(days=1),
    LinkClass.DANGEROUS: dt.timedelta(days=1),
}
_AFTER_FAILURE: Final = dt.timedelta(hours=12)
# Names that no public server bears (RFC 6761, RFC 6762, and what is reserved for inner networks).
_INNER_NAMES: Final = ("localhost", "local", "internal", "home.arpa")
PRIVATE_WORDS: Final = "指向内网地址，公众打不开"
LISTED_WORDS: Final = "在危险网站名单上"


@dataclass(frozen=True)
class Streak:
    """Failures one after another, and the first of them; a look that was blocked breaks none."""

    failures: int = 0
    since: dt.datetime | None = None


def judged(before: Streak, sight: Sight, *, at: dt.datetime) -> tuple[LinkClass, Streak]:
    """The class after a look, and the streak of failures to go on from."""
    match sight:
        case Sight.OPENS:
            return LinkClass.OK, Streak()
        case Sight.SLOW:
            return LinkClass.CAUTION, Streak()
        case Sight.BLOCKED:
            return LinkClass.CAUTION, before
        case Sight.PRIVATE | Sight.LISTED:
            return LinkClass.DANGEROUS, before
        case Sight.FAILED:
            streak = Streak(before.failures + 1, before.since or at)
            lasted = at - (streak.since or at)
            lasting = streak.failures >= FAILURES and lasted >= LASTING
            return LinkClass.BROKEN if lasting else LinkClass.CAUTION, streak


def rest_of(found: LinkClass, sight: Sight) -> dt.timedelta:
    """How long after a look the next one is due."""
    return _AFTER_FAILURE if sight is Sight.FAILED else _RESTS[found]


def host_of(url: str) -> str:
    """The host of an address as names are compared, and browsers read it, to whom \\ is a /; empty
    where there is none.
    """
    try:
        host = urlsplit(url.replace("\\", "/")).hostname or ""
    except ValueError:
        return ""
    return normal_host(host)


def normal_host(host: str) -> str:
    """A host in its one spelling: half width, small letters, ASCII, no dot at the end."""
    plain = unicodedata.normalize("NFKC", host).replace("。", ".").strip().rstrip(".").lower()
    try:
        return plain.encode("idna").decode("ascii")
    except UnicodeError:
        return plain


def is_listed(host: str, domains: Collection[str]) -> bool:
    """Whether a host is one of the domains or lies below one: bad.evil.example is evil.example's,
    notevil.example is not.
    """
    parts = normal_host(host).split(".")
    return any(".".join(parts[start:]) in domains for start in range(len(parts)))


def known_danger(url: str, domains: Collection[str], exempt: Collection[str] = ()) -> str:
    """Why an address is dangerous without looking at it; empty when nothing is known. Hosts that
    are `exempt` may be private.
    """
    host = host_of(url)
    if is_listed(host, domains):
        return LISTED_WORDS
    number = literal_of(host)
    is_inner = not is_public(number) if number is not None else is_listed(host, _INNER_NAMES)
    return PRIVATE_WORDS if is_inner and host not in exempt else ""
