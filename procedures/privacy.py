"""What this room holds of people: nothing. Definitions are the town's texts; answers live with the requests."""

from core.privacy import ALL, declare_impersonal
from procedures.models import CircuitVersion, Family, Procedure, ProcedureVersion

for model in (Family, Procedure, ProcedureVersion, CircuitVersion):
    declare_impersonal(model, ALL)
