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
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="message_templates", to="core.commune"
                    ),
                ),
            ],
            options={
                "verbose_name": "modèle de message",
                "verbose_name_plural": "modèles de messages",
                "ordering": ["label"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "code"),
                        name="message_template_code_once",
                        violation_error_message="Un modèle porte déjà ce code.",
                    )
                ],
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
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="print_batches", to="core.commune"
                    ),
                ),
            ],
            options={
                "verbose_name": "lot de lettres",
                "verbose_name_plural": "lots de lettres",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "preparing")), fields=["id"], name="print_batch_to_prepare"
                    ),
                    models.Index(fields=["commune", "-created_at"], name="print_batch_latest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "number"),
                        name="print_batch_number_once",
                        violation_error_message="Ce numéro de bordereau existe déjà.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("letter_count__gt", 0)),
                        name="print_batch_holds_letters",
                        violation_error_message="Un lot contient au moins une lettre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["preparing", "failed"]), ("prepared_at__isnull", False), _connector="OR"
                        ),
                        name="print_batch_ready_was_prepared",
                        violation_error_message="Un lot est préparé avant d’être imprimé.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintBatchCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "commune",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
                ),
            ],
            options={
                "verbose_name": "compteur de bordereaux",
                "verbose_name_plural": "compteurs de bordereaux",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "year"),
                        name="print_batch_counter_once",
                        violation_error_message="Ce compteur existe déjà.",
                    )
                ],
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
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sending_domains", to="core.commune"
                    ),
                ),
            ],
            options={
                "verbose_name": "domaine d’envoi",
                "verbose_name_plural": "domaines d’envoi",
                "ordering": ["domain"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "domain"),
                        name="sending_domain_once",
                        violation_error_message="Ce domaine est déjà connu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "passed"), _negated=True),
                            ("checked_at__isnull", False),
                            _connector="OR",
                        ),
                        name="sending_domain_passed_was_checked",
                        violation_error_message="Un domaine en règle a été vérifié.",
                    ),
                ],
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
                (
                    "from_service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="organisation.service",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="messaging.printbatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "envoi",
                "verbose_name_plural": "envois",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "preparing")), fields=["due_at", "id"], name="dispatch_to_prepare"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "retry"])),
                        fields=["due_at", "id"],
                        name="dispatch_to_send",
                    ),
                    models.Index(
                        condition=models.Q(("state", "sending")), fields=["lease_until", "id"], name="dispatch_sending"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["failed", "bounced"])),
                        fields=["-created_at", "-id"],
                        name="dispatch_broken",
                    ),
                    models.Index(
                        condition=models.Q(("claimed_at__isnull", False)),
                        fields=["address_key", "claimed_at"],
                        name="dispatch_to_one_address",
                    ),
                    models.Index(
                        condition=models.Q(("claimed_at__isnull", False)),
                        fields=["claimed_at"],
                        name="dispatch_claimed",
                    ),
                    models.Index(
                        condition=models.Q(("capped_at__isnull", False), ("state__in", ["queued", "retry"])),
                        fields=["due_at", "id"],
                        name="dispatch_capped",
                    ),
                    models.Index(
                        condition=models.Q(("state", "held")), fields=["created_at", "id"], name="dispatch_to_print"
                    ),
                    models.Index(
                        condition=models.Q(("returned_on__isnull", False)),
                        fields=["-returned_on", "-id"],
                        name="dispatch_returned",
                    ),
                    models.Index(
                        condition=models.Q(("provider_ref", ""), _negated=True),
                        fields=["provider_ref"],
                        name="dispatch_of_provider",
                    ),
                    models.Index(
                        condition=models.Q(("cost_cents__isnull", False)), fields=["sent_at"], name="dispatch_costs"
                    ),
                    models.Index(fields=["subject_kind", "subject_ref"], name="dispatch_of_a_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key",), name="dispatch_one_per_cause", violation_error_message="Cet envoi existe déjà."
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="dispatch_sent_has_a_date",
                        violation_error_message="Un envoi parti a une date de départ.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["preparing", "failed"]), ("prepared_at__isnull", False), _connector="OR"
                        ),
                        name="dispatch_prepared_before_leaving",
                        violation_error_message="Un envoi est préparé avant de partir.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_on__isnull", True),
                            models.Q(("posted_on__isnull", False), ("returned_on__gte", models.F("posted_on"))),
                            _connector="OR",
                        ),
                        name="dispatch_returned_was_posted",
                        violation_error_message="Une lettre revient après avoir été postée.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("batch__isnull", False)),
                        fields=("batch", "batch_rank"),
                        name="dispatch_one_rank_in_a_batch",
                        violation_error_message="Deux lettres ont le même rang dans le lot.",
                    ),
                ],
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
                (
                    "dispatch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="faults",
                        to="messaging.dispatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "adresse en défaut",
                "verbose_name_plural": "adresses en défaut",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "address"),
                        name="address_state_once",
                        violation_error_message="Cette adresse est déjà notée.",
                    )
                ],
            },
        ),
    ]
