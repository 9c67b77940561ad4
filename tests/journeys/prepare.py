"""Run as a program: fill a new database as ``make run`` does, or collect the static files. ``prepare.py database|static``."""

import sys

import django
from django.core.management import call_command, get_commands

from config.run import LOADERS


def main(what: str) -> None:
    django.setup()
    if what == "static":
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["redoc"])
        return
    call_command("migrate", verbosity=0)
    for name in LOADERS:
        if name in get_commands():  # as ``make run`` does
            call_command(name)


if __name__ == "__main__":
    main(sys.argv[1])
