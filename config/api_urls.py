"""Everything under ``/api/v1/``: one router, to which viewsets are added by name; whatever else is a 404 problem."""

from django.contrib.auth.decorators import login_required
from django.urls import include, path, re_path
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated
from rest_framework.routers import SimpleRouter

from accounts.api.regions import RegionViewSet
from accounts.api.views import UnknownAddress
from exchange.api.changes import ChangeViewSet
from exchange.api.download import PeriodDownloadView
from exchange.api.observations import ObservationBulkView
from exchange.api.reports import ReportBulkView
from indicators.api import views as indicators
from plans.api import PlanViewSet
from projects.api.projects import ProjectViewSet
from projects.api.reports import ProjectReportViewSet

router = SimpleRouter()
router.register("regions", RegionViewSet, "api-regions")
router.register("plans", PlanViewSet, "api-plans")
router.register("indicators", indicators.IndicatorViewSet, "api-indicators")
router.register("plan-indicators", indicators.PlanIndicatorViewSet, "api-plan-indicators")
router.register("observations", indicators.ObservationViewSet, "api-observations")
router.register("assessments", indicators.AssessmentViewSet, "api-assessments")
router.register("projects", ProjectViewSet, "api-projects")
router.register("project-reports", ProjectReportViewSet, "api-project-reports")

schema = SpectacularAPIView.as_view(
    renderer_classes=[OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer],
    permission_classes=[IsAuthenticated],
)

#: /api/docs/, for people who are logged in. The split view sends its script as a file of its own, as our CSP demands.
docs = login_required(
    SpectacularSwaggerSplitView.as_view(
        url_name="api-schema", template_name="api/docs.html", permission_classes=[IsAuthenticated]
    )
)

urlpatterns = [
    path("schema/", schema, name="api-schema"),
    path("changes/", ChangeViewSet.as_view({"get": "list"}), name="api-changes"),
    path("project-reports/bulk/", ReportBulkView.as_view(), name="api-project-reports-bulk"),
    re_path(
        r"^periods/(?P<period>[1-9][0-9]{3}-[1-9][0-9]{3})/download/$",
        PeriodDownloadView.as_view(),
        name="api-period-download",
    ),
    path("observations/bulk/", ObservationBulkView.as_view(), name="api-observations-bulk"),
    path("", include(router.urls)),
    re_path(r"^(?:[\s\S]*/)?\Z", UnknownAddress.as_view()),
]
