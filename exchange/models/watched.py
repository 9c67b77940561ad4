"""The tables that the change feed watches: proxies that carry its triggers, so that the apps below know nothing of it."""

from __future__ import annotations

import pgtrigger

from exchange.models import feed_sql as sql
from indicators import models as indicators
from plans.models import Plan

_OLD_AND_NEW = pgtrigger.Referencing(old="old_rows", new="new_rows")


def _after(name: str, operation: pgtrigger.Operation, func: str, tables: pgtrigger.Referencing) -> pgtrigger.Trigger:
    """Once after each statement, however many rows it touched."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=tables,
        func=f"{func} RETURN NULL;",
    )


def _inserted(func: str) -> pgtrigger.Trigger:
    return _after("feed_insert", pgtrigger.Insert, func, pgtrigger.Referencing(new="new_rows"))


def _updated(func: str) -> pgtrigger.Trigger:
    return _after("feed_update", pgtrigger.Update, func, _OLD_AND_NEW)


def _deleted(func: str) -> pgtrigger.Trigger:
    return _after("feed_delete", pgtrigger.Delete, func, pgtrigger.Referencing(old="old_rows"))


class WatchedObservation(indicators.Observation):
    """Approved figures."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            _inserted(sql.OBSERVATION_INSERTED), _updated(sql.OBSERVATION_UPDATED), _deleted(sql.OBSERVATION_DELETED),
        ]  # fmt: skip


class WatchedBase(indicators.Base):
    """Bases in force."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [_inserted(sql.BASE_INSERTED), _updated(sql.BASE_UPDATED), _deleted(sql.BASE_DELETED)]


class WatchedTarget(indicators.Target):
    """Targets in force, and what assessments say of them."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [_inserted(sql.TARGET_INSERTED), _updated(sql.TARGET_UPDATED), _deleted(sql.TARGET_DELETED)]


class WatchedAssessment(indicators.Assessment):
    """Assessments."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            _inserted(sql.ASSESSMENT_INSERTED), _updated(sql.ASSESSMENT_UPDATED), _deleted(sql.ASSESSMENT_DELETED),
        ]  # fmt: skip


class WatchedRound(indicators.ReportingRound):
    """Reporting rounds."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [_inserted(sql.ROUND_INSERTED), _updated(sql.ROUND_UPDATED), _deleted(sql.ROUND_DELETED)]


class WatchedRow(indicators.PlanIndicator):
    """Rows: what observations and assessments say of them."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [_updated(sql.ROW_UPDATED)]


class WatchedPlan(Plan):
    """Plans that leave the making, or go back to it."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [_updated(sql.PLAN_UPDATED)]
