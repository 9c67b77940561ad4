"""A letter to take along as a Word document."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.views.along import download, record_export
from files.kinds import MEDIA_TYPES, Kind
from indicators.domain.stored import from_stored
from projects.domain.letters import LetterContent
from projects.selectors.letters import found_letter
from projects.views.common import only_now, person
from reports.letter import letter_docx


@require_safe
@only_now
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The letter as it was issued, for whoever may see it."""
    one = found_letter(person(request), letter_id)
    if one is None:
        raise Http404
    data = letter_docx(from_stored(LetterContent, one.content), made_at=one.issued_at)
    name = _("提示函 %(number)s %(unit)s") % {"number": one.number, "unit": one.unit.name}
    record_export(request, name, region=one.region)
    return download(data, f"{name}.docx", MEDIA_TYPES[Kind.WORD], plain="letter.docx")
