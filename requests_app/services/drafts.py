"""Drafts of applications: kept while somebody writes, sent once, deleted afterwards."""

from __future__ import annotations

import datetime as dt
import io
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal.common.errors import ActRefused
from portal.files.formats.limits import MIB
from portal.personal.handed_in import MOST_FILES, Checked, HandedIn, Refused, judged, keep
from portal.tracking.codes import code_from
from portal.tracking.intake import Receipt
from requests_app.models import ApplicationDraft, DraftFile, Evidence, InformationRequest
from requests_app.services.intake import Application, submit_application

if TYPE_CHECKING:
    from portal.accounts.models import User

KEPT_FOR = dt.timedelta(days=7)
# Of one draft: ten pages photographed by telephone have 40 MB at the most.
MOST_BYTES = 40 * MIB
_LONGEST = 60_000
_TOO_MANY = f"材料最多{MOST_FILES}个，请先删去不需要的。"


@transaction.atomic
def save_draft(
    *,
    public_id: uuid.UUID,
    typed: Mapping[str, Any],
    at: dt.datetime,
    user: User | None = None,
    browser: str = "",
) -> ApplicationDraft:
    """Keep what was typed, right or wrong, under the number its page was given out with; for the
    `browser` of that keyed hash too.

    Whoever calls has made sure that an existing draft of this number is theirs.
    """
    text = json.dumps(dict(typed), ensure_ascii=False)
    if len(text) > _LONGEST:
        raise ActRefused("填写的内容太长，请删减后再保存；较长的说明可以作为材料上传。")
    draft, is_new = ApplicationDraft.objects.select_for_update(no_key=True).get_or_create(
        public_id=public_id, defaults={"user": user, "created_at": at, "updated_at": at}
    )
    draft.content = text
    draft.updated_at = at
    draft.browser_index = browser or draft.browser_index
    draft.user = draft.user if not is_new and draft.user_id else user
    draft.save()
    return draft


@transaction.atomic
def attach_files(
    *, draft: ApplicationDraft, files: Sequence[HandedIn], at: dt.datetime
) -> list[Refused]:
    """Keep files with a draft that are what they say, the same one once for each purpose; those
    that were refused are returned. Raises ActRefused when they are too many or too large together.
    """
    ApplicationDraft.objects.select_for_update(no_key=True).get(pk=draft.pk)
    rows = list(draft.files.all())
    if len(files) > MOST_FILES:
        raise ActRefused(_TOO_MANY)
    found = judged(files)
    there = {(row.purpose, row.sha256) for row in rows}
    new: dict[tuple[str, str], Checked] = {}
    for each in found:
        if isinstance(each, Checked):
            key = each.given.purpose, each.found.sha256
            if key not in there:
                new.setdefault(key, each)
    if len(rows) + len(new) > MOST_FILES:
        raise ActRefused(_TOO_MANY)
    if sum(row.size for row in rows) + sum(len(each.data) for each in new.values()) > MOST_BYTES:
        raise ActRefused(f"材料合计超过 {MOST_BYTES // MIB} MB，请缩小图片或删去不需要的。")
    for each in new.values():
        keep(DraftFile(draft=draft, purpose=each.given.purpose, at=at), each)
    return [each for each in found if isinstance(each, Refused)]


def remove_file(*, file: DraftFile) -> None:
    """Take a file out of a draft."""
    file.file.delete(save=False)
    file.delete()


def delete_draft(*, draft: ApplicationDraft) -> None:
    """Delete a draft and its files; what a crash leaves of it, the purge finds again."""
    for file in draft.files.all():
        remove_file(file=file)
    draft.delete()


def purge_drafts(*, at: dt.datetime) -> int:
    """Delete the drafts nobody has touched for seven days; returns how many."""
    stale = ApplicationDraft.objects.filter(updated_at__lt=at - KEPT_FOR)
    found = list(stale.order_by("pk")[:500])
    for draft in found:
        delete_draft(draft=draft)
    return len(found)


def send_draft(
    *, draft: ApplicationDraft, application: Application, at: dt.datetime, user: User | None
) -> Receipt[InformationRequest]:
    """Submit what the draft holds. Pressed twice, the second finds the first one's application."""
    receipt = _sent(draft, application, at=at, user=user)
    delete_draft(draft=draft)
    return receipt


@transaction.atomic
def _sent(
    draft: ApplicationDraft, application: Application, *, at: dt.datetime, user: User | None
) -> Receipt[InformationRequest]:
    # Held until the application is there, so that the second finds it and not half a draft.
    list(ApplicationDraft.objects.select_for_update(no_key=True).filter(pk=draft.pk))
    known = InformationRequest.objects.filter(submission_key=draft.key).first()
    if known:
        return Receipt(known, code_from(draft.key), is_new=False)
    return submit_application(
        application=application, evidence=handed_in(draft), key=draft.key, at=at, user=user
    )


def handed_in(draft: ApplicationDraft) -> list[HandedIn]:
    """The files of a draft, opened, as an application takes them."""
    found = []
    for row in draft.files.all():
        with row.file.open() as stored:
            data = stored.read()
        found.append(
            HandedIn(io.BytesIO(data), f"evidence.{row.extension.lstrip('.')}", row.purpose)
        )
    return found


def has_identity(draft: ApplicationDraft) -> bool:
    """Whether a proof of identity is among the files."""
    return draft.files.filter(purpose=Evidence.Purpose.IDENTITY).exists()
