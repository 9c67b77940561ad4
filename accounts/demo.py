"""The accounts of a first run, whose pass word everybody may know: shown on the screen, never made or left open in production."""

from __future__ import annotations

from accounts.models import PersonRole

PASSWORD = "guihua-jindu-demo"  # noqa: S105  (meant to be known)
REGIONS = {"410700": "xinxiang", "410726": "yanjin"}
ROLES = (
    PersonRole.CLERK,
    PersonRole.REVIEWER,
    PersonRole.PLANNER,
    PersonRole.LEADER,
    PersonRole.ADMINISTRATOR,
)


def username(region_word: str, role: PersonRole) -> str:
    """``yanjin-clerk``."""
    return f"{region_word}-{role.value}"


def usernames() -> list[str]:
    """All of them."""
    return [username(word, role) for word in REGIONS.values() for role in ROLES]
