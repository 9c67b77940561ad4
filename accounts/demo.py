"""The accounts of a first run, whose pass word everybody may know: shown on the screen, never made or left open in production."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import PersonRole

PASSWORD = "guihua-jindu-demo"  # noqa: S105  (meant to be known)
#: Regions that have one account per role.
REGIONS = {"410700": "xinxiang", "410726": "yanjin"}
ROLES = (
    PersonRole.CLERK,
    PersonRole.REVIEWER,
    PersonRole.PLANNER,
    PersonRole.LEADER,
    PersonRole.ADMINISTRATOR,
)
#: A second clerk of 延津县, of a unit that leads key projects; 统计局, which the other clerks are of, leads none.
PROJECT_CLERK = ("410726", "yanjin-project")
#: Regions that have a leader only: a county of another city, and the province above all of them.
LED_REGIONS = {"411721": "xiping", "410000": "henan"}


def username(region_word: str, role: PersonRole) -> str:
    """``yanjin-clerk``."""
    return f"{region_word}-{role.value}"


def accounts() -> Iterator[tuple[str, str, PersonRole]]:
    """Region code, word of the region and role of every demo account."""
    for code, word in REGIONS.items():
        for role in ROLES:
            yield code, word, role
    for code, word in LED_REGIONS.items():
        yield code, word, PersonRole.LEADER
    yield *PROJECT_CLERK, PersonRole.CLERK


def usernames() -> list[str]:
    """All of them."""
    return [username(word, role) for _code, word, role in accounts()]
