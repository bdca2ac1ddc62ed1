import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("channels_app", "0001_initial"),
        ("citizens", "0001_initial"),
        ("core", "0001_initial"),
        ("files", "0001_initial"),
        ("organisation", "0001_initial"),
        ("procedures", "0001_initial"),
        ("requests_app", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="request",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="contacts",
                to="requests_app.servicerequest",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.service"
            ),
        ),
        migrations.AddField(
            model_name="formpack",
            name="commune",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
        ),
        migrations.AddField(
            model_name="formpack",
            name="file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="formpack",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="inboundemail",
            name="commune",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
        ),
        migrations.AddField(
            model_name="inboundemail",
            name="message",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="inbound_emails",
                to="requests_app.message",
            ),
        ),
        migrations.AddField(
            model_name="inboundemail",
            name="possibly_related",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="requests_app.servicerequest",
            ),
        ),
        migrations.AddField(
            model_name="inboundemail",
            name="proposed_procedure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="procedures.procedure",
            ),
        ),
        migrations.AddField(
            model_name="inboundemail",
            name="raw",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="inboundemail",
            name="request",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="inbound_emails",
                to="requests_app.servicerequest",
            ),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="commune",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune", verbose_name="commune"
            ),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="procedure",
            field=models.ForeignKey(
                blank=True,
                help_text="Facultatif : la démarche proposée pour tout ce qui arrive ici. Confidentielle, elle rend chaque courriel confidentiel dès son arrivée ; sans démarche, il l’est aussi si le service n’en a que de confidentielles.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="procedures.procedure",
                verbose_name="démarche de cette boîte",
            ),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mailboxes",
                to="organisation.service",
                verbose_name="service",
            ),
        ),
        migrations.AddField(
            model_name="inboundemail",
            name="mailbox",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="emails",
                to="channels_app.mailbox",
            ),
        ),
        migrations.AddField(
            model_name="phonecall",
            name="agent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="phonecall",
            name="call_back",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="calls",
                to="requests_app.task",
            ),
        ),
        migrations.AddField(
            model_name="phonecall",
            name="citizen",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="calls",
                to="citizens.citizen",
            ),
        ),
        migrations.AddField(
            model_name="phonecall",
            name="commune",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
        ),
        migrations.AddField(
            model_name="contact",
            name="call",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="contacts",
                to="channels_app.phonecall",
            ),
        ),
        migrations.AddField(
            model_name="phoneevent",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="events", to="channels_app.phonecall"
            ),
        ),
        migrations.AddField(
            model_name="postalcounter",
            name="commune",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
        ),
        migrations.AddField(
            model_name="postalitem",
            name="citizen",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="postal_items",
                to="citizens.citizen",
            ),
        ),
        migrations.AddField(
            model_name="postalitem",
            name="commune",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
        ),
        migrations.AddField(
            model_name="postalitem",
            name="message",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="postal_items",
                to="requests_app.message",
            ),
        ),
        migrations.AddField(
            model_name="postalitem",
            name="proposed_procedure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="procedures.procedure",
            ),
        ),
        migrations.AddField(
            model_name="postalitem",
            name="proposed_service",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="organisation.service",
            ),
        ),
        migrations.AddField(
            model_name="postalitem",
            name="registered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="postalitem",
            name="related",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="requests_app.servicerequest",
            ),
        ),
        migrations.AddField(
            model_name="postalitem",
            name="request",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="postal_items",
                to="requests_app.servicerequest",
            ),
        ),
        migrations.AddField(
            model_name="postalitem",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="postal_items", to="organisation.service"
            ),
        ),
        migrations.AddField(
            model_name="reservedcode",
            name="pack",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="codes", to="channels_app.formpack"
            ),
        ),
        migrations.AddField(
            model_name="reservedcode",
            name="procedure_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="procedures.procedureversion"
            ),
        ),
        migrations.AddField(
            model_name="reservedcode",
            name="used_by",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reserved_code",
                to="requests_app.servicerequest",
            ),
        ),
        migrations.AddField(
            model_name="scanbatch",
            name="commune",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.commune"),
        ),
        migrations.AddField(
            model_name="scanbatch",
            name="file",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="scanbatch",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="scan_batches", to="organisation.service"
            ),
        ),
        migrations.AddField(
            model_name="scanbatch",
            name="taken_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="postalitem",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="channels_app.scanbatch",
            ),
        ),
        migrations.AddField(
            model_name="scanpage",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="pages", to="channels_app.scanbatch"
            ),
        ),
        migrations.AddField(
            model_name="scanpage",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="pages",
                to="channels_app.postalitem",
            ),
        ),
        migrations.AddField(
            model_name="scanpage",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.AddIndex(
            model_name="formpack",
            index=models.Index(fields=["commune", "-made_at"], name="form_pack_latest"),
        ),
        migrations.AddConstraint(
            model_name="mailbox",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_main", True)),
                fields=("commune",),
                name="mailbox_one_main",
                violation_error_message="La ville a déjà une boîte principale.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailbox",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_main", False), ("purpose", "letters"), _connector="OR"),
                name="mailbox_main_takes_letters",
                violation_error_message="La boîte du scanner n’est pas la boîte principale de la ville.",
            ),
        ),
        migrations.AddIndex(
            model_name="inboundemail",
            index=models.Index(
                condition=models.Q(("state", "kept")), fields=["due_at", "id"], name="inbound_email_due"
            ),
        ),
        migrations.AddIndex(
            model_name="inboundemail",
            index=models.Index(
                condition=models.Q(("purged_at__isnull", True)),
                fields=["settled_at", "id"],
                name="inbound_email_to_purge",
            ),
        ),
        migrations.AddIndex(
            model_name="inboundemail",
            index=models.Index(
                condition=models.Q(("state", "quarantined")), fields=["id"], name="inbound_email_quarantine"
            ),
        ),
        migrations.AddIndex(
            model_name="inboundemail",
            index=models.Index(
                condition=models.Q(("mail_id", ""), _negated=True),
                fields=["mailbox", "mail_id"],
                name="inbound_email_mail_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="inboundemail",
            constraint=models.UniqueConstraint(
                fields=("commune", "mailbox", "dedupe_key"),
                name="inbound_email_once_a_mailbox",
                nulls_distinct=False,
                violation_error_message="Ce courriel est déjà conservé.",
            ),
        ),
        migrations.AddConstraint(
            model_name="inboundemail",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["kept", "request", "message", "set_aside", "quarantined"])),
                name="inbound_email_state_known",
                violation_error_message="L’état du courriel est inconnu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="inboundemail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["request", "message"]), _negated=True),
                    ("request__isnull", False),
                    _connector="OR",
                ),
                name="inbound_email_request_is_named",
                violation_error_message="Un courriel classé nomme sa demande.",
            ),
        ),
        migrations.AddIndex(
            model_name="phonecall",
            index=models.Index(
                condition=models.Q(("state__in", ["answered", "ringing"])),
                fields=["agent", "-started_at"],
                name="phone_call_live",
            ),
        ),
        migrations.AddIndex(
            model_name="phonecall",
            index=models.Index(fields=["commune", "-started_at"], name="phone_call_log"),
        ),
        migrations.AddIndex(
            model_name="phonecall",
            index=models.Index(
                condition=models.Q(("caller", ""), _negated=True),
                fields=["caller", "-started_at"],
                name="phone_call_caller",
            ),
        ),
        migrations.AddConstraint(
            model_name="phonecall",
            constraint=models.UniqueConstraint(
                fields=("commune", "call_id"),
                name="phone_call_once",
                violation_error_message="Cet appel est déjà connu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="phonecall",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["citizen", "-at"], name="contact_of_person"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject", ""), _negated=True),
                name="contact_says_its_subject",
                violation_error_message="Dites l’objet du contact.",
            ),
        ),
        migrations.AddConstraint(
            model_name="phoneevent",
            constraint=models.UniqueConstraint(
                fields=("call", "event"),
                name="phone_event_once",
                violation_error_message="Cet événement est déjà connu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="postalcounter",
            constraint=models.UniqueConstraint(
                fields=("commune", "year"),
                name="postal_counter_once",
                violation_error_message="Ce compteur existe déjà.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reservedcode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("used_at__isnull", True), ("used_by__isnull", True)),
                    models.Q(("used_at__isnull", False), ("used_by__isnull", False)),
                    _connector="OR",
                ),
                name="reserved_code_used_whole",
                violation_error_message="Un code employé porte sa demande et sa date.",
            ),
        ),
        migrations.AddIndex(
            model_name="scanbatch",
            index=models.Index(fields=["commune", "received_on", "id"], name="scan_batch_day"),
        ),
        migrations.AddIndex(
            model_name="scanbatch",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "reading"])),
                fields=["due_at", "id"],
                name="scan_batch_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="scanbatch",
            constraint=models.UniqueConstraint(
                fields=("commune", "sha256"),
                name="scan_batch_once",
                violation_error_message="Ce fichier a déjà été reçu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="scanbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "reading", "read", "failed"])),
                name="scan_batch_state_known",
                violation_error_message="L’état du lot est inconnu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="scanbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "failed"), _negated=True),
                    models.Q(("error", ""), _negated=True),
                    _connector="OR",
                ),
                name="scan_batch_failed_says_why",
                violation_error_message="Un lot arrêté dit pourquoi.",
            ),
        ),
        migrations.AddIndex(
            model_name="postalitem",
            index=models.Index(fields=["commune", "received_on", "id"], name="postal_item_day"),
        ),
        migrations.AddIndex(
            model_name="postalitem",
            index=models.Index(
                condition=models.Q(("state__in", ["proposed", "unreadable", "by_hand", "reserved"])),
                fields=["service", "received_on", "id"],
                name="postal_item_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="postalitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("arrival_number", ""), _negated=True),
                fields=("commune", "arrival_number"),
                name="postal_item_number_once",
                violation_error_message="Ce numéro d’arrivée est déjà pris.",
            ),
        ),
        migrations.AddConstraint(
            model_name="postalitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["proposed", "unreadable", "by_hand", "reserved", "registered", "joined", "filed", "set_aside"],
                    )
                ),
                name="postal_item_state_known",
                violation_error_message="L’état du pli est inconnu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="postalitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("arrival_number", ""), ("registered_on__isnull", True)),
                    models.Q(models.Q(("arrival_number", ""), _negated=True), ("registered_on__isnull", False)),
                    _connector="OR",
                ),
                name="postal_item_registered_is_dated",
                violation_error_message="Un pli enregistré porte un numéro et sa date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="postalitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["registered", "joined", "filed"]), _negated=True),
                    models.Q(("arrival_number", ""), _negated=True),
                    _connector="OR",
                ),
                name="postal_item_settled_is_registered",
                violation_error_message="Un pli traité est enregistré.",
            ),
        ),
        migrations.AddConstraint(
            model_name="postalitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["joined", "filed"]), _negated=True),
                    ("request__isnull", False),
                    _connector="OR",
                ),
                name="postal_item_request_is_named",
                violation_error_message="Un pli joint nomme sa demande.",
            ),
        ),
        migrations.AddIndex(
            model_name="scanpage",
            index=models.Index(fields=["item", "position"], name="scan_page_of_item"),
        ),
        migrations.AddConstraint(
            model_name="scanpage",
            constraint=models.UniqueConstraint(
                fields=("batch", "number"), name="scan_page_once", violation_error_message="Cette page est déjà lue."
            ),
        ),
        migrations.AddConstraint(
            model_name="scanpage",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["waiting", "text", "blank", "separator", "unreadable"])),
                name="scan_page_kind_known",
                violation_error_message="Le genre de la page est inconnu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="scanpage",
            constraint=models.CheckConstraint(
                condition=models.Q(("turned__in", [0, 90, 180, 270])),
                name="scan_page_turned_by_quarters",
                violation_error_message="Une page tourne par quarts de tour.",
            ),
        ),
    ]
