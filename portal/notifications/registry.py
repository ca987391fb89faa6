"""Kinds of notice, topics to subscribe to, and where addresses are kept.

Each app registers its own in `AppConfig.ready()`.

A kind nobody registered reaches the site inbox only, so that a forgotten registration sends
too little instead of sending something to a place it should not go.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.notifications.choices import Channel


@dataclass(frozen=True)
class NoticeKind:
    """What a notice is about and the channels it may use.

    WEBHOOK belongs only to kinds whose subject, body and address are public: subscribed
    endpoints receive them as they are.
    """

    code: str
    label: str
    channels: tuple[Channel, ...] = (Channel.INBOX,)


_kinds: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> None:
    """Make a kind known. Raises ValueError when its code already means something else."""
    if _kinds.setdefault(kind.code, kind) != kind:
        raise ValueError(f"通知种类 {kind.code} 已登记为另一含义。")


def kind_of(code: str) -> NoticeKind:
    """The registered kind, or one that reaches the inbox only."""
    return _kinds.get(code) or NoticeKind(code, code)


def all_kinds() -> list[NoticeKind]:
    """Every registered kind, by code."""
    return sorted(_kinds.values(), key=lambda kind: kind.code)


@dataclass(frozen=True)
class Recipient:
    """Somebody without an account, or one whom a notice reaches at another address."""

    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class KeptRecipient:
    """Somebody whose address the outbox must not hold: it is kept sealed with an object.

    `code` is a registered place, `channels` those for which an address is known to be there.
    """

    code: str
    object_id: int
    channels: tuple[Channel, ...]

    @property
    def ref(self) -> str:
        """How the outbox names them."""
        return f"{self.code}:{self.object_id}"


_places: dict[str, Callable[[int], Recipient | None]] = {}


def register_recipient(code: str, resolve: Callable[[int], Recipient | None]) -> None:
    """Make a place of addresses known; `resolve` gives None when there is none any more.

    Raises ValueError when the code already means something else.
    """
    if ":" in code or _places.setdefault(code, resolve) != resolve:
        raise ValueError(f"收件人出处 {code} 不能这样登记。")


def recipient_at(ref: str) -> Recipient | None:
    """Whom a reference means now; None when the place is unknown or empty."""
    code, _, number = ref.partition(":")
    resolve = _places.get(code)
    return resolve(int(number)) if resolve and number.isdecimal() else None


@dataclass(frozen=True)
class News:
    """Something that anyone may read; `facts` is one line that tells it from others.

    `public_at` is its latest publication, after which it is looked for.
    """

    object_id: int
    title: str
    facts: str
    url: str
    first_public_at: dt.datetime
    public_at: dt.datetime


@dataclass(frozen=True)
class Topic:
    """A list whose news people can subscribe to, by a criterion that is a query string.

    `normalise` gives equal criteria one spelling and raises ActRefused, saying what to change;
    `describe` says criteria in words; `url` is the list's own page; `news` finds what became
    public after a moment and meets each of many criteria, oldest first.
    """

    code: str
    label: str
    normalise: Callable[[str], str]
    describe: Callable[[Iterable[str]], Mapping[str, Sequence[str]]]
    url: Callable[[str], str]
    news: Callable[[dt.datetime, Collection[str]], Mapping[str, Sequence[News]]]


_topics: dict[str, Topic] = {}


def register_topic(topic: Topic) -> None:
    """Make a topic known. Raises ValueError when its code already means something else."""
    if _topics.setdefault(topic.code, topic) != topic:
        raise ValueError(f"订阅内容 {topic.code} 已登记为另一含义。")


def topic_of(code: str) -> Topic | None:
    """The registered topic, or None."""
    return _topics.get(code)


def all_topics() -> list[Topic]:
    """Every registered topic, by code."""
    return sorted(_topics.values(), key=lambda topic: topic.code)
