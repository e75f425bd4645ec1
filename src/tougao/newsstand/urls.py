from django.urls import path

from tougao.newsstand import standing, status

urlpatterns = [
    path("status/<str:token>/", status.show, name="status"),
    path("status/<str:token>", status.show, name="status-bare"),
    path("health", standing.health, name="health"),
    path("metrics", standing.metrics, name="metrics"),
]
