import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import portal.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("decisions", "0008_hearings"),
        ("organs", "0003_editor_shown"),
    ]

    operations = [
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("title", models.CharField(max_length=80, verbose_name="名称")),
                ("text", models.TextField(verbose_name="内容")),
                ("votes", models.PositiveIntegerField(null=True, verbose_name="得票")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("chosen", "列入"),
                            ("later", "以后再办"),
                            ("not_chosen", "不列入"),
                        ],
                        max_length=12,
                        verbose_name="结果",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="理由")),
            ],
            options={
                "verbose_name": "归并的事项",
                "verbose_name_plural": "归并的事项",
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", ""),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="project_outcome_has_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("words", models.TextField(verbose_name="进展")),
                ("is_built", models.BooleanField(default=False, verbose_name="已经办成")),
                ("noted_at", models.DateTimeField(verbose_name="登记时间")),
                ("shown_at", models.DateTimeField(null=True, verbose_name="公布时间")),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="decisions.project",
                        verbose_name="事项",
                    ),
                ),
            ],
            options={
                "verbose_name": "事项进展",
                "verbose_name_plural": "事项进展",
                "ordering": ["on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seal_id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="加密编号"
                    ),
                ),
                ("number", models.CharField(max_length=80, unique=True, verbose_name="编号")),
                ("code_index", models.CharField(max_length=64, verbose_name="查询码索引")),
                ("submission_key", models.UUIDField(unique=True, verbose_name="提交键")),
                ("name", portal.vault.fields.SealedTextField(verbose_name="姓名或者名称")),
                ("email", portal.vault.fields.SealedTextField(blank=True, verbose_name="电子邮箱")),
                ("phone", portal.vault.fields.SealedTextField(blank=True, verbose_name="联系电话")),
                ("submitted_at", models.DateTimeField(verbose_name="提交时间")),
                ("purged_at", models.DateTimeField(null=True, verbose_name="个人信息清除时间")),
                ("updated_at", models.DateTimeField(verbose_name="更新时间")),
                ("line", models.PositiveIntegerField(verbose_name="征集内的编号")),
                ("title", portal.vault.fields.SealedTextField(verbose_name="标题")),
                ("text", portal.vault.fields.SealedTextField(verbose_name="建议")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("submitted", "已收到"),
                            ("merged", "已归入一件事项"),
                            ("aside", "没有列入"),
                            ("answered", "已反馈"),
                            ("withdrawn", "已撤回"),
                            ("called_off", "征集终止"),
                        ],
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "why",
                    models.CharField(blank=True, max_length=500, verbose_name="没有列入的理由"),
                ),
                ("closed_on", models.DateField(null=True, verbose_name="保存期限起算")),
                (
                    "legal_hold",
                    models.CharField(blank=True, max_length=300, verbose_name="保留理由"),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="承办人",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organs.organ",
                        verbose_name="办理机关",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="decisions.project",
                        verbose_name="归入的事项",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={
                "verbose_name": "征集来的建议",
                "verbose_name_plural": "征集来的建议",
                "indexes": [
                    models.Index(fields=["organ", "status"], name="proposal_by_queue"),
                    models.Index(fields=["closed_on"], name="proposal_by_closing"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "submitted",
                                    "merged",
                                    "aside",
                                    "answered",
                                    "withdrawn",
                                    "called_off",
                                ],
                            )
                        ),
                        name="proposal_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "merged"), _negated=True),
                            ("project__isnull", False),
                            _connector="OR",
                        ),
                        name="proposal_merged_into_a_project",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "aside"), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_put_aside_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("action", models.CharField(max_length=24, verbose_name="行为")),
                ("source", models.CharField(max_length=24, verbose_name="原状态")),
                ("target", models.CharField(max_length=24, verbose_name="新状态")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="decisions.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "建议办理记录",
                "verbose_name_plural": "建议办理记录",
                "ordering": ["at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Solicitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("project", "实事项目征集"),
                            ("need", "政策需求征集"),
                            ("topic", "开放活动选题征集"),
                        ],
                        max_length=8,
                        verbose_name="种类",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="名称")),
                ("text", models.TextField(verbose_name="说明")),
                ("conditions", models.TextField(blank=True, verbose_name="条件")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="咨询电话")),
                ("opens_at", models.DateTimeField(verbose_name="开始")),
                ("closes_at", models.DateTimeField(verbose_name="截止")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "拟定中"),
                            ("review", "待公告"),
                            ("running", "征集、归并"),
                            ("sorted", "事项已公布"),
                            ("decided", "结果待公布"),
                            ("answered", "已反馈，办理中"),
                            ("done", "已办完"),
                            ("stopped", "已终止"),
                            ("discarded", "已放弃"),
                        ],
                        default="draft",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("announced_at", models.DateTimeField(null=True, verbose_name="公告时间")),
                ("lines", models.PositiveIntegerField(default=0, verbose_name="建议编号")),
                ("sorted_at", models.DateTimeField(null=True, verbose_name="公布事项的时间")),
                ("upshot", models.TextField(blank=True, verbose_name="结果说明")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="公布结果的时间")),
                (
                    "ended_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="终止的原因"),
                ),
                ("updated_at", models.DateTimeField(verbose_name="更新时间")),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="solicitations",
                        to="organs.organ",
                        verbose_name="征集机关",
                    ),
                ),
                (
                    "poll",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="solicitation",
                        to="decisions.survey",
                        verbose_name="投票",
                    ),
                ),
            ],
            options={
                "verbose_name": "征集",
                "verbose_name_plural": "征集",
                "ordering": ["-updated_at", "-id"],
                "indexes": [
                    models.Index(fields=["organ", "status"], name="solicitation_by_queue"),
                    models.Index(fields=["-opens_at", "-id"], name="solicitation_newest_first"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "draft",
                                    "review",
                                    "running",
                                    "sorted",
                                    "decided",
                                    "answered",
                                    "done",
                                    "stopped",
                                    "discarded",
                                ],
                            )
                        ),
                        name="solicitation_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="solicitation_has_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opens_at__lt", models.F("closes_at"))),
                        name="solicitation_opens_before_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "review", "discarded"]),
                            ("announced_at__isnull", False),
                            _connector="OR",
                        ),
                        name="solicitation_was_announced",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="proposal",
            name="solicitation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="decisions.solicitation",
                verbose_name="征集",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="solicitation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="decisions.solicitation",
                verbose_name="征集",
            ),
        ),
        migrations.CreateModel(
            name="SolicitationAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("action", models.CharField(max_length=24, verbose_name="行为")),
                ("source", models.CharField(max_length=24, verbose_name="原状态")),
                ("target", models.CharField(max_length=24, verbose_name="新状态")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                (
                    "solicitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="decisions.solicitation",
                    ),
                ),
            ],
            options={
                "verbose_name": "征集办理记录",
                "verbose_name_plural": "征集办理记录",
                "ordering": ["at", "id"],
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="progress",
            trigger=pgtrigger.compiler.Trigger(
                name="progress_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b45ae28f99bc68a721fc29611451cec1d53788a8",
                    operation="DELETE",
                    pgid="pgtrigger_progress_stays_fad32",
                    table="decisions_progress",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="progress",
            trigger=pgtrigger.compiler.Trigger(
                name="progress_is_as_it_was_noted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."is_built" IS DISTINCT FROM (NEW."is_built") OR OLD."noted_at" IS DISTINCT FROM (NEW."noted_at") OR OLD."noted_by_id" IS DISTINCT FROM (NEW."noted_by_id") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."words" IS DISTINCT FROM (NEW."words"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="f283737233465e14a412845797fa905b65ff3d2e",
                    operation="UPDATE",
                    pgid="pgtrigger_progress_is_as_it_was_noted_40201",
                    table="decisions_progress",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposalact",
            trigger=pgtrigger.compiler.Trigger(
                name="act_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b05ad2eafade06b10c8706db6c69e2d42ec7b797",
                    operation="DELETE",
                    pgid="pgtrigger_act_is_never_deleted_82b74",
                    table="decisions_proposalact",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposalact",
            trigger=pgtrigger.compiler.Trigger(
                name="act_is_never_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."proposal_id" IS DISTINCT FROM (NEW."proposal_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="751b15145fdadfaef78badfbc72fe674618e5548",
                    operation="UPDATE",
                    pgid="pgtrigger_act_is_never_changed_cc6c8",
                    table="decisions_proposalact",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="solicitation",
            trigger=pgtrigger.compiler.Trigger(
                name="solicitation_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."announced_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="4611b84d14887030c9977d0dd288c5c9267178b9",
                    operation="DELETE",
                    pgid="pgtrigger_solicitation_stays_d70b8",
                    table="decisions_solicitation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="solicitation",
            trigger=pgtrigger.compiler.Trigger(
                name="solicitation_is_bound",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."announced_at" IS NOT NULL AND (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."organ_id" IS DISTINCT FROM (NEW."organ_id") OR OLD."opens_at" IS DISTINCT FROM (NEW."opens_at") OR OLD."closes_at" IS DISTINCT FROM (NEW."closes_at")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="9723853a677897607f849452a16d525415ae5601",
                    operation="UPDATE",
                    pgid="pgtrigger_solicitation_is_bound_68176",
                    table="decisions_solicitation",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["solicitation", "status", "line"], name="proposal_by_line"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                fields=("solicitation", "line"), name="proposal_line_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="proposal_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b092dca7b482d5da24873d2958771506756f90af",
                    operation="DELETE",
                    pgid="pgtrigger_proposal_stays_1f5ed",
                    table="decisions_proposal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="proposal_keeps_its_number",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."line" IS DISTINCT FROM (NEW."line") OR OLD."solicitation_id" IS DISTINCT FROM (NEW."solicitation_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="b97da4847584b977f97330ebb9e475c1d9e5ad6d",
                    operation="UPDATE",
                    pgid="pgtrigger_proposal_keeps_its_number_d52bd",
                    table="decisions_proposal",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.UniqueConstraint(
                fields=("solicitation", "number"), name="project_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.UniqueConstraint(
                fields=("solicitation", "title"), name="project_title_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="solicitationact",
            trigger=pgtrigger.compiler.Trigger(
                name="act_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="fd9bf6f6fe95e9245e8696adc0ee31c5c6eee744",
                    operation="DELETE",
                    pgid="pgtrigger_act_is_never_deleted_ce25c",
                    table="decisions_solicitationact",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="solicitationact",
            trigger=pgtrigger.compiler.Trigger(
                name="act_is_never_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."solicitation_id" IS DISTINCT FROM (NEW."solicitation_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."target" IS DISTINCT FROM (NEW."target"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="499e2fff20356d6a6228e5a41d92cc361fb3edc4",
                    operation="UPDATE",
                    pgid="pgtrigger_act_is_never_changed_7207c",
                    table="decisions_solicitationact",
                    when="BEFORE",
                ),
            ),
        ),
    ]
