"""``manage.py load_samples``: invented actuals for demonstrations; every page that uses one says 演示数据."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from indicators.management.loaders import DATA, LoaderCommand, files
from indicators.services.loading.actuals import load_actuals


class Command(LoaderCommand):
    help = "Load sample actuals (演示数据) from data/samples/*.csv, or from other files. In production only with --yes."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--yes", action="store_true", help="load samples although this is a production deployment")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DEPLOYMENT == "production" and not options["yes"]:
            raise CommandError(_("这是生产环境，演示数据没有载入。确要载入请加 --yes。"))
        self.run(load_actuals, files(options["paths"], DATA / "samples", "*.csv"), sample=True)
