"""The items of a draft: put in, changed, taken out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Max

from decisions.catalogues.choices import PlannedStep
from decisions.catalogues.models import Adjustment, Catalogue, CatalogueItem, ItemEdition
from decisions.catalogues.models.items import LONGEST_TITLE
from decisions.catalogues.months import BadMonths, Span, read_span
from decisions.catalogues.selectors import lines_now
from decisions.catalogues.services.catalogues import STEPS
from portal.acts.refusals import text_of
from portal.common.errors import ActRefused
from portal.organs.models import Organ

if TYPE_CHECKING:
    from portal.accounts.models import User

_MOST: Final = 500
_LONGEST_TEXT: Final = 5_000
_LONGEST_WORDS: Final = 500
# Every decision goes through these (《重大行政决策程序暂行条例》第二十五、三十条).
ALWAYS: Final = frozenset({PlannedStep.LEGALITY, PlannedStep.MEETING})


@dataclass(frozen=True)
class Content:
    """What an item says, as it was checked; `months` by the months it names."""

    title: str
    matter: str
    lead: Organ
    joint: Sequence[Organ]
    span: Span
    steps: Sequence[str]
    gist: str = ""
    basis: str = ""
    hearing: bool = False
    uninvited: str = ""

    def columns(self) -> dict[str, Any]:
        """The columns of its edition, but for the joint organs."""
        return {
            "title": self.title, "matter": self.matter, "lead": self.lead, "gist": self.gist,
            "basis": self.basis, "first_month": self.span.first, "last_month": self.span.last,
            "steps": list(self.steps), "hearing": self.hearing, "uninvited": self.uninvited,
        }  # fmt: skip


def titles_of(catalogue: Catalogue) -> dict[str, CatalogueItem]:
    """The names that items of a catalogue bear, or are to bear, and whose they are."""
    return {
        edition.title: line.item
        for line in lines_now(catalogue)
        for edition in (line.edition, line.waiting)
        if edition is not None
    }


def content_of(
    catalogue: Catalogue,
    item: CatalogueItem | None = None,
    *,
    taken: Mapping[str, CatalogueItem] | None = None,
    title: str,
    matter: str,
    lead: Organ,
    months: str,
    joint: Sequence[Organ] = (),
    gist: str = "",
    basis: str = "",
    steps: Sequence[str] = (),
    hearing: bool = False,
    uninvited: str = "",
) -> Content:
    """What was typed, checked. Whoever checks many says which names are `taken`. Raises ActRefused
    for months that are none, an organ of elsewhere, and a second item of the same name.
    """
    name = " ".join(text_of(title, "事项名称", longest=LONGEST_TITLE).split())
    bearer = (titles_of(catalogue) if taken is None else taken).get(name)
    if bearer is not None and (item is None or bearer.pk != item.pk):
        raise ActRefused(f"{bearer}已经是“{name}”，请核对。")
    try:
        span = read_span(months, catalogue.year)
    except BadMonths as error:
        raise ActRefused(str(error)) from error
    root = catalogue.organ.root_path
    for organ in (lead, *joint):
        if not organ.path.startswith(root):
            raise ActRefused(f"{organ.short_name}不在本市，请重新选择。")
    planned = {*steps, *ALWAYS} | ({PlannedStep.TAKING_PART} if hearing else set())
    if unknown := planned - set(PlannedStep.values):
        raise ActRefused(f"没有“{'、'.join(sorted(unknown))}”这种程序，请重新选择。")
    return Content(
        title=name,
        matter=matter,
        lead=lead,
        joint=[organ for organ in dict.fromkeys(joint) if organ.pk != lead.pk],
        span=span,
        steps=[step.value for step in PlannedStep if step in planned],
        gist=text_of(gist, "主要内容", longest=_LONGEST_TEXT, required=False),
        basis=text_of(basis, "法律依据", longest=_LONGEST_TEXT, required=False),
        hearing=hearing,
        uninvited=text_of(
            uninvited, "不邀请利害关系人的理由", longest=_LONGEST_WORDS, required=False
        ),
    )


def new_item(catalogue: Catalogue, former: CatalogueItem | None) -> CatalogueItem:
    """An item behind all others. Raises ActRefused for a `former` one that was not moved on."""
    if former is not None and (
        former.catalogue.maker_id != catalogue.maker_id or former.catalogue.year >= catalogue.year
    ):
        raise ActRefused("移来的事项应是本机关以前年度目录里的，请重新选择。")
    last = catalogue.items.aggregate(last=Max("position"))["last"] or 0
    if last >= _MOST:
        raise ActRefused(f"一份目录最多{_MOST}项，请核对。")
    return CatalogueItem.objects.create(catalogue=catalogue, position=last + 1, former=former)


def new_edition(
    item: CatalogueItem, content: Content, *, adjustment: Adjustment | None = None
) -> ItemEdition:
    """How the item is to read."""
    made = ItemEdition.objects.create(item=item, adjustment=adjustment, **content.columns())
    made.joint.set(content.joint)
    return made


def own_item(catalogue: Catalogue, item: CatalogueItem) -> CatalogueItem:
    """The item, if it is of the catalogue. Raises ActRefused."""
    if item.catalogue_id != catalogue.pk:
        raise ActRefused("目录里没有这一项，请重新选择。")
    return item


@transaction.atomic
def put(
    *,
    catalogue: Catalogue,
    former: CatalogueItem | None = None,
    by: User,
    at: dt.datetime,
    **given: Any,
) -> Catalogue:
    """One more item of a draft; `given` is what `content_of` takes."""
    held, act = STEPS.begin(catalogue, "put", by, at)
    content = content_of(held, **given)
    item = new_item(held, former)
    new_edition(item, content)
    return STEPS.finish(held, act, by=by, at=at, details={"item": item.pk})


@transaction.atomic
def edit(
    *, catalogue: Catalogue, item: CatalogueItem, by: User, at: dt.datetime, **given: Any
) -> Catalogue:
    """Change an item of a draft."""
    held, act = STEPS.begin(catalogue, "edit", by, at)
    content = content_of(held, own_item(held, item), **given)
    edition = item.editions.get(on=None, adjustment=None)
    for name, value in content.columns().items():
        setattr(edition, name, value)
    edition.save()
    edition.joint.set(content.joint)
    return STEPS.finish(held, act, by=by, at=at, details={"item": item.pk})


@transaction.atomic
def take_out(*, catalogue: Catalogue, item: CatalogueItem, by: User, at: dt.datetime) -> Catalogue:
    """Take an item out of a draft; nobody outside has seen it."""
    held, act = STEPS.begin(catalogue, "take_out", by, at)
    title = own_item(held, item).editions.get(on=None, adjustment=None).title
    key = item.pk
    item.delete()
    return STEPS.finish(held, act, by=by, at=at, details={"item": key, "title": title})
