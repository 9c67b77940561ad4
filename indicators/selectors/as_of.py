"""As of a day: the database as it was recorded at an earlier moment, for everything that only reads.

Every tracked table of plans, indicators and projects is shadowed by a temporary view of the same name, made of its history;
assessments are computed anew from what was known then. So a page of an earlier day runs the very same selectors as a
page of today. Regions, people and what they may see stay those of today. Why views: docs/adr/0008-replay-by-temporary-views.md.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Min

from indicators.models import Assessment, JobRun, PlanIndicator, StatusMove, StatusRule
from indicators.models.catalogue import LOOKED_BACK_TO
from indicators.models.rows import Listing
from indicators.selectors.assessment_inputs import active_rule, inputs_of_rows
from indicators.selectors.assessment_lines import COLUMNS, lines_of
from plans.models import Plan

APPS = ("plans", "indicators", "projects")


def first_record() -> datetime | None:
    """When the first plan was recorded; before that there is nothing to show. None: nothing ever was. One query."""
    events = _event_model(Plan)
    return None if events is None else events._default_manager.aggregate(first=Min("pgh_created_at"))["first"]


class TooManyReplays(Exception):
    """Others look back just now at as much as can be computed at once; ask again in a few seconds."""


class Past:
    """An open replay. ``fill`` says of which rows and years assessments are wanted."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self._filled: dict[int, frozenset[int] | None] = {}
        self._has_a_place = False

    def fill(
        self,
        *,
        plan_ids: Collection[int] = (),
        row_ids: Iterable[int] = (),
        years: Collection[int] | None = None,
        commitments: bool = False,
    ) -> None:
        """Assess the main rows of the plans, and the rows, for every year of their plans (None) or for ``years``.

        ``commitments``: what the text of the plans promises too, which may be hundreds of rows.

        With the rule of then; where none was active there are no assessments. A row is asked for with the same years each
        time, ``ValueError`` otherwise. Method and arithmetic are today's. ``TooManyReplays``: many rows, and others were first.
        """
        wanted = None if years is None else frozenset(years)
        asked = {*row_ids, *_rows_of(plan_ids, commitments)}
        again = asked & self._filled.keys()
        if any(self._filled[row_id] != wanted for row_id in again):
            raise ValueError("a row of a replay was asked for with other years before")
        self._filled.update(dict.fromkeys(asked, wanted))
        try:
            rule = active_rule()
        except StatusRule.DoesNotExist:
            return
        new = asked - again
        if len(new) > _FEW:
            self._take_a_place()
        lines = lines_of(inputs_of_rows(new).values(), rule, wanted)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {_ASSESSMENTS} ({COLUMNS}) FROM STDIN", io.StringIO("".join(lines)))
            if cursor.rowcount > _WORTH_COUNTING:
                cursor.execute(f"ANALYZE {_ASSESSMENTS}")

    def _take_a_place(self) -> None:
        """Take one of the places for large replays, which the end of the transaction gives back; or raise."""
        if self._has_a_place:
            return
        with connection.cursor() as cursor:
            for place in range(_LARGE_AT_ONCE):
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_PLACES, place])
                self._has_a_place = bool(cursor.fetchone()[0])
                if self._has_a_place:
                    return
        raise TooManyReplays


@contextmanager
def replaying(moment: datetime) -> Iterator[Past]:
    """Read inside as of ``moment``: what was recorded by then, nothing that came later.

    One transaction, which reads only and is rolled back: the next one on this connection sees today again, also after an
    exception. What is shown must be read before the end: nothing lazy may leave.
    """
    features = connection.features
    with transaction.atomic(), _without_pk_grouping(features), _remembered_apart(moment):
        with connection.cursor() as cursor:
            cursor.execute(_shadows(), {"moment": moment})
            cursor.execute("SET TRANSACTION READ ONLY")
        yield Past(moment)
        transaction.set_rollback(True)


@contextmanager
def _remembered_apart(moment: datetime) -> Iterator[None]:
    """Names that are kept for a minute are those of ``moment`` in here, and nobody else's."""
    token = LOOKED_BACK_TO.set(moment)
    try:
        yield
    finally:
        LOOKED_BACK_TO.reset(token)


@contextmanager
def _without_pk_grouping(features: object) -> Iterator[None]:
    """PostgreSQL knows no key of a view, so ``GROUP BY id`` must name the other columns too."""
    features.allows_group_by_selected_pks = False  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del features.allows_group_by_selected_pks  # type: ignore[attr-defined]


#: Rows that are assessed anew without asking; a region's plan and a few beside it. More take seconds of a processor.
_FEW = 300
#: How many replays of more rows run at once in all processes, and the advisory locks that say so (first key; place is second).
_LARGE_AT_ONCE, _PLACES = 2, 0x52455053
_ASSESSMENTS = Assessment._meta.db_table
#: Fewer assessments than these are read in no time, whatever the planner thinks of them.
_WORTH_COUNTING = 500
#: What a page may ask of tables without history.
_SPECIAL = {
    # No job of today makes the figures of then wait.
    JobRun: "CREATE TEMP VIEW {table} AS SELECT * FROM {table} WHERE false",
    StatusMove: "CREATE TEMP VIEW {table} AS SELECT * FROM {table} WHERE moved_at <= %(moment)s",
    Assessment: (
        "CREATE TEMP TABLE {table} (LIKE {table} INCLUDING IDENTITY) ON COMMIT DROP;"
        "ALTER TABLE {table} ALTER computed_at SET DEFAULT statement_timestamp();"
        "CREATE INDEX ON {table} (row_id, year);"
        "CREATE INDEX ON {table} (plan_id, year)"
    ),
}


@lru_cache(maxsize=1)
def _shadows() -> str:
    """The statements that put the past in place of the present. An object is its last event by then, unless that deleted it."""
    statements = []
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            events = _event_model(model)
            if events is not None:
                statements.append(_view(model, events))
    statements += [statement.format(table=f'"{model._meta.db_table}"') for model, statement in _SPECIAL.items()]
    return ";".join(statements)


def _view(model: type[models.Model], events: type[models.Model]) -> str:
    kept = {field.column for field in events._meta.concrete_fields}
    columns = ", ".join(
        # what is kept out of the history (a person's telephone number) is empty in the past
        f'event."{field.column}"' if field.column in kept else f"''::text AS \"{field.column}\""
        for field in model._meta.concrete_fields
    )
    history = f'"{events._meta.db_table}"'
    return (
        f'CREATE TEMP VIEW "{model._meta.db_table}" AS SELECT {columns} FROM {history} event'  # noqa: S608 - names of models
        " WHERE event.pgh_created_at <= %(moment)s AND event.pgh_label <> 'delete' AND NOT EXISTS ("
        f"SELECT 1 FROM {history} later WHERE later.pgh_obj_id = event.pgh_obj_id AND later.pgh_id > event.pgh_id"
        " AND later.pgh_created_at <= %(moment)s)"
    )


@lru_cache(maxsize=1)
def _histories() -> dict[type[models.Model], type[models.Model]]:
    tracked = ((getattr(events, "pgh_tracked_model", None), events) for events in apps.get_models())
    return {model: events for model, events in tracked if model is not None}


def _event_model(model: type[models.Model]) -> type[models.Model] | None:
    return _histories().get(model)


def _rows_of(plan_ids: Collection[int], commitments: bool) -> list[int]:
    if not plan_ids:
        return []
    rows = PlanIndicator.objects.filter(plan_id__in=plan_ids, is_heading=False).order_by()
    if not commitments:
        rows = rows.filter(listing=Listing.MAIN)
    return list(rows.values_list("pk", flat=True))
