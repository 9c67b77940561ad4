"""``manage.py load_boundaries FILE``: boundaries of an approved map, with its review number (审图号)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.models import PersonRole, User
from accounts.services.boundaries import load_boundaries
from regions.files import FileRefused, label_of
from regions.models import Region


class Command(BaseCommand):
    help = "Load the boundaries of an approved map from a GeoJSON file. Nothing is fetched and nothing is simplified unless asked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--review-number", required=True, help="审图号 as printed, e.g. GS(2024)1234号")
        parser.add_argument("--source", required=True, help="who reviewed and published it, and where it is from")
        parser.add_argument("--region", required=True, metavar="CODE", help="the region that the map covers")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the administrator who loads it")
        parser.add_argument("--name", default="", help="how people tell it apart (the file's name)")
        parser.add_argument("--valid-from", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
        parser.add_argument("--simplify", type=int, default=None, metavar="METRES", help="drop detail finer than this")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        root = Region.objects.filter(code=options["region"]).first()
        by = User.objects.filter(username=options["by"], role=PersonRole.ADMINISTRATOR, is_active=True).first()
        if root is None:
            raise CommandError(_("没有代码为“%(code)s”的地区。") % {"code": options["region"]})
        if by is None:
            raise CommandError(_("没有叫“%(name)s”的管理员。") % {"name": options["by"]})
        try:
            loaded = load_boundaries(
                file_name=label_of(path), data=path.read_bytes(), root=root, name=options["name"] or path.stem,
                review_number=options["review_number"], source=options["source"], valid_from=options["valid_from"],
                simplify_m=options["simplify"], by=by,
            )  # fmt: skip
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        except FileRefused as refused:
            raise CommandError(str(refused)) from None
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from None
        self.stdout.write(
            _("已载入 %(number)d 个地区的边界，顶点 %(before)d → %(after)d。")
            % {"number": loaded.shapes, "before": loaded.before, "after": loaded.after}
        )
