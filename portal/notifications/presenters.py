"""The words of what is sent to subscribers, and of their list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.notifications.choices import Frequency
from portal.notifications.links import CONFIRM, absolute, link
from portal.notifications.models import Subscription
from portal.notifications.registry import News, Topic, topic_of

# A letter that names more is not read; the rest is on the list it leads to.
MOST_NAMED = 50


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
    other_frequency: Frequency

    @property
    def name(self) -> str:
        """What it is called where one line must do."""
        return f"{self.label}：{'；'.join(self.words)}"

    @property
    def change(self) -> str:
        """What the button for the other frequency says."""
        return "改为每日一封" if self.other_frequency == Frequency.DAILY else "改为随时通知"


def news_letter(
    topic: Topic, criterion: str, *, words: Sequence[str], news: Sequence[News]
) -> Letter:
    """What became public, and which criterion it meets."""
    first = " ".join(news[0].title.split())
    criterion_line = f"您订阅的条件：{topic.label}，{'；'.join(words)}"
    if len(news) == 1:
        body = f"{criterion_line}\n\n{first}\n{news[0].facts}"
        return Letter(f"新公开：{first}", body, news[0].url)
    entries = [
        f"{number}. {' '.join(one.title.split())}\n{one.facts}\n{absolute(one.url)}"
        for number, one in enumerate(news[:MOST_NAMED], start=1)
    ]
    if len(news) > MOST_NAMED:
        rest = len(news) - MOST_NAMED
        entries.append(f"另有{rest}件，请到这里查看：\n{absolute(topic.url(criterion))}")
    subject = f"新公开{len(news)}件：{first}等"
    return Letter(subject, "\n\n".join([criterion_line, *entries]))


def confirmation_letter(subscription: Subscription, topic: Topic) -> Letter:
    """Asks whether the owner of the address wants it.

    Not a word of it comes from whoever filled in the form: else anyone could have the portal
    send their own text to anyone.
    """
    return Letter(
        f"请确认订阅{topic.label}",
        f"有人用这个电子邮箱订阅{topic.label}中新公开的文件。是您本人操作的，请在48小时内打开下面的"
        "链接，看清订阅的条件后点“确认订阅”。\n\n"
        "不是您本人操作的，不必理会这封邮件：48小时后这个邮箱地址会自动删除。",
        link(subscription, CONFIRM),
    )


def already_letter(topic: Topic) -> Letter:
    """Says that there is nothing to confirm, without the words of the form either."""
    return Letter(
        f"您已经订阅{topic.label}",
        f"有人用这个电子邮箱再次订阅{topic.label}中新公开的文件。同样的条件您已经订阅，不需要再确认，"
        "原来的订阅没有变动。不是您本人操作的，不必理会这封邮件。",
    )


def rows_of(
    subscriptions: Iterable[Subscription], words: Mapping[tuple[str, str], Sequence[str]]
) -> list[Row]:
    """Subscriptions with their criteria in words; a topic that is no more is left out."""
    rows = []
    for subscription in subscriptions:
        topic = topic_of(subscription.topic)
        if topic is None:
            continue
        said = words[topic.code, subscription.criterion]
        url = topic.url(subscription.criterion)
        daily = subscription.frequency == Frequency.DAILY
        other = Frequency.IMMEDIATE if daily else Frequency.DAILY
        rows.append(Row(subscription, topic.label, said, url, other))
    return rows
