"""How a constraint is tested three ways: a good row passes, a bad one fails ``full_clean`` with our words, and fails ``save``.

A ``Case`` builds an unsaved good row and says what makes it bad; ``extra`` saves what the bad row must collide with.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction


@dataclass(frozen=True)
class Case:
    name: str
    good: Callable[[], models.Model]
    bad: dict[str, Any] = field(default_factory=dict)
    collides: bool = False  # the bad row is a second good one: a unique constraint
    or_else: str = ""  # another constraint that the same bad row breaks; PostgreSQL names only one
    computed: bool = False  # no person types it: only its constraints are validated, not its blanks

    def __str__(self) -> str:
        return self.name


def message_of(thing: models.Model, name: str) -> str:
    constraint = next(one for one in thing._meta.constraints if one.name == name)
    return str(constraint.violation_error_message)


def _bad(case: Case) -> models.Model:
    if case.collides:
        case.good().save()
    thing = case.good()
    for name, value in case.bad.items():
        setattr(thing, name, value() if callable(value) else value)
    return thing


def _clean(case: Case, thing: models.Model) -> None:
    if case.computed:
        thing.validate_constraints()
    else:
        thing.full_clean()


def check_good_row_passes(case: Case) -> None:
    thing = case.good()
    _clean(case, thing)
    thing.save()
    assert type(thing).objects.filter(pk=thing.pk).exists()


def check_full_clean_fails(case: Case) -> None:
    thing = _bad(case)
    with pytest.raises(ValidationError) as refused:
        _clean(case, thing)
    # a field with choices refuses an unknown word before the constraint is asked
    of_choice = {name for name in case.bad if thing._meta.get_field(name).choices} & set(refused.value.error_dict)
    assert of_choice or message_of(thing, case.name) in refused.value.messages


def check_save_fails(case: Case) -> None:
    thing = _bad(case)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        thing.save()
    assert any(name and name in str(refused.value) for name in (case.name, case.or_else))


def constraints_of(*app_labels: str) -> set[str]:
    """Every constraint of our models, so that none is left without a case."""
    from django.apps import apps

    return {
        constraint.name
        for model in apps.get_models()
        if model._meta.app_label in app_labels
        for constraint in model._meta.constraints
    }
