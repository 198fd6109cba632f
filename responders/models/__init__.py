"""The store of what we answer: a noun a file."""

from responders.models.approval import Approval, Publication
from responders.models.draft import DraftVersion, ReplyDraft

__all__ = ["Approval", "DraftVersion", "Publication", "ReplyDraft"]
