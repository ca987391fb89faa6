"""The acts on one version of a collection: what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from policies.collections.choices import Kind
from policies.collections.completeness import FIELDS, NO_CATCH_ALL, PackFacts, missing, open_ends
from policies.collections.models import (
    CollectionAct,
    CollectionVersion,
    PackCondition,
    PolicyCollection,
)
from policies.collections.permissions import RULES, may_keep
from policies.collections.services.entries import NEWS_CODE, refresh_entry, withdraw_entry_of
from policies.collections.workflow import POINTS, WORKFLOW, Status
from portal.acts.refusals import needed
from portal.acts.steps import Steps
from portal.common.errors import ActRefused, NotPermitted
from portal.common.typed import said
from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.links.selectors import refusal_of
from portal.notifications.services.announcements import take_back_news

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ
    from portal.taxonomy.models import Audience, PolicyTag
    from portal.workflow import Act

WORDS: Final = ("title", "summary", "intro", *FIELDS, "apply_url")
DAYS: Final = ("opens_on", "closes_on")
_MOST_CONDITIONS = 30


def facts_of(version: CollectionVersion) -> PackFacts:
    """What a version of a pack says."""
    return PackFacts(
        [row.text for row in version.conditions.all()],
        {name: getattr(version, name) for name in FIELDS},
    )


def lacks(version: CollectionVersion) -> list[str]:
    """What keeps it from being released, in words."""
    if version.collection.kind != Kind.PACK:
        return []
    facts = facts_of(version)
    ends = [
        f"“{line}”写成了兜底的话，请写明是什么（{NO_CATCH_ALL.law.short}{NO_CATCH_ALL}）"
        for line in open_ends(facts)
    ]
    return [*missing(facts), *ends]


def _complete(version: CollectionVersion, _on: dt.date) -> Verdict:
    words = lacks(version)
    return refuse(f"还缺：{'；'.join(words)}。") if words else ALLOWED


def _follow(version: CollectionVersion, act: Act, _source: str, at: dt.datetime) -> None:
    """Of a collection one version is read; the search follows it."""
    if act.action == "release":
        refresh_entry(version, at=at)
    elif act.action == "withdraw":
        withdraw_entry_of(version.collection_id, at=at)
        take_back_news(
            kind=NEWS_CODE, object_id=version.pk, url=version.collection.get_absolute_url()
        )


STEPS: Final[Steps[CollectionVersion]] = Steps(
    CollectionVersion,
    CollectionAct,
    "collection_version",
    "collections",
    RULES,
    {"submit": _complete, "release": _complete},
    follow=_follow,
)


@transaction.atomic
def create(
    *,
    organ: Organ,
    slug: str,
    kind: str,
    title: str,
    by: User,
    at: dt.datetime,
    audience: Audience | None = None,
    tags: Sequence[PolicyTag] = (),
    editor: User | None = None,
    position: int = 0,
) -> CollectionVersion:
    """Begin a collection with its first draft.

    Raises NotPermitted for all but the organ's clerks; ActRefused for an address that is taken, or
    a pack for nobody.
    """
    if not (verdict := may_keep(by, organ)):
        raise NotPermitted(verdict.reason)
    if PolicyCollection.objects.filter(slug=slug).exists():
        raise ActRefused("这个网址中的名字已经用了，请换一个。")
    if kind == Kind.PACK and audience is None:
        raise ActRefused("服务包请选定面向哪些人。")
    made = PolicyCollection.objects.create(
        organ=organ, slug=slug, kind=kind, audience=audience, editor=editor, position=position,
        changed_at=at,
    )  # fmt: skip
    made.tags.set(tags)
    return _opened(made, {"title": needed(title, "标题")}, by=by, at=at)


@transaction.atomic
def draft(*, collection: PolicyCollection, by: User, at: dt.datetime) -> CollectionVersion:
    """Begin the next version with the words of the one before. Raises NotPermitted, ActRefused
    where one is being drafted.
    """
    if not (verdict := may_keep(by, collection.organ)):
        raise NotPermitted(verdict.reason)
    held = PolicyCollection.objects.select_for_update(no_key=True).get(pk=collection.pk)
    if held.versions.filter(status__in=Status.open).exists():
        raise ActRefused("本专题已有一版正在起草，请在那一版上修改。")
    before = held.versions.exclude(status=Status.DISCARDED).latest("version")
    words = {name: getattr(before, name) for name in (*WORDS, *DAYS)}
    made = _opened(held, words, by=by, at=at, version=before.version + 1)
    _put_conditions(made, [row.text for row in before.conditions.all()])
    return made


def _opened(
    collection: PolicyCollection,
    words: dict[str, Any],
    *,
    by: User,
    at: dt.datetime,
    version: int = 1,
) -> CollectionVersion:
    made = CollectionVersion.objects.create(
        collection=collection, organ=collection.organ, version=version, updated_at=at, **words
    )
    sentence = WORKFLOW.openings["draft"]
    return STEPS.opened(made, "draft", by=by, at=at, summary=sentence, basis=POINTS)


@transaction.atomic
def write(
    *,
    collection_version: CollectionVersion,
    by: User,
    at: dt.datetime,
    conditions: Sequence[str] | None = None,
    **given: Any,
) -> CollectionVersion:
    """Change what a draft says; days that are left blank are taken off."""
    held, act = STEPS.begin(collection_version, "write", by, at)
    for name in WORDS:
        if name in given:
            setattr(held, name, said(str(given[name])))
    needed(held.title, "标题")
    if held.apply_url and (problem := refusal_of(held.apply_url)):
        raise ActRefused(f"申请网址{problem}，请核对。")
    held.opens_on, held.closes_on = given.get("opens_on"), given.get("closes_on")
    if held.opens_on and held.closes_on and held.closes_on < held.opens_on:
        raise ActRefused("申请截止早于申请开始，请核对。")
    if conditions is not None:
        _put_conditions(held, conditions)
    return STEPS.finish(held, act, by=by, at=at)


def _put_conditions(version: CollectionVersion, lines: Sequence[str]) -> None:
    texts = list(dict.fromkeys(filter(None, map(said, lines))))
    if len(texts) > _MOST_CONDITIONS:
        raise ActRefused(f"适用条件最多{_MOST_CONDITIONS}条，请合并。")
    if any(len(text) > 200 for text in texts):
        raise ActRefused("每条适用条件最多200字，请分成几条。")
    version.conditions.all().delete()
    PackCondition.objects.bulk_create(
        PackCondition(version=version, position=number, text=text)
        for number, text in enumerate(texts, start=1)
    )


@transaction.atomic
def release(
    *, collection_version: CollectionVersion, by: User, at: dt.datetime
) -> CollectionVersion:
    """It takes the place of the version before."""
    # Two versions at once wait for each other here, before either is looked at.
    PolicyCollection.objects.select_for_update(no_key=True).get(pk=collection_version.collection_id)
    held, act = STEPS.begin(collection_version, "release", by, at)
    before = CollectionVersion.objects.filter(
        collection=held.collection_id, status=Status.RELEASED
    ).exclude(pk=held.pk)
    before.update(status=Status.REPLACED, updated_at=at)
    held.released_at = at
    PolicyCollection.objects.filter(pk=held.collection_id).update(changed_at=at)
    return STEPS.finish(held, act, by=by, at=at)
