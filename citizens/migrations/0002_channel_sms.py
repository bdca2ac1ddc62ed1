from django.db import migrations, models

# A text message is a way to answer: the same columns, one more word.
CHANNELS = [
    ("web", "Site internet"),
    ("phone", "Téléphone"),
    ("counter", "Guichet"),
    ("post", "Courrier"),
    ("email", "Courriel"),
    ("api", "Échange de données"),
    ("sms", "SMS"),
]


class Migration(migrations.Migration):
    dependencies = [("citizens", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="citizen",
            name="preferred_channel",
            field=models.CharField(blank=True, max_length=8, choices=CHANNELS),
        ),
    ]
