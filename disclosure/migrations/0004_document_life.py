import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('disclosure', '0003_correction_report'),
        ('organs', '0001_initial'),
        ('taxonomy', '0002_seeds'),
    ]

    operations = [
        migrations.CreateModel(
            name='AddresseeGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='如：各街镇、辖区养老服务机构', max_length=100, verbose_name='名称')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='维护机关')),
            ],
            options={
                'verbose_name': '定向对象组',
                'verbose_name_plural': '定向对象组',
                'ordering': ['name', 'id'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'name'), name='addressee_group_named_once')],
            },
        ),
        migrations.CreateModel(
            name='DocumentAddressee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addressees', to='disclosure.document')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='disclosure.addresseegroup', verbose_name='定向对象组')),
                ('organ', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='organs.organ', verbose_name='机关')),
            ],
            options={
                'verbose_name': '定向对象',
                'verbose_name_plural': '定向对象',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('group__isnull', True), ('organ__isnull', False)), models.Q(('group__isnull', False), ('organ__isnull', True)), _connector='OR'), name='addressee_is_organ_or_group'), models.UniqueConstraint(fields=('document', 'organ', 'group'), name='addressee_once', nulls_distinct=False)],
            },
        ),
        migrations.RemoveConstraint(
            model_name='documentrelation',
            name='change_has_a_date',
        ),
        migrations.AddField(
            model_name='document',
            name='language',
            field=models.CharField(choices=[('zh-Hans', '中文'), ('en', '英文'), ('ja', '日文'), ('ko', '韩文'), ('fr', '法文'), ('de', '德文'), ('es', '西班牙文'), ('ru', '俄文'), ('ar', '阿拉伯文')], default='zh-Hans', max_length=12, verbose_name='语种'),
        ),
        migrations.AddField(
            model_name='document',
            name='openness_review_due_on',
            field=models.DateField(editable=False, null=True, verbose_name='下次公开属性复核'),
        ),
        migrations.AddField(
            model_name='document',
            name='reach',
            field=models.CharField(choices=[('everyone', '面向社会公开'), ('addressed', '定点定向公开')], default='everyone', help_text='内容仅涉及部分特定对象的，可以定点定向公开', max_length=12, verbose_name='公开范围'),
        ),
        migrations.AddField(
            model_name='document',
            name='reach_reason',
            field=models.CharField(blank=True, help_text='定点定向公开时必填', max_length=300, verbose_name='定向公开的理由'),
        ),
        migrations.AddField(
            model_name='document',
            name='scheduled_for',
            field=models.DateTimeField(editable=False, null=True, verbose_name='定时公开时间'),
        ),
        migrations.AddField(
            model_name='document',
            name='valid_during',
            field=django.contrib.postgres.fields.ranges.DateRangeField(editable=False, null=True, verbose_name='有效期间'),
        ),
        migrations.AlterField(
            model_name='document',
            name='status',
            field=models.CharField(choices=[('draft', '录入中'), ('openness_review', '待公开审查'), ('secrecy_review', '待保密审查'), ('signing', '待签发'), ('scheduled', '待定时公开'), ('published', '已公开'), ('filed', '已备案'), ('returned', '已退回'), ('withdrawn', '已撤回')], default='draft', editable=False, max_length=16, verbose_name='办理状态'),
        ),
        migrations.AlterField(
            model_name='documentrelation',
            name='kind',
            field=models.CharField(choices=[('basis', '依据'), ('supports', '配套'), ('amends', '修改'), ('repeals', '废止'), ('replaces', '替代'), ('revises', '修订文本'), ('explains', '解读'), ('annexes', '附件'), ('translates', '译本')], max_length=12, verbose_name='关系'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(condition=models.Q(('status', 'scheduled')), fields=['scheduled_for'], name='document_to_release'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(condition=models.Q(('status', 'filed')), fields=['openness_review_due_on'], name='document_to_review_again'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scheduled_for__isnull', False), ('status', 'scheduled')), models.Q(models.Q(('status', 'scheduled'), _negated=True), ('scheduled_for__isnull', True)), _connector='OR'), name='scheduled_document_has_its_time'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reach', 'addressed'), ('status', 'published'), _negated=True), models.Q(models.Q(('reach_reason', ''), _negated=True), ('is_normative', False), ('is_rule', False)), _connector='OR'), name='addressed_document_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='documentrelation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('amends', 'repeals', 'replaces', 'revises')), _negated=True), ('effective_on__isnull', False), _connector='OR'), name='change_has_a_date'),
        ),
        migrations.AddField(
            model_name='addresseegroup',
            name='organs',
            field=models.ManyToManyField(blank=True, related_name='addressee_groups', to='organs.organ', verbose_name='机关'),
        ),
        migrations.AddField(
            model_name='addresseegroup',
            name='people',
            field=models.ManyToManyField(blank=True, related_name='addressee_groups', to=settings.AUTH_USER_MODEL, verbose_name='人员'),
        ),
    ]
