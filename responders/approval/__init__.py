"""Approval: the life of a reply, who may move it, and exactly which bytes a person said yes to."""

from responders.approval.diff import Segment, compare
from responders.approval.roles import may
from responders.approval.seal import fits, sha256_of
from responders.approval.states import MACHINE, Action, ReplyState, move, open_moves

__all__ = ["MACHINE", "Action", "ReplyState", "Segment", "compare", "fits", "may", "move", "open_moves", "sha256_of"]
