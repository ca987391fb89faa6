import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import portal.personal.sealed_papers
import portal.vault.fields
import portal.vault.storage
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('disclosure', '0020_pictures_of_corrections'),
        ('organs', '0003_editor_shown'),
        ('policies', '0005_answers'),
        ('taxonomy', '0002_seeds'),
    ]

    operations = [
        migrations.CreateModel(
            name='GramCount',
            fields=[
                ('gram', models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name='字对')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='件数')),
            ],
        ),
        migrations.CreateModel(
            name='ShownMatch',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='日期')),
                ('shown', models.PositiveIntegerField(default=0, verbose_name='给出')),
                ('pressed', models.PositiveIntegerField(default=0, verbose_name='就是它')),
            ],
        ),
        migrations.CreateModel(
            name='Message',
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
                ('category', models.CharField(choices=[('consult', '咨询'), ('suggest', '建议'), ('complain', '投诉'), ('help', '求助'), ('error', '纠错'), ('praise', '表扬')], max_length=12, verbose_name='类别')),
                ('text', portal.vault.fields.SealedTextField(verbose_name='内容')),
                ('may_publish', models.BooleanField(default=False, verbose_name='同意公开')),
                ('consent_ended_at', models.DateTimeField(null=True, verbose_name='不再同意公开的时间')),
                ('outside_number', models.CharField(blank=True, max_length=80, verbose_name='原编号')),
                ('status', models.CharField(choices=[('held', '待甄别'), ('received', '待分办'), ('assigned', '待签收'), ('answering', '办理中'), ('asked', '待补充'), ('review', '待审核'), ('answered', '已答复'), ('referred', '已告知去处'), ('merged', '已并入'), ('withdrawn', '已撤回'), ('invalid', '无效'), ('closed', '已办结')], default='received', max_length=16, verbose_name='状态')),
                ('held_for', models.CharField(blank=True, max_length=120, verbose_name='甄别的缘由')),
                ('received_on', models.DateField(verbose_name='收到日期')),
                ('accept_due_on', models.DateField(null=True, verbose_name='签收期限')),
                ('counts_from', models.DateField(null=True, verbose_name='期限起算')),
                ('counts_days', models.PositiveSmallIntegerField(null=True, verbose_name='期限工作日')),
                ('due_on', models.DateField(null=True, verbose_name='答复期限')),
                ('paused_on', models.DateField(null=True, verbose_name='期限停计之日')),
                ('days_left', models.PositiveSmallIntegerField(null=True, verbose_name='停计时剩余工作日')),
                ('was_extended', models.BooleanField(default=False, verbose_name='延期过')),
                ('ruled_on', models.DateField(null=True, verbose_name='分办机关裁定之日')),
                ('answered_on', models.DateField(null=True, verbose_name='首次答复日期')),
                ('person_index', models.CharField(blank=True, max_length=64, verbose_name='留言人索引')),
                ('text_index', models.CharField(blank=True, max_length=64, verbose_name='内容索引')),
                ('closed_on', models.DateField(null=True, verbose_name='办结日期')),
                ('legal_hold', models.CharField(blank=True, max_length=300, verbose_name='保留理由')),
                ('handler', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人')),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='policies.message', verbose_name='并入')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='分办机关')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='办理机关')),
                ('policy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='disclosure.document', verbose_name='政策')),
                ('taken_in_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('theme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='taxonomy.theme', verbose_name='主题')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '留言',
                'verbose_name_plural': '留言',
                'indexes': [models.Index(fields=['organ', 'status', 'due_on'], name='message_by_queue'), models.Index(fields=['status', 'closed_on'], name='message_by_closing'), models.Index(fields=['organ', 'received_on'], name='message_by_month'), models.Index(fields=['received_on'], name='message_by_day'), models.Index(fields=['person_index', 'submitted_at'], name='message_by_person'), models.Index(fields=['text_index', 'submitted_at'], name='message_by_text')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['held', 'received', 'assigned', 'answering', 'asked', 'review', 'answered', 'referred', 'merged', 'withdrawn', 'invalid', 'closed'])), name='message_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'merged'), ('merged_into__isnull', False)), models.Q(models.Q(('status', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='message_merged_into_one'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='message_not_merged_into_itself'), models.CheckConstraint(condition=models.Q(('consent_ended_at__isnull', True), ('may_publish', False), _connector='OR'), name='message_consent_ended')],
            },
        ),
        migrations.CreateModel(
            name='MessageAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('action', models.CharField(max_length=24, verbose_name='行为')),
                ('source', models.CharField(max_length=24, verbose_name='原状态')),
                ('target', models.CharField(max_length=24, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('reason', portal.vault.fields.SealedTextField(blank=True, verbose_name='说明')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='policies.message')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='机关')),
            ],
            options={
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MessageAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('outcome', models.CharField(choices=[('answered', '已答复'), ('solved', '已解决'), ('adopted', '已采纳'), ('partly', '部分采纳'), ('not_adopted', '未采纳，说明理由'), ('not_accepted', '不予受理，说明理由和去处')], max_length=16, verbose_name='结果')),
                ('text', portal.vault.fields.SealedTextField(verbose_name='答复')),
                ('at', models.DateTimeField(verbose_name='拟稿时间')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='答复时间')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟稿人')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='policies.message')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('by')), _negated=True), _connector='OR'), name='message_answer_approved_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='message_answer_approved_at')],
            },
        ),
        migrations.CreateModel(
            name='MessageChannel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('purpose', models.CharField(max_length=200, verbose_name='写给留言人的话')),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
                ('is_open', models.BooleanField(default=True, verbose_name='现在接收')),
                ('entrance', models.CharField(choices=[('everyone', '任何人，可以不登录'), ('accounts', '登录的人'), ('staff', '由工作人员登记')], default='everyone', help_text='匿名留言是否须核验身份，没有统一规定，由机关决定。', max_length=12, verbose_name='谁可以写')),
                ('category', models.CharField(blank=True, choices=[('consult', '咨询'), ('suggest', '建议'), ('complain', '投诉'), ('help', '求助'), ('error', '纠错'), ('praise', '表扬')], help_text='留空的，由留言人选。', max_length=12, verbose_name='类别')),
                ('needs_name', models.BooleanField(default=True, verbose_name='须写称呼')),
                ('needs_contact', models.BooleanField(default=False, verbose_name='须留联系方式')),
                ('needs_policy', models.BooleanField(default=False, verbose_name='须写明哪份政策')),
                ('routing', models.CharField(choices=[('drafter', '制定该政策的机关'), ('subject', '按主题的分工'), ('office', '分办机关')], default='drafter', help_text='分不出的，到分办机关。', max_length=12, verbose_name='先分给谁')),
                ('accept_days', models.PositiveSmallIntegerField(blank=True, help_text='留空的，不另计签收期限。', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='签收（工作日）')),
                ('reply_days', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='答复（工作日）')),
                ('follow_up_days', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='追问、再办的答复（工作日）')),
                ('extension_days', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='延期一次（工作日）')),
                ('publication', models.CharField(choices=[('selected', '同意公开的，可以选登'), ('never', '不公开')], default='selected', max_length=12, verbose_name='公开')),
                ('revisits', models.BooleanField(default=False, verbose_name='办结前回访')),
                ('keeping', models.CharField(choices=[('short', '短期'), ('long', '长期')], default='short', help_text='两档各保存几个月，由设置决定。', max_length=8, verbose_name='个人信息保存')),
                ('office', models.ForeignKey(blank=True, help_text='留空的，是本网站有留言分办人员的最高一级机关。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='分办机关')),
            ],
            options={
                'verbose_name': '留言渠道',
                'verbose_name_plural': '留言渠道',
                'ordering': ['place', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('accept_days__isnull', True), ('accept_days__gt', 0), _connector='OR'), ('extension_days__gt', 0), ('follow_up_days__gt', 0), ('reply_days__gt', 0)), name='message_channel_days_are_days')],
            },
        ),
        migrations.AddField(
            model_name='message',
            name='channel',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.messagechannel', verbose_name='渠道'),
        ),
        migrations.CreateModel(
            name='MessagePaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='编号')),
                ('media_type', models.CharField(max_length=100, verbose_name='媒体类型')),
                ('extension', models.CharField(max_length=8, verbose_name='扩展名')),
                ('size', models.PositiveBigIntegerField(verbose_name='字节数')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('file', models.FileField(blank=True, max_length=200, storage=portal.vault.storage.SealedStorage(), upload_to=portal.personal.sealed_papers.sealed_path, verbose_name='文件')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='policies.message')),
            ],
            options={
                'verbose_name': '留言附件',
                'verbose_name_plural': '留言附件',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='MessageRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('score', models.CharField(choices=[('good', '满意'), ('fair', '基本满意'), ('bad', '不满意')], max_length=8, verbose_name='评价')),
                ('text', portal.vault.fields.SealedTextField(blank=True, verbose_name='说明')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='policies.messageanswer')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='policies.message')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('message', 'answer'), name='message_rated_once')],
            },
        ),
        migrations.CreateModel(
            name='MessageWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('kind', models.CharField(choices=[('question', '请您补充'), ('supplement', '补充'), ('further', '追问')], max_length=12, verbose_name='种类')),
                ('text', portal.vault.fields.SealedTextField(verbose_name='内容')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='policies.message')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PublishedMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(choices=[('consult', '咨询'), ('suggest', '建议'), ('complain', '投诉'), ('help', '求助'), ('error', '纠错'), ('praise', '表扬')], max_length=12, verbose_name='类别')),
                ('outcome', models.CharField(choices=[('answered', '已答复'), ('solved', '已解决'), ('adopted', '已采纳'), ('partly', '部分采纳'), ('not_adopted', '未采纳，说明理由'), ('not_accepted', '不予受理，说明理由和去处')], max_length=16, verbose_name='结果')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='标题')),
                ('question', models.TextField(blank=True, verbose_name='留言')),
                ('answer', models.TextField(blank=True, verbose_name='答复')),
                ('asked_on', models.DateField(verbose_name='留言日期')),
                ('answered_on', models.DateField(verbose_name='答复日期')),
                ('days_taken', models.PositiveSmallIntegerField(null=True, verbose_name='用了几个工作日')),
                ('also_asked', models.PositiveIntegerField(default=0, verbose_name='也想问的人数')),
                ('grams', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), default=list, size=None, verbose_name='字对')),
                ('is_live', models.BooleanField(default=True, verbose_name='公开中')),
                ('published_at', models.DateTimeField(verbose_name='公开时间')),
                ('taken_down_at', models.DateTimeField(null=True, verbose_name='撤下时间')),
                ('updated_at', models.DateTimeField(verbose_name='更新时间')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.messagechannel')),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='policies.message')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='答复机关')),
                ('policy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='disclosure.document', verbose_name='政策')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='放出人')),
                ('theme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='taxonomy.theme', verbose_name='主题')),
            ],
            options={
                'verbose_name': '公开的留言',
                'verbose_name_plural': '公开的留言',
                'indexes': [models.Index(condition=models.Q(('is_live', True)), fields=['-answered_on', '-id'], name='published_by_day'), models.Index(condition=models.Q(('is_live', True)), fields=['organ', '-answered_on', '-id'], name='published_by_organ'), models.Index(condition=models.Q(('is_live', True)), fields=['policy', '-answered_on', '-id'], name='published_by_policy'), django.contrib.postgres.indexes.GinIndex(fields=['grams'], name='published_by_grams')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('is_live', True), ('taken_down_at__isnull', True)), models.Q(('answer', ''), ('is_live', False), ('question', ''), ('taken_down_at__isnull', False), ('title', '')), _connector='OR'), name='message_taken_down_says_nothing')],
            },
        ),
        migrations.CreateModel(
            name='AlsoAsked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('person_index', models.CharField(max_length=64, verbose_name='谁')),
                ('email', portal.vault.fields.SealedTextField(blank=True, verbose_name='电子邮箱')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='askers', to='policies.publishedmessage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('published', 'person_index'), name='message_also_asked_once')],
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('door', models.CharField(choices=[('petition', '信访'), ('disclosure', '申请政府信息公开'), ('remedy', '行政复议、行政诉讼'), ('hotline', '12345热线'), ('emergency', '紧急求助')], max_length=12, verbose_name='去处')),
                ('text', portal.vault.fields.SealedTextField(verbose_name='告知留言人的话')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('notice_by', models.DateField(null=True, verbose_name='书面告知期限')),
                ('objection_by', models.DateField(null=True, verbose_name='转送异议期限')),
                ('accepted_on', models.DateField(null=True, verbose_name='受理日期')),
                ('is_extended', models.BooleanField(default=False, verbose_name='延长过')),
                ('finish_by', models.DateField(null=True, verbose_name='办结期限')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='referral', to='policies.message')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('door', 'petition'), ('notice_by__isnull', False)), models.Q(models.Q(('door', 'petition'), _negated=True), ('accepted_on__isnull', True), ('finish_by__isnull', True), ('notice_by__isnull', True)), _connector='OR'), name='message_referral_days')],
            },
        ),
        migrations.CreateModel(
            name='Responsibility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organs.organ', verbose_name='办理机关')),
                ('theme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='taxonomy.theme', verbose_name='主题')),
            ],
            options={
                'verbose_name': '留言分工',
                'verbose_name_plural': '留言分工',
                'ordering': ['theme__path'],
            },
        ),
        migrations.CreateModel(
            name='Revisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='加密编号')),
                ('found', models.CharField(choices=[('content', '已经落实，满意'), ('partly', '部分落实'), ('discontent', '没有落实，不满意'), ('unreached', '没有联系上')], max_length=12, verbose_name='结果')),
                ('text', portal.vault.fields.SealedTextField(verbose_name='说明')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='回访人')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisits', to='policies.message')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messageact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='4c7b18950fd3f824ab26821e31edaee37f93d0e9', operation='DELETE', pgid='pgtrigger_act_is_never_deleted_6fc7d', table='policies_messageact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='messageact',
            trigger=pgtrigger.compiler.Trigger(name='act_is_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."message_id" IS DISTINCT FROM (NEW."message_id") OR OLD."organ_id" IS DISTINCT FROM (NEW."organ_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8c02069b6ab8c0669e7e0be8d467cc7d5d8e657c', operation='UPDATE', pgid='pgtrigger_act_is_never_changed_8f95d', table='policies_messageact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publishedmessage',
            trigger=pgtrigger.compiler.Trigger(name='only_with_consent', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."is_live")', func="\nIF NOT EXISTS (SELECT 1 FROM policies_message WHERE id = NEW.message_id AND may_publish) THEN\n    RAISE EXCEPTION 'a message is published only with consent';\nEND IF;\nRETURN NEW;\n", hash='cf8a5078ccfd3eaa6d8db1f59a1058a4a54e8748', operation='INSERT OR UPDATE', pgid='pgtrigger_only_with_consent_1dae6', table='policies_publishedmessage', when='BEFORE')),
        ),
    ]
