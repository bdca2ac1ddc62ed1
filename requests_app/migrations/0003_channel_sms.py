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
    dependencies = [("requests_app", "0002_qualifying_and_bounces")]

    operations = [
        migrations.AlterField(
            model_name="acknowledgement", name="channel", field=models.CharField(max_length=10, choices=CHANNELS)
        ),
        migrations.AlterField(
            model_name="servicerequest",
            name="channel",
            field=models.CharField(verbose_name="canal", max_length=10, choices=CHANNELS),
        ),
        migrations.AlterField(
            model_name="servicerequest",
            name="reply_channel",
            field=models.CharField(max_length=10, choices=CHANNELS, default="email"),
        ),
        migrations.AlterField(
            model_name="draft", name="channel", field=models.CharField(max_length=10, choices=CHANNELS, default="web")
        ),
        migrations.AlterField(
            model_name="message", name="channel", field=models.CharField(max_length=10, choices=CHANNELS)
        ),
    ]
