from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("citizens", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="citizen",
            index=models.Index(
                condition=models.Q(("birth_date__isnull", False)),
                fields=["commune", "birth_date"],
                name="citizens_born",
            ),
        ),
        migrations.AddIndex(
            model_name="citizen",
            index=models.Index(
                condition=models.Q(("canonical__isnull", True), ("kind__in", ["association", "firm"])),
                fields=["commune", "sort_key", "id"],
                name="citizens_bodies",
            ),
        ),
    ]
