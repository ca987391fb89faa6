"""The vocabulary of questionnaires."""

from typing import Final

from django.db.models import TextChoices

# As what it stands in the one place for taking part.
OFFERED: Final = "surveys"

# The kind of notice, and the place of sealed addresses, by the same name.
TOKEN_KIND: Final = "surveys.token"  # noqa: S105 - its name


class Method(TextChoices):
    """To whom a token is handed out, one to each."""

    MAIL = "mail", "能收邮件的人"
    ACCOUNT = "account", "有本站账号的人"


class Channel(TextChoices):
    """How an answer came in."""

    ONLINE = "online", "网上"
    PAPER = "paper", "纸质"


class BatchState(TextChoices):
    """Where a batch of sheets stands."""

    TYPING = "typing", "录入中"
    CHECKING = "checking", "待抽查"
    HELD = "held", "抽查不符，暂不计入"
    COUNTED = "counted", "已计入"
    DROPPED = "dropped", "已作废"
