"""Criteria as rows of their own, to which subscriptions point; what is to be told as rows too."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# Each criterion once; filed by the first sweep, for what it asks of a thing only its topic knows.
CRITERIA = """
    INSERT INTO notifications_criterion (topic, text, digest, needs, has_choices, is_exact)
    SELECT DISTINCT topic, criterion, encode(sha256(convert_to(criterion, 'UTF8')), 'hex'),
        ARRAY[]::text[], false, false
    FROM notifications_subscription;

    UPDATE notifications_subscription AS kept SET asked_id = asked.id
    FROM notifications_criterion AS asked
    WHERE asked.topic = kept.topic AND asked.text = kept.criterion;

    INSERT INTO notifications_topiclook (topic, looked_at)
    SELECT topic, min(looked_at) FROM notifications_subscription
    WHERE confirmed_at IS NOT NULL AND paused_at IS NULL GROUP BY topic;

    UPDATE notifications_announcement AS told
    SET public_at = kept.starts_at, told_at = kept.looked_at
    FROM notifications_subscription AS kept WHERE kept.id = told.subscription_id;

    SET CONSTRAINTS ALL IMMEDIATE;
"""
AS_BEFORE = """
    UPDATE notifications_subscription AS kept
    SET topic = asked.topic, criterion = asked.text, looked_at = kept.starts_at
    FROM notifications_criterion AS asked WHERE asked.id = kept.asked_id;

    UPDATE notifications_subscription AS kept SET looked_at = look.looked_at
    FROM notifications_topiclook AS look
    WHERE look.topic = kept.topic AND look.looked_at > kept.starts_at;

    DELETE FROM notifications_announcement WHERE told_at IS NULL;

    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_kept_recipients")]

    operations = [
        migrations.CreateModel(
            "Criterion",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField("订阅内容", max_length=32)),
                ("text", models.CharField("条件", blank=True, max_length=1800)),
                ("digest", models.CharField("条件的散列", max_length=64)),
                ("needs", django.contrib.postgres.fields.ArrayField(models.TextField(), default=list, size=None, verbose_name="都要有的")),
                ("has_choices", models.BooleanField("有任选其一的", default=False)),
                ("is_exact", models.BooleanField("不必再看", default=False)),
                ("filed_at", models.DateTimeField("编排时间", null=True)),
                ("lapsed_at", models.DateTimeField("发现不再有结果的时间", null=True)),
            ],
            {"verbose_name": "订阅条件", "verbose_name_plural": "订阅条件"},
        ),
        migrations.CreateModel(
            "CriterionKey",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.TextField("由此找到")),
                ("criterion", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="notifications.criterion")),
            ],
            {"verbose_name": "订阅条件的检索键", "verbose_name_plural": "订阅条件的检索键"},
        ),
        migrations.CreateModel(
            "CriterionChoice",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("terms", django.contrib.postgres.fields.ArrayField(models.TextField(), size=None, verbose_name="其中之一")),
                ("criterion", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="choices", to="notifications.criterion")),
            ],
            {"verbose_name": "订阅条件的任选项", "verbose_name_plural": "订阅条件的任选项"},
        ),
        migrations.CreateModel(
            "TopicLook",
            [
                ("topic", models.CharField("订阅内容", max_length=32, primary_key=True, serialize=False)),
                ("looked_at", models.DateTimeField("查到的时间")),
            ],
            {"verbose_name": "订阅内容的查找", "verbose_name_plural": "订阅内容的查找"},
        ),
        migrations.CreateModel(
            "Occasion",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField("订阅内容", max_length=32)),
                ("object_id", models.BigIntegerField("对象编号")),
                ("version", models.CharField("哪一次公开", max_length=64)),
                ("public_at", models.DateTimeField("公开时间")),
                ("reached", models.BigIntegerField("已到的条件", default=0)),
                ("finished_at", models.DateTimeField("完成时间", null=True)),
            ],
            {"verbose_name": "待告知的公开", "verbose_name_plural": "待告知的公开"},
        ),
        migrations.AddConstraint("criterion", models.UniqueConstraint(fields=("topic", "digest"), name="criterion_once")),
        migrations.AddIndex("criterion", models.Index(condition=models.Q(("filed_at__isnull", True)), fields=["topic"], name="criterion_unfiled")),
        migrations.AddConstraint("criterionkey", models.UniqueConstraint(fields=("term", "criterion"), name="criterion_key_once")),
        migrations.AddConstraint("criterionchoice", models.CheckConstraint(condition=models.Q(("terms__len__gt", 1)), name="criterion_choice_is_one")),
        migrations.AddConstraint("occasion", models.UniqueConstraint(fields=("topic", "object_id", "version"), name="occasion_once")),
        migrations.AddIndex("occasion", models.Index(condition=models.Q(("finished_at__isnull", True)), fields=["topic", "public_at"], name="occasion_open")),
        migrations.AddField(
            "subscription", "asked",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="subscriptions", to="notifications.criterion", verbose_name="条件"),
        ),
        migrations.AddField("announcement", "public_at", models.DateTimeField("公开时间", null=True)),
        migrations.AddField("announcement", "told_at", models.DateTimeField("告知时间", null=True)),
        migrations.RemoveConstraint("subscription", "subscription_of_user_once"),
        migrations.RemoveConstraint("subscription", "subscription_of_address_once"),
        migrations.RemoveIndex("subscription", "subscription_active"),
        migrations.RunSQL(CRITERIA, AS_BEFORE),
        migrations.RemoveField("subscription", "topic"),
        migrations.RemoveField("subscription", "criterion"),
        migrations.RemoveField("subscription", "looked_at"),
        migrations.RenameField("subscription", "asked", "criterion"),
        migrations.AlterField(
            "subscription", "criterion",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="subscriptions", to="notifications.criterion", verbose_name="条件"),
        ),
        migrations.AlterField("announcement", "public_at", models.DateTimeField("公开时间")),
        migrations.AlterField(
            "subscription", "frequency",
            models.CharField("通知方式", choices=[("immediate", "有新文件随时通知"), ("daily", "每日一封"), ("weekly", "每周一封")], max_length=16),
        ),
        migrations.AddConstraint("subscription", models.UniqueConstraint(condition=models.Q(("user__isnull", False)), fields=("user", "criterion"), name="subscription_of_user_once")),
        migrations.AddConstraint("subscription", models.UniqueConstraint(condition=models.Q(("address", ""), _negated=True), fields=("address", "criterion"), name="subscription_of_address_once")),
        migrations.AddIndex("announcement", models.Index(condition=models.Q(("told_at__isnull", True)), fields=["subscription", "public_at"], name="announcement_waiting")),
        migrations.AddIndex("announcement", models.Index(fields=["object_id"], name="announcement_of_thing")),
    ]
