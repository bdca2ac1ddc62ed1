import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CircuitVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.SlugField(max_length=60, verbose_name="code")),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("definition", models.JSONField(verbose_name="définition")),
            ],
            options={
                "verbose_name": "version de circuit",
                "verbose_name_plural": "versions de circuit",
                "ordering": ["code", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "number"),
                        name="circuit_number_unique",
                        violation_error_message="Ce numéro de version existe déjà pour ce circuit.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Family",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.SlugField(max_length=60, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("description", models.CharField(blank=True, max_length=250, verbose_name="description")),
                ("icon", models.CharField(default="file-text", max_length=60, verbose_name="icône")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="families", to="core.commune"
                    ),
                ),
            ],
            options={
                "verbose_name": "thème",
                "verbose_name_plural": "thèmes",
                "ordering": ["order", "name"],
            },
        ),
        migrations.CreateModel(
            name="Procedure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.SlugField(max_length=60, verbose_name="code")),
                ("title", models.CharField(max_length=200, verbose_name="titre")),
                ("short_title", models.CharField(max_length=80, verbose_name="titre court")),
                ("confidential", models.BooleanField(default=False, verbose_name="confidentielle")),
                ("is_system", models.BooleanField(default=False, verbose_name="démarche du système")),
                ("is_open", models.BooleanField(default=True, verbose_name="ouverte")),
                ("featured", models.BooleanField(default=False, verbose_name="parmi les plus demandées")),
                ("keywords", models.JSONField(blank=True, default=list, verbose_name="mots du public")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="procedures", to="core.commune"
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="procedures",
                        to="procedures.family",
                        verbose_name="thème",
                    ),
                ),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="procedures",
                        to="organisation.legalentity",
                        verbose_name="entité juridique",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="procedures",
                        to="organisation.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "démarche",
                "verbose_name_plural": "démarches",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="ProcedureVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("format", models.PositiveSmallIntegerField(default=1, verbose_name="format")),
                ("definition", models.JSONField(verbose_name="définition")),
                ("content_sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                (
                    "silence",
                    models.CharField(
                        choices=[
                            ("rejection", "Rejet"),
                            ("acceptance", "Accord"),
                            ("none", "Aucune décision implicite"),
                        ],
                        max_length=12,
                        verbose_name="silence",
                    ),
                ),
                ("period_count", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="délai")),
                (
                    "period_unit",
                    models.CharField(
                        blank=True,
                        choices=[("month", "mois"), ("week", "semaines"), ("day", "jours")],
                        max_length=8,
                        verbose_name="unité",
                    ),
                ),
                ("regime_text", models.CharField(blank=True, max_length=300, verbose_name="texte du régime")),
                ("regime_confirmed", models.BooleanField(default=False, verbose_name="régime confirmé")),
                ("ar_due", models.BooleanField(default=True, verbose_name="accusé de réception dû")),
                ("ar_not_due_reason", models.CharField(blank=True, max_length=300, verbose_name="motif de dispense")),
                ("appeal", models.JSONField(default=dict, verbose_name="recours")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="publiée le")),
                ("notice_version", models.CharField(blank=True, max_length=64, verbose_name="version de la notice")),
                (
                    "circuit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="procedures.circuitversion"
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="procedures.procedure"
                    ),
                ),
            ],
            options={
                "verbose_name": "version de démarche",
                "verbose_name_plural": "versions de démarche",
                "ordering": ["procedure", "number"],
            },
        ),
        migrations.AddField(
            model_name="procedure",
            name="current",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="procedures.procedureversion",
                verbose_name="version publiée",
            ),
        ),
        migrations.AddConstraint(
            model_name="family",
            constraint=models.UniqueConstraint(
                fields=("commune", "code"),
                name="family_code_unique",
                violation_error_message="Ce code de thème existe déjà dans la commune.",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedureversion",
            constraint=models.UniqueConstraint(
                fields=("procedure", "number"),
                name="procedure_version_number_unique",
                violation_error_message="Ce numéro de version existe déjà pour cette démarche.",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedureversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("silence", "none"),
                    models.Q(("period_count__gt", 0), ("period_unit__in", ["month", "week", "day"])),
                    _connector="OR",
                ),
                name="procedure_version_silence_has_period",
                violation_error_message="Un silence qui décide demande un délai et son unité.",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedureversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ar_due", True), models.Q(("ar_not_due_reason", ""), _negated=True), _connector="OR"
                ),
                name="procedure_version_ar_exception_has_reason",
                violation_error_message="Une dispense d’accusé de réception porte son motif.",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedure",
            constraint=models.UniqueConstraint(
                fields=("commune", "code"),
                name="procedure_code_unique",
                violation_error_message="Ce code de démarche existe déjà dans la commune.",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_system", True)),
                fields=("commune",),
                name="procedure_one_system",
                violation_error_message="Une seule démarche du système par commune.",
            ),
        ),
    ]
