"""What was asked, and its story."""

from .acknowledgement import Acknowledgement
from .conversation import Message, Note
from .decision import Decision, DecisionCounter
from .draft import Draft
from .identity import IdentityCheck
from .service_request import ServiceRequest
from .task import Task, TaskAttempt
from .ties import RequestLink, RequestMerge, RequestSplit, SharedFile, Transmission
from .timeline import TimelineEntry

__all__ = [
    "Acknowledgement",
    "Decision",
    "DecisionCounter",
    "Draft",
    "IdentityCheck",
    "Message",
    "Note",
    "RequestLink",
    "RequestMerge",
    "RequestSplit",
    "ServiceRequest",
    "SharedFile",
    "Task",
    "TaskAttempt",
    "TimelineEntry",
    "Transmission",
]
