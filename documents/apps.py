from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Letters and PDF files, made from plain dictionaries; no table."""

    name = "documents"
    verbose_name = "Documents"
