"""The access trail refuses UPDATE and DELETE in the database itself (gdpr.md, « Audit trail of access »)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION core_trail_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Le journal des accès ne se modifie pas et ne s''efface pas.';
END $$;
CREATE TRIGGER core_trail_is_append_only BEFORE UPDATE OR DELETE ON core_accesstrailentry
    FOR EACH ROW EXECUTE FUNCTION core_trail_is_append_only();
"""
BACKWARD = """
DROP TRIGGER core_trail_is_append_only ON core_accesstrailentry;
DROP FUNCTION core_trail_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
