"""What Django answers: the desk and the readers' requests. All else is files."""

from django.urls import include, path

handler403 = "tougao.desk.access.denied"

urlpatterns = [
    path("desk/", include("tougao.desk.urls")),
    path("-/", include("tougao.newsstand.urls")),
]
