from django.urls import path

from tougao.newsstand import reads, standing

urlpatterns = [
    path("read/<int:number>.gif", reads.count, name="read"),
    path("health", standing.health, name="health"),
    path("metrics", standing.metrics, name="metrics"),
]
