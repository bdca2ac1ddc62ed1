from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels_app", "0002_entry_key"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="postalitem",
            index=models.Index(
                condition=models.Q(("registered_on__isnull", False)),
                fields=["commune", "registered_on"],
                name="postal_item_registered",
            ),
        ),
    ]
