"""By which day undated cases are listed, whether a doubtful day of arrival was checked, and when
the organ answered a review or a suit.
"""

import datetime as dt

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def list_undated(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """What the calendar could not date lies after the last day that it counts."""
    years = apps.get_model("workdays", "HolidayNotice").objects.values_list("year", flat=True)
    reach = dt.date(max(years, default=1), 12, 31)
    cases = apps.get_model("requests_app", "InformationRequest").objects
    undated = cases.filter(reply_due_provisional=True, reply_due_on=None, received_on__isnull=False)
    undated.filter(received_on__lte=reach).update(reply_not_before=reach)
    undated.filter(received_on__gt=reach).update(reply_not_before=models.F("received_on"))


class Migration(migrations.Migration):

    dependencies = [
        ('requests_app', '0023_parts_of_refusals'),
        ('workdays', '0002_shipped_notices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='informationrequest',
            name='arrival_checked',
            field=models.BooleanField(default=False, help_text='来件日期早得可疑、核对后确实如此的', verbose_name='已核对来件日期'),
        ),
        migrations.AddField(
            model_name='informationrequest',
            name='reply_not_before',
            field=models.DateField(help_text='期限超出已载入的工作日历时，列表按这一天排列', null=True, verbose_name='答复期限不早于'),
        ),
        migrations.RunPython(list_undated, migrations.RunPython.noop),
        migrations.AddField(
            model_name='remedy',
            name='answered_on',
            field=models.DateField(null=True, verbose_name='向复议机关、人民法院答复日期'),
        ),
        migrations.AddField(
            model_name='remedy',
            name='is_brief',
            field=models.BooleanField(default=False, verbose_name='适用简易程序'),
        ),
        migrations.AddConstraint(
            model_name='remedy',
            constraint=models.CheckConstraint(condition=models.Q(('answered_on__isnull', True), ('answered_on__gte', models.F('notified_on')), _connector='OR'), name='remedy_answered_after_it_was_notified'),
        ),
    ]
