"""``manage.py create_demo_reports``: a year of monthly reports for thirty projects of 延津, 卫滨 and 新乡 (演示数据). Local runs only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from projects.management.demo.cast import Cast
from projects.management.demo.papers import issue, send_letters
from projects.management.demo.play import play_month, play_problems
from projects.management.demo.stage_set import has_been_played, set_stage
from projects.management.demo.story import read_book

BOOK = Path(settings.BASE_DIR) / "data" / "samples" / "project_reports.yaml"


class Command(BaseCommand):
    help = "Make a year of sample reports for thirty projects; run load_projects and create_demo_accounts before; local runs only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--region", action="append", metavar="CODE", help="only the projects of this region; may be repeated"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DEPLOYMENT == "production":
            raise CommandError("生产环境不创建演示月报。")
        book = read_book(BOOK)
        if options["region"]:
            book = replace(book, stories=tuple(one for one in book.stories if one.region in options["region"]))
        if has_been_played({one.region for one in book.stories}, book.year):
            self.stdout.write("演示项目月报已经建立，保持不变")
            return
        with transaction.atomic():
            cast = Cast()
            parts = set_stage(book, cast)
            for month in range(1, 13):
                play_month(parts, date(book.year, month, 1), cast)
            play_problems(parts, book.year, cast)
            sent = send_letters(parts, book.year, cast)
            issued = issue({one.region for one in book.stories}, book.year, cast)
        self.stdout.write(
            f"新建演示项目月报：{len(parts)} 个项目，{book.year} 年 12 个月；提示函 {sent} 封，通报 {issued} 期"
        )
