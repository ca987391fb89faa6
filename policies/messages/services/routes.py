"""To which organ a message goes first, by the rule of its channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.messages.choices import Routing
from policies.messages.models import MessageChannel, Responsibility
from policies.messages.selectors import organs_that_answer
from portal.common.errors import ActRefused

if TYPE_CHECKING:
    from disclosure.models import Document
    from portal.organs.models import Organ
    from portal.taxonomy.models import Theme


def office_of(channel: MessageChannel) -> Organ:
    """The organ that distributes what comes through a channel. Raises ActRefused for none."""
    office = channel.office or organs_that_answer().first()
    if office is None:
        raise ActRefused("现在没有机关受理网上留言，请拨打页面底部的电话。")
    return office


def first_organ(
    channel: MessageChannel, policy: Document | None, theme: Theme | None
) -> Organ | None:
    """Who is asked first: who made the policy, else whose subject it is; None where that is nobody
    who answers messages, so that the office sees to it.
    """
    if channel.routing == Routing.OFFICE:
        return None
    answering = organs_that_answer()
    if channel.routing == Routing.DRAFTER and policy:
        drafter = answering.filter(pk=policy.organ_id).first()
        if drafter:
            return drafter
    return organ_of_theme(theme or (policy.theme if policy else None))


def organ_of_theme(theme: Theme | None) -> Organ | None:
    """Whose a subject is, by the list that the offices keep: its own row, or that of the one
    above it.
    """
    if theme is None:
        return None
    themes = [theme.pk, *([theme.parent_id] if theme.parent_id else [])]
    rows = Responsibility.objects.filter(theme__in=themes, organ__in=organs_that_answer())
    found = {row.theme_id: row.organ for row in rows.select_related("organ")}
    return next((found[pk] for pk in themes if pk in found), None)
