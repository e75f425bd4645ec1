from django.urls import path

from tougao.newsstand import forms, messages, reads, rights, standing, status

urlpatterns = [
    path("read/<int:number>.gif", reads.count, name="read"),
    path("status/<str:token>/", status.show, name="status"),
    path("status/<str:token>", status.show, name="status-bare"),
    path("guestbook", messages.write, {"edition": "mobile"}, name="write"),
    path("comment/<int:article>", messages.write, {"edition": "mobile"}, name="write-below"),
    path("wap/guestbook", messages.write, {"edition": "wap"}, name="wap-write"),
    path("wap/comment/<int:article>", messages.write, {"edition": "wap"}, name="wap-write-below"),
    path("rights", rights.complain, {"edition": "mobile"}, name="complain"),
    path("wap/rights", rights.complain, {"edition": "wap"}, name="wap-complain"),
    path("proof.js", forms.script, name="proof"),
    path("health", standing.health, name="health"),
    path("metrics", standing.metrics, name="metrics"),
]
