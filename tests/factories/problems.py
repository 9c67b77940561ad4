"""A project of Yanjin with a problem that another bureau must solve: through the services, past no rule."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from projects.services import problems
from tests.factories import accounts
from tests.factories.accounts import UnitFactory
from tests.factories.projects import ProjectFactory

#: Given out then, to be solved by ``DUE``: overdue ever since.
GIVEN_OUT = datetime(2025, 4, 1, 1, tzinfo=UTC)
DUE = date(2025, 5, 1)


def overdue_problem(*, sample=False, text="用地未批", **project):
    """``problem``, its ``project``, the ``unit`` that must solve it, the ``lead`` unit and the ``reviewer`` who gave it out."""
    lead = UnitFactory(name="住房和城乡建设局")
    project = ProjectFactory(**{"lead_unit": lead, "name": "城东水厂", "sample": sample} | project)
    unit, reviewer = UnitFactory(name="自然资源局"), accounts.reviewer()
    raised = problems.raise_problem(
        project=project, text=text, kind="land", by=reviewer, sample=sample, at=GIVEN_OUT
    )  # fmt: skip
    problem = problems.assign(problem=raised, unit=unit, due=DUE, lock=raised.lock, by=reviewer, at=GIVEN_OUT)
    return SimpleNamespace(problem=problem, project=project, unit=unit, lead=lead, reviewer=reviewer)
