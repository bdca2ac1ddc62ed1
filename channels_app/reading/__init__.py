"""What pages show of calls and contacts."""

from channels_app.reading.callers import people_at
from channels_app.reading.calls import (
    LoggedCall,
    PhoneLine,
    answered_since,
    calls_of_day,
    current_call,
    lost_to_call_back,
    phone_line,
    waiting_calls,
)
from channels_app.reading.contacts import ContactLine, last_contacts

__all__ = [
    "ContactLine",
    "LoggedCall",
    "PhoneLine",
    "answered_since",
    "calls_of_day",
    "current_call",
    "last_contacts",
    "lost_to_call_back",
    "people_at",
    "phone_line",
    "waiting_calls",
]
