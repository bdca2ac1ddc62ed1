"""One place where every page and fragment takes its French spaces."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core.typography.markup import french_html


class FrenchTypography:
    """Rewrite HTML responses; files, JSON and streams pass untouched. Stands below anything that compresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not _is_page(response):
            return response
        charset = response.charset or "utf-8"
        response.content = french_html(response.content.decode(charset)).encode(charset)
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
        return response


def _is_page(response: HttpResponse) -> bool:
    if response.streaming or response.has_header("Content-Encoding"):
        return False
    return response.get("Content-Type", "").startswith("text/html") and "Content-Disposition" not in response
