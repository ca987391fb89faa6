"""Fields of the officers' forms: what no day, no text and no choice can be."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from portal.desk import fields as f


@pytest.mark.parametrize(
    "field", [f.day("答复日期")(None), f.moment("联系时间")(None)], ids=["day", "moment"]
)
def test_a_day_lies_within_our_years(field: forms.Field) -> None:
    time = "T09:00" if isinstance(field, forms.DateTimeField) else ""
    for day in ("9999-12-31", "2226-01-01", "0001-01-01", "1026-11-02"):
        with pytest.raises(forms.ValidationError, match="离今天太远，请核对年份"):
            field.clean(day + time)
    for day in ("2019-05-15", "2027-01-04"):
        assert field.clean(day + time)


@pytest.mark.parametrize("value", ["2026-13-01", "昨天", "2026-02-30", "9" * 40])
def test_what_is_no_day_is_told_how_to_write_one(value: str) -> None:
    with pytest.raises(forms.ValidationError, match="写成 2026-01-31 的形式"):
        f.day("答复日期")(None).clean(value)


def test_a_day_that_may_be_left_out() -> None:
    field: Any = f.day("答复日期", required=False)(None)
    assert field.clean("") is None
