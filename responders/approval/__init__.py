"""Approval: the life of a reply, and exactly which bytes a person said yes to. Who may move it: ``monitor.roles``."""

from responders.approval.diff import Segment, compare
from responders.approval.seal import fits, sha256_of
from responders.approval.states import MACHINE, Action, ReplyState, move, open_moves

__all__ = ["MACHINE", "Action", "ReplyState", "Segment", "compare", "fits", "move", "open_moves", "sha256_of"]
