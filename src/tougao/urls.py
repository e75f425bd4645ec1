"""What Django answers: the desk and the readers' requests. All else is files."""

from django.urls import include, path

from tougao.newsstand import security

handler429 = "tougao.desk.limits.too_many"
handler403 = "tougao.desk.access.denied"

urlpatterns = [
    path("desk/", include("tougao.desk.urls")),
    path("-/", include("tougao.newsstand.urls")),
    path(".well-known/security.txt", security.contact, name="security-contact"),
]
