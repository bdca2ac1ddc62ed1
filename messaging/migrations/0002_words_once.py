from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial")]

    operations = [
        migrations.RemoveField(model_name="dispatch", name="body_html"),
        migrations.AlterField(model_name="dispatch", name="message_id", field=models.CharField(max_length=200)),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.UniqueConstraint(
                fields=["message_id"],
                name="dispatch_one_per_message_id",
                violation_error_message="Cet identifiant de message est déjà pris.",
            ),
        ),
    ]
