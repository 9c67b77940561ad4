"""One line per event to standard error; what keeps the lines is the business of the machine."""

from __future__ import annotations

from typing import Any


def configuration(level: str) -> dict[str, Any]:
    """Python's ``dictConfig``: refused actions and lock-outs go to ``security`` and ``axes`` and are never silenced."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["stderr"], "level": level, "propagate": False},
            "django.utils.autoreload": {"level": "WARNING"},
            "axes": {"level": "WARNING"},
            "security": {"level": "INFO"},
        },
    }
