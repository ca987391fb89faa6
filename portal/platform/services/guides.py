"""The acts on one version of a guide."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from portal.acts.steps import Steps
from portal.common.errors import ActRefused, NotPermitted
from portal.common.verdicts import ALLOWED, Verdict, refuse
from portal.platform.models import GuideAct, GuideVersion
from portal.platform.models.guide import CONTACTS
from portal.platform.permissions import RULES, may_draft_guide
from portal.platform.selectors import current_guide, example_for
from portal.platform.standing import STANDING
from portal.platform.workflow import CONTENT, WORKFLOW, Status

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.organs.models import Organ

# What a released guide says in words; `further` may be left out.
_REQUIRED: Final = ("office_name", "classification", "arrangement", "obtaining", "applying")
_DIRECTORY: Final = {"address": "办公地址", "office_hours": "办公时间", "phone": "联系电话"}


def missing(guide: GuideVersion) -> list[str]:
    """What 条例第十二条第二款 asks for and neither the draft nor the directory says."""
    fields = {name: GuideVersion._meta.get_field(name) for name in _REQUIRED}
    words = [
        str(field.verbose_name)  # type: ignore[union-attr]
        for name, field in fields.items()
        if not getattr(guide, name).strip()
    ]
    organ = guide.organ
    words += [
        f"{label}（在机关名录里补）"
        for name, label in _DIRECTORY.items()
        if not getattr(organ, name)
    ]
    if not organ.fax and not guide.has_no_fax:
        words.append("传真号码（在机关名录里补，没有的勾选“不设传真”）")
    if not organ.email and not organ.website:
        words.append("互联网联系方式（在机关名录里补电子邮箱或者网址）")
    return words


def _complete(guide: GuideVersion, _on: dt.date) -> Verdict:
    words = missing(guide)
    if not words:
        return ALLOWED
    return refuse(f"还缺：{'；'.join(words)}。依据{CONTENT.law.short}{CONTENT}。")


STEPS: Final[Steps[GuideVersion]] = Steps(
    GuideVersion,
    GuideAct,
    "guide",
    "guides",
    RULES,
    {"submit": _complete, "release": _complete},
)


@transaction.atomic
def draft(*, organ: Organ, by: User, at: dt.datetime) -> GuideVersion:
    """Begin the next version of an organ's guide, with the words of the one before.

    Raises NotPermitted for all but the organ's clerks, ActRefused where one is being drafted.
    """
    if not (verdict := may_draft_guide(by, organ)):
        raise NotPermitted(verdict.reason)
    # Two clerks at once: the second finds the draft of the first.
    type(organ).objects.select_for_update(no_key=True).get(pk=organ.pk)
    if GuideVersion.objects.filter(organ=organ, status__in=Status.open).exists():
        raise ActRefused("本机关的指南已有一版正在起草，请在那一版上修改。")
    before = current_guide(organ)
    example = before or example_for(organ)
    words = {name: getattr(example, name) if example else STANDING[name] for name in STANDING}
    guide = GuideVersion(
        organ=organ,
        version=before.version + 1 if before else 1,
        has_no_fax=bool(before and before.has_no_fax),
        updated_at=at,
        **words,
    )
    guide.save()
    sentence = WORKFLOW.openings["draft"]
    return STEPS.opened(guide, "draft", by=by, at=at, summary=sentence, basis=CONTENT)


@transaction.atomic
def write(*, guide: GuideVersion, by: User, at: dt.datetime, **given: Any) -> GuideVersion:
    """Change what a draft says."""
    held, act = STEPS.begin(guide, "write", by, at)
    for name in (*STANDING, "has_no_fax"):
        if name in given:
            setattr(held, name, given[name])
    return STEPS.finish(held, act, by=by, at=at)


def release(*, guide: GuideVersion, by: User, at: dt.datetime) -> GuideVersion:
    """Release a version, with the contacts of that day; from now on it never changes."""
    organ = guide.organ
    contacts = {name: getattr(organ, name) for name in CONTACTS} | {"name": organ.name}
    return STEPS.perform(guide, "release", by=by, at=at, released_at=at, contacts=contacts)
