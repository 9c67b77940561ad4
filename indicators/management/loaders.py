"""What the loading commands share: which files, how the receipt and a refusal are printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from regions.files import FileRefused, Problem, Receipt, label_of

DATA = Path(settings.BASE_DIR) / "data"
CATALOGUE = Path(settings.BASE_DIR) / "indicators" / "catalogue"


class LoaderCommand(BaseCommand):
    """A command that loads the committed files, or the files that are named; exit 1 and no change where a row is wrong."""

    #: Whether what it loads makes assessments stale.
    queues_recompute = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="FILE", help="files to load instead of the committed ones"
        )

    def run(self, load: Callable[..., Receipt], *args: Any, **options: Any) -> None:
        """Call the loader and print what it did, or why it did nothing."""
        try:
            receipt = load(*args, **options)
        except FileRefused as refused:
            count = len(refused.problems)
            raise CommandError(f"{refused}\n{_('共 %(n)d 处问题，什么都没有改。') % {'n': count}}") from None
        for line in receipt.lines():
            self.stdout.write(line)
        if not receipt.written:
            self.stdout.write(_("没有变化。"))
        elif self.queues_recompute:
            self.stdout.write(_("重算已排队，后台任务会处理；也可以运行 recompute 立即计算。"))


def files(named: Sequence[Path], folder: Path, pattern: str) -> list[Path]:
    """The named files, else those of the folder in the order of their names. None at all is refused."""
    found = list(named) or sorted(folder.glob(pattern))
    if not found:
        raise CommandError(str(Problem(label_of(folder), "", "", "", _("没有文件"), _("请检查安装是否完整"))))
    return found
