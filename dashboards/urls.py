"""Pages of leaders; they stand at the root of the site."""

from django.urls import path

from dashboards.views import (
    boundaries,
    commitments,
    counties,
    doubts,
    indicator,
    long_view,
    maps,
    overview,
    region,
    row,
    screen,
    what_if,
)

app_name = "dashboards"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("regions/<str:code>/", region.region, name="region"),
    path("regions/<str:code>/counties/", counties.counties, name="counties"),
    path("regions/<str:code>/indicators/<str:indicator>/", long_view.long_view, name="long-view"),
    path("indicators/", indicator.indicators, name="indicators"),
    path("indicators/<str:code>/", indicator.indicator, name="indicator"),
    path("plan-indicators/<int:row_id>/", row.row, name="row"),
    path("plan-indicators/<int:row_id>/what-if/", what_if.what_if, name="what_if"),
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/<int:row_id>/projects/", commitments.commitment_projects, name="commitment-projects"),
    path("map/", maps.map_page, name="map"),
    path("map/boundaries/", boundaries.boundaries, name="boundaries"),
    path("map/boundaries/<int:set_id>/retire/", boundaries.retire, name="boundary-retire"),
    path("screen/", screen.screen, name="screen"),
    path("screen/open/", screen.open_screen, name="screen-open"),
    path("doubts/", doubts.doubts, name="doubts"),
    path("doubts/<int:doubt_id>/resolve/", doubts.resolve, name="resolve_doubt"),
]
