"""The kinds of problems and the codes of faults are listed once, in the code and in docs/api.md."""

import re

from django.conf import settings

from accounts.api import codes


def listed(heading):
    """The codes in the first column of the table below a heading of docs/api.md."""
    text = (settings.BASE_DIR / "docs/api.md").read_text(encoding="utf-8")
    section = re.split(r"^#+ ", text.split(f"### {heading}\n", 1)[1], flags=re.MULTILINE)[0]
    return re.findall(r"^\| `([a-z_-]+)` \|", section, flags=re.MULTILINE)


def test_the_documentation_lists_every_kind():
    assert listed("Kinds") == list(codes.KINDS)


def test_the_documentation_lists_every_code():
    assert listed("Codes") == list(codes.CODES)


def test_a_code_that_nobody_listed_is_told_as_invalid_and_logged(caplog):
    assert codes.stable("from_a_new_version_of_a_library") == "invalid"
    assert "from_a_new_version_of_a_library" in caplog.text
    assert codes.stable("max_string_length") == "max_length"
    assert set(codes._SAME.values()) <= set(codes.CODES)
