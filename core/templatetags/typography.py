"""`{% load typography %}{{ text|french }}`: for texts that no page middleware sees (letters, e-mails)."""

from django import template

from core.typography import french as french_text

register = template.Library()


@register.filter(is_safe=True)
def french(text: object) -> str:
    return french_text(str(text))
