"""The practice platform: a review site of one's own, for trying things out and for tests.

It speaks the Google Business Profile review calls, shows public pages, and breaks on demand.
"""

from monitor.practice_platform.seed import Moderation, PostedReview, Seed, default_seed, load_seed, read_seed
from monitor.practice_platform.server import PracticePlatform

__all__ = ["Moderation", "PostedReview", "PracticePlatform", "Seed", "default_seed", "load_seed", "read_seed"]
