"""Attaching files to a figure (佐证材料) and taking them off: kept under their hash, what they are told by content."""

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
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access
from accounts.models import User
from accounts.services.history import history
from files.attach import attachable
from files.keep import Kept, NoRoom, TooLarge, keep
from files.kinds import Kind
from files.names import shown_name
from files.refusal import Unreadable, Why
from indicators.models import Evidence, Observation, PlanIndicator
from indicators.selectors.evidence import may_add, may_take_off
from regions.recorded import recorded

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 10
#: What one person may attach within a day; nobody has so much.
MAX_FILES_A_DAY = 300
MAX_A_DAY = 1024 * 1024 * 1024
MAX_NAME = 120

#: Why a file is not attached, and what to do.
REFUSALS: dict[Why, str | Promise] = {
    Why.EMPTY: gettext_lazy("文件是空的。"),
    Why.TOO_LARGE: gettext_lazy("图片的尺寸太大。请缩小后再上传。"),
    Why.BOMB: gettext_lazy("文件解压后大得反常，不予保存。请另存为 PDF 后再上传。"),
    Why.OLD_WORD: gettext_lazy("这是旧版 Word 文件。请另存为 .docx 或 PDF 后再上传。"),
    Why.OLD_EXCEL: gettext_lazy("这是旧版 Excel 文件。请另存为 .xlsx 或 PDF 后再上传。"),
    Why.ENCRYPTED: gettext_lazy("文件设了密码，审核员打不开。请去掉密码后再上传。"),
    Why.MACROS: gettext_lazy("文件带有宏。请另存为不带宏的 .docx、.xlsx 或 PDF 后再上传。"),
    Why.DAMAGED: gettext_lazy("文件不完整或已损坏。请重新导出后再上传。"),
    Why.BINARY: gettext_lazy("只接受 PDF、图片（png、jpg）、Word（docx）和 Excel（xlsx）；文件是什么按内容判断。"),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it arrives. ``name`` as the sender calls it; ``chunks`` its bytes, read once."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Attached:
    """``new`` False: the same content was attached to this figure before, and ``evidence`` is that one."""

    evidence: Evidence
    new: bool


def attach(*, observation: Observation, name: str, chunks: Iterable[bytes], by: User) -> Attached:
    """Attach a file to one version of a figure. ``ValidationError`` says which file is refused, why, and what to do."""
    label = shown_name(name, most=MAX_NAME) or _("未命名")
    content = _content(chunks, label)
    kind = _kind(content, label)
    with transaction.atomic(), history(by, recorded("添加佐证材料")):
        figure = _locked(observation)
        access.require(may_add(by, figure), user=by, what=f"attach to observation {figure.pk}")
        kept = _keep(content, label)
        current = figure.evidence.filter(removed_at__isnull=True)
        same = current.filter(sha256=kept.sha256).first()
        if same is not None:
            return Attached(same, new=False)
        if current.count() >= MAX_FILES:
            raise _refused(label, _("一条数据最多附 %(most)d 个文件。请合并成一个 PDF。") % {"most": MAX_FILES})
        _check_day(by, label)
        evidence = Evidence(
            observation=figure, name=label, kind=kind.value, size=kept.size, sha256=kept.sha256, file=kept.place,
            uploaded_by=by,
        )  # fmt: skip
        evidence.full_clean(exclude=["observation", "uploaded_by"])
        evidence.save()
    return Attached(evidence, new=True)


def remove(*, evidence: Evidence, by: User) -> None:
    """Take a file off its figure; the row and the file stay, for the history. Twice is once."""
    with transaction.atomic(), history(by, recorded("移除佐证材料")):
        figure = _locked(evidence.observation)
        access.require(may_take_off(by, figure), user=by, what=f"remove evidence {evidence.pk}")
        stored = Evidence.objects.get(pk=evidence.pk)
        if stored.removed_at is None:
            stored.removed_by, stored.removed_at = by, timezone.now()
            stored.save(update_fields=["removed_by", "removed_at"])


def change(*, observation: Observation, added: Iterable[Sent], removed: Iterable[int], by: User) -> int:
    """Both at once, all or nothing: keys in ``removed`` that are not of this figure are left alone. How many came new."""
    with transaction.atomic():
        for evidence in Evidence.objects.filter(observation=observation, pk__in=list(removed)):
            remove(evidence=evidence, by=by)
        return sum(attach(observation=observation, name=one.name, chunks=one.chunks, by=by).new for one in added)


def path_of(evidence: Evidence) -> Path:
    """Where the file lies."""
    return Path(settings.MEDIA_ROOT) / evidence.file


def _locked(observation: Observation) -> Observation:
    """The figure as it stands now; whatever else happens to its row waits."""
    PlanIndicator.objects.select_for_update(no_key=True).get(pk=observation.row_id)
    return Observation.objects.select_related("row__plan__region").get(pk=observation.pk)


def _content(chunks: Iterable[bytes], label: str) -> bytes:
    """All of it, if it is not too much; it is looked into before any of it is stored."""
    found = bytearray()
    for chunk in chunks:
        found += chunk
        if len(found) > MAX_BYTES:
            raise _too_large(label)
    return bytes(found)


def _kind(content: bytes, label: str) -> Kind:
    try:
        return attachable(content, name=label)
    except Unreadable as fault:
        if fault.why is Why.MISNAMED:
            said = _("内容与文件名的后缀不符，按内容应以 %(suffix)s 结尾。请核对是不是这个文件。") % {
                "suffix": fault.detail
            }
            raise _refused(label, said) from None
        raise _refused(label, str(REFUSALS.get(fault.why, REFUSALS[Why.DAMAGED]))) from None


def _keep(content: bytes, label: str) -> Kept:
    try:
        return keep([content], root=Path(settings.MEDIA_ROOT), folder="evidence", most=MAX_BYTES)
    except TooLarge:
        raise _too_large(label) from None
    except NoRoom:
        raise _refused(label, _("服务器的磁盘空间不足，文件没有保存。请联系管理员。")) from None


def _check_day(by: User, label: str) -> None:
    recent = Evidence.objects.filter(uploaded_by=by, uploaded_at__gte=timezone.now() - timedelta(days=1))
    had = recent.aggregate(files=Count("pk"), size=Sum("size", default=0))
    if had["files"] >= MAX_FILES_A_DAY or had["size"] >= MAX_A_DAY:
        raise _refused(label, _("您一天内上传的材料已到上限。请明天再传，或联系管理员。"))


def _too_large(label: str) -> ValidationError:
    return _refused(label, _("文件超过 %(most)d MB。请压缩，或只附有关的几页。") % {"most": MAX_BYTES >> 20})


def _refused(label: str, sentence: str) -> ValidationError:
    """``evidence`` is the field of the form that the sentence stands at."""
    return ValidationError({"evidence": _("“%(name)s”没有附上：%(why)s") % {"name": label, "why": sentence}})
