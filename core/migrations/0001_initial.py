import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import core.colours


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, unique=True)),
                ("beaten_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="OutboxEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("payload", models.JSONField()),
                ("occurred_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="AccessTrailEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("occurred_at", models.DateTimeField(auto_now_add=True)),
                ("actor_kind", models.CharField(max_length=12)),
                ("actor_ref", models.CharField(blank=True, max_length=60)),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("read", "a lu"),
                            ("search", "a cherché"),
                            ("download", "a ouvert un fichier"),
                            ("export", "a exporté"),
                            ("refused", "s’est vu refuser l’accès"),
                            ("sign_in", "s’est connecté"),
                            ("sign_in_failed", "n’a pas pu se connecter"),
                            ("change_rights", "a changé des droits"),
                        ],
                        max_length=16,
                    ),
                ),
                ("subject_kind", models.CharField(max_length=30)),
                ("subject_ref", models.CharField(blank=True, max_length=60)),
                ("detail", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_ref", "occurred_at"], name="trail_of_a_subject")
                ],
            },
        ),
        migrations.CreateModel(
            name="Commune",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("slug", models.SlugField(unique=True, verbose_name="code")),
                ("insee_code", models.CharField(max_length=5, verbose_name="code Insee")),
                ("postcode", models.CharField(max_length=5, verbose_name="code postal")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="adresse de l’hôtel de ville")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="téléphone de l’accueil")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="courriel de l’accueil")),
                ("website", models.URLField(blank=True, verbose_name="site internet")),
                ("opening_hours", models.JSONField(blank=True, default=list, verbose_name="horaires")),
                ("timezone", models.CharField(default="Europe/Paris", max_length=60, verbose_name="fuseau horaire")),
                (
                    "alsace_moselle",
                    models.BooleanField(
                        default=False,
                        help_text="Vendredi saint et 26 décembre (code du travail, L3134-13).",
                        verbose_name="jours fériés d’Alsace-Moselle",
                    ),
                ),
                (
                    "primary_colour",
                    models.CharField(
                        default="#0b7a5b",
                        max_length=7,
                        validators=[core.colours.validate_text_colour],
                        verbose_name="couleur principale",
                    ),
                ),
                (
                    "accent_colour",
                    models.CharField(
                        default="#4f46a5",
                        max_length=7,
                        validators=[core.colours.validate_component_colour],
                        verbose_name="seconde couleur",
                    ),
                ),
                (
                    "logo_svg_name",
                    models.CharField(
                        blank=True, help_text="Nom d’un dessin de static/logos.", max_length=80, verbose_name="logo"
                    ),
                ),
                ("map_layer", models.JSONField(blank=True, null=True, verbose_name="plan de la ville (GeoJSON)")),
                ("map_tile_url", models.CharField(blank=True, max_length=300, verbose_name="adresse de tuiles")),
                ("map_attribution", models.CharField(blank=True, max_length=200, verbose_name="mention du plan")),
                ("map_centre_lat", models.FloatField(blank=True, null=True, verbose_name="centre du plan, latitude")),
                ("map_centre_lon", models.FloatField(blank=True, null=True, verbose_name="centre du plan, longitude")),
                (
                    "accessibility_level",
                    models.CharField(
                        choices=[
                            ("none", "non conforme"),
                            ("partial", "partiellement conforme"),
                            ("full", "totalement conforme"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="accessibilité",
                    ),
                ),
                (
                    "deliver_record_online",
                    models.BooleanField(
                        default=False,
                        help_text="Le décret 2017-890 (art. 29) prévoit l’envoi postal ou la remise en main propre : faites valider ce choix.",
                        verbose_name="remettre l’acte en ligne",
                    ),
                ),
                (
                    "files_without_scanner",
                    models.BooleanField(
                        default=False,
                        help_text="Les fichiers s’ouvrent alors sous un avertissement. À éviter.",
                        verbose_name="ouvrir les fichiers sans antivirus",
                    ),
                ),
            ],
            options={
                "verbose_name": "commune",
                "verbose_name_plural": "communes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("map_centre_lat__isnull", True), ("map_centre_lon__isnull", True)),
                            models.Q(("map_centre_lat__range", (-90, 90)), ("map_centre_lon__range", (-180, 180))),
                            _connector="OR",
                        ),
                        name="commune_map_centre_is_whole",
                        violation_error_message="Le centre du plan a une latitude et une longitude, ou aucune des deux.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("handler", models.CharField(max_length=160)),
                (
                    "lane",
                    models.CharField(
                        choices=[
                            ("fast", "immédiat"),
                            ("mail", "envois"),
                            ("documents", "documents"),
                            ("sweeps", "balayages"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "à faire"), ("done", "faite"), ("dead", "abandonnée")],
                        default="due",
                        max_length=6,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.TextField(blank=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="core.outboxevent"
                    ),
                ),
            ],
            options={
                "verbose_name": "livraison",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "due")), fields=["lane", "due_at", "id"], name="outbox_due"
                    ),
                    models.Index(condition=models.Q(("state", "dead")), fields=["id"], name="outbox_dead"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "handler"),
                        name="outbox_one_delivery_a_handler",
                        violation_error_message="Un fait n’est remis qu’une fois à chaque abonné.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("ref", models.BigIntegerField()),
                ("service_ref", models.BigIntegerField(null=True)),
                ("sector", models.CharField(blank=True, max_length=40)),
                ("confidential", models.BooleanField(default=False)),
                ("held", models.BooleanField(default=False)),
                ("text", models.TextField(blank=True)),
                (
                    "vector",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector("text", config="french"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.commune"),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["vector"], name="search_vector"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["text"], name="search_trigrams", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "ref"),
                        name="search_one_entry_a_thing",
                        violation_error_message="Chaque chose n’a qu’une entrée de recherche.",
                    )
                ],
            },
        ),
    ]
