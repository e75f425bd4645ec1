from django.urls import path

from tougao.core.layout import Edition
from tougao.newsstand import search, standing, status, submit

urlpatterns = [
    path("status/<str:token>/", status.show, name="status"),
    path("status/<str:token>", status.show, name="status-bare"),
    path("submit/", submit.submit, name="submit"),
    path("submit/sent/<str:token>/", submit.sent, name="sent"),
    path("submit/wap/", submit.submit, {"edition": Edition.WAP}, name="submit-wap"),
    path("submit/wap/sent/<str:token>/", submit.sent, {"edition": Edition.WAP}, name="sent-wap"),
    path("opensearch.xml", search.describe, name="opensearch"),
    path("health", standing.health, name="health"),
    path("metrics", standing.metrics, name="metrics"),
]
