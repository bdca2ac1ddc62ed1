import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "email",
                    models.EmailField(
                        help_text="Elle sert d’identifiant.",
                        max_length=254,
                        unique=True,
                        verbose_name="adresse électronique",
                    ),
                ),
                ("first_name", models.CharField(max_length=100, verbose_name="prénom")),
                ("last_name", models.CharField(max_length=100, verbose_name="nom")),
                (
                    "quality",
                    models.CharField(
                        blank=True,
                        help_text="Telle qu’elle paraît sur les courriers : « Officière d’état civil déléguée ».",
                        max_length=150,
                        verbose_name="qualité",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="téléphone")),
                (
                    "phone_extension",
                    models.CharField(
                        blank=True,
                        help_text="Le numéro court que le standard fait sonner : la fiche de l’appelant s’ouvre alors à l’écran.",
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A\\d{2,8}\\Z", "Un poste est un numéro court : 2 à 8 chiffres."
                            )
                        ],
                        verbose_name="poste téléphonique",
                    ),
                ),
                (
                    "anonymised_as",
                    models.CharField(
                        blank=True,
                        help_text="À remplir seulement si la sécurité de l’agent l’exige (CRPA, article L111-2) : « Agent 4127 ». Les usagers lisent alors cette mention et non le nom.",
                        max_length=100,
                        verbose_name="mention à la place du nom",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Décochez plutôt que de supprimer : les sessions ouvertes sont coupées aussitôt.",
                        verbose_name="compte actif",
                    ),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Règle la configuration ; ne lit aucun dossier. Mot de passe de 16 caractères et code à usage unique.",
                        verbose_name="administrateur",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="créé le"),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="users",
                        to="core.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "agent",
                "verbose_name_plural": "agents",
                "ordering": ["last_name", "first_name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="accounts_user_email_once",
                        violation_error_message="Un autre compte a déjà cette adresse électronique.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_superuser", False), ("is_staff", True), _connector="OR"),
                        name="accounts_user_superuser_is_staff",
                        violation_error_message="Un compte qui a tous les droits de configuration est un administrateur.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("phone_extension", ""), _negated=True),
                        fields=("commune", "phone_extension"),
                        name="accounts_user_extension_once",
                        violation_error_message="Un autre agent a déjà ce poste téléphonique.",
                    ),
                ],
            },
        ),
    ]
