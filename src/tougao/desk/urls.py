from django.urls import include, path, re_path

from tougao.desk import contributors, copy, draft, log, original, preview, queue, submissions, talk, undo

urlpatterns = [
    path("", queue.show, name="queue"),
    path("", include("tougao.desk.account_urls")),
    path("drafts/<int:draft_id>/", draft.show, name="draft"),
    path("drafts/<int:draft_id>/beside/<int:earlier_id>", copy.beside, name="beside"),
    path("drafts/<int:draft_id>/preview", preview.frame, name="preview"),
    path("drafts/<int:draft_id>/comment", talk.comment, name="comment"),
    path("drafts/<int:draft_id>/assign", talk.assign, name="assign"),
    path("drafts/<int:draft_id>/seen", talk.seen, name="seen"),
    path("mentions", talk.mentions, name="mentions"),
    path("decisions/<int:decision_id>/undo", undo.take_back, name="undo"),
    path("submissions/", submissions.show_all, name="submissions"),
    path("submissions/<int:submission_id>/", submissions.show, name="submission"),
    path("submissions/<int:submission_id>/again", submissions.try_again, name="try-again"),
    path("submissions/<int:submission_id>/original", original.frame, name="original"),
    path("submissions/<int:submission_id>/mail.eml", original.raw, name="raw"),
    path("submissions/<int:submission_id>/files/<int:position>", original.attachment, name="attachment"),
    re_path(
        r"^media/(?P<sha256>[0-9a-f]{64})-(?P<width>\d{1,4})\.(?P<extension>jpg|png)$",
        lambda request, sha256, width, extension: preview.picture(request, sha256, int(width), extension),
        name="picture",
    ),
    path("contributors", contributors.show, name="contributors"),
    path("contributors/decide", contributors.decide, name="contributor"),
    path("log", log.show, name="log"),
]
