"""Names folded for comparison: no accent, no case, no hyphen, no order. Pure."""

from core.folding import fold, sort_key


def folded_name(family_name: str, first_names: str) -> str:
    """« Benhaddou, Malika », « MALIKA BENHADDOU » and « malika benhaddou » are one: words in alphabetical order."""
    return " ".join(sorted(fold(f"{family_name} {first_names}").split()))[:320]


def directory_key(family_name: str, first_names: str) -> str:
    """As a directory sorts: family name, then first names."""
    return sort_key(f"{family_name} {first_names}") or "?"
