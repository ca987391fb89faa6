"""Does one find the document, however one asks? Over 250 rated questions of our own by class.

    python -m benchmarks.finding --shared ../shared [--json out.json] [--misses] [--only slip need]

Publishes the real laws and documents of a folder (corpus/laws.jsonl.gz, documents/) through the
search alone, in a database of its own, and asks every question of finding_questions.tsv: of the
portal, of tantivy's defaults (its query parser, OR, over pairs of characters), of `icontains` and
of PostgreSQL's own full-text search. Three figures by class: success@3, nDCG@10, empty pages.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import io
import json
import math
import os
import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.testing")

import django

django.setup()

import tantivy  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Q  # noqa: E402

from portal.organs.models import Organ  # noqa: E402
from portal.search import registry  # noqa: E402
from portal.search.follower import following  # noqa: E402
from portal.search.models import SearchEntry  # noqa: E402
from portal.search.queries import SearchQuery, search  # noqa: E402
from portal.search.services import publish_entry  # noqa: E402
from portal.search.tokens import index_stream  # noqa: E402

KIND = "finding"
QUESTIONS = Path(__file__).parent / "finding_questions.tsv"
DAY = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
SHOWN = 10
_CHINA = "中华人民共和国"
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,8}〔\d{4}〕\d+号")


@dataclass(frozen=True)
class Paper:
    """A document of the corpus."""

    title: str
    text: str
    numbers: tuple[str, ...] = ()
    issuer: str = ""
    signed_on: dt.date | None = None
    organs: tuple[str, ...] = ()

    def is_meant(self, target: str) -> bool:
        """Whether a target of the questions means it."""
        if target.startswith("No."):
            return target[3:] in self.numbers
        if target.startswith("^"):
            return self.title.removeprefix(_CHINA) == target[1:]
        return target in self.title


@dataclass(frozen=True)
class Question:
    """What is asked, and what should be found, each target with its grade."""

    kind: str
    text: str
    targets: tuple[tuple[str, int], ...]


def questions(path: Path = QUESTIONS) -> list[Question]:
    """The rated questions."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, text, targets = line.split("\t")
        named = [each.partition("=") for each in targets.split("；") if each]
        found.append(Question(kind, text, tuple((t, int(g or 3)) for t, _, g in named)))
    return found


def papers(shared: Path) -> list[Paper]:
    """The real texts."""
    found = []
    with gzip.open(shared / "corpus" / "laws.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            signed = dt.date.fromisoformat(row["date"]) if row["date"] else None
            organs = ("SH",) if "上海" in row["title"][:6] else ()
            found.append(Paper(row["title"], row["text"], signed_on=signed, organs=organs))
    documents = shared / "documents"
    for line in (documents / "state-council-20.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        numbers = tuple(filter(None, (row["doc_no"], row["index_no"])))
        found.append(Paper(row["title"], row["text"], numbers, row["issuer"], organs=("GWY",)))
    found += [_report(path.read_text(encoding="utf-8")) for path in sorted(documents.glob("*.txt"))]
    return found


def _report(text: str) -> Paper:
    """A document as its pages read: head, number, title."""
    lines = [line.strip(" #") for line in text.splitlines() if line.strip(" #")]
    number = next(match[0] for line in lines if (match := _NUMBER.search(line)))
    title = next(line for line in lines if "关于" in line)
    issuer = lines[0].removesuffix("文件")
    named = sorted(Organ.objects.values_list("name", "code"), key=lambda row: -len(row[0]))
    codes = [code for name, code in named if name in issuer][:1]
    organs = tuple(Organ.objects.codes_up_from(Organ.objects.get(code=codes[0]))) if codes else ()
    return Paper(title, text, (number,), issuer, organs=organs)


# -------------------------------------------------------------------- who is asked

Ask = Callable[[str], Sequence[int]]


def portal_asked(text: str) -> list[int]:
    """The portal's page from top to bottom: exact, near."""
    page = search(SearchQuery(text, kinds=(KIND,), per_page=SHOWN), viewer=AnonymousUser())
    return [hit.object_id for hit in page.shown]


def exact_asked(text: str) -> list[int]:
    """The portal without what comes near."""
    query = SearchQuery(text, kinds=(KIND,), per_page=SHOWN, near=False)
    return [hit.object_id for hit in search(query, viewer=AnonymousUser()).hits]


def tantivy_asked(texts: Sequence[Paper], folder: Path) -> Ask:
    """tantivy's own query parser over pairs of characters, as it is: OR, title and body alike."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("pk", stored=True)
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer(64_000_000, 1)
    for number, paper in enumerate(texts, 1):
        title, body = _pairs(paper.title), _pairs("\n".join((*paper.numbers, paper.text)))
        writer.add_document(tantivy.Document(pk=number, title=title, body=body))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(text: str) -> list[int]:
        words = [re.sub(r"[^\w]", "", word) for word in _pairs(text).split()]
        query = index.parse_query(" ".join(filter(None, words)) or "-", ["title", "body"])
        hits = searcher.search(query, SHOWN).hits
        return [int(searcher.doc(address).get_first("pk") or 0) for _, address in hits]

    return ask


def _pairs(text: str) -> str:
    return " ".join(term for term in index_stream(text).split()[1::2] if term != "|") or text


def contains_asked(text: str) -> list[int]:
    """`icontains` over title, body and numbers, the newest first."""
    found = SearchEntry.objects.filter(
        Q(title__icontains=text) | Q(body__icontains=text) | Q(numbers__icontains=text)
    )
    return list(found.order_by("-signed_on", "pk").values_list("object_id", flat=True)[:SHOWN])


def postgres_asked(text: str) -> list[int]:
    """PostgreSQL's full-text search with the configuration there is for Chinese: `simple`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE IF NOT EXISTS finding_vectors AS SELECT object_id,"
            " to_tsvector('simple', title || ' ' || body) AS words FROM search_searchentry"
        )
        cursor.execute(
            "SELECT object_id FROM finding_vectors, plainto_tsquery('simple', %s) AS asked"
            " WHERE words @@ asked ORDER BY ts_rank(words, asked) DESC LIMIT %s",
            [text, SHOWN],
        )
        return [row[0] for row in cursor.fetchall()]


# -------------------------------------------------------------------- figures


@dataclass(frozen=True)
class Mark:
    """How one question was answered."""

    question: Question
    success: bool
    ndcg: float
    is_empty: bool
    first: tuple[int, ...]
    milliseconds: float


def mark(question: Question, ask: Ask, texts: Sequence[Paper]) -> Mark:
    """Ask one question and grade the answer."""
    grades = {
        number: max(grade for target, grade in question.targets if paper.is_meant(target))
        for number, paper in enumerate(texts, 1)
        if any(paper.is_meant(target) for target, _ in question.targets)
    }
    if not grades:
        raise SystemExit(f"no document is meant by: {question.text}")
    began = time.perf_counter()
    answer = list(dict.fromkeys(ask(question.text)))
    spent = (time.perf_counter() - began) * 1000
    gains = [grades.get(number, 0) for number in answer[:SHOWN]]
    best = _discounted(sorted(grades.values(), reverse=True)[:SHOWN])
    success = any(grade >= 2 for grade in gains[:3])
    return Mark(question, success, _discounted(gains) / best, not answer, tuple(answer[:5]), spent)


def _discounted(gains: Sequence[int]) -> float:
    return sum((2**gain - 1) / math.log2(place + 2) for place, gain in enumerate(gains))


def table(marks: Sequence[Mark]) -> Iterator[tuple[str, int, float, float, int]]:
    """Class, questions, success@3, nDCG@10, empty pages; the last line over all."""
    by_kind: dict[str, list[Mark]] = defaultdict(list)
    for each in marks:
        by_kind[each.question.kind].append(each)
    for kind, own in [*by_kind.items(), ("all", list(marks))]:
        yield (
            kind,
            len(own),
            statistics.fmean(each.success for each in own),
            statistics.fmean(each.ndcg for each in own),
            sum(each.is_empty for each in own),
        )


def publish(texts: Sequence[Paper]) -> None:
    """Make the documents findable, as the library would."""
    for number, paper in enumerate(texts, 1):
        publish_entry(
            kind=KIND,
            object_id=number,
            title=paper.title,
            body=paper.text,
            numbers=paper.numbers,
            facets={"organ": paper.organs, "rank": ["plain"]},
            signed_on=paper.signed_on,
            published_at=DAY,
            url=f"/{number}/",
            at=DAY,
            texts={"issuer": paper.issuer},
        )


def measure(
    shared: Path,
    folder: Path,
    *,
    only: Sequence[str] = (),
    all_: bool = True,
) -> dict[str, list[Mark]]:
    """Marks by who was asked; the database and the index folder are empty and ours."""
    texts = papers(shared)
    registry.register(KIND, _everything)
    publish(texts)
    settings.SEARCH_INDEX_DIR = folder / "portal"
    with following(folder / "portal") as follower:
        follower.rebuild()
    asked = [each for each in questions() if not only or each.kind in only]
    who: dict[str, Ask] = {"portal": portal_asked}
    if all_:
        (folder / "tantivy").mkdir()
        who |= {
            "portal, exact only": exact_asked,
            "tantivy's defaults": tantivy_asked(texts, folder / "tantivy"),
            "icontains": contains_asked,
            "PostgreSQL": postgres_asked,
        }
    portal_asked("先问一次")
    return {name: [mark(each, ask, texts) for each in asked] for name, ask in who.items()}


def _everything(ids: object, _viewer: object) -> set[int]:
    return set(ids)  # type: ignore[call-overload]


def report(found: dict[str, list[Mark]]) -> None:
    """Print a table for each of those asked."""
    for name, marks in found.items():
        print(f"\n{name}\n{'class':<14}{'n':>4}{'success@3':>11}{'nDCG@10':>9}{'empty':>7}")
        for kind, count, success, ndcg, empty in table(marks):
            print(f"{kind:<14}{count:>4}{success:>11.2f}{ndcg:>9.2f}{empty:>7}")
        times = sorted(each.milliseconds for each in marks)
        print(
            f"ms: p50 {statistics.median(times):.1f}, p95 {times[int(len(times) * 0.95) - 1]:.1f}"
        )


def main() -> None:
    """Load, ask, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what was not found")
    parser.add_argument("--only", nargs="*", default=())
    parser.add_argument("--portal", action="store_true", help="ask only the portal")
    options = parser.parse_args()
    connection.settings_dict["TEST"]["NAME"] = f"portal_finding_{os.getpid()}"
    before = str(connection.settings_dict["NAME"])
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        load_directory()
        with tempfile.TemporaryDirectory() as name:
            found = measure(options.shared, Path(name), only=options.only, all_=not options.portal)
            report(found)
            if options.misses:
                show_misses(found["portal"], options.shared)
        if options.json:
            options.json.write_text(
                json.dumps({who: list(table(marks)) for who, marks in found.items()}), "utf-8"
            )
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def load_directory() -> None:
    """The organs of the directory that comes with the portal."""
    directory = settings.BASE_DIR / "portal/organs/data/shanghai.csv"
    call_command("load_organs", str(directory), verbosity=0, stdout=io.StringIO())


def show_misses(marks: Sequence[Mark], shared: Path) -> None:
    """What was asked and not found among the first three, and what came instead."""
    texts = papers(shared)
    for each in marks:
        if not each.success:
            print(f"\n{each.question.kind}\t{each.question.text}\t{each.question.targets[0][0]}")
            for number in each.first:
                print(f"    {texts[number - 1].title}")


if __name__ == "__main__":
    main()
