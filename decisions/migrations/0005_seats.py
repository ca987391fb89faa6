import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import portal.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('decisions', '0004_events'),
        ('organs', '0003_editor_shown'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='编号')),
                ('group', models.CharField(blank=True, max_length=40, verbose_name='组别')),
                ('leaf', models.CharField(max_length=64, verbose_name='叶')),
            ],
            options={
                'verbose_name': '名单的一行',
                'verbose_name_plural': '名单',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Applicant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('number', models.CharField(max_length=80, unique=True, verbose_name='编号')),
                ('code_index', models.CharField(max_length=64, verbose_name='查询码索引')),
                ('submission_key', models.UUIDField(unique=True, verbose_name='提交键')),
                ('name', portal.vault.fields.SealedTextField(verbose_name='姓名或者名称')),
                ('email', portal.vault.fields.SealedTextField(blank=True, verbose_name='电子邮箱')),
                ('phone', portal.vault.fields.SealedTextField(blank=True, verbose_name='联系电话')),
                ('submitted_at', models.DateTimeField(verbose_name='提交时间')),
                ('purged_at', models.DateTimeField(null=True, verbose_name='个人信息清除时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('line', models.PositiveIntegerField(verbose_name='名单编号')),
                ('group', models.CharField(blank=True, max_length=40, verbose_name='组别')),
                ('salt', models.CharField(max_length=64, verbose_name='盐')),
                ('leaf', models.CharField(max_length=64, verbose_name='叶')),
                ('person_index', models.CharField(blank=True, max_length=64, verbose_name='报名人索引')),
                ('may_name', models.BooleanField(default=False, verbose_name='同意公开称呼')),
                ('status', models.CharField(choices=[('applied', '已报名'), ('listed', '在名单上'), ('invited', '请答复'), ('substitute', '候补'), ('coming', '确定列席'), ('withdrawn', '已撤回'), ('dropped', '不列席'), ('attended', '已列席'), ('absent', '没有到会'), ('ended', '没有轮到'), ('called_off', '已中止')], max_length=16, verbose_name='状态')),
                ('seat_group', models.CharField(blank=True, max_length=40, verbose_name='占用哪一组的席位')),
                ('invited_at', models.DateTimeField(null=True, verbose_name='邀请时间')),
                ('answer_by', models.DateTimeField(null=True, verbose_name='答复截止')),
                ('closed_on', models.DateField(null=True, verbose_name='保存期限起算')),
                ('legal_hold', models.CharField(blank=True, max_length=300, verbose_name='保留理由')),
                ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='办理机关')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '列席报名',
                'verbose_name_plural': '列席报名',
                'indexes': [models.Index(fields=['organ', 'status'], name='applicant_by_queue'), models.Index(fields=['closed_on'], name='applicant_by_closing')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['applied', 'listed', 'invited', 'substitute', 'coming', 'withdrawn', 'dropped', 'attended', 'absent', 'ended', 'called_off'])), name='applicant_state_known')],
            },
        ),
        migrations.CreateModel(
            name='ApplicantAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=24, verbose_name='原状态')),
                ('target', models.CharField(max_length=24, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='decisions.applicant')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
            ],
            options={
                'verbose_name': '列席报名记录',
                'verbose_name_plural': '列席报名记录',
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('phone', '电话'), ('text', '短信'), ('mail', '电子邮件'), ('door', '当面'), ('page', '本人在网页上'), ('rule', '按名单上的标注')], max_length=8, verbose_name='方式')),
                ('answer', models.CharField(choices=[('waiting', '已联系，等答复'), ('accepted', '接受'), ('declined', '谢绝'), ('unreachable', '联系不上'), ('not_eligible', '不符合条件'), ('not_proved', '组别没有证明'), ('too_late', '到开会没有答复')], max_length=16, verbose_name='结果')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='情况')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='decisions.applicant')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '联系记录',
                'verbose_name_plural': '联系记录',
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', 'not_eligible'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='call_says_why_not_eligible')],
            },
        ),
        migrations.CreateModel(
            name='OutMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('line', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='out', to='decisions.listline')),
            ],
            options={
                'verbose_name': '名单上的标注',
                'verbose_name_plural': '名单上的标注',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='out_mark_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Sitting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=100, verbose_name='议题')),
                ('text', models.TextField(verbose_name='议题说明')),
                ('place', models.CharField(max_length=200, verbose_name='会议地点')),
                ('meets_at', models.DateTimeField(verbose_name='会议时间')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='咨询电话')),
                ('criteria', models.TextField(verbose_name='报名条件')),
                ('method', models.CharField(choices=[('draw', '抽签'), ('chosen', '说明理由选定')], max_length=8, verbose_name='产生办法')),
                ('choice_rule', models.CharField(blank=True, max_length=500, verbose_name='怎样选定')),
                ('places', models.PositiveSmallIntegerField(verbose_name='席位')),
                ('opens_at', models.DateTimeField(verbose_name='报名开始')),
                ('closes_at', models.DateTimeField(verbose_name='报名截止')),
                ('objection_days', models.PositiveSmallIntegerField(verbose_name='异议期（工作日）')),
                ('draw_at', models.DateTimeField(verbose_name='抽签或者选定的时间')),
                ('draw_place', models.CharField(blank=True, max_length=200, verbose_name='抽签地点')),
                ('witnesses', models.CharField(blank=True, max_length=200, verbose_name='见证人')),
                ('answer_hours', models.PositiveSmallIntegerField(verbose_name='答复时限（小时）')),
                ('status', models.CharField(choices=[('draft', '拟定中'), ('review', '待公告'), ('announced', '报名'), ('closed', '名单已公布'), ('chosen', '代表已产生'), ('held', '已开会'), ('told', '已反馈'), ('aborted', '已中止'), ('discarded', '已放弃')], default='draft', max_length=16, verbose_name='状态')),
                ('announced_at', models.DateTimeField(null=True, verbose_name='公告时间')),
                ('draw_id', models.CharField(blank=True, max_length=60, verbose_name='抽签编号')),
                ('code_lock', models.CharField(blank=True, max_length=64, verbose_name='封存的码的散列')),
                ('lines', models.PositiveIntegerField(default=0, verbose_name='报名编号')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='名单公布时间')),
                ('objections_until', models.DateTimeField(null=True, verbose_name='异议期截止')),
                ('list_csv', models.TextField(blank=True, verbose_name='公布的名单')),
                ('list_sha256', models.CharField(blank=True, max_length=64, verbose_name='名单散列')),
                ('chances', models.JSONField(default=dict, verbose_name='各组的机会')),
                ('entropy', models.CharField(blank=True, max_length=40, verbose_name='骰子点数')),
                ('code', models.CharField(blank=True, max_length=64, verbose_name='开封的码')),
                ('code_lost_at', models.DateTimeField(null=True, verbose_name='登记码打不开的时间')),
                ('code_lost_why', models.CharField(blank=True, max_length=500, verbose_name='码打不开的情况')),
                ('seed', models.CharField(blank=True, max_length=300, verbose_name='种子')),
                ('drawn_at', models.DateTimeField(null=True, verbose_name='产生时间')),
                ('held_on', models.DateField(null=True, verbose_name='开会日期')),
                ('told_at', models.DateTimeField(null=True, verbose_name='反馈时间')),
                ('ended_reason', models.CharField(blank=True, max_length=500, verbose_name='中止的原因')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='decisions.decision', verbose_name='决策')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='organs.organ', verbose_name='召集机关')),
            ],
            options={
                'verbose_name': '公众代表列席',
                'verbose_name_plural': '公众代表列席',
                'ordering': ['-updated_at', '-id'],
                'indexes': [models.Index(fields=['organ', 'status'], name='sitting_by_queue'), models.Index(fields=['status', 'closes_at'], name='sitting_by_closing'), models.Index(fields=['decision'], name='sitting_by_decision'), models.Index(fields=['held_on', 'organ'], name='sitting_by_day'), models.Index(condition=models.Q(('announced_at__isnull', False)), fields=['-announced_at', '-id'], name='sitting_newest_first')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'review', 'announced', 'closed', 'chosen', 'held', 'told', 'aborted', 'discarded'])), name='sitting_state_known'), models.CheckConstraint(condition=models.Q(('topic', ''), _negated=True), name='sitting_has_topic'), models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='sitting_has_places'), models.CheckConstraint(condition=models.Q(('closes_at__lt', models.F('draw_at')), ('draw_at__lt', models.F('meets_at')), ('opens_at__lt', models.F('closes_at'))), name='sitting_in_its_order'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'review', 'discarded']), models.Q(('announced_at__isnull', False), models.Q(('draw_id', ''), _negated=True)), _connector='OR'), name='sitting_was_announced'), models.CheckConstraint(condition=models.Q(models.Q(('method', 'draw'), _negated=True), ('announced_at__isnull', True), models.Q(('code_lock', ''), _negated=True), _connector='OR'), name='sitting_code_is_locked_first'), models.CheckConstraint(condition=models.Q(('entropy', ''), models.Q(('list_sha256', ''), _negated=True), _connector='OR'), name='sitting_list_before_throws'), models.UniqueConstraint(condition=models.Q(('draw_id', ''), _negated=True), fields=('draw_id',), name='sitting_draw_once')],
            },
        ),
        migrations.AddField(
            model_name='listline',
            name='sitting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='list_lines', to='decisions.sitting'),
        ),
        migrations.CreateModel(
            name='Drawn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveIntegerField(verbose_name='次序')),
                ('number', models.PositiveIntegerField(verbose_name='编号')),
                ('group', models.CharField(blank=True, max_length=40, verbose_name='组别')),
                ('key', models.CharField(blank=True, max_length=64, verbose_name='键')),
                ('is_chosen', models.BooleanField(verbose_name='入选')),
                ('by_quota', models.CharField(blank=True, max_length=40, verbose_name='按哪一组的名额')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='理由')),
                ('sitting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drawn', to='decisions.sitting')),
            ],
            options={
                'verbose_name': '抽签次序',
                'verbose_name_plural': '抽签次序',
                'ordering': ['rank'],
                'constraints': [models.UniqueConstraint(fields=('sitting', 'rank'), name='drawn_rank_once'), models.UniqueConstraint(fields=('sitting', 'number'), name='drawn_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('key', ''), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='drawn_somehow')],
            },
        ),
        migrations.CreateModel(
            name='DiceEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(verbose_name='第几轮')),
                ('is_check', models.BooleanField(verbose_name='第二人录入')),
                ('throws', models.CharField(max_length=40, verbose_name='点数')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
                ('sitting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dice', to='decisions.sitting')),
            ],
            options={
                'verbose_name': '骰子点数',
                'verbose_name_plural': '骰子点数',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='applicant',
            name='sitting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applicants', to='decisions.sitting', verbose_name='列席'),
        ),
        migrations.CreateModel(
            name='SittingAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=24, verbose_name='原状态')),
                ('target', models.CharField(max_length=24, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('sitting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='decisions.sitting')),
            ],
            options={
                'verbose_name': '列席办理记录',
                'verbose_name_plural': '列席办理记录',
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SittingCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('code', portal.vault.fields.SealedTextField(verbose_name='码')),
                ('sitting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sealed_code', to='decisions.sitting')),
            ],
            options={
                'verbose_name': '封存的码',
                'verbose_name_plural': '封存的码',
            },
        ),
        migrations.CreateModel(
            name='SittingGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='组别')),
                ('quota', models.PositiveSmallIntegerField(verbose_name='至少几席')),
                ('sitting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='decisions.sitting')),
            ],
            options={
                'verbose_name': '列席组别',
                'verbose_name_plural': '列席组别',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('sitting', 'name'), name='sitting_group_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='sitting_group_has_name')],
            },
        ),
        migrations.CreateModel(
            name='SittingQuota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('least', models.PositiveSmallIntegerField(verbose_name='至少几次')),
                ('months', models.CharField(blank=True, max_length=40, verbose_name='计划的月份')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sitting_quotas', to='organs.organ', verbose_name='机关')),
            ],
            options={
                'verbose_name': '列席次数',
                'verbose_name_plural': '列席次数',
                'ordering': ['-year', 'organ'],
                'indexes': [models.Index(fields=['year', 'organ'], name='sitting_quota_by_year')],
                'constraints': [models.UniqueConstraint(fields=('organ', 'year'), name='sitting_quota_once_a_year'), models.CheckConstraint(condition=models.Q(('least__lte', 100)), name='sitting_quota_counts')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said', models.TextField(verbose_name='说了什么')),
                ('became', models.TextField(blank=True, verbose_name='采纳情况')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('applicant', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='statement', to='decisions.applicant', verbose_name='代表')),
            ],
            options={
                'verbose_name': '代表的意见',
                'verbose_name_plural': '代表的意见',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('said', ''), _negated=True), name='statement_says')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='applicantact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f3204b4b621de44e84984f7ba2293cd2a5fad57a', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_8ff11', table='decisions_applicantact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='applicantact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."applicant_id" IS DISTINCT FROM (NEW."applicant_id") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='09405c08eb0e110072ddce3b5a548473fce169e3', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_bc0b9', table='decisions_applicantact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='call',
            trigger=pgtrigger.compiler.Trigger(name='call_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1e0c5afd69844cb17bc04d21778fff1a7e388aae', operation='UPDATE OR DELETE', pgid='pgtrigger_call_stays_579e8', table='decisions_call', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outmark',
            trigger=pgtrigger.compiler.Trigger(name='out_mark_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='aa4f3d19ff3fa499b204ccc7310a12e82353d324', operation='UPDATE OR DELETE', pgid='pgtrigger_out_mark_stays_49762', table='decisions_outmark', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sitting',
            trigger=pgtrigger.compiler.Trigger(name='sitting_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."announced_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c6915a114d73f91c8bb8b2967316f56876967900', operation='DELETE', pgid='pgtrigger_sitting_stays_1d5b0', table='decisions_sitting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sitting',
            trigger=pgtrigger.compiler.Trigger(name='announced_is_bound', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."announced_at" IS NOT NULL AND (OLD."organ_id" IS DISTINCT FROM (NEW."organ_id") OR OLD."topic" IS DISTINCT FROM (NEW."topic") OR OLD."method" IS DISTINCT FROM (NEW."method") OR OLD."choice_rule" IS DISTINCT FROM (NEW."choice_rule") OR OLD."places" IS DISTINCT FROM (NEW."places") OR OLD."criteria" IS DISTINCT FROM (NEW."criteria") OR OLD."opens_at" IS DISTINCT FROM (NEW."opens_at") OR OLD."closes_at" IS DISTINCT FROM (NEW."closes_at") OR OLD."objection_days" IS DISTINCT FROM (NEW."objection_days") OR OLD."draw_at" IS DISTINCT FROM (NEW."draw_at") OR OLD."draw_place" IS DISTINCT FROM (NEW."draw_place") OR OLD."witnesses" IS DISTINCT FROM (NEW."witnesses") OR OLD."answer_hours" IS DISTINCT FROM (NEW."answer_hours") OR OLD."draw_id" IS DISTINCT FROM (NEW."draw_id") OR OLD."code_lock" IS DISTINCT FROM (NEW."code_lock") OR OLD."announced_at" IS DISTINCT FROM (NEW."announced_at")))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='558c3c6819c0dfcedaf977e4f5ffcf4f13fe7101', operation='UPDATE', pgid='pgtrigger_announced_is_bound_e4ef3', table='decisions_sitting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sitting',
            trigger=pgtrigger.compiler.Trigger(name='list_is_closed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."list_sha256" = \'\') AND (OLD."list_csv" IS DISTINCT FROM (NEW."list_csv") OR OLD."list_sha256" IS DISTINCT FROM (NEW."list_sha256") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."objections_until" IS DISTINCT FROM (NEW."objections_until") OR OLD."chances" IS DISTINCT FROM (NEW."chances")))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='321ed0619b9cb1f36901c448be3eef813b6de7d6', operation='UPDATE', pgid='pgtrigger_list_is_closed_22cea', table='decisions_sitting', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sitting',
            trigger=pgtrigger.compiler.Trigger(name='drawn_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."drawn_at" IS NOT NULL AND (OLD."entropy" IS DISTINCT FROM (NEW."entropy") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."seed" IS DISTINCT FROM (NEW."seed") OR OLD."drawn_at" IS DISTINCT FROM (NEW."drawn_at") OR OLD."code_lost_at" IS DISTINCT FROM (NEW."code_lost_at") OR OLD."code_lost_why" IS DISTINCT FROM (NEW."code_lost_why")))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='70cc9032b761c63804561d7b6363e6bf65463dc5', operation='UPDATE', pgid='pgtrigger_drawn_once_d42eb', table='decisions_sitting', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='listline',
            constraint=models.UniqueConstraint(fields=('sitting', 'number'), name='list_line_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listline',
            trigger=pgtrigger.compiler.Trigger(name='list_line_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5d5a62888c5b8e942cec51b41490bd6f400ebf16', operation='UPDATE OR DELETE', pgid='pgtrigger_list_line_stays_fa695', table='decisions_listline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listline',
            trigger=pgtrigger.compiler.Trigger(name='no_line_later', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM decisions_sitting WHERE id = NEW.sitting_id AND list_sha256 <> '') THEN RAISE EXCEPTION 'the list is closed'; END IF; RETURN NEW;", hash='35919ccb47ae40afc696bb35eb1bf6d349f5d1a9', operation='INSERT', pgid='pgtrigger_no_line_later_72d4e', table='decisions_listline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drawn',
            trigger=pgtrigger.compiler.Trigger(name='drawn_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='898e384ee580f160589ccd62a555a6849f9bf323', operation='UPDATE OR DELETE', pgid='pgtrigger_drawn_stays_96c4c', table='decisions_drawn', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drawn',
            trigger=pgtrigger.compiler.Trigger(name='no_second_draw', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM decisions_sitting WHERE id = NEW.sitting_id AND drawn_at IS NOT NULL) THEN RAISE EXCEPTION 'the draw is over'; END IF; RETURN NEW;", hash='62951c6336b4132a812b0504c63dccabc5635a58', operation='INSERT', pgid='pgtrigger_no_second_draw_aee43', table='decisions_drawn', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='diceentry',
            trigger=pgtrigger.compiler.Trigger(name='throws_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ad241b8e8757fba9a224000027b0ef75519bc674', operation='UPDATE OR DELETE', pgid='pgtrigger_throws_stay_7a175', table='decisions_diceentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='diceentry',
            trigger=pgtrigger.compiler.Trigger(name='no_throws_before', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM decisions_sitting WHERE id = NEW.sitting_id AND list_sha256 = '') THEN RAISE EXCEPTION 'the list is not closed'; END IF; RETURN NEW;", hash='8ed49662c0d52db789268680b60121f396f987c1', operation='INSERT', pgid='pgtrigger_no_throws_before_0ea2a', table='decisions_diceentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='diceentry',
            trigger=pgtrigger.compiler.Trigger(name='no_throws_after', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM decisions_sitting WHERE id = NEW.sitting_id AND drawn_at IS NOT NULL) THEN RAISE EXCEPTION 'the draw is over'; END IF; RETURN NEW;", hash='8ead33f612a9c6257e102dcadee7eb0c5e8c5631', operation='INSERT', pgid='pgtrigger_no_throws_after_048b8', table='decisions_diceentry', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='applicant',
            index=models.Index(fields=['sitting', 'status', 'line'], name='applicant_by_line'),
        ),
        migrations.AddConstraint(
            model_name='applicant',
            constraint=models.UniqueConstraint(fields=('sitting', 'line'), name='applicant_line_once'),
        ),
        migrations.AddConstraint(
            model_name='applicant',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['applied', 'listed', 'invited', 'substitute', 'coming', 'dropped', 'attended', 'absent', 'ended', 'called_off']), models.Q(('person_index', ''), _negated=True)), fields=('sitting', 'person_index'), name='applicant_person_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='applicant',
            trigger=pgtrigger.compiler.Trigger(name='applicant_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6695521c50e61c33c1a8b48945b898168168f083', operation='DELETE', pgid='pgtrigger_applicant_stays_8de3e', table='decisions_applicant', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='applicant',
            trigger=pgtrigger.compiler.Trigger(name='applicant_keeps_its_number', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."group" IS DISTINCT FROM (NEW."group") OR OLD."leaf" IS DISTINCT FROM (NEW."leaf") OR OLD."line" IS DISTINCT FROM (NEW."line") OR OLD."salt" IS DISTINCT FROM (NEW."salt") OR OLD."sitting_id" IS DISTINCT FROM (NEW."sitting_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='30b9f0d7c07a909c738c9c2516e418e3b0a4e03a', operation='UPDATE', pgid='pgtrigger_applicant_keeps_its_number_4d67f', table='decisions_applicant', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='applicant',
            trigger=pgtrigger.compiler.Trigger(name='no_applicant_later', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM decisions_sitting WHERE id = NEW.sitting_id AND list_sha256 <> '') THEN RAISE EXCEPTION 'the list is closed'; END IF; RETURN NEW;", hash='7caf744825c4bf069b4ab8628b110b91db8012d3', operation='INSERT', pgid='pgtrigger_no_applicant_later_0aab6', table='decisions_applicant', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sittingact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='32af76e6c6ecd8e90c92a06b09bcac9123d06568', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_892ab', table='decisions_sittingact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sittingact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."sitting_id" IS DISTINCT FROM (NEW."sitting_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1a06ac3f164ca4fa7aa58e895a166e404018ffe8', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_5074c', table='decisions_sittingact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sittinggroup',
            trigger=pgtrigger.compiler.Trigger(name='no_group_later', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM decisions_sitting WHERE id = NEW.sitting_id AND announced_at IS NOT NULL) THEN RAISE EXCEPTION 'the groups are announced'; END IF; RETURN NEW;", hash='788ca1ad5f8fa8511a485dba2b1fb77c477401c7', operation='INSERT', pgid='pgtrigger_no_group_later_add05', table='decisions_sittinggroup', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sittinggroup',
            trigger=pgtrigger.compiler.Trigger(name='groups_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM decisions_sitting WHERE id = OLD.sitting_id AND announced_at IS NOT NULL) THEN RAISE EXCEPTION 'the groups are announced'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;", hash='9abcb483c4715f948533d7fa6b64b50b7a261821', operation='UPDATE OR DELETE', pgid='pgtrigger_groups_stay_ca8dd', table='decisions_sittinggroup', when='BEFORE')),
        ),
    ]
