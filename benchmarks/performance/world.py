"""A library and cases of any size, copied in the database from what the acts made once."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import connection, models

from benchmarks.cases import copy_of
from benchmarks.performance.figures import bar
from disclosure.models import Document, DocumentIssuer
from portal.search.follower import following
from portal.search.models import SearchEntry
from portal.taxonomy.models import Theme
from portal.workdays.services import load_calendar
from requests_app.models import InformationRequest
from requests_app.workflow import Status
from tests.builders import FILED_AT, City, published
from tests.requests_app.cases import SUBMITTED_AT, bring_to, desk, submitted

STEP = 10_000
LENGTH = 400
_WORDS = "公开 政策 服务 企业 建设 教育 营商 环境 优化 养老 住房 数据 安全 管理 办法 通知 规定 工作"
WORDS = tuple(_WORDS.split())
FACETS = {
    "doc_type": [f"文种{n}" for n in range(15)],
    "validity": ["in_force", "amended", "repealed", "expired", "to_verify"],
    "tag": [f"标签{n}" for n in range(60)],
    "theme": [f"主题{n}" for n in range(22)],
    "year": [str(year) for year in range(2008, 2027)],
}


def copies(model: type[models.Model], pk: int, numbers: range, changed: Mapping[str, str]) -> None:
    """As many rows like one, with these columns as expressions of `n`; a step a statement."""
    columns = [f.column for f in model._meta.concrete_fields if not (f.primary_key or f.generated)]
    told = ", ".join(changed.get(column, f't."{column}"') for column in columns)
    named = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    for first in range(numbers.start, numbers.stop, STEP):
        last = min(first + STEP, numbers.stop) - 1
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({named}) SELECT {told} FROM {table} t,"  # noqa: S608
                f" generate_series({first}, {last}) n WHERE t.id = %s",
                [pk],
            )
        bar(table, last, numbers.stop - 1)


class Library:
    """Public documents and their entries, grown step by step to the sizes asked for."""

    def __init__(self, city: City, pool: list[str]) -> None:
        self._pool = pool
        self._chance = random.Random(20261201)
        prose = "\n".join(f"第{word}条 " + "".join(pool[:3]) for word in "一二三四五六七八九十")
        self.first = published(city, title="试江市公共停车场管理办法", body=prose)
        self.size = 1
        self._themes = list(Theme.objects.order_by("pk").values_list("pk", flat=True)) or [None]

    def grow(self, size: int) -> None:
        """To so many documents, all in the index."""
        numbers = range(self.size + 1, size + 1)
        if not numbers:
            return
        themes = f"(ARRAY{self._themes}::bigint[])[1 + n %% {len(self._themes)}]"
        copies(
            Document,
            self.first.pk,
            numbers,
            {
                "title": "t.title || n",
                "doc_number": "'试府办〔2026〕' || n || '号'",
                "doc_number_key": "t.doc_number_key || '-' || n",
                "index_no": "t.index_no || '-' || n",
                "theme_id": themes if self._themes != [None] else "NULL",
                "first_published_at": "t.first_published_at - n * interval '1 hour'",
                "published_at": "t.published_at - n * interval '1 hour'",
            },
        )
        issuer = DocumentIssuer.objects.filter(document=self.first).values_list("organ", "name")[0]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO disclosure_documentissuer (document_id, position, organ_id, name)"
                " SELECT d.id, 1, %s, %s FROM disclosure_document d WHERE NOT EXISTS"
                " (SELECT FROM disclosure_documentissuer i WHERE i.document_id = d.id)",
                issuer,
            )
        self._entries()
        self.size = size
        with following(settings.SEARCH_INDEX_DIR) as follower:
            follower.rebuild()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def rows(self, ids: list[tuple[int, str]]) -> str:
        """Entries of documents as lines for COPY."""
        lines = []
        for number, title in ids:
            body = "".join(self._chance.choices(self._pool, k=8))[:LENGTH]
            terms = sorted(
                {f"{name}={self._chance.choice(values)}" for name, values in FACETS.items()}
                | {"organ=SJ", "rank=plain"}
            )
            at = FILED_AT - dt.timedelta(hours=number)
            held = (
                "document", str(number), title, body, "{}", "{}", "{" + ",".join(terms) + "}",
                str(at.date()), at.isoformat(), "0001-01-01", "9999-12-31",
                f"/documents/{number}/", "t", at.isoformat(), at.isoformat(), "1",
            )  # fmt: skip
            lines.append("\t".join(held))
        return "\n".join(lines) + "\n"

    def _entries(self) -> None:
        known = SearchEntry.objects.filter(kind="document").values("object_id")
        missing = Document.objects.exclude(pk__in=known).values_list("pk", "title")
        ids = list(missing.iterator(chunk_size=STEP))
        for first in range(0, len(ids), STEP):
            with connection.cursor() as cursor:
                cursor.copy_expert(COPY_ENTRIES, io.StringIO(self.rows(ids[first : first + STEP])))
            bar("search_searchentry", min(first + STEP, len(ids)), len(ids))


COPY_ENTRIES = (
    "COPY search_searchentry (kind, object_id, title, body, numbers, number_keys, facet_terms,"
    " signed_on, published_at, valid_from, valid_until, url, is_live, changed_at, written_at,"
    " change_xid) FROM STDIN"
)
_UNIQUE = {
    "seal_id": "gen_random_uuid()",
    "submission_key": "gen_random_uuid()",
    "code_index": "md5(n::text || random()::text)",
    "identity_index": "md5(n::text || random()::text)",
}


class Cases:
    """Applications: some open for ever, so many that are closed, so many that are open."""

    def __init__(self, city: City) -> None:
        people = desk(city)
        self.handling = bring_to(submitted(city), Status.HANDLING, people=people)
        self.closed = bring_to(submitted(city), Status.WITHDRAWN, people=people)
        self.size = 0
        # Whose sealed columns a list shows are sealed each for themselves.
        rows = [copy_of(self.handling, number) for number in range(1001, 1100)]
        InformationRequest.objects.bulk_create(rows)

    def grow(self, size: int) -> None:
        """To so many closed ones."""
        self._add(self.closed, range(self.size + 1, size + 1), "C")
        self.size = size
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE requests_app_informationrequest")

    def open_far(self, size: int) -> None:
        """So many open ones of which nothing is due for a long time."""
        far = "DATE '2027-09-01'"
        days = dict.fromkeys(("reply_due_on", "draft_due_on", "review_due_on"), far)
        self._add(self.handling, range(1, size + 1), "F", **days)

    def due(self, size: int, on: dt.date) -> None:
        """So many open ones whose answer is due on a day."""
        self._add(self.handling, range(1, size + 1), "D", reply_due_on=f"DATE '{on}'")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE requests_app_informationrequest")

    def _add(self, like: Any, numbers: range, mark: str, **changed: str) -> None:
        if numbers:
            told = {**_UNIQUE, "number": f"'{mark}-' || t.number || '-' || n", **changed}
            copies(InformationRequest, like.pk, numbers, told)


def working_day() -> dt.date:
    """A day on which reminders are sent."""
    return load_calendar().add(SUBMITTED_AT.date(), 5)
