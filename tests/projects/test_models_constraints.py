"""Every constraint of projects, three ways. The cases of each file of models stand in ``cases/``."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.constraints import check_full_clean_fails, check_good_row_passes, check_save_fails, constraints_of
from tests.factories.projects import ProjectFactory
from tests.projects.cases import bulletins, problems, register, reports

pytestmark = pytest.mark.django_db
CASES = [*register.CASES, *reports.CASES, *problems.CASES, *bulletins.CASES]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_good_row_passes(case):
    check_good_row_passes(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_full_clean_fails(case):
    check_full_clean_fails(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_save_fails(case):
    check_save_fails(case)


def test_a_project_is_never_merged_into_itself():
    """Only a stored one can point at itself."""
    one = ProjectFactory()
    one.merged_into = one
    with pytest.raises(ValidationError, match="项目不能并入自己"):
        one.full_clean()
    with pytest.raises(IntegrityError, match="project_not_merged_into_itself"), transaction.atomic():
        one.save()


def test_no_constraint_is_left_out():
    elsewhere = {"project_not_merged_into_itself"}
    assert constraints_of("projects") == {case.name for case in CASES} | elsewhere
