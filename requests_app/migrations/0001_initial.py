import uuid

import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.comparison
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
        ("messaging", "0001_initial"),
        ("organisation", "0001_initial"),
        ("procedures", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="numéro")),
                ("deposit_code", models.CharField(max_length=26, unique=True)),
                ("codes_version", models.PositiveSmallIntegerField(default=1)),
                ("current_step", models.CharField(max_length=80)),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("received", "Reçue"),
                            ("in_progress", "En cours"),
                            ("waiting_person", "En attente de l’usager"),
                            ("waiting_third_party", "En attente d’un tiers"),
                            ("decided", "Décidée"),
                            ("closed", "Terminée"),
                            ("withdrawn", "Retirée par l’usager"),
                            ("transmitted", "Transmise à une autre administration"),
                            ("merged", "Réunie à une autre demande"),
                            ("set_aside", "Écartée"),
                        ],
                        default="received",
                        max_length=20,
                        verbose_name="état",
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
                        max_length=10,
                        verbose_name="canal",
                    ),
                ),
                ("routing_reason", models.CharField(blank=True, max_length=500)),
                ("priority", models.CharField(blank=True, max_length=10)),
                ("entered_by", models.CharField(blank=True, max_length=40)),
                ("title", models.CharField(max_length=200, verbose_name="objet")),
                ("answers", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("confidential", models.BooleanField(default=False)),
                (
                    "restriction",
                    models.CharField(
                        choices=[
                            ("none", "aucune"),
                            ("restricted", "traitement limité"),
                            ("archived", "archive intermédiaire"),
                        ],
                        default="none",
                        max_length=12,
                    ),
                ),
                (
                    "arrival_answers",
                    models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("address_text", models.CharField(blank=True, max_length=300)),
                ("lat", models.FloatField(blank=True, null=True)),
                ("lon", models.FloatField(blank=True, null=True)),
                ("received_on", models.DateField(verbose_name="reçue le")),
                ("received_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "reply_channel",
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
                    ),
                ),
                ("reply_email", models.EmailField(blank=True, max_length=254)),
                ("reply_name", models.CharField(blank=True, max_length=200)),
                ("reply_postal", models.CharField(blank=True, max_length=400)),
                ("reply_phone", models.CharField(blank=True, max_length=30)),
                ("no_email_answer", models.BooleanField(default=False)),
                (
                    "silence",
                    models.CharField(
                        choices=[
                            ("rejection", "Rejet"),
                            ("acceptance", "Accord"),
                            ("none", "Aucune décision implicite"),
                        ],
                        default="none",
                        max_length=12,
                    ),
                ),
                ("period_count", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "period_unit",
                    models.CharField(
                        blank=True, choices=[("month", "mois"), ("week", "semaines"), ("day", "jours")], max_length=8
                    ),
                ),
                ("regime_text", models.CharField(blank=True, max_length=300)),
                ("regime_confirmed", models.BooleanField(default=False)),
                ("notice_version", models.CharField(blank=True, max_length=64)),
                ("rejection_due", models.DateField(blank=True, null=True)),
                ("acceptance_due", models.DateField(blank=True, null=True)),
                ("ar_due", models.BooleanField(default=True)),
                ("ar_due_on", models.DateField(blank=True, null=True)),
                ("ar_sent_on", models.DateField(blank=True, null=True)),
                ("target_on", models.DateField(blank=True, null=True)),
                ("reach_on", models.DateField(blank=True, null=True)),
                ("third_party_on", models.DateField(blank=True, null=True)),
                ("next_due_on", models.DateField()),
                ("next_alert_on", models.DateField(blank=True, null=True)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "last_event_kind",
                    models.CharField(
                        choices=[
                            ("registered", "Demande déposée"),
                            ("routed", "Orientée"),
                            ("ack_registered", "Accusé d’enregistrement remis"),
                            ("ack_issued", "Accusé de réception établi"),
                            ("ack_to_print", "Accusé de réception à imprimer et à envoyer"),
                            ("ack_sent", "Accusé de réception envoyé"),
                            ("ack_failed", "Accusé de réception non parti"),
                            ("sending_failed", "Envoi en échec"),
                            ("taken", "Prise en charge"),
                            ("assigned", "Affectée"),
                            ("rerouted", "Réorientée"),
                            ("noted", "Note interne"),
                            ("replied", "Réponse du service"),
                            ("asked", "Précision demandée"),
                            ("answered", "Message de l’usager"),
                            ("decided", "Décision prise"),
                            ("qualified", "Qualifiée"),
                            ("set_aside", "Demande écartée"),
                            ("restored", "Demande écartée reprise"),
                            ("bounced", "L’adresse a refusé le message : joindre la personne autrement"),
                            ("reached", "Personne jointe autrement"),
                            ("returned", "Une lettre est revenue : joindre la personne autrement"),
                            ("task_opened", "Appel à passer"),
                            ("task_tried", "Appel sans réponse"),
                            ("task_done", "Personne rappelée"),
                            ("task_dropped", "Appel abandonné"),
                            ("task_handed", "Appel remis"),
                            ("notified", "Décision lue par l’usager"),
                            ("closed", "Demande close"),
                            ("reopened", "Demande rouverte"),
                            ("withdrawn", "Demande retirée"),
                            ("linked", "Liée à une autre demande"),
                            ("unlinked", "Lien retiré"),
                            ("split", "Répartie en plusieurs demandes"),
                            ("split_from", "Issue d’un courrier réparti en plusieurs demandes"),
                            ("split_undone", "Répartition défaite"),
                            ("merged", "Réunie à une autre demande"),
                            ("merged_in", "Une autre demande lui est réunie"),
                            ("unmerged", "Séparée de la demande à laquelle elle était réunie"),
                            ("unmerged_from", "La demande qui lui était réunie en est séparée"),
                            ("transmitted", "Transmise à l’administration compétente"),
                            ("waiting", "En attente d’un tiers"),
                            ("resumed", "Reprise"),
                            ("alert_qualify", "À qualifier : l’accusé de réception est dû dans trois jours au plus"),
                            ("alert_half", "La moitié du délai légal est passée"),
                            ("alert_most", "Il reste moins d’un cinquième du délai légal"),
                            ("alert_week", "Le délai légal finit dans sept jours"),
                            ("alert_today", "Le délai légal finit aujourd’hui"),
                            ("implied_rejection", "Refus implicite né du silence"),
                            ("implied_acceptance", "Accord implicite né du silence"),
                        ],
                        default="registered",
                        max_length=24,
                    ),
                ),
                ("last_event_at", models.DateTimeField()),
                (
                    "arrival_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.procedureversion",
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assigned_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "circuit_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="procedures.circuitversion"
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filed_requests",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="citizens.mandate",
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="procedures.procedure"
                    ),
                ),
                (
                    "procedure_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="procedures.procedureversion"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="organisation.service"
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.ward",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande",
                "verbose_name_plural": "demandes",
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            (
                                "phase__in",
                                ["decided", "in_progress", "received", "waiting_person", "waiting_third_party"],
                            )
                        ),
                        fields=["service", "next_due_on", "id"],
                        name="request_inbox",
                    ),
                    models.Index(
                        condition=models.Q(
                            (
                                "phase__in",
                                ["decided", "in_progress", "received", "waiting_person", "waiting_third_party"],
                            )
                        ),
                        fields=["assigned_to", "next_due_on", "id"],
                        name="request_mine",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("next_alert_on__isnull", False),
                            ("phase__in", ["in_progress", "received", "waiting_person", "waiting_third_party"]),
                        ),
                        fields=["next_alert_on"],
                        name="request_sweep",
                    ),
                    models.Index(fields=["service", "-received_on", "-id"], name="request_by_service"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_on__isnull", False),
                                ("phase__in", ["closed", "merged", "set_aside", "transmitted", "withdrawn"]),
                            ),
                            models.Q(
                                ("closed_on__isnull", True),
                                (
                                    "phase__in",
                                    ["decided", "in_progress", "received", "waiting_person", "waiting_third_party"],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="request_end_matches_phase",
                        violation_error_message="Une demande terminée porte la date de sa fin, et elle seule.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phase", "decided"), _negated=True),
                            ("decided_on__isnull", False),
                            _connector="OR",
                        ),
                        name="request_decided_has_date",
                        violation_error_message="Une demande décidée porte la date de sa décision.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acceptance_due__isnull", True), ("silence", "rejection")),
                            models.Q(("rejection_due__isnull", True), ("silence", "acceptance")),
                            models.Q(
                                ("acceptance_due__isnull", True), ("rejection_due__isnull", True), ("silence", "none")
                            ),
                            _connector="OR",
                        ),
                        name="request_one_silence",
                        violation_error_message="Le silence vaut refus, accord, ou rien : jamais deux à la fois.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ar_due", False), ("ar_due_on__isnull", False), _connector="OR"),
                        name="request_ar_due_has_date",
                        violation_error_message="Un accusé de réception dû porte sa date limite.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lat__isnull", True), ("lon__isnull", True)),
                            models.Q(("lat__isnull", False), ("lon__isnull", False)),
                            _connector="OR",
                        ),
                        name="request_point_is_whole",
                        violation_error_message="Un point a une latitude et une longitude.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionCounter",
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
                "constraints": [models.UniqueConstraint(fields=("commune", "year"), name="decision_counter_unique")],
            },
        ),
        migrations.CreateModel(
            name="RequestSplit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("before", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("split_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "split_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="splits",
                        to="requests_app.servicerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "répartition",
                "verbose_name_plural": "répartitions",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("original",),
                        name="split_once_at_a_time",
                        violation_error_message="Cette demande est déjà répartie.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("other_person", models.BooleanField(default=False)),
                ("kept_own", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "merged_before",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("merged_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "merged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_in",
                        to="requests_app.servicerequest",
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_out",
                        to="requests_app.servicerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "réunion de demandes",
                "verbose_name_plural": "réunions de demandes",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("merged",),
                        name="merge_once_at_a_time",
                        violation_error_message="Cette demande est déjà réunie à une autre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("merged")), _negated=True),
                        name="merge_two_requests",
                        violation_error_message="Une demande ne se réunit pas à elle-même.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="requests_app.servicerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "note interne",
                "verbose_name_plural": "notes internes",
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("direction", models.CharField(choices=[("in", "reçu"), ("out", "envoyé")], max_length=3)),
                (
                    "author_kind",
                    models.CharField(
                        choices=[
                            ("agent", "Agent"),
                            ("citizen", "Usager"),
                            ("link_holder", "Porteur du lien de suivi"),
                            ("partner", "Partenaire"),
                            ("system", "Système"),
                        ],
                        max_length=12,
                    ),
                ),
                ("author_ref", models.CharField(blank=True, max_length=40)),
                ("author_name", models.CharField(blank=True, max_length=200)),
                ("author_detail", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField()),
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
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("asks", models.BooleanField(default=False)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("quotes", models.JSONField(blank=True, default=list)),
                (
                    "dispatch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="messaging.dispatch",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="requests_app.servicerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "indexes": [models.Index(fields=["request", "written_at"], name="message_of_request")],
            },
        ),
        migrations.CreateModel(
            name="IdentityCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("code", "Numéro de demande et code de suivi"),
                            ("facts", "Faits vérifiés"),
                            ("call_back", "Rappel au numéro connu"),
                            ("seen", "Pièce d’identité vue au guichet"),
                        ],
                        max_length=10,
                    ),
                ),
                ("facts", models.JSONField(blank=True, default=list)),
                ("contact_ref", models.BigIntegerField(blank=True, null=True)),
                ("checked_at", models.DateTimeField()),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identity_checks",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="requests_app.servicerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "vérification d’identité",
                "verbose_name_plural": "vérifications d’identité",
                "indexes": [models.Index(fields=["citizen", "agent", "-checked_at"], name="identity_last")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("method", "code"), _negated=True), ("facts", []), _connector="OR"),
                        name="identity_code_names_request",
                        violation_error_message="Un code se suffit : il ne porte aucun fait coché.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
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
                        default="web",
                        max_length=10,
                    ),
                ),
                (
                    "answers",
                    models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "raw",
                    models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("page_key", models.CharField(blank=True, max_length=80)),
                ("entered_by", models.CharField(blank=True, max_length=40)),
                ("resume_code", models.CharField(max_length=20, unique=True)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("expires_on", models.DateField(db_index=True)),
                (
                    "citizen",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="drafts",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
                ),
                (
                    "procedure_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="procedures.procedureversion"
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft",
                        to="requests_app.servicerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "brouillon",
                "verbose_name_plural": "brouillons",
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(max_length=30)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("granted", "Accordée"), ("refused", "Refusée"), ("partly", "Accordée en partie")],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                ("grounds_law", models.TextField(blank=True)),
                ("grounds_fact", models.TextField(blank=True)),
                ("author_first_name", models.CharField(max_length=150)),
                ("author_last_name", models.CharField(max_length=150)),
                ("author_quality", models.CharField(max_length=200)),
                ("service_name", models.CharField(max_length=200)),
                ("appeal_text", models.TextField(blank=True)),
                ("decided_on", models.DateField()),
                ("decided_at", models.DateTimeField()),
                ("notified_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="files.storedfile",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="requests_app.servicerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "décision",
                "verbose_name_plural": "décisions",
                "constraints": [
                    models.UniqueConstraint(fields=("number",), name="decision_number_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome__in", ["partly", "refused"]), _negated=True),
                            models.Q(
                                models.Q(("grounds_law", ""), _negated=True),
                                models.Q(("grounds_fact", ""), _negated=True),
                                models.Q(("appeal_text", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_refusal_has_grounds",
                        violation_error_message="Un refus énonce ses motifs, en droit et en fait, et les voies de recours.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("AEE", "accusé d’enregistrement électronique"), ("ARE", "accusé de réception")],
                        max_length=3,
                    ),
                ),
                ("issued_at", models.DateTimeField()),
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
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=400)),
                ("mentions", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("content_sha256", models.CharField(max_length=64)),
                (
                    "dispatch",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgement",
                        to="messaging.dispatch",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acknowledgements",
                        to="requests_app.servicerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "accusé",
                "verbose_name_plural": "accusés",
                "constraints": [models.UniqueConstraint(fields=("request", "kind"), name="acknowledgement_once")],
            },
        ),
        migrations.CreateModel(
            name="SharedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="files.storedfile"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared_files",
                        to="requests_app.servicerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "document partagé",
                "verbose_name_plural": "documents partagés",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "file"),
                        name="shared_file_once",
                        violation_error_message="Ce document est déjà dans la demande.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("call_back", "Rappeler"), ("reach", "Joindre autrement"), ("work", "Intervention")],
                        max_length=12,
                        verbose_name="genre",
                    ),
                ),
                ("confidential", models.BooleanField(default=False)),
                ("phone", models.CharField(blank=True, max_length=32, verbose_name="téléphone")),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="objet")),
                ("due_on", models.DateField(verbose_name="à faire le")),
                ("due_time", models.TimeField(blank=True, null=True, verbose_name="à partir de")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "à faire"), ("done", "faite"), ("dropped", "abandonnée")],
                        default="open",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("last_attempt_at", models.DateTimeField(blank=True, null=True)),
                (
                    "last_result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "personne jointe"),
                            ("no_answer", "pas de réponse"),
                            ("voicemail", "message laissé"),
                            ("wrong_number", "faux numéro"),
                            ("later", "reporté"),
                        ],
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=300, verbose_name="suite donnée")),
                (
                    "citizen",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="requests_app.servicerequest",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="organisation.service"
                    ),
                ),
            ],
            options={
                "verbose_name": "tâche",
                "verbose_name_plural": "tâches",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["service", "due_on", "id"], name="task_open"
                    ),
                    models.Index(condition=models.Q(("state", "open")), fields=["owner", "due_on"], name="task_mine"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("done_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="task_end_matches_state",
                        violation_error_message="Une tâche finie porte la date de sa fin, et elle seule.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "reach"), ("state", "open")),
                        fields=("request",),
                        name="task_one_reach_a_request",
                        violation_error_message="Cette demande a déjà quelqu’un à joindre autrement.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transmission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(max_length=600)),
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
                    ),
                ),
                ("transmitted_on", models.DateField()),
                (
                    "administration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transmissions",
                        to="organisation.administration",
                    ),
                ),
                (
                    "dispatch",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transmission",
                        to="messaging.dispatch",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transmission",
                        to="requests_app.servicerequest",
                    ),
                ),
                (
                    "transmitted_by",
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
                "verbose_name": "transmission",
                "verbose_name_plural": "transmissions",
            },
        ),
        migrations.CreateModel(
            name="RequestLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("related", "Liée"), ("parent", "Principale"), ("possibly", "Peut-être liée")],
                        max_length=10,
                    ),
                ),
                ("linked_at", models.DateTimeField()),
                ("dismissed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "linked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "split",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="requests_app.requestsplit",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_from",
                        to="requests_app.servicerequest",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_to",
                        to="requests_app.servicerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "lien entre demandes",
                "verbose_name_plural": "liens entre demandes",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("first", "second"),
                        django.db.models.functions.comparison.Greatest("first", "second"),
                        name="link_once_a_pair",
                        violation_error_message="Ces deux demandes sont déjà liées.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first", models.F("second")), _negated=True),
                        name="link_two_requests",
                        violation_error_message="Une demande n’est pas liée à elle-même.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by_ref", models.CharField(max_length=40)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("reached", "personne jointe"),
                            ("no_answer", "pas de réponse"),
                            ("voicemail", "message laissé"),
                            ("wrong_number", "faux numéro"),
                            ("later", "reporté"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tries", to="requests_app.task"
                    ),
                ),
            ],
            options={
                "verbose_name": "essai",
                "verbose_name_plural": "essais",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TimelineEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registered", "Demande déposée"),
                            ("routed", "Orientée"),
                            ("ack_registered", "Accusé d’enregistrement remis"),
                            ("ack_issued", "Accusé de réception établi"),
                            ("ack_to_print", "Accusé de réception à imprimer et à envoyer"),
                            ("ack_sent", "Accusé de réception envoyé"),
                            ("ack_failed", "Accusé de réception non parti"),
                            ("sending_failed", "Envoi en échec"),
                            ("taken", "Prise en charge"),
                            ("assigned", "Affectée"),
                            ("rerouted", "Réorientée"),
                            ("noted", "Note interne"),
                            ("replied", "Réponse du service"),
                            ("asked", "Précision demandée"),
                            ("answered", "Message de l’usager"),
                            ("decided", "Décision prise"),
                            ("qualified", "Qualifiée"),
                            ("set_aside", "Demande écartée"),
                            ("restored", "Demande écartée reprise"),
                            ("bounced", "L’adresse a refusé le message : joindre la personne autrement"),
                            ("reached", "Personne jointe autrement"),
                            ("returned", "Une lettre est revenue : joindre la personne autrement"),
                            ("task_opened", "Appel à passer"),
                            ("task_tried", "Appel sans réponse"),
                            ("task_done", "Personne rappelée"),
                            ("task_dropped", "Appel abandonné"),
                            ("task_handed", "Appel remis"),
                            ("notified", "Décision lue par l’usager"),
                            ("closed", "Demande close"),
                            ("reopened", "Demande rouverte"),
                            ("withdrawn", "Demande retirée"),
                            ("linked", "Liée à une autre demande"),
                            ("unlinked", "Lien retiré"),
                            ("split", "Répartie en plusieurs demandes"),
                            ("split_from", "Issue d’un courrier réparti en plusieurs demandes"),
                            ("split_undone", "Répartition défaite"),
                            ("merged", "Réunie à une autre demande"),
                            ("merged_in", "Une autre demande lui est réunie"),
                            ("unmerged", "Séparée de la demande à laquelle elle était réunie"),
                            ("unmerged_from", "La demande qui lui était réunie en est séparée"),
                            ("transmitted", "Transmise à l’administration compétente"),
                            ("waiting", "En attente d’un tiers"),
                            ("resumed", "Reprise"),
                            ("alert_qualify", "À qualifier : l’accusé de réception est dû dans trois jours au plus"),
                            ("alert_half", "La moitié du délai légal est passée"),
                            ("alert_most", "Il reste moins d’un cinquième du délai légal"),
                            ("alert_week", "Le délai légal finit dans sept jours"),
                            ("alert_today", "Le délai légal finit aujourd’hui"),
                            ("implied_rejection", "Refus implicite né du silence"),
                            ("implied_acceptance", "Accord implicite né du silence"),
                        ],
                        max_length=24,
                    ),
                ),
                ("effective_on", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[
                            ("agent", "Agent"),
                            ("citizen", "Usager"),
                            ("link_holder", "Porteur du lien de suivi"),
                            ("partner", "Partenaire"),
                            ("system", "Système"),
                        ],
                        max_length=12,
                    ),
                ),
                ("actor_ref", models.CharField(blank=True, max_length=40)),
                ("visible_to_citizen", models.BooleanField(default=False)),
                (
                    "data",
                    models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests_app.decision",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="requests_app.message",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="requests_app.note",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="timeline",
                        to="requests_app.servicerequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "entrée du journal",
                "verbose_name_plural": "journal",
                "indexes": [models.Index(fields=["request", "occurred_at", "id"], name="timeline_of_request")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "alert_half",
                                    "alert_most",
                                    "alert_qualify",
                                    "alert_today",
                                    "alert_week",
                                    "implied_acceptance",
                                    "implied_rejection",
                                ],
                            )
                        ),
                        fields=("request", "kind", "effective_on"),
                        name="timeline_clock_once",
                        violation_error_message="Cette échéance est déjà au journal.",
                    )
                ],
            },
        ),
    ]
