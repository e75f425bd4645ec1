"""What Django answers: the desk and the readers' requests. All else is files."""

from django.urls import include, path

from tougao.core.layout import Edition
from tougao.newsstand import search, security

handler429 = "tougao.desk.limits.too_many"
handler403 = "tougao.desk.access.denied"

urlpatterns = [
    path("desk/", include("tougao.desk.urls")),
    path("-/", include("tougao.newsstand.urls")),
    path("search", search.show, name="readers-search"),
    path("wap/search", search.show, {"edition": Edition.WAP}, name="readers-search-wap"),
    path(".well-known/security.txt", security.contact, name="security-contact"),
]
