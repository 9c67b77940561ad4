"""Decisions about entries that may be the same works (``data/projects/pairs.csv``), brought to the pairs that stand open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from accounts.models import User
from indicators.services.loading.writing import Loading
from projects.models import Decision, LikePair, Project
from projects.services.loading.files import ProjectFile
from projects.services.pairs import add_pair, decide, propose_pairs, undo
from regions.fields import Fields
from regions.files import FileRefused, Problem, label_of, read_csv
from regions.recorded import recorded

COLUMNS = ("plan", "first_line", "first_name", "second_line", "second_name", "decision", "kept", "reason")
_KEPT = ("first", "second")


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """One decision. ``first``, ``second``: line and name as the document prints them; ``kept``: which goes on when merged."""

    plan: str
    first: tuple[int, str]
    second: tuple[int, str]
    decision: str
    kept: str
    reason: str


def read_decisions(path: Path) -> list[DecisionEntry]:
    """The decisions of a file. ``FileRefused`` names every bad row."""
    problems: list[Problem] = []
    found, seen = [], set()
    for row, data in read_csv(path, COLUMNS):
        fields = Fields(label_of(path), row, data, problems)
        entry = DecisionEntry(
            plan=fields.text("plan", required=True),
            first=(fields.whole("first_line", required=True) or 0, fields.text("first_name", required=True)),
            second=(fields.whole("second_line", required=True) or 0, fields.text("second_name", required=True)),
            decision=fields.choice("decision", [one for one in Decision.values if one != "open"], required=True),
            kept=fields.choice("kept", _KEPT),
            reason=fields.text("reason", required=True, most=300),
        )
        if (entry.decision == Decision.MERGED) != bool(entry.kept):
            fields.refuse("kept", _("合并须写保留哪一个，其他处理不写"), _("请填 first 或 second，或留空"))
        if (entry.plan, entry.first, entry.second) in seen:
            fields.refuse("first_name", _("这一对已经写过"), _("请去掉重复的一行"))
        seen.add((entry.plan, entry.first, entry.second))
        found.append(entry)
    if problems:
        raise FileRefused(problems)
    return found


def write_pairs(file: ProjectFile, decisions: Sequence[DecisionEntry], path: Path, load: Loading) -> None:
    """Propose the pairs of a plan and bring the decisions that are about it. What a person decided or reopened stays.

    What an earlier file decided follows the file of today: changed, or taken back where it says nothing any more.
    """
    load.created(LikePair, propose_pairs(plan=file.plan))
    named = {(one.source_line, one.name): one for one in file.plan.projects.all()}
    key = f"{file.plan.region.code}-{file.plan.period}"
    system = User.objects.get(pk=load.by)
    brought = set()
    for entry in decisions:
        if entry.plan != key:
            continue
        first, second = named.get(entry.first), named.get(entry.second)
        if first is None or second is None:
            gone = entry.first if first is None else entry.second
            said = _("规划里没有这一行这个名称的项目"), _("请对照项目文件改正")
            raise FileRefused([Problem(label_of(path), str(gone[0]), "", gone[1], *said)])
        brought.add(_bring(entry, first, second, system, load).pk)
    if not decisions:  # loaded without a file of decisions
        return
    for pair in LikePair.objects.filter(first__plan=file.plan, decided_by=system).exclude(pk__in=brought):
        undo(pair=pair, reason=recorded("文件不再列出这一处理"), by=system)
        load.changed(LikePair)


def _bring(entry: DecisionEntry, first: Project, second: Project, system: User, load: Loading) -> LikePair:
    pair = add_pair(first=first, second=second)
    if (pair.decision, pair.reason) == (entry.decision, entry.reason):
        load.unchanged(LikePair)
    elif pair.decided_by_id not in (None, system.pk) or (pair.decision == Decision.OPEN and _reopened(pair)):
        load.kept(LikePair)  # a person decided it, or took it back
    elif pair.decision == entry.decision:
        pair.reason = entry.reason
        pair.save(update_fields=["reason"])
        load.changed(LikePair)
    else:
        if pair.decision != Decision.OPEN:
            pair = undo(pair=pair, reason=recorded("文件改了这一处理"), by=system)
        kept = {"first": first.pk, "second": second.pk}.get(entry.kept)
        decide(pair=pair, decision=entry.decision, reason=entry.reason, by=system, kept=kept)
        load.changed(LikePair)
    return pair


def _reopened(pair: LikePair) -> bool:
    """Whether the pair was decided before and taken back; where a file lost the decision and brings it again, it stays open too."""
    events = LikePair.pgh_event_model.objects.filter(pgh_obj_id=pair.pk)  # type: ignore[attr-defined]
    return bool(events.exclude(decision=Decision.OPEN).exists())
