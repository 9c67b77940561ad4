"""Storing many records at once, with the history that triggers keep for each as if they had been saved one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model


def store(records: Sequence[Model]) -> None:
    """Insert the new ones and write every column of the others: two statements at most, whatever their number.

    The new ones get their numbers. An update goes as an insertion that finds its row: of many rows the quickest way that
    Django has; nobody but who holds the rows' locks may call it, so that each still stands. ``created_at`` stays.
    """
    new: list[Any] = [one for one in records if one.pk is None]
    changed: list[Any] = [one for one in records if one.pk is not None]
    if new:
        type(new[0])._default_manager.bulk_create(new)
    if changed:
        model = type(changed[0])
        names = [one.name for one in model._meta.concrete_fields if not one.primary_key and one.name != "created_at"]
        begun = [one.created_at for one in changed]
        model._default_manager.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=names)
        for one, created_at in zip(changed, begun, strict=True):
            one.created_at = created_at  # Django takes it for an insertion
