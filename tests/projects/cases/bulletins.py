"""Constraints of ``models/bulletins.py``."""

from datetime import date

from django.utils import timezone

from projects.models import Bulletin
from tests.constraints import Case
from tests.factories import accounts, regions


def bulletin(**given):
    base = {
        "region": regions.yanjin(), "kind": "monthly", "month": date(2025, 6, 1), "number": "第6期", "content": {"kept": True},
        "issued_by": accounts.reviewer(), "issued_at": timezone.now(),
    }  # fmt: skip
    return Bulletin(**{**base, **given})


CASES: list[Case] = [
    Case("bulletin_version_once", bulletin, collides=True),
    Case("bulletin_kind_known", bulletin, {"kind": "weekly"}),
    Case("bulletin_first_of_month", bulletin, {"month": date(2025, 6, 2)}),
    Case("bulletin_later_version_has_reason", bulletin, {"version": 2, "reason": ""}),
]
