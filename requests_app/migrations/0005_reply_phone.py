from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0004_desk_and_identity")]

    operations = [
        migrations.AddField(
            model_name="servicerequest", name="reply_phone", field=models.CharField(blank=True, max_length=30)
        ),
    ]
