"""Who may read a stored file: answered by whatever app owns it.

An owner registers a reader rule in `AppConfig.ready()`. A file no rule speaks for is served to
nobody, so a forgotten registration hides a file instead of leaking it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User
    from portal.files.models import StoredFile

ReaderRule = Callable[["StoredFile", "User | AnonymousUser"], bool]

_rules: dict[str, ReaderRule] = {}


def register(owner: str, rule: ReaderRule) -> None:
    """Let `rule` decide for the files that `owner` (an app's name) points at."""
    _rules[owner] = rule


def may_read(stored: StoredFile, user: User | AnonymousUser) -> bool:
    """Whether any owner of the file lets this person read its published copy."""
    return any(rule(stored, user) for rule in _rules.values())
