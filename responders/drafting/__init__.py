"""Drafting: a reply from vetted sentences and safe facts, and when to stay silent."""

from responders.drafting.context import build_context
from responders.drafting.library import NoWording, languages, load_library
from responders.drafting.render import MECHANISM, Draft, alternatives, draft, fresh
from responders.drafting.silence import reason_not_to_reply

__all__ = [
    "MECHANISM",
    "Draft",
    "NoWording",
    "alternatives",
    "build_context",
    "draft",
    "fresh",
    "languages",
    "load_library",
    "reason_not_to_reply",
]
