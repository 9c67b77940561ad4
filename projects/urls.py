"""Addresses of key projects."""

from django.urls import path

from projects.views import register

app_name = "projects"
urlpatterns = [path("projects/", register.project_list, name="list")]
