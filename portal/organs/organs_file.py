"""Loading a file of organs, such as the one of Shanghai that comes with the portal."""

import datetime as dt
from pathlib import Path

from portal.audit.services import Actor
from portal.organs.services import LoadReport, load_organs
from portal.organs.sheet import SheetRefused, read_csv

SHANGHAI = Path(__file__).parent / "data" / "shanghai.csv"


def load_organs_file(path: Path, *, by: Actor | None, at: dt.datetime) -> LoadReport:
    """Load a CSV in UTF-8. Raises SheetRefused, also when the file cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SheetRefused([f"无法读取 {path}：请确认文件存在且为 UTF-8 编码。"]) from error
    return load_organs(read_csv(text), by=by, at=at)
