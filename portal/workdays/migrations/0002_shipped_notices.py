"""Loads the State Council notices that come with the portal (portal/workdays/data)."""

from pathlib import Path

from django.db import migrations

from portal.workdays.sheet import read_csv

DATA = Path(__file__).resolve().parent.parent / "data"


def load(apps, schema_editor):
    notices = apps.get_model("workdays", "HolidayNotice")
    days = apps.get_model("workdays", "CalendarDay")
    for path in sorted(DATA.glob("*.csv")):
        for arrangement in read_csv(path.read_text(encoding="utf-8")):
            notice = notices.objects.create(
                year=arrangement.year,
                number=arrangement.number,
                issued_on=arrangement.issued_on,
                title=arrangement.title,
                url=arrangement.url,
                is_verified=arrangement.is_verified,
            )
            days.objects.bulk_create(
                days(notice=notice, date=day, is_working=span.is_working, note=span.name)
                for span in arrangement.spans
                for day in span.dates()
            )


class Migration(migrations.Migration):
    dependencies = [("workdays", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
