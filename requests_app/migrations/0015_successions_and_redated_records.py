import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('organs', '0001_initial'),
        ('requests_app', '0014_sealed_texts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(help_text='机构改革的文件；不含个人信息', max_length=500, verbose_name='依据')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='原机关')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='承接机关')),
            ],
            options={
                'verbose_name': '承接',
                'verbose_name_plural': '承接撤销机关的案件',
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('organ', models.F('successor')), _negated=True)), name='succession_is_to_another')],
            },
        ),
        migrations.CreateModel(
            name='TakenOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('correction', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_over', to='requests_app.recordcorrection')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_over', to='requests_app.informationrequest')),
                ('succession', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='requests_app.succession')),
            ],
            options={
                'verbose_name': '承接的案件',
                'verbose_name_plural': '承接的案件',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('request__isnull', True), ('correction__isnull', True), _connector='XOR'), name='taken_over_is_one_case'), models.UniqueConstraint(fields=('succession', 'request'), name='case_taken_over_once'), models.UniqueConstraint(fields=('succession', 'correction'), name='record_taken_over_once')],
            },
        ),
        migrations.CreateModel(
            name='RedatedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_before', models.DateField(null=True, verbose_name='原内部期限')),
                ('due_after', models.DateField(null=True, verbose_name='新内部期限')),
                ('done_at', models.DateTimeField(null=True, verbose_name='时间')),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='redatings', to='requests_app.recordcorrection')),
                ('redating', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='requests_app.redating')),
            ],
            options={
                'verbose_name': '内部期限变动',
                'verbose_name_plural': '内部期限变动',
                'constraints': [models.UniqueConstraint(fields=('redating', 'correction'), name='record_redated_once')],
            },
        ),
    ]
