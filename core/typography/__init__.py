"""French typography, put in when a text is shown and never typed.

Rule (Imprimerie nationale, « Lexique des règles typographiques »): a narrow non-breaking space before ; ! ?,
a non-breaking space before : and inside « », between a number and what it counts, and a typographic apostrophe.
Only spaces that already stand there are changed: « 10:38 », addresses of sites and e-mail addresses stay whole.
"""

from core.typography.rules import NARROW, NO_BREAK, french

__all__ = ["NARROW", "NO_BREAK", "french"]
