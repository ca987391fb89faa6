"""One public thing of each kind, and beside it one that nobody but staff may read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from disclosure.models import Document
from policies.answers.choices import Audience
from policies.collections.choices import Kind
from policies.messages.models import PublishedMessage
from policies.messages.services.publication import proposed, publish
from portal.accounts.choices import Role
from portal.search.follower import following
from tests.builders import City, draft
from tests.conftest import NOON
from tests.policies.answers import base as answers
from tests.policies.collections import making as collections
from tests.policies.interpretations import cases as interpretations
from tests.policies.messages import cases as messages


@dataclass
class Planted:
    """A policy and what there is about it, by the words for each kind."""

    policy: Document
    interpretation: Any
    answer: Any
    message: PublishedMessage
    pack: Any
    hidden: tuple[str, ...]

    def urls(self) -> dict[str, str]:
        """Where each is read."""
        return {
            "interpretation": self.interpretation.series.get_absolute_url(),
            "answer": self.answer.get_absolute_url(),
            "message": self.message.get_absolute_url(),
            "collection": self.pack.collection.get_absolute_url(),
        }


def plant(city: City, policy: Document, *, at: dt.datetime = NOON) -> Planted:
    """What is public about a policy, and what is not yet or not for everyone."""
    case = interpretations.brought(city, "published", [policy], at=at)
    interpretations.begun(city, [policy], at=at - dt.timedelta(hours=1))
    address = policy.get_absolute_url()
    answer = answers.drafted(city, policies=[address])
    answers.written(answer, city.people[Role.MESSAGE_RESPONDER], at=at, policies=[address])
    answer = answers.walk(answer, city, "submit", "release", at=at)
    inner = answers.drafted(
        city, question="窗口怎样录入", audience=Audience.WINDOW, policies=[address]
    )
    answers.written(inner, city.people[Role.MESSAGE_RESPONDER], at=at, policies=[address])
    answers.walk(inner, city, "submit", "release", at=at)
    message = messages.answered(city, policy=policy)
    publish(message=message, **proposed(message), by=city.people[Role.ANSWER_REVIEWER], at=at)
    pack = collections.released(city, collections.begun(city), title="停车一件事")
    collections.begun(city, "drafts", Kind.THEME, title="还没有发布的专题")
    draft(city, title="还没有公开的文件", doc_number="试府办〔2026〕99号")
    return Planted(
        policy,
        case,
        answer,
        PublishedMessage.objects.get(message=message),
        pack,
        ("窗口怎样录入", "还没有发布的专题", "还没有公开的文件"),
    )


def in_index(settings: Any) -> None:
    """Let the search find it."""
    with following(settings.SEARCH_INDEX_DIR) as follower:
        follower.rebuild()
