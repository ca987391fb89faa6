import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('disclosure', '0021_links_moved'),
        ('organs', '0003_editor_shown'),
        ('policies', '0012_push_and_relays'),
        ('taxonomy', '0002_seeds'),
    ]

    operations = [
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='标题')),
                ('asked', models.TextField(verbose_name='公众关心什么')),
                ('origin', models.CharField(choices=[('network', '网络'), ('press', '新闻媒体'), ('hotline', '12345热线'), ('messages', '网站留言'), ('site', '现场和窗口'), ('above', '上级交办')], max_length=12, verbose_name='来源')),
                ('origin_words', models.CharField(blank=True, max_length=200, verbose_name='来源说明')),
                ('origin_url', models.URLField(blank=True, max_length=500, verbose_name='来源网址')),
                ('nature', models.CharField(choices=[('misread', '对重大政策有误读'), ('interests', '涉及公众切身利益、影响较大'), ('livelihood', '涉及民生底线'), ('emergency', '突发事件和自然灾害'), ('topic', '社会热点'), ('ordered', '上级要求回应')], max_length=12, verbose_name='类别')),
                ('gravity', models.CharField(choices=[('serious', '特别重大、重大突发事件'), ('other', '其他政务舆情')], max_length=8, verbose_name='级别')),
                ('noticed_at', models.DateTimeField(verbose_name='发现时间')),
                ('information_due_at', models.DateTimeField(verbose_name='回应时限')),
                ('press_due_at', models.DateTimeField(null=True, verbose_name='发布会时限')),
                ('due_at', models.DateTimeField(null=True, verbose_name='最近的时限')),
                ('press_held_at', models.DateTimeField(null=True, verbose_name='发布会时间')),
                ('press_place', models.CharField(blank=True, max_length=100, verbose_name='发布会地点')),
                ('press_url', models.URLField(blank=True, max_length=500, verbose_name='发布会实录网址')),
                ('press_none', models.CharField(blank=True, max_length=500, verbose_name='不开发布会的理由')),
                ('press_recorded_at', models.DateTimeField(null=True, verbose_name='发布会记录时间')),
                ('status', models.CharField(choices=[('draft', '拟写中'), ('review', '待审核'), ('public', '已回应'), ('withdrawn', '已撤下'), ('discarded', '不予回应')], default='draft', max_length=16, verbose_name='状态')),
                ('first_public_at', models.DateTimeField(null=True, verbose_name='首次回应时间')),
                ('public_at', models.DateTimeField(null=True, verbose_name='最近回应时间')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤下时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('handler', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='organs.organ', verbose_name='责任机关')),
            ],
            options={
                'verbose_name': '关切',
                'verbose_name_plural': '回应关切',
                'ordering': ['-updated_at', '-id'],
                'indexes': [models.Index(fields=['organ', 'noticed_at'], name='concern_by_month'), models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='concern_by_moment'), models.Index(condition=models.Q(('public_at__isnull', False)), fields=['-public_at', '-id'], name='concern_newest_first')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('gravity', 'serious'), ('press_due_at__isnull', False)), models.Q(models.Q(('gravity', 'serious'), _negated=True), ('press_due_at__isnull', True)), _connector='OR'), name='serious_concern_has_press_moment'), models.CheckConstraint(condition=models.Q(('press_held_at__isnull', True), ('press_none', ''), _connector='OR'), name='press_was_held_or_not'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'public'), _negated=True), ('public_at__isnull', False), _connector='OR'), name='answered_concern_is_read'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['withdrawn', 'discarded']), _negated=True), ('public_at__isnull', True), _connector='OR'), name='ended_concern_is_not_read'), models.CheckConstraint(condition=models.Q(('public_at__isnull', True), ('first_public_at__lte', models.F('public_at')), _connector='OR'), name='concern_first_read_first'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('asked', ''), _negated=True)), name='concern_says_something')],
            },
        ),
        migrations.CreateModel(
            name='ConcernAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=24, verbose_name='原状态')),
                ('target', models.CharField(max_length=24, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('concern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='policies.concern')),
            ],
            options={
                'verbose_name': '关切办理记录',
                'verbose_name_plural': '关切办理记录',
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ConcernStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='第几次')),
                ('facts', models.TextField(blank=True, verbose_name='核实的情况')),
                ('done', models.TextField(blank=True, verbose_name='处置措施')),
                ('further', models.TextField(blank=True, verbose_name='后续安排')),
                ('released_at', models.DateTimeField(null=True, verbose_name='发布时间')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤下时间')),
                ('concern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='policies.concern')),
                ('messages', models.ManyToManyField(blank=True, related_name='+', to='policies.publishedmessage', verbose_name='有关留言')),
                ('policies', models.ManyToManyField(blank=True, related_name='concern_statements', to='disclosure.document', verbose_name='有关政策')),
                ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人')),
            ],
            options={
                'verbose_name': '回应',
                'verbose_name_plural': '回应',
                'ordering': ['concern', 'position'],
                'constraints': [models.UniqueConstraint(fields=('concern', 'position'), name='concern_statement_once'), models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('concern',), name='concern_has_one_open_statement'), models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', True), ('released_by__isnull', True), ('withdrawn_at__isnull', True)), models.Q(('released_at__isnull', False), ('released_by__isnull', False), models.Q(('done', ''), ('facts', ''), ('further', ''), _negated=True)), _connector='OR'), name='released_statement_says_something')],
            },
        ),
        migrations.CreateModel(
            name='HotList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='月份')),
                ('made_at', models.DateTimeField(verbose_name='统计时间')),
                ('released_at', models.DateTimeField(null=True, verbose_name='公开时间')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='收回时间')),
                ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='办理机关')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hot_lists', to='organs.organ', verbose_name='机关')),
                ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='公开人')),
            ],
            options={
                'verbose_name': '热点问题',
                'verbose_name_plural': '本月热点问题',
                'ordering': ['-month', 'organ__path'],
                'constraints': [models.UniqueConstraint(fields=('organ', 'month'), name='hot_list_once_a_month'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='hot_list_begins_with_its_month'), models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', True), ('released_by__isnull', True)), models.Q(('released_at__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='hot_list_released_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='HotLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('policy', '问得多的政策'), ('theme', '问得多的主题'), ('question', '问得多的问题'), ('words', '查了没有找到的词')], max_length=12, verbose_name='怎样统计')),
                ('place', models.PositiveSmallIntegerField(verbose_name='名次')),
                ('words', models.CharField(blank=True, max_length=100, verbose_name='词语')),
                ('asked', models.PositiveIntegerField(default=0, verbose_name='留言')),
                ('also_asked', models.PositiveIntegerField(default=0, verbose_name='也想问')),
                ('sought', models.PositiveIntegerField(default=0, verbose_name='检索')),
                ('answer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.entry', verbose_name='问答')),
                ('concern', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.concern', verbose_name='回应')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosure.document', verbose_name='政策')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.entry', verbose_name='问题')),
                ('series', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.series', verbose_name='解读')),
                ('theme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.theme', verbose_name='主题')),
                ('hot_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='policies.hotlist')),
            ],
            options={
                'verbose_name': '热点问题的一行',
                'verbose_name_plural': '热点问题的行',
                'ordering': ['kind', 'place'],
                'constraints': [models.UniqueConstraint(fields=('hot_list', 'kind', 'place'), name='hot_line_place'), models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('entry__isnull', True), ('kind', 'policy'), ('theme__isnull', True), ('words', '')), models.Q(('document__isnull', True), ('entry__isnull', True), ('kind', 'theme'), ('theme__isnull', False), ('words', '')), models.Q(('document__isnull', True), ('entry__isnull', False), ('kind', 'question'), ('theme__isnull', True), ('words', '')), models.Q(('document__isnull', True), ('entry__isnull', True), ('kind', 'words'), ('theme__isnull', True), models.Q(('words', ''), _negated=True)), _connector='OR'), name='hot_line_is_about_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('concern__isnull', True), ('series__isnull', True)), models.Q(('answer__isnull', True), ('series__isnull', True)), models.Q(('answer__isnull', True), ('concern__isnull', True)), _connector='OR'), name='hot_line_has_one_answer')],
            },
        ),
        migrations.CreateModel(
            name='ZeroHitMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='月份')),
                ('words', models.CharField(max_length=100, verbose_name='词语')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='次数')),
            ],
            options={
                'verbose_name': '零结果词的月度合计',
                'verbose_name_plural': '零结果词的月度合计',
                'ordering': ['-month', '-count', 'words'],
                'constraints': [models.UniqueConstraint(fields=('month', 'words'), name='zero_hit_month_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='concern',
            trigger=pgtrigger.compiler.Trigger(name='answered_concern_keeps_its_words', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."public_at" IS NOT NULL AND OLD."public_at" IS NOT NULL AND (OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."asked" IS DISTINCT FROM (NEW."asked") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."origin_words" IS DISTINCT FROM (NEW."origin_words") OR OLD."origin_url" IS DISTINCT FROM (NEW."origin_url")))', func="RAISE EXCEPTION 'what is read of a concern keeps its words';", hash='a55d1a41c819357ced784e66dbc3c43fe87dda21', operation='UPDATE', pgid='pgtrigger_answered_concern_keeps_its_words_f614e', table='policies_concern', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='concern',
            trigger=pgtrigger.compiler.Trigger(name='first_answer_keeps_its_moment', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."first_public_at" IS NOT NULL AND OLD."first_public_at" IS DISTINCT FROM (NEW."first_public_at"))', func="RAISE EXCEPTION 'the moment of the first answer is kept';", hash='ecbb92326c7cf8e407773dd811014c58d99d7146', operation='UPDATE', pgid='pgtrigger_first_answer_keeps_its_moment_e174a', table='policies_concern', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='concernact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='a7aa2a175e2722fb8df78576e248a9be5355c7ce', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_89b48', table='policies_concernact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='concernact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."concern_id" IS DISTINCT FROM (NEW."concern_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='88a19d9c6cbd73fbae2aa806774f35c7d83ae6c6', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_bea3a', table='policies_concernact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='concernstatement',
            trigger=pgtrigger.compiler.Trigger(name='released_statement_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."released_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='5f738b5f759bc1df6a421bcca8d4d10aa0c5f4fc', operation='DELETE', pgid='pgtrigger_released_statement_stays_36f35', table='policies_concernstatement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='concernstatement',
            trigger=pgtrigger.compiler.Trigger(name='released_statement_keeps_its_words', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."released_at" IS NOT NULL AND (OLD."facts" IS DISTINCT FROM (NEW."facts") OR OLD."done" IS DISTINCT FROM (NEW."done") OR OLD."further" IS DISTINCT FROM (NEW."further") OR OLD."released_at" IS DISTINCT FROM (NEW."released_at")))', func="RAISE EXCEPTION 'a released statement keeps its words';", hash='2c441a6bd701a49a2ec8e65423312ecbf3f7ae0b', operation='UPDATE', pgid='pgtrigger_released_statement_keeps_its_words_7b5b5', table='policies_concernstatement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hotline',
            trigger=pgtrigger.compiler.Trigger(name='hot_line_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='cb539520e93f09d9b4317314ad6fffb53a9e0e9b', operation='DELETE', pgid='pgtrigger_hot_line_stays_b0205', table='policies_hotline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hotline',
            trigger=pgtrigger.compiler.Trigger(name='hot_line_keeps_its_figures', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."also_asked" IS DISTINCT FROM (NEW."also_asked") OR OLD."asked" IS DISTINCT FROM (NEW."asked") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."entry_id" IS DISTINCT FROM (NEW."entry_id") OR OLD."hot_list_id" IS DISTINCT FROM (NEW."hot_list_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."sought" IS DISTINCT FROM (NEW."sought") OR OLD."theme_id" IS DISTINCT FROM (NEW."theme_id") OR OLD."words" IS DISTINCT FROM (NEW."words"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='83c3a2e18f70a8e2196845b3bb9c8e1c63706816', operation='UPDATE', pgid='pgtrigger_hot_line_keeps_its_figures_fb734', table='policies_hotline', when='BEFORE')),
        ),
    ]
