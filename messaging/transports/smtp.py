"""The post office: Django's mail backend, one connection a batch, opened again after any error."""

from __future__ import annotations

import contextlib
from typing import Self

from django.core.mail.backends.base import BaseEmailBackend

from messaging.models import Dispatch
from messaging.rules.verdicts import SENT, Verdict, judge
from messaging.transports.backend import connection
from messaging.transports.mail import compose


class SmtpTransport:
    """The time-out is `EMAIL_TIMEOUT`; the backend is `EMAIL_BACKEND`."""

    name = "smtp"

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._hang_up()

    def hand_over(self, dispatch: Dispatch) -> Verdict:
        try:
            mail = compose(dispatch)
            self._opened().send_messages([mail])
        except Exception as error:  # noqa: BLE001 - the verdict sorts them; none may stop the others
            self._hang_up()
            return judge(error)
        return SENT

    def _opened(self) -> BaseEmailBackend:
        if self._connection is None:
            opening = connection()
            opening.open()
            self._connection = opening
        return self._connection

    def _hang_up(self) -> None:
        """Taking leave may fail too: what was accepted stays accepted."""
        leaving, self._connection = self._connection, None
        if leaving is not None:
            with contextlib.suppress(OSError):
                leaving.close()
