"""Settings of the server that a bench starts: static files under hashed names, compressed, in a folder of its own."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403
from config.settings import STORAGES

STATIC_ROOT = Path(os.environ["BENCH_STATIC"])
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "config.storage.HashedStaticFiles"}}
DEBUG = False
