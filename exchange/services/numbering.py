"""Giving committed changes their place in the feed.

A sequence hands out numbers in the order of asking, but transactions commit in another: whoever read "everything after 7"
while 6 was still open would never see 6. So a change is numbered after its commit, by whoever reads the feed, under one lock.
Of one object a later change is written only after the earlier one was committed, so the order of ids is its order.
"""

# ruff: noqa: S608 - names of this package only

from __future__ import annotations

from django.db import connection, transaction

from exchange.models import Change, feed_sql

#: Any number, the same in every process: who holds it numbers.
_LOCK = 4107260077
#: Changes and plans of one pass: a reader waits for one pass only.
PASS_CHANGES, PASS_PLANS = 20_000, 40


def _now_there(
    kind: str, table: str, columns: tuple[str, ...], where: str, *, year: str = "year", row: bool = True
) -> str:
    """Every object of a kind that the feed holds of published plans that are marked."""
    of_row = kind in ("base", "target", "observation")
    joined = (
        f"JOIN indicators_planindicator r ON r.plan_id = p.id JOIN {table} x ON x.row_id = r.id"
        if of_row
        else (f"JOIN {table} x ON x.plan_id = p.id")
    )
    status = "x.shown, x.status" if kind == "assessment" else "false, ''"
    return (
        f"SELECT '{kind}' AS kind, x.id AS object_id, p.id AS plan_id, {'x.row_id' if row else 'NULL::bigint'} AS row_id,"
        f" x.{year} AS year, {status}, {feed_sql.data('x', columns)} AS data FROM published p {joined} WHERE {where}"
    )


_THERE = " UNION ALL ".join(
    (
        _now_there("base", "indicators_base", feed_sql.BASE, "x.in_force"),
        _now_there("target", "indicators_target", feed_sql.TARGET, "x.in_force", year="due_year"),
        _now_there("observation", "indicators_observation", feed_sql.OBSERVATION, "x.state = 'approved'"),
        _now_there("assessment", "indicators_assessment", feed_sql.ASSESSMENT, "true"),
        _now_there("round", "indicators_reportinground", feed_sql.ROUND, "true", row=False),
    )
)
#: One statement, so that it sees one moment: what is committed, which plans are public, and what stands in them.
#: A plan that was marked is told anew: what the feed last said and is no longer there is removed, what is there is set; its
#: own waiting changes are part of that. Changes of plans in the making are thrown away.
_NUMBER = f"""
WITH last AS (SELECT COALESCE(max(position), 0) AS place FROM exchange_change),
marked AS MATERIALIZED (
    SELECT DISTINCT plan_id FROM exchange_change WHERE position IS NULL AND kind = 'plan' ORDER BY plan_id LIMIT %(plans)s
),
published AS MATERIALIZED (
    SELECT p.id FROM plans_plan p JOIN marked m ON m.plan_id = p.id WHERE p.status <> 'draft'
),
waiting AS MATERIALIZED (
    SELECT c.id, p.status IS NULL OR p.status = 'draft' AS hidden
    FROM exchange_change c LEFT JOIN plans_plan p ON p.id = c.plan_id
    WHERE c.position IS NULL AND c.kind <> 'plan' AND c.plan_id NOT IN (SELECT plan_id FROM marked)
    ORDER BY c.id LIMIT %(changes)s
),
thrown AS (
    DELETE FROM exchange_change c WHERE c.position IS NULL
    AND (c.plan_id IN (SELECT plan_id FROM marked) OR c.id IN (SELECT id FROM waiting WHERE hidden))
),
places AS MATERIALIZED (
    SELECT id, place + row_number() OVER (ORDER BY id) AS place FROM waiting, last WHERE NOT hidden
),
numbered AS (
    UPDATE exchange_change c SET position = places.place FROM places WHERE c.id = places.id RETURNING 1
),
there (kind, object_id, plan_id, row_id, year, shown, status, data) AS MATERIALIZED ({_THERE}),
said AS (
    SELECT DISTINCT ON (c.kind, c.object_id) c.kind, c.object_id, c.plan_id, c.row_id, c.year, c.shown, c.status_after,
    c.action FROM exchange_change c JOIN marked m ON m.plan_id = c.plan_id WHERE c.position IS NOT NULL
    ORDER BY c.kind, c.object_id, c.position DESC
),
anew AS (
    SELECT 'remove' AS action, s.kind, s.object_id, s.plan_id, s.row_id, s.year, s.shown, s.status_after AS before,
    '' AS after, NULL::jsonb AS data FROM said s LEFT JOIN there t ON t.kind = s.kind AND t.object_id = s.object_id
    WHERE s.action = 'set' AND t.object_id IS NULL
    UNION ALL
    SELECT 'set', t.kind, t.object_id, t.plan_id, t.row_id, t.year, t.shown, COALESCE(s.status_after, ''), t.status, t.data
    FROM there t LEFT JOIN said s ON s.kind = t.kind AND s.object_id = t.object_id AND s.action = 'set'
),
told AS (
    INSERT INTO exchange_change (position, why, action, kind, object_id, plan_id, row_id, year, shown, status_before,
    status_after, data)
    SELECT (SELECT place FROM last) + (SELECT count(*) FROM places) + row_number() OVER (
        ORDER BY plan_id, action, array_position(ARRAY['round', 'base', 'target', 'observation', 'assessment'], kind), object_id
    ), 'published', action, kind, object_id, plan_id, row_id, year, shown, before, after, data FROM anew
    RETURNING 1
)
SELECT (SELECT count(*) FROM numbered) + (SELECT count(*) FROM told), (SELECT count(*) FROM marked)
+ (SELECT count(*) FROM waiting)
"""


def number_changes() -> bool:
    """Number what was committed; whether more may be waiting, because a pass has its limits.

    Cheap where nothing waits: one look at an index that holds only waiting changes, and no lock.
    """
    if not Change.objects.filter(position__isnull=True).exists():
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_NUMBER, {"changes": PASS_CHANGES, "plans": PASS_PLANS})
    return Change.objects.filter(position__isnull=True).exists()


def number_all_changes() -> None:
    """Number everything that is committed: for the clock, not for a reader."""
    while number_changes():
        pass
