"""`{% render_field bound %}`: one question, with its help, its error and its control."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from procedures.form_engine import BoundField

register = template.Library()


@register.simple_tag
def render_field(bound: BoundField) -> SafeString:
    """The wrapper, then the template of the field's kind. Both faces draw fields with this tag only."""
    return render_to_string("components/fields/_question.html", {"field": bound, "links": bound.links})
