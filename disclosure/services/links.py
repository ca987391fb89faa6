"""Looking at the outside addresses that documents name; what comes of it is kept for a while."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from disclosure.dead_links import external_urls
from disclosure.models import LinkCheck
from disclosure.probing import probe

# What opened is left alone for a week; what did not may have been down for an hour only.
GOOD_FOR = dt.timedelta(days=7)
BAD_FOR = dt.timedelta(days=1)
# With ten seconds at most for each address a run ends before the queue gives the task out again.
MOST_A_RUN = 40


def check_external_links(*, at: dt.datetime, most: int = MOST_A_RUN) -> int:
    """Check what was not checked for a while, longest ago first; returns how many.

    Does nothing unless LINK_CHECK_EXTERNAL is on: many installations have no way out. Each result
    is a row of its own, so that a run broken off has lost one address. Forgets what nobody names.
    """
    if not settings.LINK_CHECK_EXTERNAL:
        return 0
    named = external_urls()
    known = dict(LinkCheck.objects.values_list("url", "checked_at"))
    LinkCheck.objects.filter(url__in=known.keys() - named).delete()
    good = LinkCheck.objects.filter(problem="", checked_at__gt=at - GOOD_FOR)
    bad = LinkCheck.objects.filter(checked_at__gt=at - BAD_FOR).exclude(problem="")
    rested = set((good | bad).values_list("url", flat=True))
    # Never checked first, then the longest ago; the address itself makes the order certain.
    due = sorted(named - rested, key=lambda url: (url in known, known.get(url, at), url))[:most]
    for url in due:
        answer = probe(url)
        LinkCheck.objects.update_or_create(
            url=url,
            defaults={"status": answer.status, "problem": answer.problem, "checked_at": at},
        )
    return len(due)
