"""Accounts: opening one, signing in and out."""

from accounts.operations.change_access import forget_devices, record_rank
from accounts.operations.change_password import (
    change_password,
    gone_sentence,
    holds_reset_link,
    reset_password,
    reset_token,
)
from accounts.operations.close_access import close_access, end_sessions, held_with_administrators
from accounts.operations.open_account import Person, give_known_device, open_account
from accounts.operations.purge_sign_in_traces import purge_sign_in_traces
from accounts.operations.set_extension import set_extension
from accounts.operations.sign_in import needs_totp, pending_user, sign_in, sign_out
from accounts.operations.verify_totp import enrolment, verify_totp

__all__ = [
    "Person",
    "change_password",
    "close_access",
    "end_sessions",
    "enrolment",
    "forget_devices",
    "give_known_device",
    "gone_sentence",
    "held_with_administrators",
    "holds_reset_link",
    "needs_totp",
    "open_account",
    "pending_user",
    "purge_sign_in_traces",
    "record_rank",
    "reset_password",
    "reset_token",
    "set_extension",
    "sign_in",
    "sign_out",
    "verify_totp",
]
