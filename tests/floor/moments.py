"""When the cases of the tests begin; without any model, for programs that install none."""

from __future__ import annotations

import datetime as dt

# A Monday; the calendar of 2026 is loaded with the migrations.
ASKED_AT = dt.datetime(2026, 9, 7, 1, 0, tzinfo=dt.UTC)
