"""``make messages``: bring locale/en/LC_MESSAGES/django.po up to what the interface says now, and compile it.

New strings come in without a translation (the tests then fail until one is written), strings that nobody says any more go
out. No line numbers, no dates, no machine: the file changes only where words do. ``--compile`` only makes the ``.mo``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polib

from config.msgids import BASE_DIR, msgids

CATALOGUE = BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"
_HEADER = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "en",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def catalogue() -> polib.POFile:
    """The stored translations; an empty catalogue where there is none."""
    return polib.pofile(str(CATALOGUE), wrapwidth=120) if CATALOGUE.exists() else polib.POFile(wrapwidth=120)


def update() -> polib.POFile:
    """Write the catalogue with today's message ids and whatever is translated of them."""
    known = {entry.msgid: entry for entry in catalogue()}
    fresh = polib.POFile(wrapwidth=120)
    fresh.metadata = dict(_HEADER)
    for text, files in msgids().items():
        before = known.get(text)
        fresh.append(
            polib.POEntry(
                msgid=text,
                msgstr=before.msgstr if before else "",
                occurrences=[(file, "") for file in files],
                tcomment=before.tcomment if before else "",
            )
        )
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(CATALOGUE))
    return fresh


def compile_catalogues() -> None:
    """Make every ``.mo`` that is missing or older than its ``.po``."""
    for source in sorted((BASE_DIR / "locale").glob("*/LC_MESSAGES/*.po")):
        made: Path = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(made))


def main() -> None:
    if "--compile" not in sys.argv:
        written = update()
        waiting = [entry.msgid for entry in written if not entry.msgstr]
        told = [f"{len(written)} strings, {len(waiting)} without a translation", *waiting[:20]]
        sys.stdout.write("\n  ".join(told) + "\n")
    compile_catalogues()


if __name__ == "__main__":
    main()
