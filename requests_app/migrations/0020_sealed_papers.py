from django.db import migrations, models


class Migration(migrations.Migration):
    """A file of a draft keeps its media type like every other sealed paper."""

    dependencies = [
        ("requests_app", "0019_shared_floor"),
    ]

    operations = [
        migrations.AddField(
            model_name="draftfile",
            name="media_type",
            field=models.CharField(default="", max_length=100, verbose_name="媒体类型"),
            preserve_default=False,
        ),
    ]
