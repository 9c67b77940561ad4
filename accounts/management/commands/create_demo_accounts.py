"""``manage.py create_demo_accounts``: the accounts of ``accounts.demo``. Local runs only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.demo import PASSWORD, PROJECT_CLERK, accounts, username
from accounts.models import PersonRole, Unit, User
from accounts.services.people import create_person
from regions.models import Region

#: The unit of the demo clerks: it answers for GDP and other main rows (data/units.yaml).
UNIT = "统计局"
#: Of the clerk who reports on key projects (data/fields.yaml).
PROJECT_UNIT = "住房和城乡建设局"


class Command(BaseCommand):
    help = "Create demo accounts: one per role for 新乡市 and 延津县, a leader for 西平县 and 河南省; local runs only."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DEPLOYMENT == "production":
            raise CommandError("生产环境不创建演示账号。请用 createsuperuser 建立第一个管理员。")
        with transaction.atomic():
            names = [self._account(code, word, role) for code, word, role in accounts()]
        for name, role, region in names:
            self.stdout.write(f"{name:24}{PASSWORD:24}{role.label}  {region.name}")

    def _account(self, code: str, word: str, role: PersonRole) -> tuple[str, PersonRole, Region]:
        """The account, new or already there; its pass word stays as a person may have changed it."""
        region = Region.objects.filter(code=code).first()
        if region is None:
            raise CommandError(f"没有地区 {code}。请先运行 load_regions。")
        name = username(word, role)
        if not User.objects.filter(username=name).exists():
            of_projects = (code, word) == PROJECT_CLERK
            named = PROJECT_UNIT if of_projects else UNIT
            unit = Unit.objects.get_or_create(region=region, name=named)[0] if role == PersonRole.CLERK else None
            create_person(
                username=name,
                password=PASSWORD,
                role=role,
                region=region,
                unit=unit,
                display_name=f"{region.name}{role.label}{'（项目）' if of_projects else ''}",
                by=None,
            )
        return name, role, region
