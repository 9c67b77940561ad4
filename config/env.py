"""Typed reading of environment variables, with errors that say which variable is wrong and what to write instead.

An empty string counts as unset, because compose files and shells pass empty variables for missing ones.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from exchange.domain.addresses import AddressRefused, entry_of

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})


def _raw(name: str, source: Mapping[str, str] | None) -> str:
    return (os.environ if source is None else source).get(name, "").strip()


def is_set(name: str, source: Mapping[str, str] | None = None) -> bool:
    """Whether the variable holds anything but blanks."""
    return bool(_raw(name, source))


def string(name: str, default: str | None = None, source: Mapping[str, str] | None = None) -> str:
    """The text of a variable. ``default=None`` makes it compulsory."""
    value = _raw(name, source)
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"缺少环境变量 {name}：请在 .env 或运行环境中设置（参见 .env.example）。")
    return default


def boolean(name: str, default: bool, source: Mapping[str, str] | None = None) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off, in any case; anything else is an error."""
    value = _raw(name, source).lower()
    if not value:
        return default
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"环境变量 {name}={value} 无法识别：请写 true 或 false。")


def integer(name: str, default: int, *, minimum: int = 0, source: Mapping[str, str] | None = None) -> int:
    """A whole number not below ``minimum``."""
    value = _raw(name, source)
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"环境变量 {name}={value} 不是整数：请写一个不小于 {minimum} 的整数。") from None
    if number < minimum:
        raise ImproperlyConfigured(f"环境变量 {name}={value} 太小：请写一个不小于 {minimum} 的整数。")
    return number


def choice(name: str, default: str, allowed: tuple[str, ...], source: Mapping[str, str] | None = None) -> str:
    """One of ``allowed``."""
    value = _raw(name, source) or default
    if value not in allowed:
        raise ImproperlyConfigured(f"环境变量 {name}={value} 无法识别：只能是 {'、'.join(allowed)}。")
    return value


def words(name: str, default: tuple[str, ...] = (), source: Mapping[str, str] | None = None) -> list[str]:
    """A list separated by commas; blanks around the items are dropped, empty items too."""
    value = _raw(name, source)
    if not value:
        return list(default)
    return [item.strip() for item in value.split(",") if item.strip()]


def hosts(name: str, source: Mapping[str, str] | None = None) -> list[str]:
    """A list of hosts, each ``host`` or ``host:port``, written the one way that a webhook's address may be written."""
    found = words(name, source=source)
    for one in found:
        try:
            entry_of(one)
        except AddressRefused:
            raise ImproperlyConfigured(
                f"环境变量 {name} 中的 {one} 不是主机：请写 主机名 或 主机名:端口，用逗号分隔。"
            ) from None
    return found


def database(name: str, source: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Django's settings of one PostgreSQL database from a URL.

    ``postgresql://user:password@host:5432/name?option=value``; a Unix socket is given as ``?host=/directory``.
    """
    url = string(name, source=source)
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"环境变量 {name} 不是 PostgreSQL 地址：请写 postgresql://用户:密码@主机:端口/库名。"
        )
    database_name = unquote(parts.path.lstrip("/"))
    if not database_name:
        raise ImproperlyConfigured(f"环境变量 {name} 没有写库名：请写 postgresql://用户:密码@主机:端口/库名。")
    try:
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(
            f"环境变量 {name} 的端口不是数字：请写 postgresql://用户:密码@主机:端口/库名。"
        ) from None
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
    }


def redis(name: str, source: Mapping[str, str] | None = None) -> str:
    """The URL of a Redis or Valkey server."""
    url = string(name, source=source)
    if urlsplit(url).scheme not in ("redis", "rediss"):
        raise ImproperlyConfigured(f"环境变量 {name} 不是 Redis 地址：请写 redis://:密码@主机:6379/0。")
    return url
