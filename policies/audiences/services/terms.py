"""The words for people, whom a policy concerns by them, and what the tags of the library mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction

from disclosure.models import Document
from policies.audiences.choices import TermKind
from policies.audiences.models import AudienceOfPolicy, AudienceTerm, TagMeaning
from policies.audiences.permissions import may_keep_terms, may_push
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ


def region_term(organ: Organ) -> AudienceTerm:
    """The term of a region, made when it is first chosen."""
    term, _ = AudienceTerm.objects.get_or_create(
        kind=TermKind.REGION,
        code=organ.code,
        defaults={"organ": organ, "name": organ.short_name},
    )
    return term


@transaction.atomic
def tag_policy(
    *,
    document: Document,
    terms: Collection[AudienceTerm],
    regions: Collection[Organ] = (),
    by: User,
    at: dt.datetime,
) -> None:
    """Say whom a public policy concerns, in place of what was said before.

    What was begun to be pushed stays as it is. Raises NotPermitted, or ActRefused for a document
    that not everybody may read.
    """
    if not (verdict := may_push(by, document.organ)):
        raise NotPermitted(verdict.reason)
    if not Document.objects.public().filter(pk=document.pk).exists():
        raise ActRefused("只有已经公开的文件可以定推送对象。")
    wanted = {term.pk: term for term in (*terms, *map(region_term, regions))}
    held = AudienceOfPolicy.objects.filter(document=document)
    known = set(held.select_for_update(no_key=True).values_list("term_id", flat=True))
    if known == set(wanted):
        return
    held.exclude(term__in=wanted).delete()
    AudienceOfPolicy.objects.bulk_create(
        AudienceOfPolicy(document=document, term=term, by=by, at=at)
        for key, term in wanted.items()
        if key not in known
    )
    record(
        action="audiences.tag",
        summary=f"定推送对象：{document.title}",
        by=by,
        at=at,
        organ=document.organ,
        subject=document,
        details={"terms": sorted(f"{term.kind}:{term.code}" for term in wanted.values())},
    )


@transaction.atomic
def save_term(term: AudienceTerm, *, by: User, at: dt.datetime) -> None:
    """Keep a term of the site. Raises NotPermitted."""
    _keep(term, "save_term", f"{'修改' if term.pk else '新增'}推送对象", by=by, at=at)


@transaction.atomic
def save_meaning(meaning: TagMeaning, *, by: User, at: dt.datetime) -> None:
    """Keep what a tag of the library means. Raises NotPermitted."""
    _keep(meaning, "save_meaning", f"{'修改' if meaning.pk else '新增'}标签对应", by=by, at=at)


@transaction.atomic
def delete_meaning(meaning: TagMeaning, *, by: User, at: dt.datetime) -> None:
    """What a tag means no more. Raises NotPermitted."""
    if not (verdict := may_keep_terms(by)):
        raise NotPermitted(verdict.reason)
    record(action="audiences.delete_meaning", summary=f"删除标签对应：{meaning}", by=by, at=at)
    meaning.delete()


def _keep(
    row: AudienceTerm | TagMeaning, action: str, done: str, *, by: User, at: dt.datetime
) -> None:
    if not (verdict := may_keep_terms(by)):
        raise NotPermitted(verdict.reason)
    row.save()
    record(action=f"audiences.{action}", summary=f"{done}：{row}", by=by, at=at, subject=row)
