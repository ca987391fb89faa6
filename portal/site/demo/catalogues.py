"""Invented catalogues of decisions, published, adjusted and told of by the real acts."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from decisions.catalogues.models import Catalogue, CatalogueItem, CatalogueTerm
from decisions.catalogues.selectors import edition_of
from decisions.catalogues.services import adjustments, catalogues, completion, items, terms
from portal.accounts.choices import Role
from portal.accounts.models import Membership, User
from portal.organs.models import Organ

_CITY: Final = "HL"
_PLAIN: Final = ("title", "matter", "months", "steps", "gist", "basis", "hearing", "uninvited")
_WHY: Final = ("reason", "asked_by", "approved_by")
Demo = Mapping[str, Any]


def load_catalogues(*, now: dt.datetime) -> int:
    """What is not there yet; returns how many catalogues were added."""
    told = listed()
    _load_terms(told["term"], now=now)
    return sum(_load(demo, now=now) for demo in told["catalogue"])


def listed() -> Mapping[str, list[Demo]]:
    """What is decided in the demo city, and by when it is to be published."""
    path = Path(__file__).with_suffix(".toml")
    rows: Mapping[str, list[Demo]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return rows


@transaction.atomic
def _load_terms(rows: list[Demo], *, now: dt.datetime) -> None:
    by, this = _holder(Organ.objects.get(code=_CITY), Role.SUPERVISOR), timezone.localdate(now).year
    for demo in rows:
        organ = Organ.objects.get(code=demo["organ"])
        for year in (this - 1, this):
            if not CatalogueTerm.objects.filter(organ=organ, year=year).exists():
                terms.set_term(
                    organ=organ, year=year, due_on=_day(year, demo["day"]), basis=demo["basis"],
                    by=by, at=now,
                )  # fmt: skip


@transaction.atomic
def _load(demo: Demo, *, now: dt.datetime) -> bool:
    organ, year = Organ.objects.get(code=demo["organ"]), timezone.localdate(now).year + demo["year"]
    if Catalogue.objects.filter(organ=organ, year=year).exists():
        return False
    published_at = _at(year, demo["published"])
    if published_at > now:
        return False
    handler = _holder(organ, Role.DECISION_HANDLER)
    reviewer = _holder(organ, Role.DECISION_REVIEWER)
    row = catalogues.begin(organ=organ, year=year, by=handler, at=published_at)
    for item in demo["items"]:
        items.put(
            catalogue=row, **_content(item), former=_former(row, item), by=handler, at=published_at
        )
    catalogues.write(
        catalogue=row, note=demo["note"], collected_by=demo["collected_by"],
        approved_by=demo["approved_by"], by=handler, at=published_at,
        approved_on=_day(year, demo["approved"]) if "approved" in demo else None,
        party_on=_day(year, demo["party"]) if "party" in demo else None,
    )  # fmt: skip
    catalogues.STEPS.perform(row, "submit", by=handler, at=published_at)
    catalogues.release(catalogue=row, by=reviewer, at=published_at)
    for change in demo["adjust"]:
        if (at := _at(year, change["on"])) <= now:
            _adjust(row, change, handler, at)
            adjustments.adjust(catalogue=row, by=reviewer, at=at)
    if "told" in demo and (at := _at(year, demo["told_on"])) <= now:
        _tell(row, demo, handler, reviewer, at)
    return True


def _adjust(row: Catalogue, demo: Demo, by: User, at: dt.datetime) -> None:
    why = {name: demo[name] for name in _WHY}
    if demo["change"] == "add":
        adjustments.add(catalogue=row, **_content(demo), **why, by=by, at=at)
        return
    item = row.items.get(number=demo["item"])
    if demo["change"] == "move":
        year = row.year + demo["moved_to"]
        adjustments.move(catalogue=row, item=item, moved_to=year, **why, by=by, at=at)
    elif demo["change"] == "remove":
        adjustments.remove(catalogue=row, item=item, **why, by=by, at=at)
    else:
        told = {**_as_it_is(item), **{name: demo[name] for name in _PLAIN if name in demo}}
        adjustments.change(catalogue=row, item=item, **told, **why, by=by, at=at)


def _tell(row: Catalogue, demo: Demo, handler: User, reviewer: User, at: dt.datetime) -> None:
    for number, told in enumerate(demo["told"], start=1):
        moved = {"moved_to": row.year + 1 + told["moved_to"]} if "moved_to" in told else {}
        completion.complete(
            catalogue=row, item=row.items.get(number=number), outcome=told["outcome"],
            words=told["words"], **moved, by=handler, at=at,
        )  # fmt: skip
    completion.account(catalogue=row, closing_note=demo["closing_note"], by=handler, at=at)
    completion.close(catalogue=row, by=reviewer, at=at)


def _content(demo: Demo) -> dict[str, Any]:
    codes = {organ.code: organ for organ in Organ.objects.filter(path__startswith=_root())}
    return {
        **{name: demo[name] for name in _PLAIN if name in demo},
        "lead": codes[demo["lead"]],
        "joint": [codes[code] for code in demo.get("joint", ())],
    }


def _as_it_is(item: CatalogueItem) -> dict[str, Any]:
    edition = edition_of(item)
    if edition is None:
        raise LookupError(f"{item} of the demo is not public")
    plain = {name: getattr(edition, name) for name in _PLAIN if name != "months"}
    joint = list(edition.joint.all())
    return {**plain, "lead": edition.lead, "joint": joint, "months": str(edition.span)}


def _former(row: Catalogue, demo: Demo) -> CatalogueItem | None:
    """The item of the year before that was moved here."""
    if "former" not in demo:
        return None
    rows = CatalogueItem.objects.filter(catalogue__maker=row.maker_id, number=demo["former"])
    found: CatalogueItem | None = rows.filter(catalogue__year=row.year - 1).first()
    return found


def _root() -> str:
    return str(Organ.objects.get(code=_CITY).path)


def _day(year: int, words: str) -> dt.date:
    return dt.date.fromisoformat(f"{year}-{words}")


def _at(year: int, words: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(_day(year, words), dt.time(10)))


def _holder(organ: Organ, role: Role) -> User:
    found = Membership.objects.holders(organ, role).order_by("pk").first()
    if found is None:
        raise LookupError(f"nobody in the demo is {role}")
    return found.user
