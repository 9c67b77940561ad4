"""Bases and targets of a file by version: a corrected file makes a new version with its reason; a person's version stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from indicators.models import Base, Cause, Target
from indicators.services.loading.writing import Loading
from regions.provenance import Verdict, changed_by_a_person, differing, verdict

Figure = Base | Target


class Versions:
    """Collects what is to be written for one kind of figure, so that old versions leave force before new ones enter."""

    def __init__(self, model: type[Base] | type[Target], *, load: Loading, file: str) -> None:
        self.model, self.load, self.file = model, load, file
        self.leaving: list[int] = []
        self.entering: list[Figure] = []

    def bring(
        self, line: Sequence[Figure], wanted: Mapping[str, Any], *, key: Mapping[str, Any], reason: str, where: str
    ) -> bool:
        """Compare the versions of one figure (oldest first) with the file; True where a new version enters force.

        A corrected file says what the plan said all along: nothing of the plan was adjusted.
        """
        current, cause = next((stored for stored in line if stored.in_force), None), ""
        if current is not None and not self._differing(current, wanted):
            self.load.unchanged(self.model)
            return False
        if line:
            found = Verdict.UPDATE if self.load.decided else self._verdict(line, current, wanted)
            if found is Verdict.KEEP:
                self.load.kept(self.model)
                return False
            if found is Verdict.CONFLICT:
                record = current or line[-1]
                self.load.receipt.conflicts.append(changed_by_a_person(record, differing(record, wanted), where))
                return False
            cause = "" if self.load.decided else Cause.CORRECTION
            reason, wanted = self._later(reason, wanted)
        if current is not None:
            self.leaving.append(current.pk)
        version = max((stored.version for stored in line), default=0) + 1
        self.entering.append(self.model(**key, **wanted, version=version, reason=reason, cause=cause))
        return True

    def _differing(self, current: Figure, wanted: Mapping[str, Any]) -> list[str]:
        """What is new. That a later document prints the same figure on another line makes no version of a decision."""
        places = ("source_line", "document") if self.load.decided else ()
        return [name for name in differing(current, wanted) if name not in places]

    def _later(self, reason: str, wanted: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        """Reason and columns of a version that follows another: a person's, or that of a corrected file."""
        if self.load.decided:
            return self.load.decided, {**wanted, "document": wanted.get("document") or self.load.document}
        said = _("数据文件 %(file)s 已更正%(reason)s")
        return said % {"file": self.file, "reason": f"：{reason}" if reason else ""}, wanted

    def _verdict(self, line: Sequence[Figure], current: Figure | None, wanted: Mapping[str, Any]) -> Verdict:
        if current is not None:
            found = verdict(current, wanted, by=self.load.by)
            if found is not Verdict.CONFLICT:
                return found
        ours = [stored for stored in line if _made_by(stored) == self.load.by]
        same = bool(ours) and not differing(ours[-1], wanted)
        return Verdict.KEEP if same else Verdict.CONFLICT

    def withdraw(self, line: Sequence[Figure], *, where: str) -> bool:
        """A figure that the file no longer has leaves force, unless a person wrote it."""
        current = next((stored for stored in line if stored.in_force), None)
        if current is None or (not self.load.decided and _made_by(current) != self.load.by):
            return False
        if not self.load.decided and verdict(current, {}, by=self.load.by) is not Verdict.UPDATE:
            self.load.receipt.conflicts.append(
                _("%(where)s：文件里已没有 %(record)s，而有人改过它，未撤下") % {"where": where, "record": current}
            )
            return False
        self.leaving.append(current.pk)
        return True

    def write(self) -> None:
        """Old versions out of force, new ones in: two statements."""
        self.model.objects.filter(pk__in=self.leaving).update(in_force=False)
        self.model.objects.bulk_create(self.entering)
        first = sum(figure.version == 1 for figure in self.entering)
        self.load.created(self.model, first)
        self.load.changed(self.model, max(len(self.entering) - first, len(self.leaving)))


def _made_by(figure: Figure) -> int | None:
    """Who wrote the first state of a version."""
    event = (
        type(figure)
        .pgh_event_model.objects.filter(pgh_obj_id=figure.pk)
        .select_related("pgh_context")
        .order_by("pgh_id")
    )
    first = event.first()
    return first.pgh_context.metadata.get("user") if first is not None and first.pgh_context else None
