"""The project's settings in a home of their own, so that no test ever touches a practice's data."""

import os
import tempfile

os.environ["AFTERCARE_HOME"] = tempfile.mkdtemp(prefix="aftercare-test-")
os.environ.pop("AFTERCARE_BEHIND_TLS", None)

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Argon2 is slow on purpose; what the tests ask is who may log in, not how long it takes."""
HOLD_SECONDS = 60
