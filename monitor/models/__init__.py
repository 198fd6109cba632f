"""The store of what is said about us: a noun a file."""

from monitor.models.audit import AuditEvent
from monitor.models.complaint import Complaint, Entry, Patient
from monitor.models.job import Job, JobRun
from monitor.models.link import LinkCandidate, LinkJudgement
from monitor.models.practice import Location, Practice
from monitor.models.review import Assessment, Review, ReviewVersion
from monitor.models.source import Mention, Source
from monitor.models.user import User

__all__ = [
    "Assessment",
    "AuditEvent",
    "Complaint",
    "Entry",
    "Job",
    "JobRun",
    "LinkCandidate",
    "LinkJudgement",
    "Location",
    "Mention",
    "Patient",
    "Practice",
    "Review",
    "ReviewVersion",
    "Source",
    "User",
]
