import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, verbose_name="code")),
                ("label", models.CharField(max_length=120, verbose_name="nom")),
                ("subject", models.CharField(max_length=200, verbose_name="objet")),
                ("body", models.TextField(verbose_name="texte")),
                (
                    "variable_set",
                    models.CharField(default="request", max_length=40, verbose_name="famille de variables"),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Décoché, le texte fourni avec le logiciel est envoyé à la place.",
                        verbose_name="utilisé",
                    ),
                ),
            ],
            options={
                "verbose_name": "modèle de message",
                "verbose_name_plural": "modèles de messages",
                "ordering": ["label"],
            },
        ),
        migrations.CreateModel(
            name="PrintBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(max_length=20, verbose_name="numéro")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "en préparation"),
                            ("ready", "prêt à imprimer"),
                            ("printed", "imprimé, à poster"),
                            ("posted", "posté"),
                            ("failed", "échec"),
                        ],
                        default="preparing",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("service_ids", models.JSONField(default=list)),
                ("letter_count", models.PositiveIntegerField(verbose_name="lettres")),
                ("page_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="pages")),
                ("made_by_ref", models.BigIntegerField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("prepared_at", models.DateTimeField(blank=True, null=True)),
                ("printed_at", models.DateTimeField(blank=True, null=True, verbose_name="imprimé le")),
                ("posted_on", models.DateField(blank=True, null=True, verbose_name="posté le")),
                ("resumed_from", models.PositiveIntegerField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "lot de lettres",
                "verbose_name_plural": "lots de lettres",
            },
        ),
        migrations.CreateModel(
            name="PrintBatchCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "compteur de bordereaux",
                "verbose_name_plural": "compteurs de bordereaux",
            },
        ),
        migrations.CreateModel(
            name="SendingDomain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("domain", models.CharField(max_length=253, verbose_name="domaine")),
                (
                    "spf",
                    models.CharField(
                        choices=[("unchecked", "pas encore vérifié"), ("passed", "en règle"), ("failed", "à corriger")],
                        default="unchecked",
                        max_length=10,
                    ),
                ),
                (
                    "dkim",
                    models.CharField(
                        choices=[("unchecked", "pas encore vérifié"), ("passed", "en règle"), ("failed", "à corriger")],
                        default="unchecked",
                        max_length=10,
                    ),
                ),
                (
                    "dmarc",
                    models.CharField(
                        choices=[("unchecked", "pas encore vérifié"), ("passed", "en règle"), ("failed", "à corriger")],
                        default="unchecked",
                        max_length=10,
                    ),
                ),
                (
                    "alignment",
                    models.CharField(
                        choices=[("unchecked", "pas encore vérifié"), ("passed", "en règle"), ("failed", "à corriger")],
                        default="unchecked",
                        max_length=10,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("unchecked", "pas encore vérifié"), ("passed", "en règle"), ("failed", "à corriger")],
                        default="unchecked",
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("sentences", models.JSONField(default=dict)),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="vérifié le")),
                ("tried_at", models.DateTimeField(blank=True, null=True, verbose_name="dernier essai le")),
                ("last_error", models.CharField(blank=True, max_length=300, verbose_name="dernière erreur")),
            ],
            options={
                "verbose_name": "domaine d’envoi",
                "verbose_name_plural": "domaines d’envoi",
                "ordering": ["domain"],
            },
        ),
        migrations.CreateModel(
            name="AddressState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=500, verbose_name="adresse")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("refused", "refusée à l’envoi"),
                            ("bounced", "message revenu"),
                            ("returned", "courrier revenu"),
                        ],
                        max_length=10,
                        verbose_name="défaut",
                    ),
                ),
                ("status", models.CharField(blank=True, max_length=12)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="cause")),
                ("since", models.DateTimeField(verbose_name="depuis le")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="faulty_addresses", to="core.commune"
                    ),
                ),
            ],
            options={
                "verbose_name": "adresse en défaut",
                "verbose_name_plural": "adresses en défaut",
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("key", models.CharField(max_length=120, verbose_name="cause")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "accusé d’enregistrement"),
                            ("acknowledgement", "accusé de réception"),
                            ("service_notice", "avis au service"),
                            ("message", "message"),
                            ("decision", "décision"),
                            ("notice", "avis"),
                            ("code", "code"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Site internet"),
                            ("phone", "Téléphone"),
                            ("counter", "Guichet"),
                            ("post", "Courrier"),
                            ("email", "Courriel"),
                            ("api", "Échange de données"),
                            ("sms", "SMS"),
                        ],
                        default="email",
                        max_length=10,
                        verbose_name="voie",
                    ),
                ),
                ("to_address", models.CharField(max_length=500, verbose_name="adresse")),
                ("to_name", models.CharField(blank=True, max_length=200, verbose_name="destinataire")),
                ("service_id_ref", models.BigIntegerField(blank=True, null=True)),
                ("template_code", models.CharField(max_length=60, verbose_name="modèle")),
                ("variables", models.JSONField(default=dict)),
                ("attachments_plan", models.JSONField(default=list)),
                ("subject", models.CharField(blank=True, max_length=250, verbose_name="objet")),
                ("body_text", models.TextField(blank=True, verbose_name="texte")),
                ("body_html", models.TextField(blank=True)),
                ("message_id", models.CharField(max_length=200, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "en préparation"),
                            ("queued", "prêt à partir"),
                            ("sending", "en cours d’envoi"),
                            ("sent", "parti"),
                            ("retry", "nouvel essai prévu"),
                            ("failed", "échec"),
                            ("bounced", "revenu"),
                            ("held", "à imprimer"),
                        ],
                        default="preparing",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("due_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.TextField(blank=True, verbose_name="dernière erreur")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("prepared_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="parti le")),
                ("transport", models.CharField(blank=True, max_length=10)),
                ("content_sha256", models.CharField(blank=True, max_length=64)),
                ("subject_kind", models.CharField(blank=True, max_length=30)),
                ("subject_ref", models.CharField(blank=True, max_length=60)),
                ("confidential", models.BooleanField(default=False)),
                ("address_key", models.CharField(blank=True, max_length=500)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("capped_at", models.DateTimeField(blank=True, null=True, verbose_name="mis en attente le")),
                ("to_faulty_address", models.BooleanField(default=False, verbose_name="vers une adresse en défaut")),
                ("bounce_status", models.CharField(blank=True, max_length=12)),
                (
                    "reply_kind",
                    models.CharField(
                        choices=[("public", "message de l’échange"), ("internal", "note interne")],
                        default="public",
                        max_length=10,
                    ),
                ),
                ("reply_agent_ref", models.BigIntegerField(blank=True, null=True)),
                ("reply_to", models.CharField(blank=True, max_length=320)),
                ("in_reply_to", models.CharField(blank=True, max_length=300)),
                ("references", models.JSONField(default=list)),
                ("batch_rank", models.PositiveIntegerField(blank=True, null=True)),
                ("batch_first_page", models.PositiveIntegerField(blank=True, null=True)),
                ("page_count", models.PositiveIntegerField(blank=True, null=True)),
                ("printed_at", models.DateTimeField(blank=True, null=True, verbose_name="imprimée le")),
                ("reprints", models.PositiveSmallIntegerField(default=0, verbose_name="réimpressions")),
                ("posted_on", models.DateField(blank=True, null=True, verbose_name="postée le")),
                ("registered_number", models.CharField(blank=True, max_length=30, verbose_name="numéro de recommandé")),
                ("returned_on", models.DateField(blank=True, null=True, verbose_name="revenue le")),
                (
                    "return_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unknown", "inconnu à l’adresse (NPAI)"),
                            ("access", "défaut d’accès ou d’adressage"),
                            ("unclaimed", "avisé et non réclamé"),
                            ("refused", "refusé par le destinataire"),
                            ("other", "autre motif"),
                        ],
                        max_length=12,
                        verbose_name="motif du retour",
                    ),
                ),
                ("provider_ref", models.CharField(blank=True, max_length=100)),
                ("segments", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "cost_cents",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="coût en centimes"
                    ),
                ),
                ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="reçu le")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dispatches", to="core.commune"
                    ),
                ),
            ],
            options={
                "verbose_name": "envoi",
                "verbose_name_plural": "envois",
            },
        ),
    ]
