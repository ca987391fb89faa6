"""Loading the demo city once. Every document goes through the real acts, one transaction each."""

from __future__ import annotations

import csv
import datetime as dt
import multiprocessing
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from disclosure.choices import DocumentType, Language, Openness, Reach, RelationKind
from disclosure.imports.elements import OrganName
from disclosure.imports.parser import parse_document
from disclosure.models import Document
from disclosure.services.columns import load_columns
from disclosure.services.documents import address_to, file_document
from disclosure.services.groups import save_group
from disclosure.services.imports import elements_of, known_organs
from disclosure.services.relations import relate
from disclosure.services.upkeep import complete_entries
from disclosure.services.validity import recompute_due
from disclosure.workflow import Status
from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.organs.docnumbers import parse
from portal.organs.models import Organ, SiteProfile
from portal.site.demo.asked import load_asked
from portal.site.demo.attachments import attach_files
from portal.site.demo.builders import Cast, bring_to, holder
from portal.site.demo.cases import load_cases
from portal.site.demo.catalogues import load_catalogues
from portal.site.demo.concerns import load_concerns
from portal.site.demo.consultations import load_consultations
from portal.site.demo.decisions import load_decisions
from portal.site.demo.events import load_events
from portal.site.demo.explained import load_explained
from portal.site.demo.hearings import load_hearings
from portal.site.demo.inquiries import load_inquiries
from portal.site.demo.messages import load_messages
from portal.site.demo.platform import load_platform
from portal.site.demo.pushes import load_pushes
from portal.site.demo.rectifications import load_records
from portal.site.demo.seats import load_seats
from portal.site.demo.solicitations import load_solicitations
from portal.site.demo.surveys import load_surveys
from portal.site.demo.texts import DemoText, demo_texts
from portal.taxonomy.models import Audience, DisclosureCategory, PolicyTag, Theme
from portal.taxonomy.models.labels import AudienceKind

HERE = Path(__file__).parent
CITY = "HL"
OFFICE = "HL-BGS"
DEMO_PASSWORD = "Hailan-demo-2026"  # noqa: S105 - printed at every start of the demo
REVIEW_ROLES = (Role.CLERK, Role.OPENNESS_REVIEWER, Role.SECRECY_REVIEWER, Role.SIGNER)
MESSAGE_ROLES = (Role.MESSAGE_DESK, Role.MESSAGE_RESPONDER, Role.ANSWER_REVIEWER)
DECISION_ROLES = (Role.DECISION_HANDLER, Role.DECISION_REVIEWER, Role.PARTICIPATION)

# Who walks the real documents of Shanghai and of the State Council through the review.
VISITORS = {
    "hu.luru": ("沪录入（演示）", Role.CLERK),
    "hu.gongkai": ("沪公开审查（演示）", Role.OPENNESS_REVIEWER),
    "hu.baomi": ("沪保密审查（演示）", Role.SECRECY_REVIEWER),
    "hu.qianfa": ("沪签发（演示）", Role.SIGNER),
}


@dataclass(frozen=True)
class Known:
    """The rows that document headers refer to, read once."""

    organs: Mapping[str, Organ]
    names: Sequence[OrganName]
    themes: Mapping[str, Theme]
    categories: Mapping[int, DisclosureCategory]
    texts: Mapping[str, DemoText]  # by the name of the file

    def title_of(self, text: DemoText) -> str:
        """What a text is called."""
        if title := text.header.get("title"):
            return title
        return parse_document(text.text, file=text.name, organs=self.names).title


@transaction.atomic
def load_people(*, at: dt.datetime) -> None:
    """The demo's staff, with stand-ins from the city office where an organ has nobody."""
    password = make_password(DEMO_PASSWORD)
    organs = {organ.code: organ for organ in Organ.objects.all()}
    with (HERE / "people.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        user = _person(row["username"], row["name"], password, at)
        _give(user, [organs[row["organ"]]], [Role(role) for role in row["roles"].split(";")])
    for username, (name, role) in VISITORS.items():
        user = _person(username, name, password, at)
        _give(user, [o for code, o in organs.items() if not code.startswith(CITY)], [role])
    city = Organ.objects.get(code=CITY)
    for role in (*REVIEW_ROLES, *MESSAGE_ROLES, *DECISION_ROLES):
        stand_in = holder(organs[OFFICE], role)
        served = Membership.objects.filter(role=role).values("organ_id")
        _give(stand_in, Organ.objects.within(city).exclude(pk__in=served), [role])


def _person(username: str, name: str, password: str, at: dt.datetime) -> User:
    user, _ = User.objects.get_or_create(
        username=username,
        defaults={"full_name": name, "password": password, "password_changed_at": at},
    )
    return user


def _give(user: User, organs: Iterable[Organ], roles: Iterable[Role]) -> None:
    Membership.objects.bulk_create(
        [Membership(user=user, organ=organ, role=role) for organ in organs for role in roles],
        ignore_conflicts=True,
    )


def cast_of(organ: Organ) -> Cast:
    """The people who review an organ's documents."""
    return Cast({role: holder(organ, role) for role in REVIEW_ROLES})


@transaction.atomic
def load_site_profile() -> None:
    """What masthead and footer say of the demo site; nothing official is imitated."""
    SiteProfile.objects.get_or_create(
        is_current=True,
        defaults={
            "organ": Organ.objects.get(code=CITY),
            "name": "海岚市政务公开",
            "tagline": "市、区、街镇三级公开",
            "domain": "hailan.example",
            "id_code": "0000000000",
            "operator": "海岚市人民政府办公室（演示）",
            "address": "海岚市文汇路1号（演示）",
            "phone": "0000-81000101",
            "postcode": "000100",
            "icp_number": "海ICP备00000000号（演示）",
            "police_number": "00000000000000",
            "is_demo": True,
        },
    )


def load_documents(*, now: dt.datetime) -> int:
    """File, review and publish what is not there yet; returns how many were added."""
    organs = {organ.code: organ for organ in Organ.objects.all()}
    names = known_organs()
    themes = {theme.path: theme for theme in Theme.objects.all()}
    categories = {row.item: row for row in DisclosureCategory.objects.filter(article=20)}
    texts = {text.name: text for text in demo_texts()}
    known = Known(organs, names, themes, categories, texts)
    added = sum(_load_document(text, known, now=now) for text in texts.values())
    for text in texts.values():
        _load_relations(text, known, at=now)
    return added


@transaction.atomic
def _load_document(text: DemoText, known: Known, *, now: dt.datetime) -> bool:
    elements = _read(text, known)
    organ = known.organs[text.header["organ"]]
    if Document.objects.filter(organ=organ, title=elements["title"]).exists():
        return False
    elements |= {
        "kind": text.header["kind"],
        "language": text.header.get("language") or Language.CHINESE,
        "theme": known.themes[text.header["theme"]],
        "category": known.categories[int(text.header["category"])],
        "abstract": text.header["abstract"],
        "openness": text.header.get("openness") or Openness.OPEN,
        "openness_ground": text.header.get("ground", ""),
        "openness_basis": text.header.get("basis", ""),
        "reach": Reach.ADDRESSED if text.header.get("addressed") else Reach.EVERYONE,
        "reach_reason": text.header.get("addressed_why", ""),
        "is_normative": text.header["normative"] == "yes",
        "is_rule": (elements["doc_number"] or "").startswith("海府令")
        or bool(text.header.get("rule_note")),
        "effective_on": text.day("effective"),
        "expires_on": text.day("expires"),
    }
    if note := text.header.get("rule_note"):
        elements["rule_note"] = note
    elif elements["is_rule"]:
        elements["doc_type"] = DocumentType.ORDER
        elements["rule_note"] = _rule_note(elements)
    if signed := text.day("signed"):
        elements["signed_on"] = signed
    issuers = [known.organs[code].name for code in text.words("issuers")] or [organ.name]
    published_at = text.instant("published") or now
    cast = cast_of(organ)
    document = file_document(
        organ=organ,
        by=cast[Role.CLERK],
        at=published_at - dt.timedelta(minutes=30),
        elements=elements,
        issuers=issuers,
        labels=_labels(text),
    )
    attach_files(document, text.words("attached"), by=cast[Role.CLERK], at=document.created_at)
    _address(document, text, known, by=cast[Role.CLERK], at=published_at)
    _relate_to_others(document, text, known, by=cast[Role.CLERK], at=published_at)
    # What a text ends is registered before it can be submitted.
    for other in known.texts.values():
        _load_relations(other, known, source=document, at=published_at)
    state = text.header["state"]
    if state != Status.DRAFT:
        bring_to(document, state, cast=cast, at=published_at, reason=text.header["reason"])
    return True


def _read(text: DemoText, known: Known) -> dict[str, Any]:
    """The elements of a text: read from it as an official document, or from its first line on."""
    if title := text.header.get("title"):
        _, _, body = text.text.partition("\n")
        return {"title": title, "body": body, "doc_number": "", "doc_type": ""}
    return dict(elements_of(parse_document(text.text, file=text.name, organs=known.names)))


def _address(
    document: Document, text: DemoText, known: Known, *, by: User, at: dt.datetime
) -> None:
    """To which organs, and to which group of organs (name|codes), a text is published."""
    organs = [known.organs[code] for code in text.words("addressed")]
    if not organs:
        return
    name, _, codes = text.header["group"].partition("|")
    members = [known.organs[code] for code in codes.split(";")]
    group = save_group(owner=document.organ, name=name, organs=members, people=[], by=by, at=at)
    address_to(document=document, organs=organs, groups=[group], by=by, at=at)


def _relate_to_others(
    document: Document, text: DemoText, known: Known, *, by: User, at: dt.datetime
) -> None:
    """Relations a text itself names: kind, file and, for a change, its day."""
    for relation in text.words("relations"):
        kind, file, *day = relation.split()
        other = known.texts[file]
        target = Document.objects.get(
            organ__code=other.header["organ"], title=known.title_of(other)
        )
        relate(
            source=document,
            target=target,
            kind=kind,
            effective_on=dt.date.fromisoformat(day[0]) if day else None,
            by=by,
            at=at,
        )


def _rule_note(elements: Mapping[str, Any]) -> str:
    day = elements["signed_on"]
    return f"（{day.year}年{day.month}月{day.day}日{elements['doc_number']}公布）"


def _labels(text: DemoText) -> dict[str, Any]:
    tags = [PolicyTag.objects.get_or_create(name=word)[0] for word in text.words("tags")]
    audiences = [
        Audience.objects.get_or_create(name=word, defaults={"kind": AudienceKind.PEOPLE})[0]
        for word in text.words("audiences")
    ]
    return {"tags": tags, "audiences": audiences}


def _load_relations(
    text: DemoText, known: Known, *, at: dt.datetime, source: Document | None = None
) -> None:
    """By what a text was ended or changed, as far as it is there; with `source` by that alone."""
    for field, kind in (("repealed", RelationKind.REPEALS), ("amended", RelationKind.AMENDS)):
        number = parse(text.header.get(f"{field}_by", ""))
        if number is None or (source is not None and source.doc_number_key != number.key):
            continue
        organ = known.organs[text.header["organ"]]
        targets = Document.objects.filter(organ=organ, title=known.title_of(text))
        if source is not None and not targets.exists():
            continue  # it is filed later, and nothing asks for it yet
        target = targets.get()
        cause = source or Document.objects.get(doc_number_key=number.key)
        if target.relations_in.filter(source=cause, kind=kind).exists():
            continue
        relate(
            source=cause,
            target=target,
            kind=kind,
            by=cast_of(cause.organ)[Role.CLERK if source else Role.SIGNER],
            at=at,
            effective_on=text.day(f"{field}_on"),
        )


def logins() -> list[tuple[str, str, str]]:
    """(username, person, what they do) for the terminal."""
    rows = []
    people = User.objects.filter(memberships__isnull=False).distinct().order_by("pk")
    for user in people:
        roles: dict[str, list[str]] = {}
        held = user.memberships.select_related("organ").order_by("organ__path", "role")
        for membership in held:
            roles.setdefault(membership.organ.short_name, []).append(membership.get_role_display())
        (organ, words), *others = roles.items()
        more = f" 等{len(others) + 1}个机关" if others else ""
        rows.append((user.username, user.get_full_name(), f"{organ}{more}：{'、'.join(words)}"))
    return rows


def load_library(*, now: dt.datetime) -> int:
    """People and documents, to which everything else refers; how many documents were added."""
    load_people(at=now)
    load_site_profile()
    added = load_documents(now=now)
    recompute_due(at=now)
    complete_entries(at=now)
    load_columns(organ=Organ.objects.get(code=OFFICE), at=now)
    return added


def load_explanations(*, now: dt.datetime) -> None:
    """What explains and spreads the documents."""
    load_explained(now=now)
    load_pushes(now=now)
    load_asked(now=now)


def load_participation(*, now: dt.datetime) -> None:
    """What people asked and took part in; no explanation asks for any of it, or is asked for."""
    load_cases(now=now)
    load_records(now=now)
    load_messages(now=now)
    load_inquiries(now=now)
    load_platform(now=now)
    load_concerns(now=now)
    load_catalogues(now=now)
    load_decisions(now=now)
    load_consultations(now=now)
    load_events(now=now)
    load_seats(now=now)
    load_hearings(now=now)
    load_surveys(now=now)
    load_solicitations(now=now)


def load_demo() -> int:
    """All of the demo city that is not there yet; safe to call again after a broken start.

    By two processes, which takes a third less: the caller holds no transaction open.
    """
    now = timezone.now()
    # Begun anew: what a fork inherits, connections and threads among it, is not for two.
    beginning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, beginning, initializer=django.setup) as other:
        other.submit(_ready)  # while the documents are loaded
        added = load_library(now=now)
        participation = other.submit(load_participation, now=now)
        load_explanations(now=now)
        participation.result()
    return added


def _ready() -> None:
    """Asks of a process no more than that it has begun."""
