"""A scripted life of many documents; what holds on a day equals a recomputation of its own.

The script remembers nothing but what was done, as plain tuples, and works out from them alone
which documents hold on a day: no rule of the portal is asked. The portal is asked three ways:
its rows, its search, and its public interface.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from disclosure.choices import Reach
from disclosure.models import Document, Work, WorkText
from disclosure.services import review
from disclosure.services.documents import address_to
from disclosure.services.relations import relate
from disclosure.services.validity import recompute_due
from disclosure.services.works import rebuild_works
from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from portal.organs.models import Organ
from portal.search.follower import following
from portal.search.queries import SearchQuery, search
from portal.site.demo.builders import bring_to
from tests.builders import City, draft, published_at_once
from tests.disclosure.correction.cases import corrected

# Three hundred for the full run, fewer in the daily one.
DOCUMENTS = int(os.environ.get("LIFE_DOCUMENTS", "100"))
BEGIN = dt.date(2020, 1, 1)
DAY = dt.timedelta(days=1)


@dataclass
class Told:
    """What the script did to one document; nothing here is computed by the portal."""

    document: Document
    formed_on: dt.date
    effective_on: dt.date | None
    expires_on: dt.date | None
    needs_period: bool
    ended: list[tuple[int, dt.date]] = field(default_factory=list)
    amended: list[tuple[int, dt.date]] = field(default_factory=list)
    revised: list[tuple[int, dt.date]] = field(default_factory=list)
    # For a later text: its original and the day from which it holds.
    text_of: tuple[int, dt.date] | None = None
    is_public: bool = True
    is_open: bool = True

    def holds(self, on: dt.date, all_: dict[int, Told]) -> bool:
        """Whether it holds on a day, from what was done alone."""

        def counts(number: int) -> bool:
            return all_[number].is_public

        begins = self.effective_on or self.formed_on
        ended = [day for number, day in (*self.ended, *self.revised) if counts(number)]
        amended = [day for number, day in self.amended if counts(number)]
        if self.text_of and all_[self.text_of[0]].is_public:
            original, begins = all_[self.text_of[0]], self.text_of[1]
            ended += [day for number, day in original.ended if counts(number)]
            ended += [d for number, d in original.revised if counts(number) and d > begins]
            amended += [d for number, d in original.amended if counts(number) and d > begins]
        if on < begins or any(day <= on for day in ended):
            return False
        if self.expires_on and on > self.expires_on:
            return False
        undated = self.needs_period and self.expires_on is None
        return not undated or any(day <= on for day in amended)

    def begins(self, all_: dict[int, Told]) -> int:
        """The document whose regulation this is a text of, from what was done alone."""
        if self.text_of and all_[self.text_of[0]].is_public:
            return self.text_of[0]
        return self.document.pk


class Script:
    """The life, one random but repeatable act after another."""

    def __init__(self, city: City, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a script, not a secret
        self.city = city
        self.told: dict[int, Told] = {}
        self.refused = 0
        self.clock = dt.datetime(2026, 11, 2, 1, tzinfo=dt.UTC)
        self.counts: dict[str, int] = dict.fromkeys(
            (
                *("amends", "repeals", "replaces", "revises"),
                *("withdrawn", "targeted", "scheduled", "corrected", "corrected_dates"),
            ),
            0,
        )

    def now(self) -> dt.datetime:
        self.clock += dt.timedelta(minutes=20)
        return self.clock

    def day(self, first: dt.date, last: dt.date) -> dt.date:
        return first + self.random.randrange(max((last - first).days, 1)) * DAY

    def publish(self, number: int) -> None:
        """File and publish one document, at once or by the clock, to all or to one street.

        The review says nothing about validity: every fourth document goes through it.
        """
        organ: Organ = self.random.choice([self.city.office, self.city.district, self.city.street])
        formed = self.day(BEGIN, dt.date(2026, 10, 1))
        effective = self.random.choice([None, formed + self.random.randrange(400) * DAY])
        normative = self.random.random() < 0.3
        expires = None
        if self.random.random() < 0.6:
            expires = (effective or formed) + self.random.randrange(1, 2500) * DAY
        targeted = not normative and self.random.random() < 0.1
        document = draft(
            self.city,
            organ=organ,
            title=f"关于第{number}项绿化工作的通知",
            doc_number="",
            signed_on=formed,
            effective_on=effective,
            expires_on=expires,
            is_normative=normative,
            reach=Reach.ADDRESSED if targeted else Reach.EVERYONE,
            reach_reason="仅涉及该街道" if targeted else "",
            at=self.now(),
        )
        if targeted:
            clerk = self.city.people[Role.CLERK]
            address_to(
                document=document, organs=[self.city.street], groups=[], by=clerk, at=self.now()
            )
            self.counts["targeted"] += 1
        # The documents are older than the term for publication: the moment is not bound by it.
        Document.objects.filter(pk=document.pk).update(publish_due_on=None)
        document.refresh_from_db()
        if self.random.random() < 0.15:
            document = bring_to(document, "scheduled", cast=self.city.cast, at=self.now())
            self.clock += dt.timedelta(hours=2)
            assert review.release(document_id=document.pk, at=self.now())
            self.counts["scheduled"] += 1
        elif number % 4 == 0:
            document = bring_to(document, "published", cast=self.city.cast, at=self.now())
        else:
            document = published_at_once(document, at=self.now())
        self.told[document.pk] = Told(
            document, formed, effective, expires, normative, is_open=not targeted
        )

    def change(self, kind: str) -> None:
        """Have one document amend, end or rewrite another; the portal may refuse."""
        source, target = self.random.sample(list(self.told), 2)
        day = self.day(
            max(self.told[source].formed_on, self.told[target].formed_on), dt.date(2028, 1, 1)
        )
        try:
            relate(
                source=self.told[source].document,
                target=self.told[target].document,
                kind=kind,
                effective_on=day,
                by=self.city.people[Role.SIGNER],
                at=self.now(),
            )
        except ActRefused:
            self.refused += 1
            return
        self.counts[kind] += 1
        if kind in ("repeals", "replaces"):
            self.told[target].ended.append((source, day))
        elif kind == "amends":
            self.told[target].amended.append((source, day))
        else:
            self.told[target].revised.append((source, day))
            self.told[source].text_of = (target, day)

    def withdraw(self) -> None:
        """Take one document off; what it did to others is undone with it."""
        number = self.random.choice([n for n, told in self.told.items() if told.is_public])
        review.withdraw(
            document=self.told[number].document,
            reason="有误",
            by=self.city.people[Role.SIGNER],
            at=self.now(),
        )
        self.told[number].is_public = False
        self.counts["withdrawn"] += 1

    def correct(self) -> None:
        """Put one public document right, its form or its dates, while it stays up."""
        number = self.random.choice([n for n, told in self.told.items() if told.is_public])
        told = self.told[number]
        document = Document.objects.get(pk=number)
        self.clock += dt.timedelta(minutes=20)
        if self.random.random() < 0.3:
            corrected(self.city, document, "form", at=self.clock, title=f"{document.title}更")
            self.counts["corrected"] += 1
            return
        told.effective_on = self.random.choice(
            [None, told.formed_on + self.random.randrange(400) * DAY]
        )
        begins = told.effective_on or told.formed_on
        told.expires_on = self.random.choice([None, begins + self.random.randrange(2500) * DAY])
        dates = {"effective_on": told.effective_on, "expires_on": told.expires_on}
        corrected(self.city, document, at=self.clock, title=f"{document.title}正", **dates)
        self.counts["corrected_dates"] += 1

    def run(self) -> None:
        for number in range(DOCUMENTS):
            self.publish(number)
            if number > 10:
                for kind, share in (
                    ("amends", 0.5),
                    ("repeals", 0.4),
                    ("replaces", 0.3),
                    ("revises", 0.5),
                ):
                    if self.random.random() < share:
                        self.change(kind)
                if self.random.random() < 0.07:
                    self.withdraw()
                if self.random.random() < 0.15:
                    self.correct()

    def days_that_matter(self) -> list[dt.date]:
        """Every day named anywhere, with the day before and after it."""
        days: set[dt.date] = set()
        for told in self.told.values():
            named = [told.formed_on, told.effective_on, told.expires_on]
            named += [day for _, day in (*told.ended, *told.amended, *told.revised)]
            days.update(day for day in named if day)
        return sorted({day + shift * DAY for day in days for shift in (-1, 0, 1)})


@pytest.mark.parametrize("seed", [20261121])
def test_what_holds_on_a_day_equals_a_recomputation(city: City, seed: int) -> None:
    script = Script(city, seed)
    script.run()
    recompute_due(at=script.now())
    assert all(script.counts.values()), script.counts
    assert script.refused
    with following(settings.SEARCH_INDEX_DIR) as follower:
        follower.rebuild()
    days = script.days_that_matter()
    assert len(days) > DOCUMENTS
    _works_are(script)
    public = {n for n, told in script.told.items() if told.is_public and told.is_open}
    for number, day in enumerate(days):
        expected = {n for n in public if script.told[n].holds(day, script.told)}
        rows = Document.objects.public().valid_on(day)
        assert set(rows.values_list("pk", flat=True)) == expected, day
        # One regulation holds in one text, and it is that of the day.
        texts = dict(rows.values_list("work_text__work", "pk"))
        assert texts == {script.told[n].begins(script.told): n for n in expected}, day
        if number % 200 == 0:
            _told_at_its_address(day, texts)
        if number % 20 == 0:
            assert _searched(day) == expected, day
        if number % 200 == 0:
            assert _served(day) == expected, day


def _works_are(script: Script) -> None:
    """The rows of works are what the script did, whatever order it did it in."""
    published = {n: told for n, told in script.told.items() if told.is_public}
    kept = dict(WorkText.objects.values_list("document", "work"))
    assert kept == {n: told.begins(script.told) for n, told in published.items()}
    assert rebuild_works(at=script.now()) == len(set(kept.values()))
    assert dict(WorkText.objects.values_list("document", "work")) == kept


def _told_at_its_address(day: dt.date, texts: dict[int, int]) -> None:
    """At /eli/…/<date>/ a regulation leads to the text of the day, or says that there is none."""
    works = Work.objects.filter(texts__document__in=Document.objects.public()).distinct()
    for work in works.order_by("pk")[::25]:
        answer = Client().get(work.url_on(day))
        text = work.text_on(day)
        assert text is None or text.pk == texts[work.pk]
        wanted = f"/documents/{texts[work.pk]}/" if work.pk in texts else None
        assert answer.headers.get("Location") == wanted, (work, day)
        assert answer.status_code == (302 if wanted else 404)


def _searched(day: dt.date) -> set[int]:
    found: set[int] = set()
    page, pages = 1, 1
    while page <= pages:
        query = SearchQuery(valid_on=day, per_page=100, page=page)
        answer = search(query, viewer=AnonymousUser())
        found |= {hit.object_id for hit in answer.hits}
        pages, page = answer.pages, page + 1
    assert answer.total == len(found)
    return found


def _served(day: dt.date) -> set[int]:
    client, found = Client(), set()
    address: str | None = f"/api/v1/documents/?on={day.isoformat()}&limit=100"
    while address:
        answer = client.get(address).json()
        found |= {row["id"] for row in answer["results"]}
        address = answer["next"]
    return found
