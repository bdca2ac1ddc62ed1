"""Reading pages as an agent does: spaces made plain, parts found by their id."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.urls import reverse

from requests_app.models import ServiceRequest


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def text_of(response: HttpResponse) -> str:
    return plain(soup(response).get_text(" "))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u202f", " ").replace("\u00a0", " ")).strip()


def part(response: HttpResponse, identifier: str) -> Tag:
    found = soup(response).find(id=identifier)
    assert isinstance(found, Tag), f"no #{identifier}"
    return found


def url_of(service_request: ServiceRequest) -> str:
    return reverse("back_office:request", args=[service_request.public_id])


def act_url(service_request: ServiceRequest, slug: str) -> str:
    return reverse("back_office:act", args=[service_request.public_id, slug])
