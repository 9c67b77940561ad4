"""The sentence below 试算: what the entered figure would mean for each target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from entry.selectors.preview import Outlook, TargetOutlook
from indicators.domain import display
from indicators.domain.said import spoken
from indicators.domain.types import (
    Form,
    Reason,
    Result,
)


@dataclass(frozen=True, slots=True)
class OutlookLine:
    """One target as people read it. ``before`` is "" where the status would not change."""

    target: str
    status: str
    label: str
    symbol: str
    before: str
    sentence: str
    shown: bool


@dataclass(frozen=True, slots=True)
class OutlookText:
    """What is shown below 试算. ``doubts``: sentences, the blocking ones marked."""

    lines: list[OutlookLine]
    doubts: list[tuple[bool, str]]


def outlook_text(found: Outlook, texts: Sequence[str]) -> OutlookText:
    """``texts``: the targets as printed, in the same order."""
    lines = [_line(one, text) for one, text in zip(found.targets, texts, strict=True)]
    return OutlookText(lines, [(one.blocking, one.message) for one in found.doubts])


def _line(one: TargetOutlook, text: str) -> OutlookLine:
    form = one.terms.assigned_form or one.terms.form
    label, before = spoken(display.status_text(one.then, form), _), spoken(display.status_text(one.now, form), _)
    return OutlookLine(
        target=text or _(display.FORM_LABELS[one.terms.form]),
        status=one.then.status.value,
        label=label,
        symbol=display.SYMBOLS[one.then.status],
        before="" if before == label else before,
        sentence=_sentence(one.then, form),
        shown=one.shown,
    )


def _sentence(result: Result, form: Form) -> str:
    """完成进度 51.9%（时序进度 80.0%），余下每年需 18.99%; only what applies."""
    said = []
    if result.attainment is not None:
        progress = _("完成进度 %(share)s") % {"share": display.share(result.attainment)}
        if result.elapsed_share is not None:
            progress += _("（时序进度 %(share)s）") % {"share": display.share(result.elapsed_share)}
        said.append(progress)
    if result.average is not None:
        said.append(_("年均至今 %(rate)s") % {"rate": display.rate(result.average, result.average_unit)})
    if result.required is not None:
        label = _("余下每年可用 %(rate)s") if form is Form.QUOTA else _("余下每年需 %(rate)s")
        said.append(label % {"rate": display.rate(result.required, result.required_unit)})
    elif result.required_reason in {Reason.HOLD, Reason.TARGET_MET, Reason.EXPIRED}:
        said.append(_(display.REASON_LABELS[result.required_reason]))
    return _("，").join(said)
