"""``issue_key --client NAME --region CODE --scope read [--scope write] [--unit NAME] [--days N]``: print a new API key, once."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import Unit
from accounts.models.api_clients import Scope
from accounts.services import api_keys
from regions.models import Region


class Command(BaseCommand):
    help = "为其他单位的系统签发接口密钥：最后一行是密钥，只显示这一次。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--client", required=True, metavar="NAME", help="系统名称；没有登记过就登记")
        parser.add_argument("--region", required=True, metavar="CODE", help="地区范围：该地区及其下级；全国是 100000")
        parser.add_argument(
            "--scope", required=True, action="append", metavar="SCOPE",
            help="权限，可写多次；read 是全部读权限，write 是全部报送权限",
        )  # fmt: skip
        parser.add_argument("--unit", metavar="NAME", help="只限该地区的这个单位；不写就是所有单位")
        parser.add_argument("--days", type=int, metavar="N", help="多少天后到期；不写就不到期")

    def handle(self, *args: Any, **options: Any) -> None:
        region = Region.objects.filter(code=options["region"]).first()
        if region is None:
            raise CommandError(f"没有代码为 {options['region']} 的地区。请先运行 load_regions，或检查代码。")
        unit, scopes, days = _unit(region, options["unit"]), _scopes(options["scope"]), options["days"]
        until = None if days is None else timezone.now() + timedelta(days=days)
        try:
            with transaction.atomic():
                client = api_keys.register_client(
                    name=options["client"], region=region, unit=unit, scopes=scopes, by=None
                )
                _key, plain = api_keys.issue_key(client=client, by=None, expires_at=until)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stderr.write(
            f"{client.name}：{region.code} {region.name}，{'、'.join(client.scopes)}。请保存密钥，它不会再次显示。"
        )
        self.stdout.write(plain)


def _unit(region: Region, name: str | None) -> Unit | None:
    if name is None:
        return None
    unit = Unit.objects.filter(region=region, name=name).first()
    if unit is None:
        raise CommandError(f"{region.name}没有叫“{name}”的单位。")
    return unit


def _scopes(words: list[str]) -> list[str]:
    scopes: list[str] = []
    for word in words:
        if word == "read":
            scopes += api_keys.READ_SCOPES
        elif word == "write":
            scopes += api_keys.WRITE_SCOPES
        elif word in Scope.values:
            scopes.append(word)
        else:
            raise CommandError(f"没有“{word}”这种权限。可用：read、write、{'、'.join(Scope.values)}")
    return scopes
