import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("requests_app", "0003_applying"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Deferral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField(verbose_name='延迟至')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('decided_on', models.DateField(verbose_name='确定日期')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='deferral', to='requests_app.informationrequest')),
            ],
            options={
                'verbose_name': '延迟答复',
                'verbose_name_plural': '延迟答复',
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('decided_on')), models.Q(('reason', ''), _negated=True)), name='deferral_is_reasoned')],
            },
        ),
    ]
