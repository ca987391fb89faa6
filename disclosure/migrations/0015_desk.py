"""Drafts that can be given up, extensions of validity, grounds from a list, reasons why not."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


# What was written by hand and can mean one ground only.
_GROUNDS = {
    "条例第十五条": "third_party",
    "条例第十六条第一款": "internal",
    "条例第二十七条": "particular",
}


def end_as_stated(apps, schema_editor):
    """Nothing was extended so far: every document ends on its own last day."""
    documents = apps.get_model("disclosure", "Document").objects
    documents.exclude(expires_on=None).update(ends_on=models.F("expires_on"))


def ground_as_written(apps, schema_editor):
    """Documents not opened get the ground their article names; of others somebody has to say."""
    documents = apps.get_model("disclosure", "Document").objects
    for article, ground in _GROUNDS.items():
        closed = documents.filter(openness_article=article).exclude(openness="open")
        closed.update(openness_basis=ground)


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0014_editions'),
        ('organs', '0002_courts_and_review_addresses'),
        ('taxonomy', '0002_seeds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DeclinedRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('basis', '依据'), ('supports', '配套'), ('amends', '修改'), ('repeals', '废止'), ('replaces', '替代'), ('revises', '新文本'), ('extends', '延长有效期'), ('explains', '解读'), ('annexes', '附件'), ('translates', '译本')], max_length=12, verbose_name='关系')),
                ('named', models.CharField(max_length=600, verbose_name='文中所指文件')),
                ('reason', models.CharField(max_length=300, verbose_name='不登记的理由')),
                ('at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '不登记的关系',
                'verbose_name_plural': '不登记的关系',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='NegativeListEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='如：行政执法案卷中的询问笔录', max_length=200, verbose_name='事项')),
                ('ground', models.CharField(choices=[('secret', '依法确定为国家秘密（条例第十四条）'), ('forbidden', '法律、行政法规禁止公开（条例第十四条）'), ('safety', '公开后可能危及国家安全、公共安全、经济安全、社会稳定（条例第十四条）'), ('third_party', '涉及商业秘密、个人隐私，公开会损害第三方合法权益（条例第十五条）'), ('internal', '内部事务信息（人事管理、后勤管理、内部工作流程等）（条例第十六条第一款）'), ('process', '过程性信息（讨论记录、过程稿、磋商信函、请示报告等）（条例第十六条第二款）'), ('case_file', '行政执法案卷信息（条例第十六条第二款）'), ('particular', '只涉及特定对象，不属于主动公开范围，可以依申请提供（条例第二十七条）')], max_length=16, verbose_name='法定依据')),
                ('source', models.CharField(blank=True, help_text='公布或者印发清单的文件和文号', max_length=200, verbose_name='清单文件')),
                ('is_active', models.BooleanField(default=True, verbose_name='使用中')),
            ],
            options={
                'verbose_name': '负面清单事项',
                'verbose_name_plural': '负面清单',
                'ordering': ['organ', 'title'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='documentrelation',
            name='change_has_a_date',
        ),
        migrations.RemoveIndex(
            model_name='document',
            name='disclosure__status_19b49b_idx',
        ),
        migrations.AddField(
            model_name='document',
            name='ends_on',
            field=models.DateField(editable=False, null=True, verbose_name='有效期届满日'),
        ),
        migrations.AddField(
            model_name='document',
            name='openness_basis',
            field=models.CharField(blank=True, choices=[('secret', '依法确定为国家秘密（条例第十四条）'), ('forbidden', '法律、行政法规禁止公开（条例第十四条）'), ('safety', '公开后可能危及国家安全、公共安全、经济安全、社会稳定（条例第十四条）'), ('third_party', '涉及商业秘密、个人隐私，公开会损害第三方合法权益（条例第十五条）'), ('internal', '内部事务信息（人事管理、后勤管理、内部工作流程等）（条例第十六条第一款）'), ('process', '过程性信息（讨论记录、过程稿、磋商信函、请示报告等）（条例第十六条第二款）'), ('case_file', '行政执法案卷信息（条例第十六条第二款）'), ('particular', '只涉及特定对象，不属于主动公开范围，可以依申请提供（条例第二十七条）')], help_text='依申请公开、不予公开时必选', max_length=16, verbose_name='不主动公开的依据'),
        ),
        migrations.AddField(
            model_name='documentrelation',
            name='extended_to',
            field=models.DateField(blank=True, null=True, verbose_name='有效期延长至'),
        ),
        migrations.AddField(
            model_name='opennessdecision',
            name='basis',
            field=models.CharField(blank=True, choices=[('secret', '依法确定为国家秘密（条例第十四条）'), ('forbidden', '法律、行政法规禁止公开（条例第十四条）'), ('safety', '公开后可能危及国家安全、公共安全、经济安全、社会稳定（条例第十四条）'), ('third_party', '涉及商业秘密、个人隐私，公开会损害第三方合法权益（条例第十五条）'), ('internal', '内部事务信息（人事管理、后勤管理、内部工作流程等）（条例第十六条第一款）'), ('process', '过程性信息（讨论记录、过程稿、磋商信函、请示报告等）（条例第十六条第二款）'), ('case_file', '行政执法案卷信息（条例第十六条第二款）'), ('particular', '只涉及特定对象，不属于主动公开范围，可以依申请提供（条例第二十七条）')], max_length=16, verbose_name='依据'),
        ),
        migrations.AlterField(
            model_name='document',
            name='openness_article',
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name='依据条款'),
        ),
        migrations.AlterField(
            model_name='document',
            name='openness_ground',
            field=models.CharField(blank=True, help_text='结合本文件写明', max_length=300, verbose_name='不主动公开的理由'),
        ),
        migrations.AlterField(
            model_name='document',
            name='status',
            field=models.CharField(choices=[('draft', '录入中'), ('openness_review', '待公开审查'), ('secrecy_review', '待保密审查'), ('signing', '待签发'), ('scheduled', '待定时公开'), ('published', '已公开'), ('filed', '已备案'), ('returned', '已退回'), ('withdrawn', '已撤回'), ('discarded', '已废弃')], default='draft', editable=False, max_length=16, verbose_name='办理状态'),
        ),
        migrations.AlterField(
            model_name='documentrelation',
            name='kind',
            field=models.CharField(choices=[('basis', '依据'), ('supports', '配套'), ('amends', '修改'), ('repeals', '废止'), ('replaces', '替代'), ('revises', '新文本'), ('extends', '延长有效期'), ('explains', '解读'), ('annexes', '附件'), ('translates', '译本')], max_length=12, verbose_name='关系'),
        ),
        migrations.AlterField(
            model_name='importitem',
            name='state',
            field=models.CharField(choices=[('pending', '等待读取'), ('filed', '已录入'), ('duplicate', '已有同一文件'), ('failed', '未能读取'), ('offered', '可载入草稿'), ('discarded', '草稿已废弃')], max_length=12, verbose_name='状态'),
        ),
        migrations.AlterField(
            model_name='opennessdecision',
            name='article',
            field=models.CharField(blank=True, max_length=300, verbose_name='依据条款'),
        ),
        migrations.AddConstraint(
            model_name='documentrelation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('amends', 'repeals', 'replaces', 'revises', 'extends')), _negated=True), ('effective_on__isnull', False), _connector='OR'), name='change_has_a_date'),
        ),
        migrations.AddConstraint(
            model_name='documentrelation',
            constraint=models.CheckConstraint(condition=models.Q(('extended_to__isnull', True), models.Q(('extended_to__gte', models.F('effective_on')), ('kind', 'extends')), _connector='OR'), name='only_an_extension_moves_the_end'),
        ),
        migrations.AddField(
            model_name='declinedrelation',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人'),
        ),
        migrations.AddField(
            model_name='declinedrelation',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declined_relations', to='disclosure.document'),
        ),
        migrations.AddField(
            model_name='negativelistentry',
            name='organ',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='negative_list', to='organs.organ', verbose_name='机关'),
        ),
        migrations.AddField(
            model_name='document',
            name='openness_entry',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosure.negativelistentry', verbose_name='负面清单事项'),
        ),
        migrations.AddField(
            model_name='opennessdecision',
            name='entry',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosure.negativelistentry', verbose_name='负面清单事项'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['status', 'ends_on'], name='disclosure__status_bdd70b_idx'),
        ),
        migrations.AddConstraint(
            model_name='declinedrelation',
            constraint=models.UniqueConstraint(fields=('document', 'kind', 'named'), name='relation_declined_once'),
        ),
        migrations.AddConstraint(
            model_name='declinedrelation',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='declined_relation_has_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='declinedrelation',
            trigger=pgtrigger.compiler.Trigger(name='declined_relation_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='19429232c9765da44ce760162e40aec04ca1fe15', operation='UPDATE OR DELETE', pgid='pgtrigger_declined_relation_is_final_96834', table='disclosure_declinedrelation', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='negativelistentry',
            constraint=models.UniqueConstraint(fields=('organ', 'title'), name='negative_list_entry_once'),
        ),
        migrations.AddConstraint(
            model_name='negativelistentry',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='negative_list_entry_has_title'),
        ),
        migrations.RunPython(end_as_stated, migrations.RunPython.noop),
        migrations.RunPython(ground_as_written, migrations.RunPython.noop),
    ]
