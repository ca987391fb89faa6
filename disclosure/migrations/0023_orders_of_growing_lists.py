import django.contrib.postgres.indexes
import portal.common.text_pairs
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('common', '0001_text_pairs'),
        ('disclosure', '0022_turns'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='document',
            index=models.Index(models.F('organ'), models.F('publish_due_on'), models.OrderBy(models.F('id'), descending=True), name='document_of_organ_by_due'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(models.F('publish_due_on'), models.OrderBy(models.F('id'), descending=True), name='document_by_due'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=django.contrib.postgres.indexes.GinIndex(portal.common.text_pairs.TextPairs(models.F('title'), models.F('doc_number'), models.F('index_no')), name='document_text_pairs'),
        ),
    ]
