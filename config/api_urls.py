"""Everything under ``/api/v1/``: one router, to which each app's viewsets are added by name."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

router = SimpleRouter()

urlpatterns = [path("", include(router.urls))]
