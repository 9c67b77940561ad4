"""The workbook that a person saved last for a round: its bytes are kept, so that the reviewer's comments go into it.

One for each person and round. A later one takes its place; a year after the round closed it goes.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.models import User
from entry.services.sheets import store
from files.keep import NoRoom, keep
from indicators.models import Observation, ReportingRound, SavedWorkbook
from sheets.keeping import losses
from sheets.opening import MAX_BYTES

log = logging.getLogger("entry.sheets")
FOLDER = "workbooks"
KEPT_DAYS = 365  # after the round closed
_IN_HAND = 24 * 60 * 60  # seconds in which a file may stand without its row: it is being saved


def remember(*, round: ReportingRound, data: bytes, written: Iterable[Observation], by: User) -> SavedWorkbook | None:
    """Keep the bytes in place of what the person saved before. None where the disk is full: the figures are saved anyway."""
    root = Path(settings.MEDIA_ROOT)
    try:
        kept = keep([data], root=root, folder=FOLDER, most=MAX_BYTES)
    except NoRoom:
        log.warning("no room to keep the workbook of user %s for round %s", by.pk, round.pk)
        return None
    os.utime(root / kept.place)  # the same content may lie there from before, about to be swept
    with transaction.atomic():
        before = SavedWorkbook.objects.select_for_update().filter(round=round, uploaded_by=by).first()
        ids = {*(before.observations if before else ()), *(one.pk for one in written)}
        facts = {"sha256": kept.sha256, "size": kept.size, "file": kept.place, "lost": list(losses(data))}
        saved, _new = SavedWorkbook.objects.update_or_create(
            round=round, uploaded_by=by, defaults={**facts, "observations": sorted(ids)}
        )
        if before is not None and before.file != kept.place:
            transaction.on_commit(lambda: _drop(before.file))
    return saved


def bytes_of(saved: SavedWorkbook) -> bytes | None:
    """What was sent; None where the file is gone."""
    try:
        return (Path(settings.MEDIA_ROOT) / saved.file).read_bytes()
    except FileNotFoundError:
        return None


def clear(*, today: date) -> int:
    """Take away workbooks of rounds long closed, files without a row, uploads that nobody went on with; how many files."""
    SavedWorkbook.objects.filter(round__closes_on__lt=today - timedelta(days=KEPT_DAYS)).delete()
    known = set(SavedWorkbook.objects.values_list("file", flat=True))
    root = Path(settings.MEDIA_ROOT)
    gone = [
        one
        for one in (root / FOLDER).rglob("*")
        if one.is_file() and one.relative_to(root).as_posix() not in known and _age(one) > _IN_HAND
    ]
    gone += [one for one in store.home().glob("*/*") if one.is_file() and _age(one) > store.EXPIRES_AFTER]
    for one in gone:
        one.unlink(missing_ok=True)
    return len(gone)


def _age(file: Path) -> float:
    try:
        return time.time() - file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _drop(place: str) -> None:
    """Remove a file that no row names any more."""
    if not SavedWorkbook.objects.filter(file=place).exists():
        (Path(settings.MEDIA_ROOT) / place).unlink(missing_ok=True)
