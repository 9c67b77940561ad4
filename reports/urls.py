"""What is taken along on paper."""

from django.urls import path

from reports.views import breakdown, brief, bulletins, letters

app_name = "reports"

urlpatterns = [
    path("reports/regions/<str:code>/brief.pdf", brief.brief, name="brief"),
    path("reports/plans/<int:plan_id>/tasks/<int:year>.docx", breakdown.breakdown, name="breakdown"),
    path("reports/bulletins/", bulletins.bulletins, name="bulletins"),
    path("reports/bulletins/<int:pk>/", bulletins.issued, name="bulletin-issued"),
    path("reports/bulletins/<str:code>/<str:kind>/<str:month>/", bulletins.bulletin, name="bulletin"),
    path("letters/<int:letter_id>/letter.docx", letters.letter, name="letter"),
]
