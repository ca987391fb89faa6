import django.db.models.deletion
import portal.vault.fields
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """纠错 is a report of an error; what was sealed stays bound to the name it was sealed under."""

    dependencies = [("disclosure", "0007_sealed_contact")]

    operations = [
        migrations.RenameModel("CorrectionReport", "ErrorReport"),
        migrations.AlterField(
            "errorreport",
            "contact",
            portal.vault.fields.SealedTextField(
                "联系方式", max_length=100, blank=True, bound_to="disclosure.correctionreport.contact"
            ),
        ),
        migrations.AlterField(
            "errorreport",
            "document",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="error_reports",
                to="disclosure.document",
                verbose_name="文件",
            ),
        ),
        migrations.RenameIndex(
            "errorreport",
            new_name="disclosure__state_40de26_idx",
            old_name="disclosure__state_3e481b_idx",
        ),
        migrations.RemoveConstraint("errorreport", "correction_has_text"),
        migrations.RemoveConstraint("errorreport", "handled_correction_has_reply"),
        migrations.AddConstraint(
            "errorreport",
            models.CheckConstraint(condition=~Q(text=""), name="error_report_has_text"),
        ),
        migrations.AddConstraint(
            "errorreport",
            models.CheckConstraint(
                condition=Q(state="open", reply="", handled_by=None, handled_at=None)
                | (
                    Q(state="handled", handled_by__isnull=False)
                    & Q(handled_at__isnull=False)
                    & ~Q(reply="")
                ),
                name="handled_error_report_has_reply",
            ),
        ),
    ]
