"""How often one address may do something here.

None of them stops anybody while the cache does not answer: applying, answering a letter and
reading what one was sent are rights by law, and must not wait for a counter.
"""

from __future__ import annotations

from portal.tracking.limits import HOUR, Limit, WithoutCache

SUBMISSIONS = Limit("requests.submit", 10, HOUR, WithoutCache.OPEN)
"""Applications sent; without the cache they are taken in without a limit."""

SAVES = Limit("requests.save", 120, HOUR, WithoutCache.OPEN)
"""Drafts kept and forms judged; without the cache nothing typed is lost either."""

FILES = Limit("requests.files", 120, HOUR, WithoutCache.LOCAL)
"""Files kept with drafts; without the cache each process counts for itself: what was typed is
kept in any case, and no disk is filled."""

KILOBYTES = Limit("requests.kilobytes", 400 * 1024, HOUR, WithoutCache.LOCAL)
"""What these files weigh, as above: 400 MB of one address in an hour."""

OPINIONS = Limit("requests.opinion", 30, HOUR, WithoutCache.OPEN)
"""Steps of an opinion, whose term runs on whether the cache answers or not."""

LETTERS = Limit("requests.letters", 60, HOUR, WithoutCache.OPEN)
"""Letters typeset to be read; without the cache as many as are asked for, by parties only."""
