"""scan_text: every kind of finding, gravest first where two overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from portal.files.personal_data.circumstances import circumstances
from portal.files.personal_data.contacts import emails, landlines, mobiles, plates
from portal.files.personal_data.hits import Hit, line_around
from portal.files.personal_data.kinds import Finding, Kind, Severity
from portal.files.personal_data.labelled import bank_accounts, papers, security_numbers
from portal.files.personal_data.masks import mask
from portal.files.personal_data.names import name_lists, number_columns
from portal.files.personal_data.normal import Shown, digits_of, normalise, shown
from portal.files.personal_data.persons import names, people
from portal.files.personal_data.places import addresses, coordinates
from portal.files.personal_data.proofs import bank_cards, identity_numbers
from portal.files.personal_data.tables import column_hits, table_hits, tables
from portal.files.personal_data.thresholds import judge

_Span = tuple[int, int]
_LISTED_NAMES = 3
# Those who are named in office: whom the organ appoints, elects or puts in charge.
_PUBLIC_LISTS = re.compile(
    r"任免|任职|任命|干部|代表|委员|领导小组|工作专班|指挥部|班子|组成人员|成员名单|工作组|常务委员会|联络员|责任人|河长|负责人"
)
# Kinds that tell of the same people beside each other, each reported for itself.
_BESIDE = (
    Kind.HEALTH, Kind.MINOR, Kind.FAMILY,
    # As columns of a table.
    Kind.BANK_ACCOUNT, Kind.SOCIAL_SECURITY, Kind.PASSPORT, Kind.ADDRESS,
)  # fmt: skip


def scan_text(text: str, *, allowed_phones: frozenset[str] = frozenset()) -> list[Finding]:
    """Personal information in a text, in order of appearance; see conventions 6.3.

    What weighs how much, and what stops publication, stands in `thresholds`. ``allowed_phones``
    are the public numbers of offices in any spelling; a listed number is allowed with or without
    its area code. Linear in the length of the text.
    """
    seen = shown(text)
    numbers = _Page(seen)
    _find_numbers(numbers, _phone_keys(allowed_phones))
    lists, *others = _find_people(seen, numbers.spans(Kind.ID_CARD))
    findings = [finding for page in (numbers, lists, *others) for finding in page.findings]
    return sorted(findings, key=lambda finding: (finding.start, finding.end))


class _Page:
    """What was found in a text of kinds of which one place has one; the graver stays."""

    def __init__(self, seen: Shown) -> None:
        self.findings: list[Finding] = []
        self.seen = seen
        self._covered = bytearray(len(seen.text))
        self._by_kind: dict[Kind, list[_Span]] = {}

    def collect(self, hits: Iterable[Hit]) -> None:
        """Judge candidates and keep those that reach their threshold."""
        judged = [(hit, *judge(hit.kind, hit.signs)) for hit in hits]
        judged.sort(key=lambda row: row[1] is not Severity.BLOCK)
        for hit, severity, evidence, overridable in judged:
            if severity is not None and self._takes(hit):
                masked = hit.shown or mask(hit.kind, self.seen.text[hit.start : hit.end])
                place = self.seen.span(hit.start, hit.end)
                self.findings.append(
                    Finding(hit.kind, *place, masked, severity, evidence, overridable)
                )

    def spans(self, kind: Kind) -> list[_Span]:
        """Where a kind was found, in the text as it is seen."""
        return sorted(self._by_kind.get(kind, ()))

    def _takes(self, hit: Hit) -> bool:
        if self._covered.find(1, hit.start, hit.end) >= 0:
            return False
        self._covered[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
        self._by_kind.setdefault(hit.kind, []).append((hit.start, hit.end))
        return True


def _find_numbers(page: _Page, allowed: frozenset[str]) -> None:
    """What stands for itself: numbers, addresses; the kinds that prove themselves come first."""
    text = page.seen.text
    page.collect([*identity_numbers(text), *bank_cards(text)])
    for phones in (mobiles, landlines):
        page.collect(
            hit for hit in phones(text) if not _is_allowed(text[hit.start : hit.end], allowed)
        )
    for find in (papers, security_numbers, bank_accounts, emails, plates, coordinates, addresses):
        page.collect(find(text))


def _find_people(seen: Shown, identities: list[_Span]) -> list[_Page]:
    """Names and lists, and what is told of people, each family on a page of its own."""
    text = seen.text
    persons = sorted(people(text), key=lambda person: person.start)
    known = sorted(
        [
            ((person.start, person.end), True)
            for person in persons
            if judge(Kind.NAME, person.signs)[0]
        ]
        + [(span, False) for span in identities]
    )
    told = [
        *(hit for table in tables(text) for hit in (*table_hits(text, table), *column_hits(table))),
        *_lists(text, identities),
        *circumstances(text, known),
        *names(persons),
    ]
    pages = []
    for family in ((Kind.NAME_LIST, Kind.NAME), *((kind,) for kind in _BESIDE)):
        page = _Page(seen)
        hits = [hit for hit in told if hit.kind in family]
        # A list takes the place of the names in it.
        page.collect(sorted(hits, key=lambda hit: (family.index(hit.kind), hit.start - hit.end)))
        pages.append(page)
    return pages


def _lists(text: str, identities: list[_Span]) -> Iterator[Hit]:
    for start, end, listed in name_lists(text):
        masked = "、".join(mask(Kind.NAME_LIST, name) for name in listed[:_LISTED_NAMES])
        signs = ["list_heading"]
        if _PUBLIC_LISTS.search(line_around(text, start)):
            signs.append("public_list")
        more = f"名单：{masked} 等 {len(listed)} 人"
        yield Hit(Kind.NAME_LIST, start, end, tuple(signs), more)
    for start, end, count in number_columns(identities):
        yield Hit(Kind.NAME_LIST, start, end, ("id_column",), f"含 {count} 个身份证号的名单")


@lru_cache(maxsize=8)  # a few hundred numbers, the same for every text of a document
def _phone_keys(phones: frozenset[str]) -> frozenset[str]:
    return frozenset(_phone_key(phone) for phone in phones)


def _phone_key(value: str) -> str:
    digits = digits_of(normalise(re.split(r"转|ext", value)[0]))
    return digits.removeprefix("86") if len(digits) > 11 else digits


def _is_allowed(value: str, allowed: frozenset[str]) -> bool:
    key = _phone_key(re.sub(r"(?<=\d{7})-\d{1,5}$", "", value))
    return key in allowed or any(
        len(listed) >= 7 and len(key) >= 7 and (listed.endswith(key) or key.endswith(listed))
        for listed in allowed
    )
