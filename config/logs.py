"""One line per event to standard error; what keeps the lines is the business of the machine."""

from __future__ import annotations

import logging
import re
from typing import Any

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


class OneLine(logging.Formatter):
    """One event, one line: what a request wrote into a message cannot begin a line of its own.

    A traceback follows its line where something of ours failed (ERROR); a refused or malformed request needs none.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = _CONTROL.sub(lambda found: ascii(found[0])[1:-1], record.message)
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        ours = record.levelno >= logging.ERROR and not record.name.startswith("django.security")
        if ours or not record.exc_info:
            return super().format(record)
        kept, record.exc_info = record.exc_info, None
        try:
            return super().format(record)
        finally:
            record.exc_info = kept


def configuration(level: str) -> dict[str, Any]:
    """Python's ``dictConfig``: refused actions and lock-outs go to ``security`` and ``axes`` and are never silenced."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": OneLine, "fmt": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["stderr"], "level": level, "propagate": False},
            "django.utils.autoreload": {"level": "WARNING"},
            "axes": {"level": "WARNING"},
            "security": {"level": "INFO"},
        },
    }
