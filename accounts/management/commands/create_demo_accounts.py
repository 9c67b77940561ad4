"""``manage.py create_demo_accounts``: one account per role for 新乡市 and 延津县, a leader for 西平县 and 河南省. Local runs only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.demo import PASSWORD, accounts, username
from accounts.models import PersonRole, Unit, User
from accounts.services.people import create_person
from regions.models import Region

#: The unit of the demo clerks: it answers for GDP and other main rows (data/units.yaml).
UNIT = "统计局"


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
            unit = Unit.objects.get_or_create(region=region, name=UNIT)[0] if role == PersonRole.CLERK else None
            create_person(
                username=name,
                password=PASSWORD,
                role=role,
                region=region,
                unit=unit,
                display_name=f"{region.name}{role.label}",
                by=None,
            )
        return name, role, region
