"""Taking in a plan document: kept under its hash whatever it is, one row, nothing else written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from files.keep import LEAST_FREE, Kept, NoRoom, TooLarge, keep
from files.names import shown_name
from indicators.services.errors import WrongState
from intake.models import Intake, IntakeState
from regions.models import NATION_CODE, Region
from regions.recorded import recorded

#: Nothing larger is kept, not even for inspection: a form must not fill the disk.
MAX_KEPT = 100 * 1024 * 1024
#: What one person may upload within a day, in all; nobody has so many plans.
MAX_A_DAY = 1024 * 1024 * 1024
MAX_FILES_A_DAY = 200


@dataclass(frozen=True, slots=True)
class Accepted:
    """``new`` False: the same content was uploaded for this region before, and ``intake`` is that one."""

    intake: Intake
    new: bool


def accept_upload(
    *, chunks: Iterable[bytes], name: str, by: User, region: Region | None = None, pasted: bool = False
) -> Accepted:
    """Keep an upload and queue its reading; the caller hands it on by ``intake.tasks.enqueue_on_commit``.

    ``region``: for whom (None: the person's own). Whether the file can be read is found out by the reading; one that cannot
    stays, with its hash and the reason. ``ValidationError``: larger than anything that is kept, more than one person uploads
    in a day, or no room on the disk.
    """
    region = region or by.region or Region.objects.get(code=NATION_CODE)
    access.require(access.may_plan(by, region), user=by, what=f"upload a plan document for {region.code}")
    _check_day(by)
    kept = _keep(chunks)
    label = _("粘贴的文字") if pasted else shown_name(name, most=255) or _("未命名")
    with transaction.atomic(), history(by, recorded("上传规划文本")):
        Region.objects.select_for_update(no_key=True).get(
            pk=region.pk
        )  # the same file twice at once: one after the other
        same = Intake.objects.filter(region=region, sha256=kept.sha256).exclude(state=IntakeState.DISCARDED).first()
        if same is not None:
            return Accepted(same, new=False)
        intake = Intake(
            region=region, name=label, size=kept.size, sha256=kept.sha256, file=kept.place, pasted=pasted, uploaded_by=by
        )  # fmt: skip
        intake.full_clean(exclude=["region", "uploaded_by"])
        intake.save()
    return Accepted(intake, new=True)


def accept_pasted(*, text: str, by: User, region: Region | None = None) -> Accepted:
    """The same for a text that somebody pasted."""
    return accept_upload(chunks=[text.encode()], name="", by=by, region=region, pasted=True)


def discard(*, intake: Intake, by: User) -> None:
    """Put an intake aside: nothing was written from it, its file stays, the same file may be uploaded anew."""
    with transaction.atomic(), history(by, recorded("作废导入")):
        stored = Intake.objects.select_for_update(of=["self"]).select_related("region").get(pk=intake.pk)
        access.require(access.may_plan(by, stored.region), user=by, what=f"discard intake {intake.pk}")
        if stored.state == IntakeState.CONFIRMED:
            raise WrongState(_("该导入已确认成规划，不能作废。"))
        stored.state = IntakeState.DISCARDED
        stored.save(update_fields=["state"])


def path_of(intake: Intake) -> Path:
    """Where the uploaded file lies."""
    return Path(settings.MEDIA_ROOT) / intake.file


def _keep(chunks: Iterable[bytes]) -> Kept:
    """The content below MEDIA_ROOT, whatever it was called; ``ValidationError`` with a sentence where it is not kept."""
    try:
        return keep(chunks, root=Path(settings.MEDIA_ROOT), folder="intake", most=MAX_KEPT, least_free=LEAST_FREE)
    except NoRoom:
        raise ValidationError(_("服务器的磁盘空间不足，文件没有保存。请联系管理员。")) from None
    except TooLarge:
        raise ValidationError(
            _("文件超过 %(most)d MB，没有保存。请去掉图片后另存，或只上传规划正文。") % {"most": MAX_KEPT >> 20}
        ) from None


def _check_day(by: User) -> None:
    """Refuse who has uploaded more within a day than anybody has plans."""
    recent = Intake.objects.filter(uploaded_by=by, uploaded_at__gte=timezone.now() - timedelta(days=1))
    had = recent.aggregate(files=Count("pk"), size=Sum("size", default=0))
    if had["files"] >= MAX_FILES_A_DAY or had["size"] >= MAX_A_DAY:
        said = _("您一天内已上传 %(files)d 个文件（共 %(size)d MB），文件没有保存。请明天再传，或联系管理员。")
        raise ValidationError(said % {"files": had["files"], "size": had["size"] >> 20})
