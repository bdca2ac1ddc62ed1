import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """How rare each token is: with the hundred values of the default, the planner takes all for frequent."""

    dependencies = [("citizens", "0003_people")]

    operations = [
        migrations.AlterField(
            model_name="personsearchrow",
            name="commune",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.commune"
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE citizens_personsearchrow ALTER COLUMN marks SET STATISTICS 1000",
            "ALTER TABLE citizens_personsearchrow ALTER COLUMN marks SET STATISTICS -1",
        ),
    ]
