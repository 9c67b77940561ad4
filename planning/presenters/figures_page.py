"""The context of the page of one row's figures: every form filled with what stands, the one that was typed as it was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import Form as DjangoForm

from indicators.domain.types import Form
from indicators.models import PlanIndicator, Target
from indicators.services.promises import seen_of
from planning.forms import figures as forms
from planning.presenters.figures import (
    MEANS,
    TargetBlock,
    base_facts,
    base_words,
    preview_of,
    printed_cells,
    target_facts,
    target_words,
)
from planning.selectors.row_figures import RowFigures
from planning.services.figures import TargetChange, Understood
from plans.models import PlanStatus


@dataclass(frozen=True, slots=True)
class Typed:
    """The form that was sent: what it is about, and which promise (None: a new one)."""

    about: str
    form: Any
    ordinal: int | None = None

    def of(self, about: str, ordinal: int | None = None) -> Any:
        return self.form if (self.about, self.ordinal) == (about, ordinal) else None


def page_of(
    found: RowFigures, typed: Typed | None, preview: tuple[Understood, list[TargetChange]] | None
) -> dict[str, Any]:
    """``typed`` None: nothing was sent. ``preview``: what the typed cells mean."""
    row, base, seen = found.row, found.base, seen_of(found.row)
    typed = typed or Typed("", None)
    cells = {name: row.printed.get(name) or "" for name in ("base", "target", "growth")}
    base_initial = forms.initial_of_base(base, row, seen)
    adding = typed.of("target") or forms.TargetTermsForm(
        row=row, initial=forms.initial_of_target(None, row, seen), auto_id=forms.ids("target")
    )
    return {
        "row": row,
        "plan": row.plan,
        "found": found,
        "seen": seen,
        "draft": row.plan.status == PlanStatus.DRAFT,
        "cells": printed_cells(row),
        "cells_form": typed.of("cells") or forms.CellsForm(row=row, initial={"seen": seen, **cells}),
        "base_words": base_words(row, base),
        "base_facts": base_facts(base),
        "base_form": typed.of("base")
        or forms.BaseTermsForm(row=row, base=base, initial=base_initial, auto_id=forms.ids("base")),
        "blocks": [_block(row, found, target, seen, typed) for target in found.targets],
        "adding": adding,
        "preview": preview_of(row, base, *preview) if preview else None,
        "opened": f"{typed.about}-{typed.ordinal or 'new'}",
    }


def _block(row: PlanIndicator, found: RowFigures, target: Target, seen: str, typed: Typed) -> TargetBlock:
    number = target.ordinal
    handed = {
        "version": target.version, "handed_form": target.assigned_form or Form.LEVEL.value,
        "handed_comparator": target.comparator, "handed_value": forms.plain(target.value),
        "handed_unit": target.unit or row.unit, "handed_document": target.assigned_document,
    }  # fmt: skip
    relative = target.form == Form.RELATIVE and target.reference_indicator_id is None
    initial = forms.initial_of_target(target, row, seen)
    form: DjangoForm = typed.of("target", number) or forms.TargetTermsForm(
        row=row, initial=initial, auto_id=forms.ids("target", number)
    )
    return TargetBlock(
        target=target,
        words=target_words(row, target, found.base),
        means=str(MEANS[Form(target.form)]),
        facts=target_facts(target),
        form=form,
        take_away=typed.of("take_away", number)
        or forms.TakeAwayForm(row=row, initial={"seen": seen}, auto_id=forms.ids("take_away", number)),
        hand_down=_hand_down(target, handed, typed),
        reference=_reference(target, typed) if relative else None,
        references=list(target.reference_figures.all()),
    )


def _hand_down(target: Target, initial: dict[str, Any], typed: Typed) -> DjangoForm | None:
    if target.form != Form.ASSIGNED:
        return None
    found: DjangoForm | None = typed.of("hand_down", target.ordinal)
    return found or forms.HandDownForm(initial=initial, auto_id=forms.ids("hand_down", target.ordinal))


def _reference(target: Target, typed: Typed) -> DjangoForm:
    found: DjangoForm | None = typed.of("reference", target.ordinal)
    return found or forms.ReferenceForm(target=target, auto_id=forms.ids("reference", target.ordinal))
