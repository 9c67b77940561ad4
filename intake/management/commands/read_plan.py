"""``manage.py read_plan FILE --json | --explain``: what is read in a plan document; nothing is written, no database is asked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from files.refusal import Unreadable, Why
from intake.domain.as_json import as_json, json_text
from intake.domain.proposal import Proposal
from intake.domain.propose import propose
from intake.presenters.explain import explain
from intake.readers.open import MAX_BYTES, read_document
from intake.services.reference import reference_of_files
from intake.services.words import refusal_of
from regions.files import FileRefused


class Command(BaseCommand):
    help = "Read a plan document and print the proposal: --json for programs, --explain (the default) for a person."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--json", action="store_true", help="print nothing but the proposal as JSON")
        how.add_argument("--explain", action="store_true", help="print it for a person")

    def handle(self, *args: Any, **options: Any) -> None:
        proposal = self._proposal(options["file"])
        text = json_text(as_json(proposal)) if options["json"] else explain(proposal)
        if hasattr(sys.stdout, "reconfigure") and self.stdout._out is sys.stdout:  # type: ignore[attr-defined]
            sys.stdout.reconfigure(encoding="utf-8")  # a terminal set to another one would end in a fault
        self.stdout.write(text)

    def _proposal(self, path: Path) -> Proposal:
        try:
            return propose(read_document(_content(path), name=path.name), reference_of_files())
        except Unreadable as error:
            raise CommandError(f"{path}：{refusal_of(error)}") from None
        except FileNotFoundError:
            raise CommandError(f"{path}：{_('没有这个文件。请检查路径。')}") from None
        except IsADirectoryError:
            raise CommandError(f"{path}：{_('这是文件夹。请给出里面的一个文件。')}") from None
        except OSError as error:
            said = _("打不开：%(why)s。请检查路径和权限。") % {"why": error.strerror}
            raise CommandError(f"{path}：{said}") from None
        except FileRefused as refused:
            raise CommandError(str(refused)) from None


def _content(path: Path) -> bytes:
    """The bytes of the file; never more than could be read, whatever its size is said to be (a pipe has none)."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise Unreadable(Why.TOO_LARGE, str(size))
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(Why.TOO_LARGE, str(len(data)))
    return data
