"""System checks: what an administrator must know before people do. Numbers are never given twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections

from accounts.selectors.people import open_demo_accounts
from config import health
from config.embedded_postgres import MAJOR as POSTGRESQL_MAJOR

SHORTEST_SECRET = 50


@register(Tags.security)
def production_settings(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """config.E001 and E002: a production process that shows its inside, or whose sessions can be forged."""
    if settings.DEPLOYMENT != "production":
        return []
    messages: list[CheckMessage] = []
    if settings.DEBUG:
        messages.append(Error("生产环境打开了 DEBUG。", hint="删除环境变量 DEBUG，或设为 false。", id="config.E001"))
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        hint = f"SECRET_KEY 至少 {SHORTEST_SECRET} 个随机字符。"
        messages.append(Error("SECRET_KEY 太短。", hint=hint, id="config.E002"))
    return messages


@register(Tags.security)
def production_hosts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """config.E003: a production process that would answer nobody, or anybody."""
    if settings.DEPLOYMENT != "production" or (settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS):
        return []
    return [
        Error("ALLOWED_HOSTS 没有写明本系统的域名。", hint="例如 ALLOWED_HOSTS=jindu.example.gov.cn", id="config.E003")
    ]


@register(Tags.database)
def demo_accounts(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """config.E007: a production database with an account whose pass word everybody knows (a copy of a local run)."""
    if settings.DEPLOYMENT != "production" or not databases:
        return []
    try:
        found = [person.username for person in open_demo_accounts()]
    except DatabaseError:  # no table yet, or no answer, which E005 tells
        return []
    if not found:
        return []
    hint = "请在账号管理中停用，或用 changepassword 换掉密码。"
    return [Error(f"生产数据库里有可以登录的演示账号：{'、'.join(found)}。", hint=hint, id="config.E007")]


@register(Tags.database)
def postgresql_major(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """config.E004: another major version of PostgreSQL than the one everything is tested with; E005: no answer."""
    messages: list[CheckMessage] = []
    for alias in databases or ():
        try:
            with connections[alias].cursor():
                major = connections[alias].pg_version // 10_000
        except DatabaseError as error:
            messages.append(Error(f"连接不上数据库：{error}", hint="检查 DATABASE_URL。", id="config.E005"))
            continue
        if major < POSTGRESQL_MAJOR:
            hint = f"请使用 PostgreSQL {POSTGRESQL_MAJOR}。"
            messages.append(Error(f"数据库是 PostgreSQL {major}。", hint=hint, id="config.E004"))
    return messages


@register()
def redis_reachable(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """config.W006: pages work without Redis, recomputing waits for it."""
    if health.redis_answers():
        return []
    return [Warning("连接不上 Redis，重算会等到它恢复。", hint="检查 REDIS_URL。", id="config.W006")]
