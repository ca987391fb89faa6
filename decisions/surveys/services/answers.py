"""An answer: kept while it is written, taken in once, until the instant it closes.

As with tokens, none of these acts leaves an entry in the audit trail.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone

from decisions.surveys.answers import Given, as_data, judge
from decisions.surveys.choices import TOKEN_KIND, Channel
from decisions.surveys.models import Answer, Survey, SurveyDraft, SurveyVersion, Token
from decisions.surveys.selectors import current, digest_of
from decisions.surveys.services.holders import AlreadyAnswered, held_in_share, open_survey
from portal.common.errors import ActRefused
from portal.notifications.services.outbox import forget

_LONGEST: Final = 60_000
_MOST_FIELDS: Final = 400


class LinkIsOld(ActRefused):
    """The link was made anew, or its questionnaire is over and the tokens are gone."""


class NotComplete(ActRefused):
    """Some answers are missing or wrong; `problems` says which, by the code of the question."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("还有几题要改，请看下面标出的地方。")


@transaction.atomic
def save(
    *,
    secret: str,
    names: Collection[str],
    typed: Mapping[str, Sequence[str]],
    at: dt.datetime,
) -> dict[str, list[str]]:
    """Keep what stands in the fields of a page, in place of what was kept of them, right or wrong;
    returns everything typed so far. Raises ActRefused as `answer`, and for more than anybody types.
    """
    token = _held(secret)
    open_survey(token.survey, at)
    draft = SurveyDraft.objects.filter(token=token).first() or SurveyDraft(token=token)
    here = {
        name: [value.replace("\x00", "") for value in typed[name]]
        for name in names
        if name in typed
    }
    merged = {name: values for name, values in draft.typed.items() if name not in names} | here
    text = json.dumps(merged, ensure_ascii=False)
    if len(text) > _LONGEST or len(merged) > _MOST_FIELDS:
        raise ActRefused("写得太长，存不下，请删减。")
    draft.content, draft.saved_at = text, at
    draft.save()
    return merged


@transaction.atomic
def answer(
    *, secret: str, typed: Mapping[str, Sequence[str]], version: int, at: dt.datetime
) -> Answer:
    """Take an answer in: the token is burnt in the same transaction. Two at one instant wait for
    each other, and the second finds it burnt.

    Raises AlreadyAnswered, ActRefused outside its instants and where the questions were changed
    while somebody answered, NotComplete for what is wrong in it.
    """
    token = _held(secret)
    survey = open_survey(token.survey, at)
    held = current(survey)
    if held is None or held.number != version:
        raise ActRefused("问卷刚刚改过，请从头看一遍再交；您填写的都在。")
    judged = judge(held.questionnaire, typed)
    if judged.problems:
        raise NotComplete(judged.problems)
    made = keep(held, judged.answers, channel=Channel.ONLINE, on=timezone.localdate(at))
    SurveyDraft.objects.filter(token=token).delete()
    token.is_spent, token.email, token.asked_at = True, "", None
    token.save()
    forget(key_prefix=f"{TOKEN_KIND}:{token.pk}:")
    return made


def keep(
    version: SurveyVersion, answers: Mapping[str, Given], *, channel: str, on: dt.date
) -> Answer:
    """The row of an answer, within the caller's transaction."""
    picks, texts = as_data(answers)
    return Answer.objects.create(
        version=version,
        channel=channel,
        picks=picks,
        texts=json.dumps(texts, ensure_ascii=False) if texts else "",
        answered_on=on,
    )


def _held(secret: str) -> Token:
    """The token of a link, held until the transaction ends."""
    survey = Survey.objects.filter(tokens__digest=digest_of(secret)).first()
    if survey is None:
        raise LinkIsOld("这个链接已经失效：问卷已经结束，或者链接抄得不全。")
    # The questionnaire first and then the token, as everywhere.
    held_in_share(survey)
    rows = Token.objects.select_for_update(no_key=True, of=("self",)).select_related("survey")
    token = rows.filter(digest=digest_of(secret)).first()
    if token is None:
        raise LinkIsOld("这个链接已经失效：问卷已经结束，或者链接抄得不全。")
    if token.is_spent:
        raise AlreadyAnswered("用这个链接已经交过一份，一人一份，第二份没有收。")
    return token
