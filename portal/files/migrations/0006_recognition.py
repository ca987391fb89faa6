from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0005_structure")]

    operations = [
        migrations.AddField(
            model_name="filestructure",
            name="places",
            field=models.JSONField(default=list, verbose_name="各行在页面上的位置"),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="recognition",
            field=models.CharField(
                blank=True,
                choices=[
                    ("waiting", "等待文字识别"),
                    ("done", "识别文字"),
                    ("failed", "未能识别"),
                ],
                default="",
                max_length=8,
                verbose_name="文字识别",
            ),
        ),
    ]
