from django.urls import path

from tougao.newsstand import reads, standing, status

urlpatterns = [
    path("read/<int:number>.gif", reads.count, name="read"),
    path("status/<str:token>/", status.show, name="status"),
    path("status/<str:token>", status.show, name="status-bare"),
    path("health", standing.health, name="health"),
    path("metrics", standing.metrics, name="metrics"),
]
