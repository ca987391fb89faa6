"""What the library kept of its looks is the patrol's, row by row, and goes back as it was."""

from __future__ import annotations

import datetime as dt
import importlib
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.links.models import Link, Look
from tests.builders import FILED_AT

MOVE = importlib.import_module("portal.links.migrations.0002_from_the_library")
ROWS: list[dict[str, Any]] = [
    {"url": "https://a.example/x", "status": 200, "problem": "", "checked_at": FILED_AT},
    {"url": "https://b.example/", "status": 404, "problem": "打不开（状态码 404）"},
    {"url": "https://c.example/", "status": None, "problem": "连接超时"},
]


@pytest.mark.django_db
def test_every_row_goes_over_with_its_history_and_back() -> None:
    before = [("disclosure", "0020_pictures_of_corrections"), ("links", "0001_patrol")]
    apps = MigrationExecutor(connection).loader.project_state(before).apps
    kept = apps.get_model("disclosure", "LinkCheck")
    with connection.schema_editor() as editor:
        editor.create_model(kept)
    later = FILED_AT + dt.timedelta(hours=1)
    kept.objects.bulk_create(kept(**{"checked_at": later, **row}) for row in ROWS)
    was = list(kept.objects.order_by("url").values("url", "status", "problem", "checked_at"))

    MOVE.take_over(apps, None)

    assert list(Link.objects.order_by("url").values(*was[0])) == was
    assert list(Link.objects.order_by("url").values_list("link_class", "failures")) == [
        (0, 0),
        (1, 1),
        (1, 1),
    ]
    told = Look.objects.order_by("link__url").values_list("sight", "status", "at")
    assert list(told) == [("opens", 200, FILED_AT), ("failed", 404, later), ("failed", None, later)]
    kept.objects.all().delete()
    MOVE.give_back(apps, None)
    assert list(kept.objects.order_by("url").values(*was[0])) == was
