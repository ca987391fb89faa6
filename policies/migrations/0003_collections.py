import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import policies.collections.workflow
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('disclosure', '0020_pictures_of_corrections'),
        ('organs', '0003_editor_shown'),
        ('policies', '0002_interpretation_elements'),
        ('taxonomy', '0002_seeds'),
    ]

    operations = [
        migrations.CreateModel(
            name='CollectionGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60, verbose_name='标题')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
            ],
            options={
                'verbose_name': '专题的分组',
                'verbose_name_plural': '专题的分组',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CollectionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='版次')),
                ('status', models.CharField(choices=[('draft', '起草中'), ('review', '待发布'), ('released', '已发布'), ('replaced', '已有新版'), ('withdrawn', '已撤下'), ('discarded', '已放弃')], default='draft', max_length=16, verbose_name='状态')),
                ('title', models.CharField(max_length=100, verbose_name='标题')),
                ('summary', models.CharField(blank=True, max_length=200, verbose_name='一句话说明')),
                ('intro', models.TextField(blank=True, verbose_name='说明')),
                ('materials', models.TextField(blank=True, verbose_name='所需材料')),
                ('rules', models.TextField(blank=True, verbose_name='业务规则')),
                ('review_points', models.TextField(blank=True, verbose_name='审查要点')),
                ('amounts', models.TextField(blank=True, verbose_name='支持的内容和标准')),
                ('how_to_apply', models.TextField(blank=True, verbose_name='怎样申请')),
                ('apply_url', models.URLField(blank=True, max_length=500, verbose_name='申请网址')),
                ('contact', models.CharField(blank=True, max_length=200, verbose_name='咨询方式')),
                ('opens_on', models.DateField(blank=True, null=True, verbose_name='申请开始')),
                ('closes_on', models.DateField(blank=True, null=True, verbose_name='申请截止')),
                ('released_at', models.DateTimeField(null=True, verbose_name='发布时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='责任机关')),
            ],
            options={
                'verbose_name': '专题的版本',
                'verbose_name_plural': '专题和服务包',
                'ordering': ['-updated_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('opens_on__isnull', True), ('closes_on__isnull', True), ('closes_on__gte', models.F('opens_on')), _connector='OR'), name='pack_closes_after_it_opens')],
            },
        ),
        migrations.CreateModel(
            name='CollectionAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=24, verbose_name='原状态')),
                ('target', models.CharField(max_length=24, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('collection_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='policies.collectionversion')),
            ],
            options={
                'verbose_name': '专题办理记录',
                'verbose_name_plural': '专题办理记录',
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PackCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('text', models.CharField(max_length=200, verbose_name='适用条件')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='policies.collectionversion')),
            ],
            options={
                'verbose_name': '适用条件',
                'verbose_name_plural': '适用条件',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('version', 'position'), name='pack_condition_position_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='pack_condition_says_something')],
            },
        ),
        migrations.CreateModel(
            name='PolicyCollection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True, verbose_name='网址中的名字')),
                ('kind', models.CharField(choices=[('theme', '专题'), ('pack', '政策服务包')], default='theme', max_length=8, verbose_name='种类')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
                ('changed_at', models.DateTimeField(verbose_name='最近变动')),
                ('audience', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.audience', verbose_name='面向')),
                ('editor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='责任编辑')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collections', to='organs.organ', verbose_name='责任机关')),
                ('tags', models.ManyToManyField(blank=True, related_name='+', to='taxonomy.policytag', verbose_name='标签')),
            ],
            options={
                'verbose_name': '专题',
                'verbose_name_plural': '专题和服务包',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'pack'), _negated=True), ('audience__isnull', False), _connector='OR'), name='pack_is_for_an_audience')],
            },
        ),
        migrations.AddField(
            model_name='collectionversion',
            name='collection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='policies.policycollection'),
        ),
        migrations.CreateModel(
            name='CollectionMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='标题')),
                ('publisher', models.CharField(blank=True, max_length=100, verbose_name='发布机关')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='网址')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='次序')),
                ('added_at', models.DateTimeField(verbose_name='编入时间')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosure.document', verbose_name='本站文件')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='members', to='policies.collectiongroup', verbose_name='分组')),
                ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='policies.policycollection')),
            ],
            options={
                'verbose_name': '专题的内容',
                'verbose_name_plural': '专题的内容',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', False), ('publisher', ''), ('title', ''), ('url', '')), models.Q(('document__isnull', True), models.Q(('title', ''), _negated=True), models.Q(('url', ''), _negated=True), models.Q(('publisher', ''), _negated=True)), _connector='OR'), name='member_is_ours_or_named'), models.UniqueConstraint(fields=('collection', 'document'), name='collection_member_once'), models.UniqueConstraint(condition=models.Q(('url', ''), _negated=True), fields=('collection', 'url'), name='collection_url_once')],
            },
        ),
        migrations.AddField(
            model_name='collectiongroup',
            name='collection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='policies.policycollection'),
        ),
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('arose_at', models.DateTimeField(verbose_name='文件公开时间')),
                ('due_on', models.DateField(null=True, verbose_name='编入期限')),
                ('settled', models.CharField(choices=[('open', '待编辑'), ('included', '已编入'), ('declined', '不编入'), ('gone', '文件已撤下')], default='open', max_length=8, verbose_name='结果')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='处理时间')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='不编入的理由')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='disclosure.document', verbose_name='文件')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编辑')),
                ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='policies.policycollection')),
            ],
            options={
                'verbose_name': '待编入的文件',
                'verbose_name_plural': '待编入的文件',
                'ordering': ['due_on', 'id'],
                'indexes': [models.Index(condition=models.Q(('settled', 'open')), fields=['collection', 'due_on'], name='candidate_open')],
                'constraints': [models.UniqueConstraint(fields=('collection', 'document'), name='collection_candidate_once'), models.CheckConstraint(condition=models.Q(models.Q(('settled', 'open'), ('settled_at__isnull', True)), models.Q(models.Q(('settled', 'open'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='settled_candidate_has_its_time'), models.CheckConstraint(condition=models.Q(models.Q(('settled', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='declined_candidate_says_why')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collectionact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ca6d5d46889a234cf12fef879dd76cc1a294b948', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_f525c', table='policies_collectionact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collectionact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."collection_version_id" IS DISTINCT FROM (NEW."collection_version_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7ed27c05658acb6f3f8510d4bf3e72deff3ac3d5', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_167d2', table='policies_collectionact', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='collectionversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'discarded'), _negated=True), fields=('collection', 'version'), name='collection_version_once'),
        ),
        migrations.AddConstraint(
            model_name='collectionversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'released')), fields=('collection',), name='collection_has_one_released'),
        ),
        migrations.AddConstraint(
            model_name='collectionversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', (policies.collections.workflow.Status['DRAFT'], policies.collections.workflow.Status['REVIEW']))), fields=('collection',), name='collection_has_one_open', violation_error_message='本专题已有一版正在起草。'),
        ),
        migrations.AddConstraint(
            model_name='collectionversion',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='collection_has_title'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='collectionversion',
            trigger=pgtrigger.compiler.Trigger(name='released_collection_keeps_its_words', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."released_at" IS NOT NULL AND (OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."intro" IS DISTINCT FROM (NEW."intro") OR OLD."rules" IS DISTINCT FROM (NEW."rules") OR OLD."amounts" IS DISTINCT FROM (NEW."amounts") OR OLD."released_at" IS DISTINCT FROM (NEW."released_at")))', func="RAISE EXCEPTION 'a released collection keeps its words';", hash='143c727bc741285176474b6e7b7e20810d00ee20', operation='UPDATE', pgid='pgtrigger_released_collection_keeps_its_words_2dd7c', table='policies_collectionversion', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='collectiongroup',
            constraint=models.UniqueConstraint(fields=('collection', 'title'), name='collection_group_once'),
        ),
        migrations.AddConstraint(
            model_name='collectiongroup',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='collection_group_has_title'),
        ),
    ]
