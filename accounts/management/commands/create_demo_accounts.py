"""``manage.py create_demo_accounts``: the accounts of ``accounts.demo`` and a bureau's system without a key. Local runs only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.demo import PASSWORD, PROJECT_CLERK, accounts, username
from accounts.models import ApiClient, PersonRole, Unit, User
from accounts.services import api_keys
from accounts.services.people import create_person
from regions.models import Region

#: The unit of the demo clerks: it answers for GDP and other main rows (data/units.yaml).
UNIT = "统计局"
SYSTEM = "统计局平台（演示）"
#: Of the clerk who reports on key projects (data/fields.yaml).
PROJECT_UNIT = "住房和城乡建设局"


class Command(BaseCommand):
    help = "Create demo accounts: one per role for 新乡市 and 延津县, a leader for 西平县 and 河南省; local runs only."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DEPLOYMENT == "production":
            raise CommandError("生产环境不创建演示账号。请用 createsuperuser 建立第一个管理员。")
        with transaction.atomic():
            names = [self._account(code, word, role) for code, word, role in accounts()]
            self._system()
        for name, role, region in names:
            self.stdout.write(f"{name:24}{PASSWORD:24}{role.label}  {region.name}")

    def _system(self) -> None:
        """The system of the unit of 延津县's clerk. A key is issued by whoever tries it out."""
        if not ApiClient.objects.filter(name=SYSTEM).exists():
            unit = Unit.objects.select_related("region").get(region__code="410726", name=UNIT)
            scopes = (*api_keys.READ_SCOPES, *api_keys.WRITE_SCOPES)
            api_keys.register_client(name=SYSTEM, region=unit.region, unit=unit, scopes=scopes, by=None)

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
