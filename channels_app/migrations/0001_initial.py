import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("citizens", "0001_initial"),
        ("core", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
            ],
            options={
                "verbose_name": "lot de formulaires vierges",
                "verbose_name_plural": "lots de formulaires vierges",
                "ordering": ["-made_at", "-pk"],
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
            ],
            options={
                "verbose_name": "courriel reçu",
                "verbose_name_plural": "courriels reçus",
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
            ],
            options={
                "verbose_name": "boîte aux lettres",
                "verbose_name_plural": "boîtes aux lettres",
                "ordering": ["address"],
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
            ],
            options={
                "verbose_name": "appel",
                "verbose_name_plural": "appels",
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
            ],
            options={
                "verbose_name": "événement d’appel",
                "verbose_name_plural": "événements d’appel",
            },
        ),
        migrations.CreateModel(
            name="PostalCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
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
            ],
            options={
                "verbose_name": "pli",
                "verbose_name_plural": "plis",
            },
        ),
        migrations.CreateModel(
            name="ReservedCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=26, unique=True)),
                ("reserved_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "code réservé",
                "verbose_name_plural": "codes réservés",
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
            ],
            options={
                "verbose_name": "lot numérisé",
                "verbose_name_plural": "lots numérisés",
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
            ],
            options={
                "verbose_name": "page numérisée",
                "verbose_name_plural": "pages numérisées",
                "ordering": ["batch", "number"],
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
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
            },
        ),
    ]
