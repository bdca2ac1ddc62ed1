import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("citizens", "0001_initial"),
        ("core", "0001_initial"),
        ("files", "0001_initial"),
        ("organisation", "0001_initial"),
        ("procedures", "0001_initial"),
        ("requests_app", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormPack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "en préparation"), ("ready", "prêt à imprimer"), ("failed", "à refaire")],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "commune",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "lot de formulaires vierges",
                "verbose_name_plural": "lots de formulaires vierges",
                "ordering": ["-made_at", "-pk"],
                "indexes": [models.Index(fields=["commune", "-made_at"], name="form_pack_latest")],
            },
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254, unique=True, verbose_name="adresse")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("letters", "les courriels des usagers"), ("scanner", "les numérisations du scanner")],
                        default="letters",
                        max_length=8,
                        verbose_name="ce qui y arrive",
                    ),
                ),
                ("is_main", models.BooleanField(default=False, verbose_name="boîte principale de la ville")),
                (
                    "host",
                    models.CharField(
                        blank=True,
                        help_text="Vide : les courriels arrivent par ingest_email.",
                        max_length=200,
                        verbose_name="serveur IMAP",
                    ),
                ),
                ("port", models.PositiveIntegerField(default=993, verbose_name="port")),
                (
                    "security",
                    models.CharField(
                        choices=[
                            ("ssl", "TLS dès l’ouverture (port 993)"),
                            ("starttls", "STARTTLS (port 143)"),
                            ("none", "Aucune (même machine seulement)"),
                        ],
                        default="ssl",
                        max_length=10,
                        verbose_name="protection",
                    ),
                ),
                ("username", models.CharField(blank=True, max_length=200, verbose_name="identifiant")),
                (
                    "auth",
                    models.CharField(
                        choices=[("password", "Mot de passe"), ("xoauth2", "Jeton OAuth 2 (XOAUTH2)")],
                        default="password",
                        max_length=10,
                        verbose_name="authentification",
                    ),
                ),
                (
                    "secret",
                    models.CharField(
                        blank=True,
                        help_text="Variable d’environnement (ou variable _FILE) qui tient le mot de passe ou le jeton.",
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\AGRC_MAIL_[A-Z0-9_]{1,60}\\Z",
                                "Nom attendu : GRC_MAIL_ suivi de majuscules, par exemple GRC_MAIL_ACCUEIL.",
                            )
                        ],
                        verbose_name="nom du secret",
                    ),
                ),
                ("folder", models.CharField(default="INBOX", max_length=200, verbose_name="dossier lu")),
                (
                    "folder_done",
                    models.CharField(
                        blank=True,
                        help_text="Vide : le courriel reste en place, marqué lu.",
                        max_length=200,
                        verbose_name="dossier après traitement",
                    ),
                ),
                (
                    "start_on",
                    models.DateField(
                        blank=True,
                        help_text="Les courriels plus anciens ne sont ni repris ni accusés de réception.",
                        null=True,
                        verbose_name="à partir du",
                    ),
                ),
                ("supports_subaddress", models.BooleanField(default=False, verbose_name="accepte nom+étiquette@")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "last_seen_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="dernière lecture"),
                ),
                (
                    "last_error",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="dernière erreur"),
                ),
                ("uid_validity", models.BigIntegerField(default=0, editable=False)),
                ("last_uid", models.BigIntegerField(default=0, editable=False)),
                ("missed", models.JSONField(default=list, editable=False)),
                ("trying_uid", models.BigIntegerField(default=0, editable=False)),
                ("tries", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        blank=True,
                        help_text="Facultatif : la démarche proposée pour tout ce qui arrive ici. Confidentielle, elle rend chaque courriel confidentiel dès son arrivée ; sans démarche, il l’est aussi si le service n’en a que de confidentielles.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.procedure",
                        verbose_name="démarche de cette boîte",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mailboxes",
                        to="organisation.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "boîte aux lettres",
                "verbose_name_plural": "boîtes aux lettres",
                "ordering": ["address"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_main", True)),
                        fields=("commune",),
                        name="mailbox_one_main",
                        violation_error_message="La ville a déjà une boîte principale.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_main", False), ("purpose", "letters"), _connector="OR"),
                        name="mailbox_main_takes_letters",
                        violation_error_message="La boîte du scanner n’est pas la boîte principale de la ville.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoneCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("call_id", models.CharField(max_length=120)),
                ("line", models.CharField(blank=True, max_length=32, verbose_name="ligne appelée")),
                ("caller", models.CharField(blank=True, max_length=32, verbose_name="appelant")),
                ("caller_hidden", models.BooleanField(default=False, verbose_name="numéro masqué")),
                ("extension", models.CharField(blank=True, max_length=8, verbose_name="poste")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ringing", "sonne"),
                            ("answered", "en ligne"),
                            ("ended", "terminé"),
                            ("lost", "perdu"),
                        ],
                        default="ringing",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "call_back",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="calls",
                        to="requests_app.task",
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="calls",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
                ),
            ],
            options={
                "verbose_name": "appel",
                "verbose_name_plural": "appels",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["answered", "ringing"])),
                        fields=["agent", "-started_at"],
                        name="phone_call_live",
                    ),
                    models.Index(fields=["commune", "-started_at"], name="phone_call_log"),
                    models.Index(
                        condition=models.Q(("caller", ""), _negated=True),
                        fields=["caller", "-started_at"],
                        name="phone_call_caller",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "call_id"),
                        name="phone_call_once",
                        violation_error_message="Cet appel est déjà connu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("ended_at__isnull", True), ("state", "ringing")),
                            models.Q(("answered_at__isnull", False), ("ended_at__isnull", True), ("state", "answered")),
                            models.Q(("answered_at__isnull", False), ("ended_at__isnull", False), ("state", "ended")),
                            models.Q(("answered_at__isnull", True), ("ended_at__isnull", False), ("state", "lost")),
                            _connector="OR",
                        ),
                        name="phone_call_state_follows_instants",
                        violation_error_message="L’état d’un appel suit de ses heures.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostalCounter",
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "year"),
                        name="postal_counter_once",
                        violation_error_message="Ce compteur existe déjà.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScanBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sha256", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=200, verbose_name="nom du fichier")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("upload", "ajouté par un agent"),
                            ("folder", "dossier du scanner"),
                            ("mailbox", "courriel du scanner"),
                        ],
                        max_length=8,
                        verbose_name="origine",
                    ),
                ),
                ("taken_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("received_on", models.DateField(verbose_name="reçu le")),
                ("rank", models.PositiveSmallIntegerField(default=1, verbose_name="lot")),
                ("split_on_blank", models.BooleanField(default=False, verbose_name="séparer aux pages blanches")),
                ("page_count", models.PositiveIntegerField(default=0, verbose_name="pages")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "à lire"),
                            ("reading", "lecture en cours"),
                            ("read", "lu"),
                            ("failed", "lecture arrêtée"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("error", models.CharField(blank=True, max_length=500, verbose_name="motif")),
                ("copies", models.PositiveIntegerField(default=0, verbose_name="copies reçues")),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "commune",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scan_batches",
                        to="organisation.service",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "lot numérisé",
                "verbose_name_plural": "lots numérisés",
                "indexes": [
                    models.Index(fields=["commune", "received_on", "id"], name="scan_batch_day"),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "reading"])),
                        fields=["due_at", "id"],
                        name="scan_batch_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "sha256"),
                        name="scan_batch_once",
                        violation_error_message="Ce fichier a déjà été reçu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "reading", "read", "failed"])),
                        name="scan_batch_state_known",
                        violation_error_message="L’état du lot est inconnu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("error", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="scan_batch_failed_says_why",
                        violation_error_message="Un lot arrêté dit pourquoi.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InboundEmail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("raw_sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField(default=0, help_text="en octets")),
                ("received_on", models.DateField(verbose_name="reçu le")),
                ("received_at", models.DateTimeField()),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("mail_id", models.CharField(blank=True, max_length=1000)),
                ("fingerprint", models.CharField(max_length=64)),
                ("dedupe_key", models.CharField(max_length=64)),
                ("reused_message_id", models.BooleanField(default=False)),
                ("copies", models.PositiveIntegerField(default=0, verbose_name="copies reçues")),
                ("sender", models.CharField(blank=True, max_length=320, verbose_name="expéditeur")),
                ("sender_name", models.CharField(blank=True, max_length=300, verbose_name="nom de l’expéditeur")),
                ("subject", models.CharField(blank=True, max_length=1000, verbose_name="objet")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("kept", "conservé, à traiter"),
                            ("request", "nouvelle demande"),
                            ("message", "message d’une demande"),
                            ("set_aside", "écarté"),
                            ("quarantined", "en quarantaine"),
                            ("duplicate", "déjà reçu"),
                        ],
                        default="kept",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="motif")),
                (
                    "proposal_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="motif de la proposition"),
                ),
                ("left_out", models.JSONField(blank=True, default=list)),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_error", models.TextField(blank=True, verbose_name="dernière erreur")),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("purged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "commune",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="inbound_emails",
                        to="requests_app.message",
                    ),
                ),
                (
                    "possibly_related",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="requests_app.servicerequest",
                    ),
                ),
                (
                    "proposed_procedure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="procedures.procedure",
                    ),
                ),
                (
                    "raw",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inbound_emails",
                        to="requests_app.servicerequest",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emails",
                        to="channels_app.mailbox",
                    ),
                ),
            ],
            options={
                "verbose_name": "courriel reçu",
                "verbose_name_plural": "courriels reçus",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "kept")), fields=["due_at", "id"], name="inbound_email_due"
                    ),
                    models.Index(
                        condition=models.Q(("purged_at__isnull", True)),
                        fields=["settled_at", "id"],
                        name="inbound_email_to_purge",
                    ),
                    models.Index(
                        condition=models.Q(("state", "quarantined")), fields=["id"], name="inbound_email_quarantine"
                    ),
                    models.Index(
                        condition=models.Q(("mail_id", ""), _negated=True),
                        fields=["mailbox", "mail_id"],
                        name="inbound_email_mail_id",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "mailbox", "dedupe_key"),
                        name="inbound_email_once_a_mailbox",
                        nulls_distinct=False,
                        violation_error_message="Ce courriel est déjà conservé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["kept", "request", "message", "set_aside", "quarantined"])),
                        name="inbound_email_state_known",
                        violation_error_message="L’état du courriel est inconnu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["request", "message"]), _negated=True),
                            ("request__isnull", False),
                            _connector="OR",
                        ),
                        name="inbound_email_request_is_named",
                        violation_error_message="Un courriel classé nomme sa demande.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoneEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[("newCall", "appel entrant"), ("answer", "décroché"), ("hangup", "raccroché")],
                        max_length=8,
                    ),
                ),
                ("occurred_at", models.DateTimeField()),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="channels_app.phonecall"
                    ),
                ),
            ],
            options={
                "verbose_name": "événement d’appel",
                "verbose_name_plural": "événements d’appel",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("call", "event"),
                        name="phone_event_once",
                        violation_error_message="Cet événement est déjà connu.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PostalItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("rank", models.PositiveSmallIntegerField(default=1, verbose_name="pli")),
                (
                    "boundary",
                    models.CharField(
                        choices=[
                            ("start", "Début du lot"),
                            ("separator", "Séparation"),
                            ("blank", "Page blanche, retirée"),
                            ("code", "Code de dépôt"),
                            ("hand", "Séparé à la main"),
                        ],
                        default="start",
                        max_length=10,
                        verbose_name="séparation",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "À relire"),
                            ("unreadable", "Illisible"),
                            ("by_hand", "À traiter à la main"),
                            ("reserved", "Formulaire à saisir"),
                            ("registered", "Enregistré"),
                            ("joined", "Rattaché"),
                            ("filed", "Demande créée"),
                            ("set_aside", "Mis de côté"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="motif")),
                ("confidential", models.BooleanField(default=False)),
                (
                    "unopened",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("social", "adressé au CCAS"),
                            ("dpo", "adressé au délégué à la protection des données"),
                            ("sealed", "pli fermé, confidentiel"),
                            ("personal", "adressé à une personne, à titre personnel"),
                        ],
                        max_length=10,
                        verbose_name="à ne pas ouvrir",
                    ),
                ),
                ("arrival_number", models.CharField(blank=True, max_length=20, verbose_name="numéro d’arrivée")),
                ("postmarked_on", models.DateField(blank=True, null=True, verbose_name="cachet de la poste")),
                ("received_on", models.DateField(verbose_name="reçu le")),
                ("registered_on", models.DateField(blank=True, null=True, verbose_name="enregistré le")),
                ("registered_at", models.DateTimeField(blank=True, null=True)),
                ("sender", models.CharField(blank=True, max_length=400, verbose_name="expéditeur")),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="objet")),
                ("registered_letter", models.CharField(blank=True, max_length=30, verbose_name="numéro de recommandé")),
                ("read_sender", models.CharField(blank=True, max_length=400)),
                ("read_subject", models.CharField(blank=True, max_length=200)),
                ("written_on", models.DateField(blank=True, null=True, verbose_name="datée du")),
                ("procedure_reason", models.CharField(blank=True, max_length=300)),
                ("service_reason", models.CharField(blank=True, max_length=300)),
                ("deposit_code", models.CharField(blank=True, max_length=26)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "citizen",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postal_items",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="postal_items",
                        to="requests_app.message",
                    ),
                ),
                (
                    "proposed_procedure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="procedures.procedure",
                    ),
                ),
                (
                    "proposed_service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.service",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "related",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="requests_app.servicerequest",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postal_items",
                        to="requests_app.servicerequest",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postal_items",
                        to="organisation.service",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="channels_app.scanbatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "pli",
                "verbose_name_plural": "plis",
                "indexes": [
                    models.Index(fields=["commune", "received_on", "id"], name="postal_item_day"),
                    models.Index(
                        condition=models.Q(("state__in", ["proposed", "unreadable", "by_hand", "reserved"])),
                        fields=["service", "received_on", "id"],
                        name="postal_item_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("arrival_number", ""), _negated=True),
                        fields=("commune", "arrival_number"),
                        name="postal_item_number_once",
                        violation_error_message="Ce numéro d’arrivée est déjà pris.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "proposed",
                                    "unreadable",
                                    "by_hand",
                                    "reserved",
                                    "registered",
                                    "joined",
                                    "filed",
                                    "set_aside",
                                ],
                            )
                        ),
                        name="postal_item_state_known",
                        violation_error_message="L’état du pli est inconnu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("arrival_number", ""), ("registered_on__isnull", True)),
                            models.Q(models.Q(("arrival_number", ""), _negated=True), ("registered_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="postal_item_registered_is_dated",
                        violation_error_message="Un pli enregistré porte un numéro et sa date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["registered", "joined", "filed"]), _negated=True),
                            models.Q(("arrival_number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="postal_item_settled_is_registered",
                        violation_error_message="Un pli traité est enregistré.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["joined", "filed"]), _negated=True),
                            ("request__isnull", False),
                            _connector="OR",
                        ),
                        name="postal_item_request_is_named",
                        violation_error_message="Un pli joint nomme sa demande.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReservedCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=26, unique=True)),
                ("reserved_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="codes", to="channels_app.formpack"
                    ),
                ),
                (
                    "procedure_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="procedures.procedureversion"
                    ),
                ),
                (
                    "used_by",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reserved_code",
                        to="requests_app.servicerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "code réservé",
                "verbose_name_plural": "codes réservés",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("used_at__isnull", True), ("used_by__isnull", True)),
                            models.Q(("used_at__isnull", False), ("used_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="reserved_code_used_whole",
                        violation_error_message="Un code employé porte sa demande et sa date.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
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
                        max_length=10,
                        verbose_name="canal",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "reçu"), ("out", "émis")], default="in", max_length=4, verbose_name="sens"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("subject", models.CharField(max_length=300, verbose_name="objet")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("answered", "renseignement donné"),
                            ("directed", "orienté vers un autre service"),
                            ("request", "suite d’une demande"),
                            ("call_back", "à rappeler"),
                            ("nothing", "sans suite"),
                        ],
                        max_length=10,
                        verbose_name="suite",
                    ),
                ),
                ("confidential", models.BooleanField(default=False)),
                (
                    "agent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="requests_app.servicerequest",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.service"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contacts",
                        to="channels_app.phonecall",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "indexes": [models.Index(fields=["citizen", "-at"], name="contact_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subject", ""), _negated=True),
                        name="contact_says_its_subject",
                        violation_error_message="Dites l’objet du contact.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScanPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("waiting", "à lire"),
                            ("text", "page lue"),
                            ("blank", "page blanche"),
                            ("separator", "feuille de séparation"),
                            ("unreadable", "page illisible"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("width", models.PositiveIntegerField(default=0, help_text="en points de l’image")),
                ("height", models.PositiveIntegerField(default=0, help_text="en points de l’image")),
                ("turned", models.PositiveSmallIntegerField(default=0)),
                ("skew", models.FloatField(default=0)),
                ("text", models.TextField(blank=True)),
                ("confidence", models.PositiveSmallIntegerField(default=0, help_text="sur cent")),
                ("blocks", models.JSONField(blank=True, default=dict)),
                ("written_on", models.DateField(blank=True, null=True)),
                ("read_sender", models.CharField(blank=True, max_length=400)),
                ("read_subject", models.CharField(blank=True, max_length=200)),
                ("codes", models.JSONField(blank=True, default=list)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pages", to="channels_app.scanbatch"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="pages",
                        to="channels_app.postalitem",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "page numérisée",
                "verbose_name_plural": "pages numérisées",
                "ordering": ["batch", "number"],
                "indexes": [models.Index(fields=["item", "position"], name="scan_page_of_item")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "number"),
                        name="scan_page_once",
                        violation_error_message="Cette page est déjà lue.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["waiting", "text", "blank", "separator", "unreadable"])),
                        name="scan_page_kind_known",
                        violation_error_message="Le genre de la page est inconnu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("turned__in", [0, 90, 180, 270])),
                        name="scan_page_turned_by_quarters",
                        violation_error_message="Une page tourne par quarts de tour.",
                    ),
                ],
            },
        ),
    ]
