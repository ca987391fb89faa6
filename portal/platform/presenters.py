"""The page of a guide, and the rows of the catalogue of 制度."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from disclosure.presenters.words import State, issuers_of, state_of
from portal.organs.models import Organ
from portal.platform.choices import RuleLevel
from portal.platform.models import GuideVersion, RuleEntry
from portal.platform.models.guide import CONTACTS
from portal.platform.standing import STANDING
from portal.statute import REGULATION, SECRETS_LAW, SECRETS_RULES

_LAWS = (REGULATION, SECRETS_LAW, SECRETS_RULES)

_LABELS = {
    "address": "办公地址", "postcode": "邮政编码", "office_hours": "办公时间", "phone": "联系电话",
    "fax": "传真号码", "email": "电子邮箱", "website": "网址",
}  # fmt: skip
_HEADINGS = {
    "classification": "信息分类", "arrangement": "编排体系", "obtaining": "获取方式",
    "applying": "申请公开", "further": "其他说明",
}  # fmt: skip


@dataclass(frozen=True)
class Contact:
    """One line of how the organ is reached; `link` is where it leads, if anywhere."""

    label: str
    value: str
    link: str = ""


@dataclass(frozen=True)
class GuidePage:
    """A guide as it is read: its parts in order, then how to reach the office."""

    parts: Sequence[tuple[str, str, Sequence[str]]]
    office_name: str
    contacts: Sequence[Contact]


def page_of(guide: GuideVersion | None, organ: Organ) -> GuidePage:
    """A guide with the contacts of an organ as the directory has them now; without a guide what the
    portal says of itself.
    """
    today = {name: getattr(organ, name) for name in CONTACTS}
    return _page(guide, today, own=guide is not None and guide.organ_id == organ.pk)


def kept_page(guide: GuideVersion) -> GuidePage:
    """A version as it was released, with the contacts of that day."""
    return _page(guide, guide.contacts, own=True)


def _page(guide: GuideVersion | None, contacts: Mapping[str, Any], *, own: bool) -> GuidePage:
    said = {name: getattr(guide, name) if guide else text for name, text in STANDING.items()}
    parts = [
        (name, heading, lines)
        for name, heading in _HEADINGS.items()
        if (lines := [line.strip() for line in said[name].splitlines() if line.strip()])
    ]
    # The name of another organ's office is not this one's.
    office = said["office_name"] if own else STANDING["office_name"]
    return GuidePage(
        parts, office, _contacts(contacts, no_fax=own and bool(guide and guide.has_no_fax))
    )


def _contacts(given: Mapping[str, Any], *, no_fax: bool) -> list[Contact]:
    links = {"phone": "tel:", "email": "mailto:", "website": ""}
    found = []
    for name, label in _LABELS.items():
        value = str(given.get(name, ""))
        if name == "fax" and not value and no_fax:
            value = "不设传真"
        if value:
            link = f"{links[name]}{value}" if name in links else ""
            found.append(Contact(label, value, link))
    return found


@dataclass(frozen=True)
class RuleRow:
    """One row of the catalogue of 制度; a `url` outside is `outside`, none is no link at all."""

    title: str
    number: str
    issuer: str
    url: str = ""
    is_outside: bool = False
    state: State | None = None


def rule_levels(
    entries: Iterable[RuleEntry], *, overruled: Collection[str]
) -> list[tuple[str, list[RuleRow]]]:
    """The rows by level, the higher first, levels without any left out.

    The laws on which this portal cites every act stand there of themselves, but for those whose
    titles somebody listed: `overruled` are the titles of all entries, in use or not.
    """
    levels: dict[str, list[RuleRow]] = {level: [] for level in RuleLevel}
    for entry in entries:
        levels[entry.level].append(_rule(entry))
    levels[RuleLevel.STATE] += [
        RuleRow(law.title, law.number, "") for law in _LAWS if law.title not in overruled
    ]
    return [(RuleLevel(level).label, rows) for level, rows in levels.items() if rows]


def _rule(entry: RuleEntry) -> RuleRow:
    document = entry.document
    if document is None:
        outside = bool(entry.url)
        return RuleRow(entry.title, entry.number, entry.issuer, entry.url, outside)
    return RuleRow(
        document.title,
        document.doc_number,
        issuers_of(document, most=2),
        document.get_absolute_url(),
        state=state_of(document),
    )
