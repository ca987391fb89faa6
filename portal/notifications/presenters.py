"""The words of what is sent to subscribers, and of their list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from portal.notifications.choices import Frequency
from portal.notifications.links import CONFIRM, absolute, link
from portal.notifications.models import Criterion, Subscription
from portal.notifications.registry import NEWLY_PUBLIC, OWN, News, Topic, news_kinds, topic_of

# What the button for another frequency says.
_CHANGE = {
    Frequency.IMMEDIATE: "改为随时通知",
    Frequency.DAILY: "改为每日一封",
    Frequency.WEEKLY: "改为每周一封",
}
# A letter that names more is not read; the rest is on the list it leads to.
MOST_NAMED = 50
_NUMBERED: Final = re.compile(r"^\d{1,4}\. ")
# What a letter says that tells of more than what became public.
_OF_SEVERAL_KINDS: Final = "新消息"
_REST: Final = re.compile(r"另有(\d+)件")


@dataclass(frozen=True)
class Letter:
    """A message of one subscription."""

    subject: str
    body: str
    url: str = ""


@dataclass(frozen=True)
class Row:
    """One subscription in its owner's list."""

    subscription: Subscription
    label: str
    words: Sequence[str]
    url: str
    others: Sequence[tuple[Frequency, str]]
    kinds: Sequence[str] = ()

    @property
    def name(self) -> str:
        """What it is called where one line must do."""
        kinds = f"（{'、'.join(self.kinds)}）" if self.kinds else ""
        return f"{self.label}：{'；'.join(self.words)}{kinds}"


def news_letter(
    topic: Topic, criterion: str, *, words: Sequence[str], news: Sequence[News]
) -> Letter:
    """What became public, and which criterion it meets."""
    first = " ".join(news[0].title.split())
    criterion_line = f"您订阅的条件：{topic.label}，{'；'.join(words)}"
    if len(news) == 1:
        body = f"{criterion_line}\n\n{first}\n{news[0].facts}"
        return Letter(f"{news[0].said}：{first}", body, news[0].url)
    are_new = all(one.said == NEWLY_PUBLIC for one in news)
    entries = [
        f"{'' if are_new else f'{one.said}：'}{' '.join(one.title.split())}\n"
        f"{one.facts}\n{absolute(one.url)}"
        for one in news[:MOST_NAMED]
    ]
    rest = len(news) - len(entries)
    more = [f"另有{rest}件，请到这里查看：\n{absolute(topic.url(criterion))}"] if rest else []
    said = NEWLY_PUBLIC if are_new else _OF_SEVERAL_KINDS
    return _listed(criterion_line, entries, more, said=said, count=len(news))


def without(letter: Letter, url: str) -> Letter | None:
    """A letter of `news_letter` that no longer names what is at `url`; None when it named nothing
    else. One that did not name it stays as it is.
    """
    if letter.url:
        return None if letter.url == url else letter
    criterion_line, *parts = letter.body.split("\n\n")
    entries = [_NUMBERED.sub("", part) for part in parts if _NUMBERED.match(part)]
    kept = [entry for entry in entries if entry.splitlines()[-1] != absolute(url)]
    if kept == entries:
        return letter
    more = [part for part in parts if not _NUMBERED.match(part)]
    rest = int(found[1]) if more and (found := _REST.match(more[0])) else 0
    said = _OF_SEVERAL_KINDS if letter.subject.startswith(_OF_SEVERAL_KINDS) else NEWLY_PUBLIC
    count = len(kept) + rest
    return _listed(criterion_line, kept, more, said=said, count=count) if kept else None


def _listed(
    criterion_line: str, entries: Sequence[str], more: Sequence[str], *, said: str, count: int
) -> Letter:
    first = entries[0].partition("\n")[0]
    numbered = [f"{number}. {entry}" for number, entry in enumerate(entries, start=1)]
    subject = f"{said}{count}件：{first}{'等' if count > 1 else ''}"
    return Letter(subject, "\n\n".join([criterion_line, *numbered, *more]))


def confirmation_letter(subscription: Subscription, topic: Topic) -> Letter:
    """Asks whether the owner of the address wants it.

    Not a word of it comes from whoever filled in the form: else anyone could have the portal
    send their own text to anyone.
    """
    return Letter(
        f"请确认订阅{topic.label}",
        f"有人用这个电子邮箱订阅{topic.label}的消息。是您本人操作的，请在48小时内打开下面的"
        "链接，看清订阅的条件后点“确认订阅”。\n\n"
        "不是您本人操作的，不必理会这封邮件：48小时后这个邮箱地址会自动删除。",
        link(subscription, CONFIRM),
    )


def already_letter(topic: Topic) -> Letter:
    """Says that there is nothing to confirm, without the words of the form either."""
    return Letter(
        f"您已经订阅{topic.label}",
        f"有人用这个电子邮箱再次订阅{topic.label}的消息。同样的条件您已经订阅，不需要再确认，"
        "原来的订阅没有变动。不是您本人操作的，不必理会这封邮件。",
    )


def rows_of(
    subscriptions: Iterable[Subscription], words: Mapping[tuple[str, str], Sequence[str]]
) -> list[Row]:
    """Subscriptions with their criteria in words; a topic that is no more is left out."""
    rows = []
    for subscription in subscriptions:
        criterion = subscription.criterion
        topic = topic_of(criterion.topic)
        if topic is None:
            continue
        said = words[topic.code, criterion.text]
        others = [(one, _CHANGE[one]) for one in Frequency if one != subscription.frequency]
        kinds = kinds_in_words(topic, criterion)
        rows.append(Row(subscription, topic.label, said, topic.url(criterion.text), others, kinds))
    return rows


def kinds_in_words(topic: Topic, criterion: Criterion) -> list[str]:
    """What a criterion asks to be told of; nothing is said where there is no choice, or where it
    asks for nothing but what the page opens with.
    """
    asked, known = criterion.asks_for, news_kinds(topic)
    if len(known) == 1 or (set(asked) == {OWN} and not topic.takes_all):
        return []
    return [kind.label for kind in known if kind.code in asked]
