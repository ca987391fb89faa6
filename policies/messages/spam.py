"""What makes a message wait for a person before it goes on: rules that hold and never delete.

No rule knows a list of domains: whoever writes from a common mail service is no suspect.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from portal.common.typed import INVISIBLE, straight

# Of one person in a day, of one text in a day; links in one message; seconds to fill in a form.
MOST_A_DAY: Final = 5
MOST_ALIKE: Final = 2
MOST_LINKS: Final = 2
QUICKEST: Final = 3
# A few come along with what is copied; more hide something.
MOST_INVISIBLE: Final = 3
_LINK: Final = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w@.-])[\w-]+\.(?:com|cn|net|top|xyz|vip)/", re.I
)


@dataclass(frozen=True)
class Sent:
    """A message as the rules see it: its texts as they were typed, how many the same person and
    the same text had that day before it, how long the form was open (None where nobody knows), and
    whether the field that nobody sees was filled in.
    """

    texts: tuple[str, ...]
    before: int = 0
    alike: int = 0
    seconds: float | None = None
    trapped: bool = False


def rules_met(sent: Sent) -> list[str]:
    """The names of the rules by which it is held; none for what goes on at once."""
    text = "\n".join(sent.texts)
    met = (
        ("当天留言过多", sent.before >= MOST_A_DAY),
        ("重复提交", sent.alike >= MOST_ALIKE),
        ("链接过多", len(_LINK.findall(text)) > MOST_LINKS),
        ("含改变文字方向的字符", straight(text) != text),
        ("含看不见的字符", len(INVISIBLE.findall(text)) > MOST_INVISIBLE),
        ("填写过快", sent.seconds is not None and sent.seconds < QUICKEST),
        ("填了不该填的栏", sent.trapped),
    )
    return [name for name, is_met in met if is_met]
