import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import policies.interpretations.workflow
import portal.text.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('disclosure', '0020_pictures_of_corrections'),
        ('files', '0006_recognition'),
        ('organs', '0003_editor_shown'),
        ('taxonomy', '0002_seeds'),
    ]

    operations = [
        migrations.CreateModel(
            name='GuideElement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('normative', '规章、规范性文件'), ('benefit', '惠企、补贴'), ('plan', '规划'), ('duty', '管理、处罚'), ('other', '其他')], max_length=12, verbose_name='政策类型')),
                ('name', models.CharField(max_length=40, verbose_name='要素')),
                ('hint', models.CharField(blank=True, max_length=200, verbose_name='怎样写')),
                ('is_required', models.BooleanField(default=True, verbose_name='必备')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
                ('is_active', models.BooleanField(default=True, verbose_name='使用中')),
            ],
            options={
                'verbose_name': '解读要素',
                'verbose_name_plural': '解读要素',
                'ordering': ['kind', 'position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'name'), name='element_named_once', violation_error_message='这一类政策已有同名的要素。'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='element_has_name')],
            },
        ),
        migrations.CreateModel(
            name='Interpretation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.PositiveSmallIntegerField(default=1, verbose_name='版次')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('summary', models.CharField(blank=True, max_length=300, verbose_name='一句话说明')),
                ('stage', models.CharField(choices=[('draft', '草案解读'), ('release', '发布解读'), ('follow_up', '跟踪解读'), ('extended', '延伸解读')], default='release', max_length=12, verbose_name='解读阶段')),
                ('kind', models.CharField(choices=[('normative', '规章、规范性文件'), ('benefit', '惠企、补贴'), ('plan', '规划'), ('duty', '管理、处罚'), ('other', '其他')], default='normative', max_length=12, verbose_name='政策类型')),
                ('language', models.CharField(choices=[('zh-Hans', '中文'), ('en', '英文'), ('ja', '日文'), ('ko', '韩文'), ('fr', '法文'), ('de', '德文'), ('es', '西班牙文'), ('ru', '俄文'), ('ar', '阿拉伯文')], default='zh-Hans', max_length=12, verbose_name='语种')),
                ('explainer', models.CharField(blank=True, max_length=100, verbose_name='解读人')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='更新说明')),
                ('status', models.CharField(choices=[('draft', '起草中'), ('secrecy_review', '待保密审查'), ('signing', '待审签'), ('ready', '已审签，待公开'), ('returned', '已退回'), ('published', '已公开'), ('superseded', '旧版'), ('withdrawn', '已撤下'), ('discarded', '已放弃')], default='draft', max_length=16, verbose_name='状态')),
                ('first_published_at', models.DateTimeField(null=True, verbose_name='首次公开时间')),
                ('published_at', models.DateTimeField(null=True, verbose_name='公开时间')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤下时间')),
                ('filing_due_on', models.DateField(null=True, verbose_name='报备期限')),
                ('filed_on', models.DateField(null=True, verbose_name='报备日期')),
                ('begun_at', models.DateTimeField(verbose_name='开始时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人')),
                ('older', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosure.document', verbose_name='对照的旧文本')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interpretations', to='organs.organ', verbose_name='解读机关')),
            ],
            options={
                'verbose_name': '政策解读',
                'verbose_name_plural': '政策解读',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['organ', 'status'], name='policies_in_organ_i_7685ed_idx'), models.Index(models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', policies.interpretations.workflow.Status['PUBLISHED'])), name='interpretation_by_release')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='interpretation_has_title'), models.CheckConstraint(condition=models.Q(models.Q(('status', policies.interpretations.workflow.Status['PUBLISHED']), _negated=True), models.Q(('first_published_at__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='public_interpretation_has_its_times')],
            },
        ),
        migrations.CreateModel(
            name='ExplainedPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interpretation_rows', to='disclosure.document', verbose_name='文件')),
                ('interpretation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='policies', to='policies.interpretation')),
            ],
            options={
                'verbose_name': '所解读的文件',
                'verbose_name_plural': '所解读的文件',
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('interpretation', 'document'), name='policy_explained_once', violation_error_message='已登记解读这件文件。')],
            },
        ),
        migrations.CreateModel(
            name='Contrast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('article', models.CharField(blank=True, max_length=60, verbose_name='条')),
                ('old', models.TextField(blank=True, verbose_name='原来的文本')),
                ('new', models.TextField(blank=True, verbose_name='现行文本')),
                ('meaning', models.CharField(blank=True, max_length=300, verbose_name='对您意味着')),
                ('interpretation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contrasts', to='policies.interpretation')),
            ],
            options={
                'verbose_name': '新旧对照',
                'verbose_name_plural': '新旧对照',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('interpretation', 'position'), name='contrast_position_once'), models.CheckConstraint(condition=models.Q(('new', ''), ('old', ''), _negated=True), name='contrast_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Clearance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_sha256', models.CharField(max_length=64)),
                ('item_key', models.CharField(max_length=64)),
                ('label', models.CharField(max_length=200, verbose_name='事项')),
                ('place', models.CharField(blank=True, max_length=500, verbose_name='位置')),
                ('shown', models.CharField(blank=True, max_length=500, verbose_name='内容（已遮盖）')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('interpretation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clearances', to='policies.interpretation')),
            ],
            options={
                'verbose_name': '解读公开前逐项确认',
                'verbose_name_plural': '解读公开前逐项确认',
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='clearance_has_reason'), models.UniqueConstraint(fields=('interpretation', 'content_sha256', 'item_key'), name='item_cleared_once')],
            },
        ),
        migrations.CreateModel(
            name='InterpretationAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=24, verbose_name='原状态')),
                ('target', models.CharField(max_length=24, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('interpretation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='policies.interpretation')),
            ],
            options={
                'verbose_name': '解读办理记录',
                'verbose_name_plural': '解读办理记录',
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('form', models.CharField(choices=[('written', '文字'), ('pictures', '图解'), ('questions', '问答'), ('film', '视频'), ('sound', '音频'), ('scene', '场景演示'), ('cartoon', '漫画动漫'), ('expert', '专家解读'), ('interview', '访谈'), ('press', '发布会'), ('briefing', '政策通气会'), ('article', '负责人文章'), ('foreign', '外文'), ('course', '辅导课件')], max_length=12, verbose_name='形式')),
                ('title', models.CharField(blank=True, max_length=100, verbose_name='小标题')),
                ('text', portal.text.fields.StructuredTextField(verbose_name='内容')),
                ('captions', models.TextField(blank=True, verbose_name='字幕')),
                ('transcript', models.TextField(blank=True, verbose_name='文字稿')),
                ('made_by_ai', models.BooleanField(default=False, verbose_name='含人工智能生成的内容')),
                ('interpretation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='policies.interpretation')),
                ('recording', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='视频或者音频')),
            ],
            options={
                'verbose_name': '解读的部分',
                'verbose_name_plural': '解读的部分',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('interpretation', 'position'), name='part_position_once'), models.CheckConstraint(condition=models.Q(('recording__isnull', True), ('form__in', ('film', 'sound')), _connector='OR'), name='recording_in_a_recorded_form')],
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='图片')),
                ('interpretation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='policies.interpretation')),
            ],
            options={
                'verbose_name': '解读的图片',
                'verbose_name_plural': '解读的图片',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('interpretation', 'file'), name='picture_brought_once')],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outline', models.TextField(verbose_name='提纲')),
                ('forms', models.CharField(max_length=200, verbose_name='形式')),
                ('channels', models.CharField(max_length=200, verbose_name='渠道')),
                ('timing', models.CharField(max_length=200, verbose_name='时间')),
                ('interpretation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='plan', to='policies.interpretation')),
            ],
            options={
                'verbose_name': '解读方案',
                'verbose_name_plural': '解读方案',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outline', ''), _negated=True), models.Q(('forms', ''), _negated=True), models.Q(('channels', ''), _negated=True), models.Q(('timing', ''), _negated=True)), name='plan_says_all_four')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begun_at', models.DateTimeField(verbose_name='开始时间')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='机关')),
            ],
            options={
                'verbose_name': '解读',
                'verbose_name_plural': '解读',
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('reader', models.CharField(max_length=64)),
                ('understood', models.CharField(choices=[('yes', '明白了'), ('partly', '有一部分不明白'), ('no', '没看懂')], max_length=8, verbose_name='评价')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='哪里不明白')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='policies.interpretation')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='policies.series')),
            ],
            options={
                'verbose_name': '读者评价',
                'verbose_name_plural': '读者评价',
                'ordering': ['-day', '-id'],
                'constraints': [models.UniqueConstraint(fields=('series', 'day', 'reader'), name='rated_once_a_day')],
            },
        ),
        migrations.AddField(
            model_name='interpretation',
            name='series',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='policies.series'),
        ),
        migrations.CreateModel(
            name='StepException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=250, verbose_name='要求的出处')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='step_exception', to='disclosure.document', verbose_name='文件')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='机关')),
            ],
            options={
                'verbose_name': '不同步解读的文件',
                'verbose_name_plural': '不同步解读的文件',
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='step_exception_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='ExplainedPassage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('anchor', models.CharField(max_length=40, verbose_name='位置')),
                ('label', models.CharField(max_length=80, verbose_name='条文')),
                ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='policies.explainedpolicy')),
            ],
            options={
                'verbose_name': '讲到的条文',
                'verbose_name_plural': '讲到的条文',
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('policy', 'anchor'), name='passage_explained_once')],
            },
        ),
        migrations.CreateModel(
            name='InStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('doc_type', models.CharField(blank=True, choices=[('决议', '决议'), ('决定', '决定'), ('命令（令）', '命令（令）'), ('公报', '公报'), ('公告', '公告'), ('通告', '通告'), ('意见', '意见'), ('通知', '通知'), ('通报', '通报'), ('报告', '报告'), ('请示', '请示'), ('批复', '批复'), ('议案', '议案'), ('函', '函'), ('纪要', '纪要')], max_length=8, verbose_name='公文种类')),
                ('genre', models.CharField(blank=True, help_text='如办法、规定、方案', max_length=20, verbose_name='体裁')),
                ('normative', models.BooleanField(default=False, verbose_name='行政规范性文件')),
                ('rule', models.BooleanField(default=False, verbose_name='政府规章')),
                ('article', models.CharField(blank=True, help_text='写明法规全名和条款；没有的写工作要点', max_length=200, verbose_name='法律依据')),
                ('guideline', models.CharField(blank=True, max_length=200, verbose_name='工作要点')),
                ('needs_material', models.BooleanField(default=True, verbose_name='须同步解读')),
                ('needs_english', models.BooleanField(default=False, verbose_name='须有英文文本或者摘要')),
                ('is_active', models.BooleanField(default=True, verbose_name='使用中')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='适用机关')),
                ('tag', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.policytag', verbose_name='政策标签')),
            ],
            options={
                'verbose_name': '同步解读的要求',
                'verbose_name_plural': '同步解读的要求',
                'ordering': ['organ__path', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('article', ''), models.Q(('guideline', ''), _negated=True)), models.Q(models.Q(('article', ''), _negated=True), ('guideline', '')), _connector='OR'), name='in_step_has_one_source', violation_error_message='法律依据和工作要点填写一项。'), models.CheckConstraint(condition=models.Q(('doc_type', ''), ('genre', ''), ('normative', False), ('rule', False), ('tag', None), _negated=True), name='in_step_is_about_something', violation_error_message='请至少选定一项：公文种类、体裁、规范性文件、规章或者标签。'), models.CheckConstraint(condition=models.Q(('needs_material', True), ('needs_english', True), _connector='OR'), name='in_step_asks_something', violation_error_message='请选定要求：同步解读，或者英文文本。')],
            },
        ),
        migrations.CreateModel(
            name='FilledElement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=1000, verbose_name='内容')),
                ('element', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.guideelement')),
                ('interpretation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='elements', to='policies.interpretation')),
            ],
            options={
                'verbose_name': '写好的要素',
                'verbose_name_plural': '写好的要素',
                'ordering': ['element__position', 'element_id'],
                'constraints': [models.UniqueConstraint(fields=('interpretation', 'element'), name='element_filled_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='filled_element_says_something')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interpretationact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='0c8847bf6f5140f312966b91e9cb5c5a753f5cc6', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_c176d', table='policies_interpretationact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interpretationact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."interpretation_id" IS DISTINCT FROM (NEW."interpretation_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b4fe4f8d24a552bcbfb878bedd97bcf8e365f69e', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_be63f', table='policies_interpretationact', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='interpretation',
            constraint=models.UniqueConstraint(fields=('series', 'edition'), name='interpretation_edition_once'),
        ),
        migrations.AddConstraint(
            model_name='interpretation',
            constraint=models.UniqueConstraint(condition=models.Q(('status', policies.interpretations.workflow.Status['PUBLISHED'])), fields=('series',), name='one_public_edition'),
        ),
        migrations.AddConstraint(
            model_name='interpretation',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', (policies.interpretations.workflow.Status['DRAFT'], policies.interpretations.workflow.Status['SECRECY_REVIEW'], policies.interpretations.workflow.Status['SIGNING'], policies.interpretations.workflow.Status['READY'], policies.interpretations.workflow.Status['RETURNED']))), fields=('series',), name='one_open_edition', violation_error_message='已有新的一版正在办理。'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interpretation',
            trigger=pgtrigger.compiler.Trigger(name='first_release_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."first_published_at" IS NOT NULL AND OLD."first_published_at" IS DISTINCT FROM (NEW."first_published_at"))', func="RAISE EXCEPTION 'first_published_at never changes';", hash='ee684567ae351ece568c1bfa84706f7adaf94957', operation='UPDATE', pgid='pgtrigger_first_release_is_final_d7ef3', table='policies_interpretation', when='BEFORE')),
        ),
    ]
