"""What a load balancer asks: does the process answer (``/healthz``), can it serve people (``/readyz``)."""

from __future__ import annotations

from collections.abc import Callable

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry


def database_answers() -> bool:
    """Whether PostgreSQL answers a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def migrations_are_applied() -> bool:
    """Whether the database has every migration of this code; False too where it does not answer."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def redis_answers() -> bool:
    """Whether Redis answers within a second."""
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 0)
    )
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers; asks nothing else."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when people can work, else 503.

    Redis is reported and does not count: without it pages work, figures are kept and the recompute waits.
    """
    questions: dict[str, Callable[[], bool]] = {"database": database_answers, "migrations": migrations_are_applied}
    answers = {name: question() for name, question in questions.items()}
    ready = all(answers.values())
    answers["redis"] = redis_answers()
    parts = {name: "ok" if answer else "failed" for name, answer in answers.items()}
    return JsonResponse({"status": "ok" if ready else "failed", **parts}, status=200 if ready else 503)
