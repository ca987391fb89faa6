"""What the library kept of its own looks goes on here: every row, with the look as its history."""

import datetime as dt
from typing import Any

from django.db import migrations

_RESTS = dt.timedelta(days=7)
_OK, _CAUTION = 0, 1


def take_over(apps: Any, _editor: Any) -> None:
    """One look that failed was enough there; here it is the first of the three it takes."""
    kept, link, look = (
        apps.get_model(*name)
        for name in (("disclosure", "LinkCheck"), ("links", "Link"), ("links", "Look"))
    )
    for row in kept.objects.order_by("pk").iterator(chunk_size=1000):
        failed = bool(row.problem)
        values = {"status": row.status, "problem": row.problem}
        new = link.objects.create(
            url=row.url,
            link_class=_CAUTION if failed else _OK,
            failures=int(failed),
            failing_since=row.checked_at if failed else None,
            checked_at=row.checked_at,
            due_at=row.checked_at if failed else row.checked_at + _RESTS,
            **values,
        )
        look.objects.create(
            link=new,
            at=row.checked_at,
            sight="failed" if failed else "opens",
            link_class=new.link_class,
            **values,
        )


def give_back(apps: Any, _editor: Any) -> None:
    """The last look at each, as the library kept it."""
    kept, link = apps.get_model("disclosure", "LinkCheck"), apps.get_model("links", "Link")
    for row in link.objects.order_by("pk").iterator(chunk_size=1000):
        kept.objects.create(
            url=row.url, status=row.status, problem=row.problem, checked_at=row.checked_at
        )


class Migration(migrations.Migration):

    dependencies = [
        ("links", "0001_patrol"),
        ("disclosure", "0020_pictures_of_corrections"),
    ]

    operations = [migrations.RunPython(take_over, give_back)]
