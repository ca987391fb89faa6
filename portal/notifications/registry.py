"""Kinds of notice, topics to subscribe to, and where addresses are kept.

Each app registers its own in `AppConfig.ready()`.

A kind nobody registered reaches the site inbox only, so that a forgotten registration sends
too little instead of sending something to a place it should not go.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

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


_ways_out: dict[str, Callable[[int], str]] = {}


def register_way_out(code: str, path: Callable[[int], str]) -> None:
    """Let letters of a kind carry a way out, as those of subscriptions do: `path` gives, for the
    key of an account, the path that ends them with one press ("" where there is none).

    Raises ValueError when the code already has another.
    """
    if _ways_out.setdefault(code, path) != path:
        raise ValueError(f"通知种类 {code} 已登记另一种退订办法。")


def way_out_of(code: str, user_id: int) -> str:
    """The path that ends the letters of a kind for an account; "" where they have none."""
    path = _ways_out.get(code)
    return path(user_id) if path else ""


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


# What is said of a thing that became public.
NEWLY_PUBLIC: Final = "新公开"
# The news of a topic itself, among the kinds of news that its criteria may ask for.
OWN: Final = "own"


@dataclass(frozen=True)
class News:
    """Something that anyone may read; `facts` is one line that tells it from others, `said` what
    happened in a word or two.

    `public_at` is its latest publication, after which it is looked for.
    """

    object_id: int
    title: str
    facts: str
    url: str
    first_public_at: dt.datetime
    public_at: dt.datetime
    said: str = NEWLY_PUBLIC


@dataclass(frozen=True)
class Conditions:
    """What a thing must bear to meet a criterion: of each group one term, the first group being
    the one that the fewest things bear. `is_exact` says that this decides.
    """

    groups: tuple[frozenset[str], ...]
    is_exact: bool = True


@dataclass(frozen=True)
class Thing:
    """News as they are put to the criteria: every term they bear, read when first asked for, and
    the last word on a criterion that terms alone do not decide. `version` tells this publication
    of it from an earlier one.
    """

    news: News
    version: str
    terms: Callable[[], frozenset[str]]
    meets: Callable[[str], bool]


@dataclass(frozen=True)
class Topic:
    """A list whose news people can subscribe to, by a criterion that is a query string.

    `normalise` gives equal criteria one spelling and raises ActRefused, saying what to change;
    `describe` says criteria in words; `url` is the list's own page; `conditions` are what a
    criterion asks of a thing; `things` are those published after a moment, oldest first, `news`
    those of some numbers that anybody may still read, both as they stand at another moment, which
    what the clock opens and closes asks for; `count` is how many became public in a stretch of
    days, both included, and still are; `lost` are those of some terms that nothing can bear any
    more, because what they named is no longer used. `own` names its own news among the other kinds
    that were registered for it; with `takes_all` the page opens with all ticked.
    """

    code: str
    label: str
    normalise: Callable[[str], str]
    describe: Callable[[Iterable[str]], Mapping[str, Sequence[str]]]
    url: Callable[[str], str]
    conditions: Callable[[str], Conditions]
    things: Callable[[dt.datetime, dt.datetime], Iterable[Thing]]
    news: Callable[[Collection[int], dt.datetime], Mapping[int, News]]
    count: Callable[[str, dt.date, dt.date], int]
    lost: Callable[[Collection[str]], Collection[str]] = lambda _terms: ()
    own: str = NEWLY_PUBLIC
    takes_all: bool = False


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


@dataclass(frozen=True)
class NewsKind:
    """A kind of news that the criteria of a topic may ask for beside its own; `things`, `news` and
    `count` as of a topic. `label` is what the reader ticks, `place` where it stands among others.
    """

    code: str
    label: str
    place: int
    things: Callable[[dt.datetime, dt.datetime], Iterable[Thing]]
    news: Callable[[Collection[int], dt.datetime], Mapping[int, News]]
    count: Callable[[str, dt.date, dt.date], int]


_news_kinds: dict[tuple[str, str], NewsKind] = {}


def register_news_kind(topic: str, kind: NewsKind) -> None:
    """Let the criteria of a topic ask for this kind of news too.

    Raises ValueError when its code already means something else there.
    """
    if kind.code == OWN or _news_kinds.setdefault((topic, kind.code), kind) != kind:
        raise ValueError(f"订阅的消息种类 {kind.code} 已登记为另一含义。")


def news_kinds(topic: Topic) -> list[NewsKind]:
    """What the criteria of a topic may ask for: its own news first, then the others."""
    own = NewsKind(OWN, topic.own, 0, topic.things, topic.news, topic.count)
    others = [kind for (code, _), kind in _news_kinds.items() if code == topic.code]
    return [own, *sorted(others, key=lambda kind: (kind.place, kind.code))]
