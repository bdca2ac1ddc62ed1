from django.http import HttpRequest, HttpResponse


def mails(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def mail_detail(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse("")


def mail_part(request: HttpRequest, key: str, index: int) -> HttpResponse:
    return HttpResponse("")
