from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "config"
    verbose_name = "config"

    def ready(self) -> None:
        # The system checks register themselves; the Celery application makes tasks that a page sends find the broker.
        from config import celery, checks  # noqa: F401
