import django.contrib.postgres.indexes
import portal.common.text_pairs
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('common', '0001_text_pairs'),
        ('decisions', '0013_observers_of_hearings'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='applicant',
            index=models.Index(fields=['organ', '-submitted_at', '-id'], name='applicant_of_organ'),
        ),
        migrations.AddIndex(
            model_name='applicant',
            index=models.Index(fields=['-submitted_at', '-id'], name='applicant_by_submission'),
        ),
        migrations.AddIndex(
            model_name='applicant',
            index=django.contrib.postgres.indexes.GinIndex(portal.common.text_pairs.TextPairs(models.F('number')), name='applicant_text_pairs'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(fields=['organ', 'id'], name='opinion_of_organ'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=django.contrib.postgres.indexes.GinIndex(portal.common.text_pairs.TextPairs(models.F('number')), name='opinion_text_pairs'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['organ', '-submitted_at', '-id'], name='proposal_of_organ'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['-submitted_at', '-id'], name='proposal_by_submission'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=django.contrib.postgres.indexes.GinIndex(portal.common.text_pairs.TextPairs(models.F('number')), name='proposal_text_pairs'),
        ),
        migrations.AddIndex(
            model_name='signup',
            index=models.Index(fields=['organ', '-submitted_at', '-id'], name='event_signup_of_organ'),
        ),
        migrations.AddIndex(
            model_name='signup',
            index=models.Index(fields=['-submitted_at', '-id'], name='event_signup_by_submission'),
        ),
        migrations.AddIndex(
            model_name='signup',
            index=django.contrib.postgres.indexes.GinIndex(portal.common.text_pairs.TextPairs(models.F('number')), name='event_signup_text_pairs'),
        ),
    ]
