"""The patrol: addresses outside that pages name, looked at politely, and what comes of it kept."""

from __future__ import annotations

import datetime as dt
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from queue import SimpleQueue
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from portal.audit.services import record
from portal.common.errors import NotPermitted
from portal.links.judgement import Streak, host_of, judged, normal_host, rest_of
from portal.links.models import LONGEST_URL, DangerousDomain, HostPause, Link, Look
from portal.links.permissions import may_list_domains
from portal.links.probe import Answer, Rules, probe
from portal.links.registry import sources
from portal.links.selectors import dangerous_domains

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_A_RUN = 200
AT_ONCE = 8
AT_ONCE_A_HOST = 2
# Seconds after which a run begins no further look: it ends before its task is stopped.
RUN_SECONDS = 180.0


class Turns:
    """Who may ask a host: so many at once, whichever address led there."""

    def __init__(self, most: int = AT_ONCE_A_HOST) -> None:
        self._hosts: dict[str, threading.BoundedSemaphore] = defaultdict(
            lambda: threading.BoundedSemaphore(most)
        )
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for a turn, and hold it."""
        with self._lock:
            semaphore = self._hosts[host]
        with semaphore:
            yield


def patrol(*, at: dt.datetime, most: int = MOST_A_RUN, rules: Rules | None = None) -> int:
    """Look at what is due, never seen ones first; returns how many were looked at.

    Does nothing unless LINK_CHECK_EXTERNAL is on: many installations have no way out. Each result
    is a row of its own, so that a run broken off has lost one look. Forgets what nobody names.
    """
    if not settings.LINK_CHECK_EXTERNAL:
        return 0
    named = {url for source in sources() for url in source.addresses() if url}
    named = {url for url in named if len(url) <= LONGEST_URL}
    known = dict(Link.objects.values_list("url", "due_at"))
    Link.objects.filter(url__in=known.keys() - named).delete()
    HostPause.objects.filter(until__lte=at).delete()
    paused = set(HostPause.objects.values_list("host", flat=True))
    due = [url for url in named if url not in known or known[url] <= at]
    # The address itself makes the order certain.
    due.sort(key=lambda url: (url in known, known.get(url, at), url))
    due = [url for url in due if host_of(url) not in paused][:most]
    rules = rules or Rules()
    rules = replace(
        rules,
        exempt=settings.OUTBOUND_PRIVATE_HOSTS,
        domains=dangerous_domains(),
        turn=Turns().turn,
    )
    count = 0
    for url, answer in _looked_at(due, rules):
        keep_look(url=url, answer=answer, at=at)
        count += 1
    return count


def _looked_at(urls: Sequence[str], rules: Rules) -> Iterator[tuple[str, Answer]]:
    """Each address with what was seen, as it comes. Those of one host go one after another in as
    many lanes as may ask it at once, so that a slow host holds up none but itself; a host that
    asks to be left alone is.
    """
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[host_of(url)].append(url)
    lanes = [
        lane
        for of_host in by_host.values()
        for number in range(AT_ONCE_A_HOST)
        if (lane := of_host[number::AT_ONCE_A_HOST])
    ]
    until, paused = rules.clock() + RUN_SECONDS, set[str]()
    seen: SimpleQueue[tuple[str, Answer] | None] = SimpleQueue()

    def walk(lane: Sequence[str]) -> None:
        try:
            for url in lane:
                if host_of(url) in paused or rules.clock() > until:
                    break
                answer = probe(url, rules)
                if answer.paused:
                    paused.add(answer.paused)
                seen.put((url, answer))
        finally:
            seen.put(None)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        walks = [pool.submit(walk, lane) for lane in lanes]
        for _ in lanes:
            while (found := seen.get()) is not None:
                yield found
        for each in walks:
            each.result()


@transaction.atomic
def keep_look(*, url: str, answer: Answer, at: dt.datetime) -> Link:
    """Judge a look by those before it, and keep both."""
    link = Link.objects.select_for_update(no_key=True).filter(url=url).first()
    before = Streak(link.failures, link.failing_since) if link else Streak()
    found, streak = judged(before, answer.sight, at=at)
    rest = answer.pause if answer.pause is not None else rest_of(found, answer.sight)
    values = {
        "status": answer.status,
        "problem": answer.problem,
        "link_class": found,
        "failures": streak.failures,
        "failing_since": streak.since,
        "checked_at": at,
        "due_at": at + rest,
    }
    link, _ = Link.objects.update_or_create(url=url, defaults=values)
    Look.objects.create(
        link=link,
        at=at,
        sight=answer.sight,
        status=answer.status,
        problem=answer.problem,
        link_class=found,
    )
    if answer.pause is not None:
        until = at + answer.pause
        HostPause.objects.update_or_create(host=answer.paused, defaults={"until": until})
    return link


@transaction.atomic
def list_domain(
    *, domain: str, reason: str, is_active: bool, by: User, at: dt.datetime
) -> DangerousDomain:
    """Put a domain on the list of dangerous ones, or change its row: from then on no page that
    names it can be published, and those that do are in their owners' lists.
    """
    if not (verdict := may_list_domains(by)):
        raise NotPermitted(verdict.reason)
    name = normal_host(host_of(domain) if "://" in domain else domain)
    row = DangerousDomain.objects.select_for_update(no_key=True).filter(domain=name).first()
    row = row or DangerousDomain(domain=name)
    row.reason, row.is_active, row.by, row.at = reason, is_active, by, at
    row.save()
    # What is known is looked at again in the next run: no look at the network is needed for it.
    Link.objects.filter(url__icontains=name).update(due_at=at)
    record(
        action="links.list_domain",
        summary=f"{'列入' if is_active else '移出'}危险域名：{name}",
        by=by,
        at=at,
        subject=row,
        details={"reason": reason},
    )
    return row
