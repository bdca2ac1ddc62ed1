"""Any provider that takes a text message by one HTTP request: address, headers and body are settings."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Self

from django.utils.translation import gettext as _

from core.credentials import NoCredential, secret
from messaging.enums import Outcome
from messaging.models import Dispatch
from messaging.rules.verdicts import SettingFault, Verdict, judge
from messaging.sms_conf import SmsConf, sms_conf

_LONGEST_ANSWER = 64 * 1024
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# The provider asks to come back later; it says nothing of this message.
_LATER = frozenset({408, 425, 429})
# The key is wrong, or the account is empty: no message would fare better.
_ACCOUNT = frozenset({401, 402, 403, 407})


class HttpTexts:
    """One request a message. The reference {ref} never changes, so that a provider which honours it sends once."""

    name = "http"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def hand_over(self, dispatch: Dispatch) -> Verdict:
        known = sms_conf()
        try:
            return _ask(_request(known, dispatch), known)
        except (NoCredential, SettingFault) as error:
            return judge(SettingFault(str(error)))
        except urllib.error.HTTPError as error:
            with error:
                return _refused(error.code)
        except (http.client.HTTPException, ConnectionResetError, TimeoutError):
            return _cut()
        except urllib.error.URLError as error:
            return _cut() if isinstance(error.reason, TimeoutError) else _silent()
        except OSError:
            return _silent()


class _NoDetour(urllib.request.HTTPRedirectHandler):
    """A provider never sends elsewhere: the number and the words go where the settings say, or nowhere."""

    def redirect_request(self, *_known: object) -> None:
        return None


_opener = urllib.request.build_opener(_NoDetour)


def _ask(request: urllib.request.Request, known: SmsConf) -> Verdict:
    with _opener.open(request, timeout=known.timeout) as answer:
        content = answer.read(_LONGEST_ANSWER)
        if answer.status not in known.expected_statuses:
            return _refused(answer.status)
    return Verdict(Outcome.SENT, provider_ref=_found(content, known.id_path))


def _request(known: SmsConf, dispatch: Dispatch) -> urllib.request.Request:
    _require_safe(known.url)
    values = {
        "to": dispatch.to_address,
        "text": dispatch.body_text,
        "sender": known.sender,
        "ref": str(dispatch.public_id),
        "secret": secret(known.secret_name) if known.secret_name else "",
    }
    headers = {name: _filled(value, values) for name, value in known.headers.items()}
    body = _filled(dict(known.body), values)
    if known.body_format == "form":
        content, kind = urllib.parse.urlencode(body).encode(), "application/x-www-form-urlencoded"
    else:
        content, kind = json.dumps(body).encode(), "application/json"
    return urllib.request.Request(  # noqa: S310 - https, checked above
        known.url, content, {"Content-Type": kind, **headers}, method=known.method.upper()
    )


def _require_safe(url: str) -> None:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return
    raise SettingFault(_("L’adresse du fournisseur de SMS doit commencer par https://."))


def _filled(template: Any, values: dict[str, str]) -> Any:
    """Every text of the template with its values; a value is never read again as a template."""
    if isinstance(template, dict):
        return {name: _filled(value, values) for name, value in template.items()}
    if isinstance(template, list | tuple):
        return [_filled(value, values) for value in template]
    if not isinstance(template, str):
        return template
    parts = template.split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, brace, rest = part.partition("}")
        filled.append(values[name] + rest if brace and name in values else "{" + part)
    return "".join(filled)


def _found(content: bytes, path: str) -> str:
    """What stands at « messages.0.id »; a provider that names nothing has sent the message all the same."""
    try:
        value = json.loads(content)
        for step in filter(None, path.split(".")):
            value = value[int(step)] if isinstance(value, list) else value[step]
    except (ValueError, KeyError, IndexError, TypeError):
        return ""
    return str(value)[:100] if isinstance(value, str | int) else ""


def _refused(status: int) -> Verdict:
    sentence = _("Le fournisseur de SMS a refusé (%d).") % status
    if status in _ACCOUNT:
        return Verdict(Outcome.RETRY, _("Le fournisseur de SMS refuse notre compte (%d).") % status, unreachable=True)
    if status in _LATER or status >= 500:
        return Verdict(Outcome.RETRY, sentence, unreachable=True)
    return Verdict(Outcome.FAILED, sentence)


def _cut() -> Verdict:
    sentence = _("La liaison a été coupée avant la confirmation : le SMS est peut-être parti.")
    return Verdict(Outcome.RETRY, sentence, unreachable=True)


def _silent() -> Verdict:
    return Verdict(Outcome.RETRY, _("Le fournisseur de SMS ne répond pas."), unreachable=True)
