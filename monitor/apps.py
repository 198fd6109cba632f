"""The app that hears: its tables, and the database's own refusal to forget what people have said."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from monitor.append_only import protect_after_migrate


class MonitorConfig(AppConfig):
    name = "monitor"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(protect_after_migrate, sender=self)
