from django.urls import path

from tougao.core.layout import Edition
from tougao.newsstand import forms, messages, rights, search, standing, status, submit

urlpatterns = [
    path("status/<str:token>/", status.show, name="status"),
    path("status/<str:token>", status.show, name="status-bare"),
    path("submit/", submit.submit, name="submit"),
    path("submit/sent/<str:token>/", submit.sent, name="sent"),
    path("wap/submit/", submit.submit, {"edition": Edition.WAP}, name="submit-wap"),
    path("wap/submit/sent/<str:token>/", submit.sent, {"edition": Edition.WAP}, name="sent-wap"),
    path("guestbook", messages.write, {"edition": "mobile"}, name="write"),
    path("comment/<int:article>", messages.write, {"edition": "mobile"}, name="write-below"),
    path("wap/guestbook", messages.write, {"edition": "wap"}, name="wap-write"),
    path("wap/comment/<int:article>", messages.write, {"edition": "wap"}, name="wap-write-below"),
    path("rights", rights.complain, {"edition": "mobile"}, name="complain"),
    path("wap/rights", rights.complain, {"edition": "wap"}, name="wap-complain"),
    path("proof.js", forms.script, name="proof"),
    path("opensearch.xml", search.describe, name="opensearch"),
    path("health", standing.health, name="health"),
    path("metrics", standing.metrics, name="metrics"),
]
