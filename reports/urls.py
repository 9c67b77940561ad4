"""What is taken along on paper."""

from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("reports/regions/<str:code>/brief.pdf", views.brief, name="brief"),
]
