"""Keeping the words of the search: each change is one act, in the trail, and holds at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve

from portal.accounts.models import User
from portal.asking.models import BestBet, MutedQuery, SynonymLine, WordsState
from portal.asking.permissions import may_keep_words
from portal.asking.selectors import look_again
from portal.asking.texts import asked_text, is_personal
from portal.audit.services import record
from portal.common.errors import ActRefused, NotPermitted
from portal.organs.models import SiteProfile
from portal.search.models import SearchEntry
from portal.search.registry import offered
from portal.search.tokens import runs
from portal.search.vocabulary import LONGEST_WORD, Line

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

_MOST_WORDS: Final = 12
_NOT_PUBLIC: Final = ("/admin", "/accounts", "/drafts", "/files")


def checked_line(words: Sequence[str], meant: Sequence[str]) -> Line:
    """The words as a line. Raises ActRefused with what is wrong with them."""
    told = [*words, *meant]
    if not words or (len(words) < 2 and not meant):
        raise ActRefused("至少写两个同义的词，或者一个词和它还指的词。")
    if len(told) > _MOST_WORDS:
        raise ActRefused(f"一行最多{_MOST_WORDS}个词，请分成几行。")
    if any(len(word) > LONGEST_WORD for word in told):
        raise ActRefused(f"一个词不超过{LONGEST_WORD}字。")
    if not all(map(runs, told)):
        raise ActRefused("每个词里都要有字、字母或者数字。")
    if both := set(words) & set(meant):
        raise ActRefused(f"“{'、'.join(sorted(both))}”写了两次。")
    return Line(tuple(words), tuple(meant))


@transaction.atomic
def save_line(
    *, line: SynonymLine, words: Sequence[str], meant: Sequence[str], note: str,
    is_active: bool, by: User, at: dt.datetime,
) -> SynonymLine:  # fmt: skip
    """Keep a line of synonyms, a new one or one that is there."""
    _require(by)
    checked_line(words, meant)
    is_new = line.pk is None
    line.words, line.meant, line.note = list(words), list(meant), note
    line.is_active, line.by, line.at = is_active, by, at
    line.save()
    told = "停用" if not is_active else "新增" if is_new else "修改"
    _changed(f"{told}同义词：{line}", "asking.save_line", line, by=by, at=at)
    return line


@transaction.atomic
def save_bet(
    *, bet: BestBet, questions: Sequence[str], address: str, title: str, reason: str,
    until: dt.date | None, is_active: bool, by: User, at: dt.datetime,
) -> BestBet:  # fmt: skip
    """Keep what is shown first to whoever asks one of the questions."""
    _require(by)
    told = list(dict.fromkeys(text for text in map(asked_text, questions) if text))
    if not told:
        raise ActRefused("请写读者搜索时用的词，每行一个。")
    is_new = bet.pk is None
    bet.questions, bet.path = told, path_of(address)
    if is_active:
        require_public(bet.path)
    entry = entry_at(bet.path)
    bet.kind, bet.object_id = (entry.kind, entry.object_id) if entry else ("", None)
    bet.title = entry.title[:200] if entry else title
    if not bet.title:
        raise ActRefused("这个网址不是检索里的一条，请写上它的标题。")
    bet.reason, bet.until, bet.is_active, bet.by, bet.at = reason, until, is_active, by, at
    bet.save()
    told_act = "停用" if not is_active else "新增" if is_new else "修改"
    _changed(f"{told_act}优先结果：{bet}", "asking.save_bet", bet, by=by, at=at)
    return bet


def entry_at(path: str) -> SearchEntry | None:
    """The public entry of the search whose page this is."""
    kinds = [each.kind for each in offered()]
    return SearchEntry.objects.live(kinds).defer("body").filter(url=path).first()


def require_public(path: str) -> None:
    """Raises ActRefused for the page of something the search knows by such pages, and has not:
    a title that was typed would tell of what is not public, or not any more.
    """
    if entry_at(path) is not None:
        return
    name = _name_of(path)
    for kind in (each.kind for each in offered()):
        url = SearchEntry.objects.live([kind]).values_list("url", flat=True).first()
        if url is not None and _name_of(url) == name:
            raise ActRefused("这个网址的内容没有公开，或者已经撤下；网址请不要带“?”后面的部分。")


def _name_of(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return path


def path_of(address: str) -> str:
    """The path of a page that everybody can open, from what was pasted. Raises ActRefused."""
    parts = urlsplit(address.strip())
    if parts.netloc and parts.netloc not in _own_hosts():
        raise ActRefused("只能是本站的页面。")
    path = parts.path
    if not path.startswith("/") or path.startswith(("//", *_NOT_PUBLIC)):
        raise ActRefused("请写本站公开页面的网址，以“/”开头，或者从浏览器里复制。")
    try:
        resolve(path)
    except Resolver404 as error:
        raise ActRefused("本站没有这个网址，请核对。") from error
    return f"{path}?{parts.query}" if parts.query else path


def _own_hosts() -> set[str]:
    site = SiteProfile.objects.filter(is_current=True).values_list("domain", flat=True)
    return {urlsplit(settings.PUBLIC_URL).netloc, *site}


@transaction.atomic
def mute(*, text: str, is_muted: bool, by: User, at: dt.datetime) -> None:
    """Offer a question to others no more while they type, or again."""
    _require(by)
    told = asked_text(text)
    if not told or is_personal(told):
        raise ActRefused("这个词不在名单里。")
    if is_muted:
        MutedQuery.objects.get_or_create(text=told, defaults={"by": by, "at": at})
    else:
        MutedQuery.objects.filter(text=told).delete()
    _everybody_reads_anew()
    summary = f"{'不再' if is_muted else '恢复'}作为输入提示：{told}"
    record(action="asking.mute", summary=summary, by=by, at=at)


def _require(by: User | AnonymousUser) -> None:
    if not (verdict := may_keep_words(by)):
        raise NotPermitted(verdict.reason)


def _changed(
    summary: str, action: str, row: SynonymLine | BestBet, *, by: User, at: dt.datetime
) -> None:
    """Tell every process, and the trail."""
    _everybody_reads_anew()
    record(action=action, summary=summary, by=by, at=at, subject=row)


def _everybody_reads_anew() -> None:
    WordsState.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4()})
    transaction.on_commit(look_again)
    look_again()
