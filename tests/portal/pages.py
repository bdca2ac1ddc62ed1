"""Reading pages as a person does."""

from bs4 import BeautifulSoup
from django.http import HttpResponse


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def words(response: HttpResponse) -> str:
    """What is read, its spaces made plain."""
    main = soup(response).find("main") or soup(response)
    return " ".join(main.get_text(" ").replace("\u202f", " ").replace("\u00a0", " ").split())


def title(response: HttpResponse) -> str:
    found = soup(response).title
    return " ".join(found.get_text().replace("\u00a0", " ").split()) if found else ""
