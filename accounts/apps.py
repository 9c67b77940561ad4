from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("账号与单位")

    def ready(self) -> None:
        from accounts.sessions import stamp_log_in  # noqa: PLC0415  (settings are not read before)

        user_logged_in.connect(stamp_log_in, dispatch_uid="accounts.sessions")
