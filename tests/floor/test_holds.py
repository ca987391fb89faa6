"""延长保存 of every kind that has it: for a reason that names nobody, and let go again."""

from __future__ import annotations

from typing import Any

import pytest

from portal.accounts.choices import Role
from portal.common.errors import ActRefused
from tests.builders import City
from tests.floor.kinds import CAME_AT, DAY, KINDS, Kind

pytestmark = pytest.mark.django_db
KEPT = tuple(kind for kind in KINDS if "hold" in kind.desk.buttons)
AT = CAME_AT + DAY


def _ended(kind: Kind, city: City) -> Any:
    return kind.brought(city, kind.workflow.actions["hold"].sources[0])


def _done(kind: Kind, case: Any, city: City, action: str, reason: str) -> None:
    by = city.people[Role(kind.workflow.actions[action].role)]
    kind.desk.act(action).perform(kind.again(case), {"reason": reason}, by=by, at=AT)


def test_there_are_several() -> None:
    assert len(KEPT) > 4


@pytest.mark.parametrize("kind", KEPT, ids=str)
def test_the_reason_names_nobody_for_it_stays(city: City, kind: Kind) -> None:
    case = _ended(kind, city)
    # A name that nothing but the case itself tells of: it has no shape to be found by.
    somebody = case.name = "欧阳某某"
    case.save(update_fields=["name"])
    for reason in ("", f"{somebody}已经起诉", "请联系13900001234"):
        with pytest.raises(ActRefused, match=r"请填写延长保存的理由|个人信息"):
            _done(kind, case, city, "hold", reason)
    assert kind.again(case).legal_hold == ""
    _done(kind, case, city, "hold", "正在复议")
    assert kind.again(case).legal_hold == "正在复议"
    with pytest.raises(ActRefused, match="个人信息"):
        _done(kind, case, city, "lift_hold", f"{somebody}撤回了复议")
    _done(kind, case, city, "lift_hold", "复议终结")
    assert kind.again(case).legal_hold == ""
