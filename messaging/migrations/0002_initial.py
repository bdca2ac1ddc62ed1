import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("messaging", "0001_initial"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispatch",
            name="from_service",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dispatches",
                to="organisation.service",
            ),
        ),
        migrations.AddField(
            model_name="addressstate",
            name="dispatch",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="faults", to="messaging.dispatch"
            ),
        ),
        migrations.AddField(
            model_name="messagetemplate",
            name="commune",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="message_templates", to="core.commune"
            ),
        ),
        migrations.AddField(
            model_name="printbatch",
            name="commune",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="print_batches", to="core.commune"
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letters",
                to="messaging.printbatch",
            ),
        ),
        migrations.AddField(
            model_name="printbatchcounter",
            name="commune",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
        ),
        migrations.AddField(
            model_name="sendingdomain",
            name="commune",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="sending_domains", to="core.commune"
            ),
        ),
        migrations.AddConstraint(
            model_name="addressstate",
            constraint=models.UniqueConstraint(
                fields=("commune", "address"),
                name="address_state_once",
                violation_error_message="Cette adresse est déjà notée.",
            ),
        ),
        migrations.AddConstraint(
            model_name="messagetemplate",
            constraint=models.UniqueConstraint(
                fields=("commune", "code"),
                name="message_template_code_once",
                violation_error_message="Un modèle porte déjà ce code.",
            ),
        ),
        migrations.AddIndex(
            model_name="printbatch",
            index=models.Index(
                condition=models.Q(("state", "preparing")), fields=["id"], name="print_batch_to_prepare"
            ),
        ),
        migrations.AddIndex(
            model_name="printbatch",
            index=models.Index(fields=["commune", "-created_at"], name="print_batch_latest"),
        ),
        migrations.AddConstraint(
            model_name="printbatch",
            constraint=models.UniqueConstraint(
                fields=("commune", "number"),
                name="print_batch_number_once",
                violation_error_message="Ce numéro de bordereau existe déjà.",
            ),
        ),
        migrations.AddConstraint(
            model_name="printbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("letter_count__gt", 0)),
                name="print_batch_holds_letters",
                violation_error_message="Un lot contient au moins une lettre.",
            ),
        ),
        migrations.AddConstraint(
            model_name="printbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["preparing", "failed"]), ("prepared_at__isnull", False), _connector="OR"
                ),
                name="print_batch_ready_was_prepared",
                violation_error_message="Un lot est préparé avant d’être imprimé.",
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("state", "preparing")), fields=["due_at", "id"], name="dispatch_to_prepare"
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("state__in", ["queued", "retry"])), fields=["due_at", "id"], name="dispatch_to_send"
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("state", "sending")), fields=["lease_until", "id"], name="dispatch_sending"
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("state__in", ["failed", "bounced"])),
                fields=["-created_at", "-id"],
                name="dispatch_broken",
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("claimed_at__isnull", False)),
                fields=["address_key", "claimed_at"],
                name="dispatch_to_one_address",
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("claimed_at__isnull", False)), fields=["claimed_at"], name="dispatch_claimed"
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("capped_at__isnull", False), ("state__in", ["queued", "retry"])),
                fields=["due_at", "id"],
                name="dispatch_capped",
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("state", "held")), fields=["created_at", "id"], name="dispatch_to_print"
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("returned_on__isnull", False)),
                fields=["-returned_on", "-id"],
                name="dispatch_returned",
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("provider_ref", ""), _negated=True),
                fields=["provider_ref"],
                name="dispatch_of_provider",
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("cost_cents__isnull", False)), fields=["sent_at"], name="dispatch_costs"
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(fields=["subject_kind", "subject_ref"], name="dispatch_of_a_subject"),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.UniqueConstraint(
                fields=("key",), name="dispatch_one_per_cause", violation_error_message="Cet envoi existe déjà."
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                ),
                name="dispatch_sent_has_a_date",
                violation_error_message="Un envoi parti a une date de départ.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["preparing", "failed"]), ("prepared_at__isnull", False), _connector="OR"
                ),
                name="dispatch_prepared_before_leaving",
                violation_error_message="Un envoi est préparé avant de partir.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("returned_on__isnull", True),
                    models.Q(("posted_on__isnull", False), ("returned_on__gte", models.F("posted_on"))),
                    _connector="OR",
                ),
                name="dispatch_returned_was_posted",
                violation_error_message="Une lettre revient après avoir été postée.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("batch__isnull", False)),
                fields=("batch", "batch_rank"),
                name="dispatch_one_rank_in_a_batch",
                violation_error_message="Deux lettres ont le même rang dans le lot.",
            ),
        ),
        migrations.AddConstraint(
            model_name="printbatchcounter",
            constraint=models.UniqueConstraint(
                fields=("commune", "year"),
                name="print_batch_counter_once",
                violation_error_message="Ce compteur existe déjà.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sendingdomain",
            constraint=models.UniqueConstraint(
                fields=("commune", "domain"),
                name="sending_domain_once",
                violation_error_message="Ce domaine est déjà connu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sendingdomain",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "passed"), _negated=True), ("checked_at__isnull", False), _connector="OR"
                ),
                name="sending_domain_passed_was_checked",
                violation_error_message="Un domaine en règle a été vérifié.",
            ),
        ),
    ]
