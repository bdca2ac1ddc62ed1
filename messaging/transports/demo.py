"""Training and demonstrations without a post office: everything succeeds, nothing leaves."""

from __future__ import annotations

from typing import Self

from messaging.models import Dispatch
from messaging.rules.verdicts import SENT, Verdict, judge
from messaging.transports.mail import compose


class DemoTransport:
    """Composes the mail as the real one would, then keeps it: the envelope itself is what there is to read."""

    name = "demo"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def hand_over(self, dispatch: Dispatch) -> Verdict:
        try:
            compose(dispatch).message().as_bytes()
        except Exception as error:  # noqa: BLE001 - a message that cannot be composed, whatever the reason
            return judge(error)
        return SENT
