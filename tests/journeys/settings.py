"""Settings of the servers that the journeys start: the product's own, with compressed static files in a folder of theirs."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["JOURNEY_STATIC"])
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
