import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "owner_kind",
                    models.CharField(
                        choices=[
                            ("draft", "brouillon"),
                            ("request", "demande"),
                            ("message", "échange"),
                            ("dispatch", "envoi"),
                            ("decision", "décision"),
                            ("preview", "aperçu"),
                            ("inbound_email", "courriel reçu"),
                            ("print_batch", "lot de lettres"),
                            ("form_pack", "formulaires vierges"),
                            ("scan", "fichier du scanner"),
                            ("scan_page", "page numérisée"),
                            ("mandate", "mandat"),
                        ],
                        max_length=16,
                    ),
                ),
                ("owner_id", models.BigIntegerField(blank=True, null=True)),
                ("field_key", models.CharField(blank=True, max_length=80)),
                ("name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=120)),
                ("size", models.PositiveIntegerField(help_text="en octets")),
                ("sha256", models.CharField(max_length=64)),
                ("path", models.CharField(max_length=200, unique=True)),
                ("wrapped_key", models.CharField(blank=True, max_length=200)),
                (
                    "scan_state",
                    models.CharField(
                        choices=[
                            ("pending", "en attente d’analyse"),
                            ("clean", "analysé, sain"),
                            ("infected", "infecté, bloqué"),
                            ("unscanned", "non analysé : site sans antivirus"),
                            ("refused", "refusé par l’antivirus"),
                        ],
                        default="pending",
                        max_length=12,
                    ),
                ),
                ("scan_detail", models.CharField(blank=True, max_length=200)),
                ("scan_attempts", models.PositiveSmallIntegerField(default=0)),
                ("scan_due_at", models.DateTimeField(blank=True, null=True)),
                ("scanned_at", models.DateTimeField(blank=True, null=True)),
                (
                    "preview_state",
                    models.CharField(
                        choices=[
                            ("none", "sans aperçu"),
                            ("wanted", "à préparer"),
                            ("made", "prêt"),
                            ("failed", "impossible"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("stored_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("retention_class", models.CharField(blank=True, max_length=40)),
                ("metadata", models.JSONField(blank=True, default=dict)),
                (
                    "commune",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
                ),
            ],
            options={
                "verbose_name": "fichier",
                "verbose_name_plural": "fichiers",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["owner_kind", "owner_id", "id"], name="files_owner"),
                    models.Index(
                        condition=models.Q(("scan_due_at__isnull", False)),
                        fields=["scan_due_at"],
                        name="files_scan_due",
                    ),
                    models.Index(
                        condition=models.Q(("owner_id__isnull", True)), fields=["stored_at"], name="files_orphans"
                    ),
                    models.Index(
                        condition=models.Q(("preview_state", "wanted")), fields=["id"], name="files_preview_due"
                    ),
                    models.Index(
                        condition=models.Q(("scan_state__in", ["clean", "unscanned"]), _negated=True),
                        fields=["id"],
                        name="files_quarantine",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)),
                        name="files_not_empty",
                        violation_error_message="Un fichier vide ne peut pas être conservé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="files_sha256_hex",
                        violation_error_message="L’empreinte du fichier est mal formée.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("wrapped_key", ""), _negated=True),
                            models.Q(("scan_state__in", ["clean", "unscanned", "pending"]), _negated=True),
                            _connector="OR",
                        ),
                        name="files_readable_has_key",
                        violation_error_message="Un fichier lisible doit garder sa clé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scan_state__in", ["pending", "clean", "infected", "unscanned", "refused"])
                        ),
                        name="files_scan_state_known",
                        violation_error_message="L’état d’analyse du fichier est inconnu.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("owner_kind", "preview")),
                        fields=("owner_id",),
                        name="files_one_preview",
                        violation_error_message="Ce fichier a déjà un aperçu.",
                    ),
                ],
            },
        ),
    ]
