"""`/accounts/lockouts/`: who is locked out, and letting them try again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.selectors.lockouts import cool_off, lock_outs
from accounts.services.lockouts import release as release_lock_out
from accounts.views.common import for_administrators, managed, person_of


@require_safe
@for_administrators
def lockouts(request: HttpRequest) -> HttpResponse:
    """Account and address, how often, until when."""
    context = {"locks": lock_outs(person_of(request)), "minutes": cool_off().total_seconds() / 60}
    return render(request, "accounts/lockouts.html", context)


@require_POST
@for_administrators
def release(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let the account be tried again from the address that the form names."""
    person = managed(request, person_id)
    gone = release_lock_out(person=person, address=request.POST.get("address", "")[:45], by=person_of(request))
    if gone:
        messages.success(request, _("已解除 %(name)s 的登录锁定。") % {"name": person})
    else:
        messages.info(request, _("这个账号在该地址没有被锁定。"))
    return redirect("lockouts")
