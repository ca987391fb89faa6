"""Reading the demo's document files: a header of `key: value` lines, `---`, then the 公文."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

FOLDER = Path(__file__).parent / "documents"


@dataclass(frozen=True)
class DemoText:
    """One file: its header and the text as it would be typed."""

    name: str
    header: Mapping[str, str]
    text: str

    def day(self, key: str) -> dt.date | None:
        """A date of the header, None when empty."""
        return dt.date.fromisoformat(self.header[key]) if self.header.get(key) else None

    def instant(self, key: str) -> dt.datetime | None:
        """A local time of the header, None when empty."""
        if not self.header.get(key):
            return None
        return timezone.make_aware(dt.datetime.fromisoformat(self.header[key]))

    def words(self, key: str) -> list[str]:
        """A list of the header, separated by semicolons."""
        return [word.strip() for word in self.header.get(key, "").split(";") if word.strip()]


def demo_texts(folder: Path = FOLDER) -> Iterator[DemoText]:
    """Every document file of the demo, in order of name."""
    for path in sorted(folder.glob("*.txt")):
        head, _, text = path.read_text(encoding="utf-8").partition("\n---\n")
        pairs = (line.partition(":") for line in head.splitlines())
        header = {key.strip(): value.strip() for key, _, value in pairs}
        yield DemoText(path.name, header, text)
