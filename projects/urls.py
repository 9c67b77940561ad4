"""Addresses of key projects."""

from django.urls import path

from projects.views import boxes, edit, letters, pairs, problems, project, register

app_name = "projects"
urlpatterns = [
    path("projects/", register.project_list, name="list"),
    path("projects/<int:project_id>/", project.project, name="project"),
    path("projects/<int:project_id>/edit/", edit.edit, name="edit"),
    path("problems/", problems.problem_list, name="problems"),
    path("problems/<int:problem_id>/", problems.problem, name="problem"),
    path("letters/", letters.letter_list, name="letters"),
    path("letters/new/<int:unit_id>/", letters.new, name="letter-new"),
    path("letters/<int:letter_id>/", letters.letter, name="letter"),
    path("projects/boxes/", boxes.boxes, name="boxes"),
    path("projects/pairs/", pairs.pairs, name="pairs"),
    path("projects/pairs/find/", pairs.find_again, name="pairs-find"),
    path("projects/pairs/<int:pair_id>/decide/", pairs.decide, name="pair-decide"),
    path("projects/pairs/<int:pair_id>/undo/", pairs.undo, name="pair-undo"),
]
