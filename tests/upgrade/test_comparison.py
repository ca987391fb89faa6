"""Whether a loss on the way to this version would be seen: planted ones are, in every part."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.upgrade.changes import Changes, PageChange
from tests.upgrade.comparison import differences

BEFORE: dict[str, Any] = {
    "sealed": {"1 name": "a", "2 record": "b"},
    "files": {"kept/1.png": "c"},
    "letters": {"3": ["reply", "某函〔2026〕1号", "d"]},
    "acts": [["N-1", "confirm", "new", "handling", "p", "2026"]] * 2,
    "counters": [["old.Counter", "SJ", "", "2026", "4"], ["old.Letters", "SJ", "答", "2026", "2"]],
    "columns": {"old.Case": {"": "1", "id": "e", "owner_id": "f"}, "old.Counter": {"": "1"}},
    "audit": [["whole"], ["g"], ["h"]],
    "pages": {"/": "200\n<p>\n三件\n</p>", "/case/1/": "200\n<p>\n已答复\n</p>"},
}


def test_nothing_is_lost_where_nothing_changed() -> None:
    assert differences(BEFORE, deepcopy(BEFORE), Changes()) == []


def _without(part: str, key: str) -> Callable[[dict[str, Any]], object]:
    return lambda after: after[part].pop(key)


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (_without("sealed", "1 name"), "sealed value 1 name is gone"),
        (lambda a: a["sealed"].update({"2 record": "x"}), "sealed value 2 record has changed"),
        (_without("files", "kept/1.png"), "file kept/1.png is gone"),
        (lambda a: a["letters"]["3"].__setitem__(1, "某函〔2026〕2号"), "letter 3 has changed"),
        (lambda a: a["acts"].pop(), "act ('N-1', 'confirm', "),
        (lambda a: a["counters"][0].__setitem__(4, "1"), "counter ('old.Counter', 'SJ', "),
        (_without("columns", "old.Case"), "model old.Case is gone"),
        (lambda a: a["columns"]["old.Case"].pop("owner_id"), "old.Case.owner_id is gone"),
        (lambda a: a["columns"]["old.Case"].update({"": "0"}), "number of rows of old.Case"),
        (_without("pages", "/case/1/"), "page /case/1/ is gone"),
        (lambda a: a["pages"].update({"/": "200\n<p>\n两件\n</p>"}), "-三件\n+两件"),
        (lambda a: a["audit"].__setitem__(0, ["broken"]), "audit trail ('whole',) is gone"),
        (lambda a: a["audit"].pop(), "audit trail ('h',) is gone"),
    ],
)
def test_a_planted_loss_is_seen(plant: Callable[[dict[str, Any]], object], said: str) -> None:
    after = deepcopy(BEFORE)
    plant(after)
    (found,) = differences(BEFORE, after, Changes())
    assert said in found


def test_what_was_renamed_or_moved_is_followed() -> None:
    after = deepcopy(BEFORE)
    after["sealed"]["2 entry"] = after["sealed"].pop("2 record")
    after["columns"]["new.Case"] = after["columns"].pop("old.Case")
    after["columns"]["new.Case"]["holder_id"] = after["columns"]["new.Case"].pop("owner_id")
    del after["columns"]["old.Counter"]
    after["counters"] = [
        ["new.Counter", "SJ", "case", "2026", "4"], ["new.Counter", "SJ", "答", "2026", "2"],
    ]  # fmt: skip
    after["pages"]["/case/1/"] = "200\n<p>\n已经答复\n</p>"
    changes = Changes(
        models={"old.Case": "new.Case"},
        columns={"old.Case.owner_id": "holder_id"},
        sealed={"record": "entry"},
        counters={"old.Counter": ("new.Counter", "case"), "old.Letters": ("new.Counter", "")},
        pages=(PageChange(r"/case/\d/", "已答复", "已经答复", "the words of the law"),),
    )
    assert differences(BEFORE, after, changes) == []
    after["counters"][1][4] = "1"
    assert len(differences(BEFORE, after, changes)) == 1


def test_a_change_that_nothing_shows_is_reported() -> None:
    idle = PageChange("/", "四件", "五件", "counted anew")
    (found,) = differences(BEFORE, deepcopy(BEFORE), Changes(pages=(idle,)))
    assert "nothing shows any more" in found
