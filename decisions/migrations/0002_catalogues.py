import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('decisions', '0001_dossiers'),
        ('disclosure', '0022_turns'),
        ('organs', '0003_editor_shown'),
    ]

    operations = [
        migrations.CreateModel(
            name='Catalogue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('note', models.TextField(blank=True, verbose_name='公开说明')),
                ('collected_by', models.CharField(blank=True, max_length=200, verbose_name='由谁汇总')),
                ('approved_by', models.CharField(blank=True, max_length=200, verbose_name='由谁批准')),
                ('approved_on', models.DateField(null=True, verbose_name='批准日期')),
                ('party_on', models.DateField(null=True, verbose_name='同级党委同意日期')),
                ('status', models.CharField(choices=[('draft', '编制中'), ('review', '待公布'), ('released', '已公布'), ('adjusting', '调整待公布'), ('accounted', '完成情况待公布'), ('closed', '年终已总公开'), ('withdrawn', '已撤回'), ('discarded', '已放弃')], default='draft', max_length=16, verbose_name='状态')),
                ('published_on', models.DateField(null=True, verbose_name='公布日期')),
                ('published_where', models.CharField(blank=True, max_length=500, verbose_name='先在哪里公布')),
                ('released_at', models.DateTimeField(null=True, verbose_name='在本站公布的时间')),
                ('changed_at', models.DateTimeField(null=True, verbose_name='最近公布变化的时间')),
                ('closed_on', models.DateField(null=True, verbose_name='年终总公开日期')),
                ('closing_note', models.TextField(blank=True, verbose_name='年终说明')),
                ('withdrawn_on', models.DateField(null=True, verbose_name='撤回日期')),
                ('withdrawn_why', models.CharField(blank=True, max_length=500, verbose_name='撤回的理由')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('handler', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('maker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='made_catalogues', to='organs.organ', verbose_name='决策机关')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='catalogues', to='organs.organ', verbose_name='编制单位')),
            ],
            options={
                'verbose_name': '决策事项目录',
                'verbose_name_plural': '决策事项目录',
                'ordering': ['-year', '-id'],
                'indexes': [models.Index(fields=['organ', 'status'], name='catalogue_by_queue'), models.Index(fields=['year', 'maker'], name='catalogue_by_year'), models.Index(condition=models.Q(('changed_at__isnull', False)), fields=['-changed_at', '-id'], name='catalogue_newest_first')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'review', 'released', 'adjusting', 'accounted', 'closed', 'withdrawn', 'discarded'])), name='catalogue_state_known'), models.UniqueConstraint(condition=models.Q(('status__in', ['withdrawn', 'discarded']), _negated=True), fields=('maker', 'year'), name='catalogue_once_a_year'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['released', 'adjusting', 'accounted', 'closed']), _negated=True), models.Q(('published_on__isnull', False), ('released_at__isnull', False)), _connector='OR'), name='catalogue_was_published_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), models.Q(('withdrawn_on__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='catalogue_is_withdrawn_for_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_on__isnull', False), _connector='OR'), name='catalogue_was_closed_on_a_day')],
            },
        ),
        migrations.CreateModel(
            name='CatalogueAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=24, verbose_name='原状态')),
                ('target', models.CharField(max_length=24, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('catalogue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='decisions.catalogue')),
            ],
            options={
                'verbose_name': '目录办理记录',
                'verbose_name_plural': '目录办理记录',
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CatalogueItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('number', models.PositiveSmallIntegerField(null=True, verbose_name='序号')),
                ('catalogue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='decisions.catalogue')),
                ('former', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='later', to='decisions.catalogueitem', verbose_name='以前年度的事项')),
            ],
            options={
                'verbose_name': '目录事项',
                'verbose_name_plural': '目录事项',
                'ordering': ['catalogue', 'position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('catalogue', 'number'), name='item_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Adjustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('change', models.CharField(choices=[('add', '增加'), ('change', '修改'), ('move', '移到以后年度'), ('remove', '退出目录')], max_length=8, verbose_name='怎样调整')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('asked_by', models.CharField(blank=True, max_length=200, verbose_name='提出单位')),
                ('approved_by', models.CharField(blank=True, max_length=200, verbose_name='由谁批准')),
                ('party_on', models.DateField(null=True, verbose_name='同级党委同意日期')),
                ('proposed_at', models.DateTimeField(verbose_name='拟定时间')),
                ('on', models.DateField(null=True, verbose_name='公布日期')),
                ('released_at', models.DateTimeField(null=True, verbose_name='公布时间')),
                ('dropped_at', models.DateTimeField(null=True, verbose_name='退回时间')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟定人')),
                ('catalogue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='decisions.catalogue')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='decisions.catalogueitem')),
            ],
            options={
                'verbose_name': '目录调整',
                'verbose_name_plural': '目录调整',
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('released_at__isnull', False)), fields=['-released_at', '-id'], name='adjustment_newest_first')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='adjustment_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('on__isnull', True), ('released_at__isnull', True)), models.Q(('dropped_at__isnull', True), ('on__isnull', False), ('released_at__isnull', False)), _connector='OR'), name='adjustment_is_public_or_returned'), models.UniqueConstraint(condition=models.Q(('dropped_at__isnull', True), ('released_at__isnull', True)), fields=('item',), name='adjustment_waits_once')],
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='item',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='decisions.catalogueitem', verbose_name='目录事项'),
        ),
        migrations.CreateModel(
            name='CatalogueTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='公布期限')),
                ('reaches_below', models.BooleanField(default=False, verbose_name='下级也按这一天')),
                ('basis', models.CharField(max_length=300, verbose_name='依据或者理由')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='catalogue_terms', to='organs.organ', verbose_name='机关')),
            ],
            options={
                'verbose_name': '目录公布期限',
                'verbose_name_plural': '目录公布期限',
                'ordering': ['-year', 'organ__path'],
                'constraints': [models.UniqueConstraint(fields=('year', 'organ'), name='catalogue_term_once'), models.CheckConstraint(condition=models.Q(('basis', ''), _negated=True), name='catalogue_term_has_a_basis')],
            },
        ),
        migrations.CreateModel(
            name='Completion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('done', '完成'), ('moved', '移到以后年度'), ('withdrawn', '不再决策')], max_length=10, verbose_name='完成情况')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('moved_to', models.PositiveSmallIntegerField(null=True, verbose_name='移到哪一年')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosure.document', verbose_name='公布的文件')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='completions', to='decisions.catalogueitem')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '事项完成情况',
                'verbose_name_plural': '事项完成情况',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome', 'done'), models.Q(('words', ''), _negated=True), _connector='OR'), name='completion_says_why_it_is_not_done'), models.CheckConstraint(condition=models.Q(models.Q(('moved_to__isnull', False), ('outcome', 'moved')), models.Q(models.Q(('outcome', 'moved'), _negated=True), ('moved_to__isnull', True)), _connector='OR'), name='completion_is_moved_to_a_year')],
            },
        ),
        migrations.CreateModel(
            name='ItemEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(null=True, verbose_name='自哪一天')),
                ('place', models.CharField(choices=[('listed', '列入'), ('moved', '移到以后年度'), ('removed', '退出目录')], default='listed', max_length=8, verbose_name='在目录里')),
                ('moved_to', models.PositiveSmallIntegerField(null=True, verbose_name='移到哪一年')),
                ('title', models.CharField(max_length=200, verbose_name='事项名称')),
                ('matter', models.CharField(choices=[('measures', '重大公共政策和措施'), ('plan', '重要规划'), ('resources', '重要自然资源、文化资源的政策和措施'), ('project', '重大公共建设项目'), ('other', '其他重大事项')], max_length=12, verbose_name='类别')),
                ('gist', models.TextField(blank=True, verbose_name='主要内容')),
                ('basis', models.TextField(blank=True, verbose_name='法律依据')),
                ('first_month', models.DateField(verbose_name='计划起始月')),
                ('last_month', models.DateField(verbose_name='计划完成月')),
                ('steps', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('taking_part', '公众参与'), ('experts', '专家论证'), ('risk', '风险评估'), ('competition', '公平竞争审查'), ('legality', '合法性审查'), ('meeting', '集体讨论')], max_length=12), blank=True, default=list, size=None, verbose_name='计划的程序')),
                ('hearing', models.BooleanField(default=False, verbose_name='计划听证')),
                ('uninvited', models.CharField(blank=True, max_length=500, verbose_name='不邀请利害关系人的理由')),
                ('adjustment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='edition', to='decisions.adjustment')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='decisions.catalogueitem')),
                ('joint', models.ManyToManyField(blank=True, related_name='+', to='organs.organ', verbose_name='会办单位')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='承办单位')),
            ],
            options={
                'verbose_name': '事项的一版',
                'verbose_name_plural': '事项的各版',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['item', 'on'], name='item_edition_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='item_has_a_title'), models.CheckConstraint(condition=models.Q(('last_month__gte', models.F('first_month'))), name='item_ends_after_it_began'), models.CheckConstraint(condition=models.Q(models.Q(('moved_to__isnull', False), ('place', 'moved')), models.Q(models.Q(('place', 'moved'), _negated=True), ('moved_to__isnull', True)), _connector='OR'), name='item_is_moved_to_a_year')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='catalogueact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='89202b58499a7c489cfc5775b6b3894a2a01a451', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_85837', table='decisions_catalogueact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='catalogueact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."catalogue_id" IS DISTINCT FROM (NEW."catalogue_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e503c56d9e73475dd23eff0bae6c3187c7dfe58c', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_75da7', table='decisions_catalogueact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='catalogueitem',
            trigger=pgtrigger.compiler.Trigger(name='item_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."number" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='87498849ba840a7e8ab54ee813f0968ee20e5e17', operation='DELETE', pgid='pgtrigger_item_stays_a8c19', table='decisions_catalogueitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='catalogueitem',
            trigger=pgtrigger.compiler.Trigger(name='item_number_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."number" IS NOT NULL AND OLD."number" IS DISTINCT FROM (NEW."number"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9ff517442a6e665c2460f22e0d224a6caad03d07', operation='UPDATE', pgid='pgtrigger_item_number_stays_b6ada', table='decisions_catalogueitem', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='adjustment_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='388c4df83a858891ebbe3039bb0e940009fa8a0b', operation='DELETE', pgid='pgtrigger_adjustment_is_never_deleted_07e41', table='decisions_adjustment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='adjustment_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."approved_by" IS DISTINCT FROM (NEW."approved_by") OR OLD."asked_by" IS DISTINCT FROM (NEW."asked_by") OR OLD."catalogue_id" IS DISTINCT FROM (NEW."catalogue_id") OR OLD."change" IS DISTINCT FROM (NEW."change") OR OLD."item_id" IS DISTINCT FROM (NEW."item_id") OR OLD."party_on" IS DISTINCT FROM (NEW."party_on") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ef9017d95591fac85113da535245988eeb736ad4', operation='UPDATE', pgid='pgtrigger_adjustment_is_never_changed_09d4e', table='decisions_adjustment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adjustment',
            trigger=pgtrigger.compiler.Trigger(name='adjustment_stays_settled', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."released_at" IS NOT NULL OR OLD."dropped_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c0225f22b1ace3aefbe345e1c144d8c63c116a76', operation='UPDATE', pgid='pgtrigger_adjustment_stays_settled_fd003', table='decisions_adjustment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='completion',
            trigger=pgtrigger.compiler.Trigger(name='completion_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete or update rows from % table', TG_TABLE_NAME;", hash='cbb82e1a8ce1efa6d7a527496c2e1e147163fd2f', operation='DELETE OR UPDATE', pgid='pgtrigger_completion_stays_4f45d', table='decisions_completion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemedition',
            trigger=pgtrigger.compiler.Trigger(name='edition_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."on" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='149f88f6efa26cf310e87e3d9dae2b53158cf739', operation='DELETE', pgid='pgtrigger_edition_stays_64a88', table='decisions_itemedition', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemedition',
            trigger=pgtrigger.compiler.Trigger(name='edition_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."on" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c24f6d91346e65a985d20a32fa9fe3979b13ae09', operation='UPDATE', pgid='pgtrigger_edition_is_never_changed_482d5', table='decisions_itemedition', when='BEFORE')),
        ),
    ]
