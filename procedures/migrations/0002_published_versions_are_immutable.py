from django.db import migrations

FORWARD = """
CREATE FUNCTION procedures_refuse_change_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Une version publiée ne change plus et ne s’efface pas (version %).', OLD.id
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER procedure_version_published_is_frozen
    BEFORE UPDATE OR DELETE ON procedures_procedureversion
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL)
    EXECUTE FUNCTION procedures_refuse_change_of_published();
"""
BACKWARD = """
DROP TRIGGER procedure_version_published_is_frozen ON procedures_procedureversion;
DROP FUNCTION procedures_refuse_change_of_published();
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
