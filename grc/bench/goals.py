"""What is asked of each figure, at a million requests on two cores (the names are those of the table)."""

from __future__ import annotations

from grc.bench.figure import Goal

EXACT = {
    "Usagers : recherche, toutes orthographes": Goal(p95_ms=60, ratio=2),
    "Recherche : mot rare": Goal(p95_ms=60),
    "Recherche : mot fréquent": Goal(p95_ms=150),
    "Demande de 50 événements": Goal(p95_ms=80, queries=20),
    "Compteurs : toutes les vues": Goal(p95_ms=100),
    "Dépôt web : signalement avec photo": Goal(ratio=3),
    "Dépôt web : 8 personnes ensemble": Goal(per_second=25),
    "Courriel : des octets à la demande": Goal(per_second=40, ratio=4),
    "Boîte d’envoi : abonné vide": Goal(per_second=500),
    "Accusés PDF : deux processus": Goal(per_second=12),
    "Balayages : tous": Goal(value=60),
}
FAMILIES = {"Corbeille : ": Goal(p95_ms=80, growth=1.3), "Mémoire : ": Goal(value=180)}


def goal_of(name: str) -> Goal | None:
    return EXACT.get(name) or next((goal for start, goal in FAMILIES.items() if name.startswith(start)), None)
