"""Addresses of key projects."""

from django.urls import path

from projects.views import edit, project, register

app_name = "projects"
urlpatterns = [
    path("projects/", register.project_list, name="list"),
    path("projects/<int:project_id>/", project.project, name="project"),
    path("projects/<int:project_id>/edit/", edit.edit, name="edit"),
]
