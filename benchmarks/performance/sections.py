"""What is measured at one size, each beside what it is measured by."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import random
import time
from collections.abc import Callable

import tantivy
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from benchmarks.performance.figures import Figure, Run, Sample
from benchmarks.performance.server import ask
from benchmarks.performance.world import COPY_ENTRIES, WORDS, Cases, Library
from disclosure import selectors
from portal.accounts.choices import Role
from portal.search.index_reader import current_index
from portal.search.index_schema import BODY, FACET
from portal.search.models import SearchEntry
from portal.search.queries import SearchQuery, search
from portal.search.services import publish_entry
from portal.search.tokens import phrase_terms, runs
from requests_app.services.reminders import remind_of_answers
from tests.builders import FILED_AT, City
from tests.requests_app.cases import SUBMITTED_AT

BACKEND = "django.contrib.auth.backends.ModelBackend"
_CHANCE = random.Random(7)


def _sql(text: str, *params: object) -> Callable[[], object]:
    def act() -> object:
        with connection.cursor() as cursor:
            cursor.execute(text, params)
            return cursor.fetchall()

    return act


def pages(run: Run, library: Library, port: int, times: int) -> None:
    """Home, list and document behind gunicorn: made anew, from a copy, and as 304."""
    paths = {
        "首页": "/", "公文库": "/library/", "公文": library.first.get_absolute_url(),
    }  # fmt: skip
    anew = itertools.count(time.time_ns())

    def hello() -> object:
        return ask(port, "/hello/")

    for name, path in paths.items():
        status, tag, _ = ask(port, path)
        assert status == 200, path
        run.measure(
            "网页", f"{name}，重新生成", "hello world", library.size,
            lambda path=path: ask(port, f"{path}?n={next(anew)}"), hello, times=times,
        )  # fmt: skip
        if not tag:
            run.note(f"{name}（{library.size:,}）：索引没有跟上，没有留副本，没有测。")
            continue
        run.measure(
            "网页", f"{name}，副本", "hello world", library.size,
            lambda path=path: ask(port, path), hello, times=times * 4, target=1 / 0.7,
        )  # fmt: skip
        held = {"If-None-Match": tag}
        if ask(port, path, held)[0] != 304:
            run.note(f"{name}（{library.size:,}）：没有答 304。")
            continue
        run.measure(
            "网页", f"{name}，304", "hello world", library.size,
            lambda path=path, held=held: ask(port, path, held), hello,
            times=times * 4, target=1 / 0.8,
        )  # fmt: skip


def finding(run: Run, library: Library, times: int) -> None:
    """The engine's part beside tantivy itself, and the database's two ways beside it."""
    index = current_index(settings.SEARCH_INDEX_DIR)
    nobody, schema = AnonymousUser(), index.schema
    facets = {"theme": ("主题3",), "year": ("2020",)}

    def raw(word: str, chosen: dict[str, tuple[str, ...]]) -> Callable[[], object]:
        parts = [
            (tantivy.Occur.Must, tantivy.Query.term_query(schema, FACET, f"{name}={values[0]}"))
            for name, values in chosen.items()
        ]
        if word:
            term = _terms(word)[0]
            parts.append((tantivy.Occur.Must, tantivy.Query.term_query(schema, BODY, term)))
        asked = tantivy.Query.boolean_query(parts) if parts else tantivy.Query.all_query()
        counts = {"terms": {"terms": {"field": FACET, "size": 10_000}}}

        def act() -> object:
            return index.searcher.search(asked, limit=20), index.searcher.aggregate(asked, counts)

        return act

    def own(word: str, chosen: dict[str, tuple[str, ...]]) -> Callable[[], object]:
        return lambda: search(SearchQuery(word, chosen), viewer=nobody)

    for name, chosen in (("", {}), ("，两个条件", facets)):
        run.measure(
            "检索", f"不输入{name}", "tantivy，同样计分面", library.size, own("", chosen),
            raw("", chosen), times=times,
        )  # fmt: skip
        run.measure(
            "检索", f"常用词{name}", "tantivy，同样计分面", library.size,
            lambda chosen=chosen: own(_CHANCE.choice(WORDS), chosen)(),
            lambda chosen=chosen: raw(_CHANCE.choice(WORDS), chosen)(), times=times,
        )  # fmt: skip
    few = max(3, times // 10)
    like = SearchEntry.objects.filter(body__icontains=WORDS[4])
    run.measure(
        "检索", "常用词", "icontains 计数", library.size, own(WORDS[4], {}), like.count, times=few
    )
    vector = (
        "SELECT count(*) FROM search_searchentry"
        " WHERE to_tsvector('simple', body) @@ plainto_tsquery('simple', %s)"
    )
    run.measure(
        "检索", "常用词", "PostgreSQL 全文（simple，无索引）", library.size, own(WORDS[4], {}),
        _sql(vector, WORDS[4]), times=few,
    )  # fmt: skip


def counted(run: Run, library: Library, times: int) -> None:
    """What the home page counts, beside the same by hand."""
    by_hand = (
        "SELECT COALESCE(p.name, t.name), count(*) FROM disclosure_document d"
        " JOIN taxonomy_theme t ON t.id = d.theme_id LEFT JOIN taxonomy_theme p"
        " ON p.id = t.parent_id WHERE d.status = 'published' AND d.reach = 'everyone' GROUP BY 1"
    )
    run.measure(
        "计数", "各主题的公文数", "手写 SQL", library.size, selectors.themes_in_use,
        _sql(by_hand), times=times, target=2.0,
    )  # fmt: skip


def entering(run: Run, library: Library, times: int) -> None:
    """An entry published through the service beside COPY of as many rows."""
    number, many = itertools.count(10_000_000), 100

    def own() -> None:
        with transaction.atomic():
            for _ in range(many):
                pk = next(number)
                publish_entry(
                    kind="document", object_id=pk, title=f"第{pk}件", body="正文" * 100,
                    numbers=[f"试府办〔2026〕{pk}号"], facets={"organ": ["SJ"]},
                    signed_on=FILED_AT.date(), published_at=FILED_AT, url="/", at=FILED_AT,
                )  # fmt: skip
            transaction.set_rollback(True)

    def copied() -> None:
        lines = library.rows([(next(number), "第件") for _ in range(many)])
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.copy_expert(COPY_ENTRIES, io.StringIO(lines))
            transaction.set_rollback(True)

    run.measure("写入", f"{many} 条检索条目", "COPY", library.size, own, copied, times=times)


def desks(run: Run, city: City, cases: Cases, times: int) -> None:
    """The officer's lists with a hundred open cases, beside the first rows of the table."""
    officer = Client()
    officer.force_login(city.people[Role.REQUEST_HANDLER], backend=BACKEND)
    base = "/admin/requests_app/informationrequest/"
    first = _sql(
        "SELECT * FROM requests_app_informationrequest WHERE organ_id = %s"
        " ORDER BY reply_due_on, id LIMIT 50",
        cases.handling.organ_id,
    )
    for name, path in (
        ("待我办理", base),
        ("全部", f"{base}?queue=all"),
        ("今天的工作", "/admin/"),
    ):
        assert officer.get(path).status_code == 200
        run.measure(
            "案件", name, "手写 SQL 的前 50 行", cases.size,
            lambda path=path: officer.get(path), first, times=times,
        )  # fmt: skip


def sweep(run: Run, cases: Cases, today: dt.date, due: int, far: int) -> None:
    """Reminders where few of many are due: the first run, and one that has nothing to add."""
    at = timezone.make_aware(dt.datetime.combine(today, SUBMITTED_AT.time()))
    began = time.perf_counter()
    told = remind_of_answers(at=at)
    took = (time.perf_counter() - began) * 1000
    rows = _sql(
        "SELECT id, number, reply_due_on FROM requests_app_informationrequest"
        " WHERE status = 'handling' AND reply_due_on <= %s",
        today,
    )
    again = run.measure(
        "巡查", f"再运行一次，{due:,} 件到期", "手写 SQL 取出到期的", cases.size + far + due,
        lambda: remind_of_answers(at=at), rows, times=3,
    )  # fmt: skip
    run.figures.append(
        Figure(
            "巡查",
            f"第一次，{due:,} 件到期",
            "手写 SQL 取出到期的",
            again.size,
            Sample((took,)),
            again.base,
        )
    )
    assert told >= due
    run.note(
        f"巡查第一次 {took / 1000:.1f} 秒，告知 {told:,} 人次"
        f"（{again.size:,} 件，其中 {due:,} 件到期）。"
    )


def _terms(word: str) -> list[str]:
    return [str(term[1]) for term in phrase_terms(runs(word))]
