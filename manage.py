#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL and REDIS_URL it starts or joins the embedded servers (config/local.py)."""

import os
import sys

#: Commands that ask no database: they start no server, and run where none could.
WITHOUT_SERVERS = {"read_plan"}


def main() -> None:
    if WITHOUT_SERVERS & set(sys.argv[1:2]) and not os.environ.get("DATABASE_URL"):
        nowhere = {"DATABASE_URL": "postgresql://nowhere/none", "REDIS_URL": "redis://nowhere/0"}
        os.environ.update({"DEPLOYMENT": "local", **nowhere})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
