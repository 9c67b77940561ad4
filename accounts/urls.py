"""Addresses of accounts. Names without a namespace are the ones that Django's own views look up."""

from django.contrib.auth import views as auth
from django.urls import path

from accounts.views import audit, displays, lockouts, log_in, me, people, two_step, units

urlpatterns = [
    path("", people.people, name="accounts"),
    path("people/new/", people.new, name="account-new"),
    path("people/<int:person_id>/", people.edit, name="account"),
    path("people/<int:person_id>/password/", people.new_password, name="account-password"),
    path("people/<int:person_id>/two-step/", people.no_second_step, name="account-two-step"),
    path("people/<int:person_id>/release/", lockouts.release, name="account-release"),
    path("roles/", people.roles, name="roles"),
    path("units/", units.units, name="units"),
    path("units/new/", units.new, name="unit-new"),
    path("units/<int:unit_id>/", units.rename, name="unit"),
    path("displays/", displays.displays, name="displays"),
    path("displays/<int:key_id>/revoke/", displays.revoke, name="display-revoke"),
    path("lockouts/", lockouts.lockouts, name="lockouts"),
    path("audit/", audit.audit, name="audit"),
    path("audit/export/", audit.export, name="audit-export"),
    path("me/", me.me, name="me"),
    path("two-step/", two_step.two_step, name="two-step"),
    path("two-step/begin/", two_step.begin, name="two-step-begin"),
    path("two-step/confirm/", two_step.confirm, name="two-step-confirm"),
    path("two-step/change/", two_step.change, name="two-step-change"),
    path("login/", log_in.LogIn.as_view(), name="login"),
    path("login/code/", log_in.code, name="log-in-code"),
    path("logout/", log_in.LogOut.as_view(), name="logout"),
    path("password/", me.password, name="password_change"),
    path(
        "password/done/",
        auth.PasswordChangeDoneView.as_view(template_name="accounts/password_change_done.html"),
        name="password_change_done",
    ),
]
