import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0001_initial"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Citizen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "personne"), ("association", "association"), ("firm", "entreprise")],
                        default="person",
                        max_length=12,
                        verbose_name="nature",
                    ),
                ),
                ("registration", models.CharField(blank=True, max_length=14, verbose_name="numéro RNA ou SIRET")),
                (
                    "civility",
                    models.CharField(
                        blank=True,
                        choices=[("", "non précisée"), ("madame", "Madame"), ("monsieur", "Monsieur")],
                        max_length=8,
                    ),
                ),
                ("family_name", models.CharField(max_length=150, verbose_name="nom de famille")),
                ("name_in_use", models.CharField(blank=True, max_length=150, verbose_name="nom d’usage")),
                ("first_names", models.CharField(blank=True, max_length=150, verbose_name="prénoms")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="date de naissance")),
                ("sort_key", models.CharField(max_length=320)),
                ("folded_name", models.CharField(max_length=320)),
                ("language", models.CharField(default="fr", max_length=8)),
                (
                    "preferred_channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("web", "Site internet"),
                            ("phone", "Téléphone"),
                            ("counter", "Guichet"),
                            ("post", "Courrier"),
                            ("email", "Courriel"),
                            ("api", "Échange de données"),
                            ("sms", "SMS"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("interpreter", "interprète"),
                                ("reading_help", "aide à la lecture et à l’écriture"),
                                ("easy_words", "mots simples"),
                                ("large_print", "gros caractères"),
                                ("hearing", "boucle magnétique ou écrit"),
                                ("sign_language", "langue des signes"),
                                ("mobility", "accès sans marche"),
                                ("home_visit", "visite à domicile"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("protected", models.BooleanField(default=False, verbose_name="adresse protégée")),
                ("veiled", models.BooleanField(default=False)),
                ("birth_veiled", models.BooleanField(default=False)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "canonical",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
                ),
            ],
            options={
                "verbose_name": "usager",
                "verbose_name_plural": "usagers",
                "ordering": ["sort_key", "pk"],
                "indexes": [
                    models.Index(fields=["commune", "folded_name"], name="citizens_folded"),
                    models.Index(fields=["commune", "sort_key", "id"], name="citizens_sorted"),
                    models.Index(
                        condition=models.Q(("registration", ""), _negated=True),
                        fields=["registration"],
                        name="citizens_registered",
                    ),
                    models.Index(condition=models.Q(("protected", True)), fields=["id"], name="citizens_protected"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("family_name", ""), _negated=True), models.Q(("folded_name", ""), _negated=True)
                        ),
                        name="citizens_named",
                        violation_error_message="Le nom de famille manque.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("canonical__isnull", True),
                            models.Q(("canonical", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="citizens_not_merged_into_self",
                        violation_error_message="Une personne ne peut pas être fusionnée avec elle-même.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("birth_date__isnull", True), ("birth_date__gte", "1880-01-01"), _connector="OR"
                        ),
                        name="citizens_birth_plausible",
                        violation_error_message="La date de naissance est trop ancienne.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["person", "association", "firm"])),
                        name="citizens_kind_known",
                        violation_error_message="Une fiche est celle d’une personne, d’une association ou d’une entreprise.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "person"),
                            models.Q(("birth_date__isnull", True), ("civility", ""), ("first_names", "")),
                            _connector="OR",
                        ),
                        name="citizens_organisation_has_no_birth",
                        violation_error_message="Une association ou une entreprise n’a ni prénom ni date de naissance.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "person"), _negated=True), ("registration", ""), _connector="OR"
                        ),
                        name="citizens_person_has_no_registration",
                        violation_error_message="Seule une association ou une entreprise a un numéro RNA ou SIRET.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AddressKeeper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("named_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="address_keepers",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "verbose_name": "agent habilité à voir l’adresse",
                "verbose_name_plural": "agents habilités à voir l’adresse",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("citizen", "user"),
                        name="citizens_keeper_once",
                        violation_error_message="Cet agent est déjà habilité.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.SlugField(max_length=60, verbose_name="finalité")),
                ("text_version", models.CharField(max_length=40, verbose_name="version du texte")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("web", "Site internet"),
                            ("phone", "Téléphone"),
                            ("counter", "Guichet"),
                            ("post", "Courrier"),
                            ("email", "Courriel"),
                            ("api", "Échange de données"),
                            ("sms", "SMS"),
                        ],
                        max_length=8,
                    ),
                ),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="citizens.citizen"
                    ),
                ),
            ],
            options={
                "verbose_name": "consentement",
                "verbose_name_plural": "consentements",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("citizen", "purpose"),
                        name="citizens_consent_once",
                        violation_error_message="Ce consentement est déjà donné.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True), ("withdrawn_at__gte", models.F("given_at")), _connector="OR"
                        ),
                        name="citizens_consent_withdrawn_after",
                        violation_error_message="Un consentement est retiré après avoir été donné.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("email", "adresse électronique"),
                            ("phone", "téléphone"),
                            ("postal", "adresse postale"),
                        ],
                        max_length=8,
                    ),
                ),
                ("value", models.CharField(max_length=500)),
                ("normalised", models.CharField(max_length=500)),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="précision")),
                ("veiled", models.BooleanField(default=False)),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="n’est plus utilisée depuis le")),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_points",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "verbose_name": "coordonnée",
                "verbose_name_plural": "coordonnées",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["kind", "normalised"], name="citizens_contact")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("citizen", "kind", "normalised"),
                        name="citizens_contact_once",
                        violation_error_message="Cette coordonnée est déjà enregistrée pour cette personne.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("value", ""), _negated=True), models.Q(("normalised", ""), _negated=True)
                        ),
                        name="citizens_contact_filled",
                        violation_error_message="Une coordonnée ne peut pas être vide.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("everything", "toutes les démarches"),
                            ("family", "une famille de démarches"),
                            ("procedure", "une démarche"),
                        ],
                        default="everything",
                        max_length=12,
                        verbose_name="étendue",
                    ),
                ),
                ("family", models.CharField(blank=True, max_length=60, verbose_name="code de la famille")),
                ("procedure", models.CharField(blank=True, max_length=60, verbose_name="code de la démarche")),
                ("from_on", models.DateField(verbose_name="à partir du")),
                ("until_on", models.DateField(verbose_name="jusqu’au")),
                ("revoked_on", models.DateField(blank=True, null=True, verbose_name="révoqué le")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="pièce",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mandatary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mandates_received",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mandates_given",
                        to="citizens.citizen",
                    ),
                ),
            ],
            options={
                "verbose_name": "mandat",
                "verbose_name_plural": "mandats",
                "ordering": ["-until_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("principal", models.F("mandatary")), _negated=True),
                        name="citizens_mandate_two_people",
                        violation_error_message="Personne ne se donne mandat à soi-même.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))),
                        name="citizens_mandate_ends_after",
                        violation_error_message="Le mandat finit avant de commencer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("family", ""), ("procedure", ""), ("scope", "everything")),
                            models.Q(("procedure", ""), ("scope", "family"), models.Q(("family", ""), _negated=True)),
                            models.Q(
                                ("family", ""), ("scope", "procedure"), models.Q(("procedure", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="citizens_mandate_scope_named",
                        violation_error_message="Dites pour quelle famille ou quelle démarche vaut le mandat.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(blank=True, max_length=80, verbose_name="qualité")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="organisation_contacts",
                        to="citizens.citizen",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="speaks_for", to="citizens.citizen"
                    ),
                ),
            ],
            options={
                "verbose_name": "contact d’un organisme",
                "verbose_name_plural": "contacts d’un organisme",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "person"),
                        name="citizens_organisation_contact_once",
                        violation_error_message="Cette personne est déjà un contact de cet organisme.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("organisation", models.F("person")), _negated=True),
                        name="citizens_organisation_contact_two",
                        violation_error_message="Un organisme n’est pas son propre contact.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonAlert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("homonym", "Homonyme : vérifier la date de naissance"),
                            ("identity", "Usurpation d’identité signalée : vérifier la pièce"),
                            ("returned_mail", "Courrier revenu : vérifier l’adresse"),
                            ("write_only", "Répondre par écrit seulement"),
                            ("represented", "Représentée par un tiers : s’adresser au mandataire"),
                            ("two_agents", "Recevoir à deux agents"),
                            ("deceased", "Décès signalé : ne plus écrire"),
                        ],
                        max_length=16,
                        verbose_name="alerte",
                    ),
                ),
                ("until_on", models.DateField(verbose_name="jusqu’au")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to="citizens.citizen"
                    ),
                ),
                (
                    "ended_by",
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
                "verbose_name": "alerte",
                "verbose_name_plural": "alertes",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("citizen", "kind"),
                        name="citizens_alert_once",
                        violation_error_message="Cette alerte est déjà posée sur cette personne.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "homonym",
                                    "identity",
                                    "returned_mail",
                                    "write_only",
                                    "represented",
                                    "two_agents",
                                    "deceased",
                                ],
                            )
                        ),
                        name="citizens_alert_of_the_list",
                        violation_error_message="Choisissez une alerte de la liste.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(max_length=300, verbose_name="motif")),
                ("merged_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges_kept", to="citizens.citizen"
                    ),
                ),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges_merged", to="citizens.citizen"
                    ),
                ),
                (
                    "merged_by",
                    models.ForeignKey(
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
            ],
            options={
                "verbose_name": "fusion",
                "verbose_name_plural": "fusions",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("merged",),
                        name="citizens_merged_once",
                        violation_error_message="Cette fiche est déjà fusionnée avec une autre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("merged")), _negated=True),
                        name="citizens_merge_two_people",
                        violation_error_message="Une personne ne peut pas être fusionnée avec elle-même.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="citizens_merge_has_a_reason",
                        violation_error_message="Dites pourquoi ces deux fiches sont la même personne.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonSearchRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("veiled", models.BooleanField(default=False)),
                ("names", models.TextField()),
                ("birth_date", models.DateField(null=True)),
                ("phones", models.TextField(blank=True)),
                ("emails", models.TextField(blank=True)),
                ("streets", models.TextField(blank=True)),
                ("sort_key", models.CharField(max_length=320)),
                ("marks", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                (
                    "commune",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.commune"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="search_rows", to="citizens.citizen"
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne de recherche",
                "verbose_name_plural": "lignes de recherche",
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["marks"], name="citizens_marks")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "veiled"),
                        name="citizens_search_row_once",
                        violation_error_message="Cette personne est déjà dans la recherche.",
                    )
                ],
            },
        ),
        # How rare each token is: with the hundred values of the default, the planner takes all for frequent.
        migrations.RunSQL(
            sql="ALTER TABLE citizens_personsearchrow ALTER COLUMN marks SET STATISTICS 1000",
            reverse_sql="ALTER TABLE citizens_personsearchrow ALTER COLUMN marks SET STATISTICS -1",
        ),
    ]
