"""Text messages: the provider the settings name, or the demonstration one."""

from messaging.transports.sms.base import chosen_sms

__all__ = ["chosen_sms"]
