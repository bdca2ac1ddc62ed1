import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisation.models.geography
import organisation.models.presence
import organisation.rules.opening_hours


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DataSector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                ("legal_source", models.CharField(blank=True, max_length=200, verbose_name="texte")),
                (
                    "approved_on",
                    models.DateField(
                        blank=True,
                        help_text="Par le responsable de traitement, après avis du DPO.",
                        null=True,
                        verbose_name="validé le",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="validé par",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_sectors",
                        to="core.commune",
                        verbose_name="commune",
                    ),
                ),
            ],
            options={
                "verbose_name": "secteur de données",
                "verbose_name_plural": "secteurs de données",
                "ordering": ["order", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "code"),
                        name="organisation_sector_code_once",
                        violation_error_message="Un autre secteur porte déjà ce code.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalEntity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("commune", "Commune"),
                            ("ccas", "Centre communal d’action sociale"),
                            ("caisse", "Caisse des écoles"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="« Ville d’Admiville », « CCAS d’Admiville ».", max_length=150, verbose_name="nom"
                    ),
                ),
                ("address_line_1", models.CharField(max_length=150, verbose_name="adresse")),
                ("address_line_2", models.CharField(blank=True, max_length=150, verbose_name="complément d’adresse")),
                ("postcode", models.CharField(max_length=10, verbose_name="code postal")),
                ("city", models.CharField(max_length=100, verbose_name="ville")),
                ("phone", models.CharField(max_length=30, verbose_name="téléphone")),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                ("siret", models.CharField(blank=True, max_length=14, verbose_name="SIRET")),
                (
                    "representative",
                    models.CharField(
                        blank=True,
                        help_text="« Madame la maire », « le président du CCAS ».",
                        max_length=150,
                        verbose_name="représentant légal",
                    ),
                ),
                (
                    "publication_director",
                    models.CharField(
                        blank=True,
                        help_text="Mention légale du site (loi n° 2004-575, article 1-1).",
                        max_length=150,
                        verbose_name="directeur de la publication",
                    ),
                ),
                (
                    "host",
                    models.TextField(
                        blank=True,
                        help_text="Nom, adresse et téléphone de l’hébergeur du site.",
                        verbose_name="hébergeur",
                    ),
                ),
                (
                    "dpo_name",
                    models.CharField(blank=True, max_length=150, verbose_name="délégué à la protection des données"),
                ),
                (
                    "dpo_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="adresse électronique du DPO"),
                ),
                ("dpo_address", models.CharField(blank=True, max_length=250, verbose_name="adresse postale du DPO")),
                ("court_name", models.CharField(blank=True, max_length=150, verbose_name="tribunal administratif")),
                ("court_address", models.CharField(blank=True, max_length=250, verbose_name="adresse du tribunal")),
                ("telerecours", models.BooleanField(default=True, verbose_name="saisine par Télérecours citoyens")),
                (
                    "mediator",
                    models.CharField(
                        blank=True,
                        help_text="Médiateur territorial, s’il y en a un.",
                        max_length=250,
                        verbose_name="médiateur",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legal_entities",
                        to="core.commune",
                        verbose_name="commune",
                    ),
                ),
            ],
            options={
                "verbose_name": "entité juridique",
                "verbose_name_plural": "entités juridiques",
                "ordering": ["kind", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "name"),
                        name="organisation_entity_name_once",
                        violation_error_message="Une autre entité porte déjà ce nom.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "commune")),
                        fields=("commune",),
                        name="organisation_one_commune_entity",
                        violation_error_message="La commune a déjà son entité juridique.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("siret", ""), ("siret__regex", "^[0-9]{14}$"), _connector="OR"),
                        name="organisation_entity_siret_digits",
                        violation_error_message="Le SIRET compte 14 chiffres, sans espace.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="nom")),
                (
                    "polygon",
                    models.JSONField(
                        validators=[organisation.models.geography.validate_polygon], verbose_name="contour GeoJSON"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wards",
                        to="core.commune",
                        verbose_name="commune",
                    ),
                ),
            ],
            options={
                "verbose_name": "quartier",
                "verbose_name_plural": "quartiers",
                "ordering": ["order", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "code"),
                        name="organisation_ward_code_once",
                        violation_error_message="Un autre quartier porte déjà ce code.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("from_on", models.DateField(verbose_name="du")),
                ("to_on", models.DateField(verbose_name="au")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="absences", to="core.commune"
                    ),
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
                    "replacement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "absence",
                "verbose_name_plural": "absences",
                "ordering": ["from_on", "pk"],
                "indexes": [models.Index(fields=["commune", "to_on"], name="absence_not_over")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))),
                        name="absence_ends_after_it_begins",
                        violation_error_message="Le dernier jour d’absence vient avant le premier.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replacement__isnull", True),
                            models.Q(("replacement", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="absence_not_replaced_by_oneself",
                        violation_error_message="Personne ne se remplace soi-même.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("user"), "="),
                            (organisation.models.presence.DateRange("from_on", "to_on", models.Value("[]")), "&&"),
                        ],
                        name="absence_once_a_day",
                        violation_error_message="Une absence est déjà notée pour ces jours.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Administration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                ("postal_address", models.CharField(max_length=250, verbose_name="adresse postale")),
                ("postcode", models.CharField(max_length=10, verbose_name="code postal")),
                ("city", models.CharField(max_length=100, verbose_name="ville")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="adresse électronique")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="téléphone")),
                (
                    "competences",
                    models.CharField(
                        help_text="Ce qu’on lui demande, en quelques mots que l’agent reconnaît.",
                        max_length=400,
                        verbose_name="compétences",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="proposée")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="administrations", to="core.commune"
                    ),
                ),
            ],
            options={
                "verbose_name": "administration",
                "verbose_name_plural": "administrations",
                "ordering": ["order", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "name"),
                        name="administration_once",
                        violation_error_message="Cette administration est déjà dans l’annuaire.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "code",
                    models.SlugField(
                        help_text="Utilisé par les démarches ; ne change plus.", max_length=40, verbose_name="code"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                (
                    "short_name",
                    models.CharField(
                        help_text="Pour les listes : « État civil ».", max_length=40, verbose_name="nom court"
                    ),
                ),
                ("postal_address", models.CharField(max_length=250, verbose_name="adresse postale")),
                ("postcode", models.CharField(max_length=10, verbose_name="code postal")),
                ("city", models.CharField(max_length=100, verbose_name="ville")),
                ("phone", models.CharField(max_length=30, verbose_name="téléphone")),
                (
                    "email",
                    models.EmailField(
                        help_text="Le service y est prévenu des demandes reçues.",
                        max_length=254,
                        verbose_name="adresse électronique",
                    ),
                ),
                (
                    "opening_hours",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[organisation.rules.opening_hours.validate_opening_hours],
                        verbose_name="horaires",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="en activité")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="core.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "head",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="headed_services",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsable",
                    ),
                ),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="organisation.legalentity",
                        verbose_name="entité juridique",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organisation.service",
                        verbose_name="direction",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        help_text="Les agents ne voient pas les demandes des autres secteurs.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="organisation.datasector",
                        verbose_name="secteur de données",
                    ),
                ),
            ],
            options={
                "verbose_name": "service",
                "verbose_name_plural": "services",
                "ordering": ["order", "name"],
                "permissions": [
                    ("accueil", "Accueil"),
                    ("instructeur", "Instructeur"),
                    ("responsable", "Responsable"),
                    ("technicien", "Technicien"),
                    ("dpo", "Délégué à la protection des données"),
                    ("archiviste", "Archiviste"),
                    ("elu", "Élu"),
                    ("confidentiel", "Accès aux demandes confidentielles"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "code"),
                        name="organisation_service_code_once",
                        violation_error_message="Un autre service porte déjà ce code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="organisation_service_not_its_own_parent",
                        violation_error_message="Un service n’est pas sa propre direction.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Street",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                ("folded", models.CharField(editable=False, max_length=160, verbose_name="clé de recherche")),
                (
                    "geometry",
                    models.JSONField(
                        blank=True,
                        null=True,
                        validators=[organisation.models.geography.validate_line],
                        verbose_name="tracé GeoJSON",
                    ),
                ),
                ("postcode", models.CharField(max_length=10, verbose_name="code postal")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="streets",
                        to="core.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide quand la rue traverse plusieurs quartiers : le point décide.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="streets",
                        to="organisation.ward",
                        verbose_name="quartier",
                    ),
                ),
            ],
            options={
                "verbose_name": "rue",
                "verbose_name_plural": "rues",
                "ordering": ["folded"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["folded"], name="organisation_street_trgm", opclasses=["gin_trgm_ops"]
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "folded", "postcode"),
                        name="organisation_street_once",
                        violation_error_message="Cette rue est déjà dans la liste.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("town_hall", "Mairie"),
                            ("annex", "Mairie de quartier"),
                            ("counter", "Guichet"),
                            ("workshop", "Centre technique"),
                            ("social", "Action sociale"),
                            ("other", "Autre lieu"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("address", models.CharField(max_length=250, verbose_name="adresse")),
                ("postcode", models.CharField(max_length=10, verbose_name="code postal")),
                ("city", models.CharField(max_length=100, verbose_name="ville")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="téléphone")),
                (
                    "opening_hours",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[organisation.rules.opening_hours.validate_opening_hours],
                        verbose_name="horaires",
                    ),
                ),
                ("accessible", models.BooleanField(default=False, verbose_name="accessible en fauteuil")),
                (
                    "lat",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "lon",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="core.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="places",
                        to="organisation.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "lieu",
                "verbose_name_plural": "lieux",
                "ordering": ["order", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "name"),
                        name="organisation_place_name_once",
                        violation_error_message="Un autre lieu porte déjà ce nom.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lat__isnull", True), ("lon__isnull", True)),
                            models.Q(("lat__isnull", False), ("lon__isnull", False)),
                            _connector="OR",
                        ),
                        name="organisation_place_both_coordinates",
                        violation_error_message="Donnez la latitude et la longitude, ou aucune des deux.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceUserObjectPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="organisation.service",
                        verbose_name="service",
                    ),
                ),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "rôle",
                "verbose_name_plural": "rôles",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="du")),
                ("to_on", models.DateField(help_text="Dernier jour de fermeture.", verbose_name="au")),
                (
                    "label",
                    models.CharField(
                        help_text="Tel que le public le lit : « Fêtes de fin d’année ».",
                        max_length=120,
                        verbose_name="motif",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="core.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        help_text="Ce lieu seulement. Ni lieu ni service : toute la ville.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="organisation.place",
                        verbose_name="lieu",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        help_text="Ce service et les lieux où il reçoit.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="organisation.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "fermeture exceptionnelle",
                "verbose_name_plural": "fermetures exceptionnelles",
                "ordering": ["from_on", "pk"],
                "indexes": [models.Index(fields=["commune", "to_on"], name="closure_not_over")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))),
                        name="closure_ends_after_it_begins",
                        violation_error_message="Le dernier jour de fermeture vient avant le premier.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place__isnull", True), ("service__isnull", True), _connector="OR"),
                        name="closure_place_or_service",
                        violation_error_message="Choisissez un lieu ou un service, pas les deux.",
                    ),
                ],
            },
        ),
        migrations.AlterUniqueTogether(
            name="serviceuserobjectpermission",
            unique_together={("user", "permission", "content_object")},
        ),
    ]
