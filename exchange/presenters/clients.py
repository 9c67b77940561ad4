"""How a system of another bureau and its keys are shown to an administrator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ApiClient, ApiKey
from accounts.models.api_clients import Scope
from accounts.services.api_keys import READ_SCOPES, is_good

#: From this long before the end of its last key a system is marked: its bureau needs time to put another one in.
SOON = timedelta(days=14)
#: What each scope opens.
MEANINGS: dict[str, Promise] = {
    Scope.READ_REGIONS: gettext_lazy("行政区划代码、名称、层级"),
    Scope.READ_PLANS: gettext_lazy("规划，规划里的指标，基期值和目标"),
    Scope.READ_INDICATORS: gettext_lazy("各规划共用的指标目录"),
    Scope.READ_OBSERVATIONS: gettext_lazy("审核通过的年度实际值，以及它自己报送的"),
    Scope.READ_ASSESSMENTS: gettext_lazy("每个目标每年的进度、状态和算式"),
    Scope.READ_PROJECTS: gettext_lazy("重点项目和审核通过的月报，不含联系人"),
    Scope.READ_CHANGES: gettext_lazy("按先后列出以上数据的每次变动，供增量同步"),
    Scope.WRITE_OBSERVATIONS: gettext_lazy("在填报任务开放时报送年度实际值，仍由人审核"),
    Scope.WRITE_PROJECT_REPORTS: gettext_lazy("报送重点项目月报，仍由人审核"),
}


@dataclass(frozen=True)
class State:
    """``mark``: class of the mark, "" for plain words. ``note``: what follows below, in small letters."""

    word: str
    mark: str = ""
    note: str = ""


@dataclass(frozen=True)
class ClientLine:
    """A row of the list. ``calls``: of today; None: unknown."""

    client: ApiClient
    may: str
    state: State
    calls: int | None


@dataclass(frozen=True)
class KeyLine:
    """A row of the keys. ``good``: it opens something, so that it can be replaced or revoked."""

    key: ApiKey
    state: State
    good: bool


def client_lines(clients: Iterable[Any], calls: dict[int, int] | None, now: datetime) -> list[ClientLine]:
    """``clients`` as ``clients_of`` gives them."""
    return [
        ClientLine(one, what_it_may(one.scopes), client_state(one, now), None if calls is None else calls[one.pk])
        for one in clients
    ]


def what_it_may(scopes: Iterable[str]) -> str:
    """All scopes in words, the seven of reading together where it holds all of them."""
    held = set(scopes)
    words = [_("全部读权限")] if held.issuperset(READ_SCOPES) else []
    single = [scope for scope in Scope if scope in held and not (words and scope in READ_SCOPES)]
    return _("、").join([*words, *(str(scope.label) for scope in single)])


def client_state(client: Any, now: datetime) -> State:
    """Of a client as ``clients_of`` gives it."""
    if not client.is_active:
        return State(_("停用"), "mark")
    if not client.good_keys:
        return State(_("没有可用密钥"), "mark mark-warning")
    if client.last_end is not None and client.last_end <= now + SOON:
        return State(_("密钥将到期"), "mark mark-warning", f"{timezone.localtime(client.last_end):%Y-%m-%d}")
    return State(_("启用"))


def key_lines(keys: Iterable[ApiKey], now: datetime) -> list[KeyLine]:
    """Each key with its state at ``now``."""
    return [KeyLine(key, key_state(key, now), is_good(key, now)) for key in keys]


def key_state(key: ApiKey, now: datetime) -> State:
    if key.revoked_at is not None:
        return State(_("已吊销"), "mark")
    if not is_good(key, now):
        return State(_("已到期"), "mark")
    if key.expires_at is not None and key.expires_at <= now + SOON:
        return State(_("将到期"), "mark mark-warning")
    return State(_("有效"))
