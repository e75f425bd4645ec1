"""Who gets what at every address: the one table. A new address without a row here fails tests/desk/test_addresses.py.

For GET and for POST (with what POSTS gives) five outcomes, for: nobody, an editor, a chief editor, an administrator, somebody
whose account was closed while signed in.

    200   the page        on    done, and sent on        door  sent to the sign-in page
    no    403             405   not that way             404   nothing there         410   no longer good        429   too often
"""

WHO = ("nobody", "editor", "chief", "administrator", "closed")

EVERYBODY = "200 200 200 200 200"
NEVER = "405 405 405 405 405"
EDITORS = "door 200 200 200 door"
CHIEFS = "door no 200 200 door"
ADMINISTRATORS = "door no no 200 door"
DONE = "door on on on door"

# A view that only reads answers a POST (with its CSRF token) with the same page; nothing changes by it.
READS = (EDITORS, EDITORS)

TABLE: dict[str, tuple[str, str]] = {
    # the queue, drafts, mails
    "desk/": READS,
    "desk/live": READS,
    "desk/search": READS,
    "desk/bulk": (NEVER, DONE),
    "desk/bulk/<int:batch_id>/undo": (NEVER, DONE),
    "desk/drafts/<int:draft_id>/peek": READS,
    "desk/drafts/<int:draft_id>/here": (NEVER, EDITORS),
    "desk/drafts/<int:draft_id>/leave": (NEVER, "door 204 204 204 door"),
    "desk/drafts/<int:draft_id>/live": READS,
    "desk/submissions/<int:submission_id>/peek": READS,
    "desk/drafts/<int:draft_id>/": (EDITORS, "door on on on door"),
    "desk/drafts/<int:draft_id>/beside/<int:earlier_id>": READS,
    "desk/drafts/<int:draft_id>/preview": READS,
    "desk/decisions/<int:decision_id>/undo": (NEVER, "door on on on door"),
    "desk/submissions/": READS,
    "desk/submissions/<int:submission_id>/": READS,
    "desk/submissions/<int:submission_id>/again": (NEVER, "door on on on door"),
    "desk/submissions/<int:submission_id>/original": READS,
    "desk/submissions/<int:submission_id>/mail.eml": READS,
    "desk/submissions/<int:submission_id>/files/<int:position>": READS,
    "desk/media/<sha256:sha256>-<int:width>.<extension:extension>": READS,
    "desk/drafts/<int:draft_id>/preview/feed": READS,
    "desk/drafts/<int:draft_id>/preview/card": READS,
    "desk/drafts/<int:draft_id>/sources/<int:number>": (EDITORS, NEVER),
    "desk/drafts/<int:draft_id>/counterparts": (EDITORS, NEVER),
    "desk/drafts/<int:draft_id>/working-copy": READS,
    "desk/drafts/<int:draft_id>/pictures": (NEVER, "door 409 409 409 door"),
    "desk/drafts/<int:draft_id>/pictures/<sha256:sha256>": (EDITORS, NEVER),
    "desk/drafts/<int:draft_id>/pictures/<sha256:sha256>/crop": (NEVER, "door 409 409 409 door"),
    "desk/drafts/<int:draft_id>/versions/": READS,
    "desk/drafts/<int:draft_id>/versions/restore": (NEVER, DONE),
    "desk/drafts/<int:draft_id>/comment": (NEVER, DONE),
    "desk/drafts/<int:draft_id>/assign": (NEVER, DONE),
    "desk/drafts/<int:draft_id>/seen": (NEVER, DONE),
    "desk/drafts/<int:draft_id>/embargo": (NEVER, DONE),
    "desk/mentions": READS,
    # people
    "desk/contributors": READS,
    "desk/contributors/<int:contributor_id>/": READS,
    "desk/contributors/<int:contributor_id>/facts": (NEVER, DONE),
    "desk/contributors/<int:contributor_id>/standing": (NEVER, "door no on on door"),
    "desk/replies": READS,
    "desk/replies/<int:reply_id>/noted": (NEVER, DONE),
    "desk/digest": (EDITORS, DONE),
    "desk/cases": READS,
    "desk/cases/<int:case_id>/": READS,
    "desk/cases/undo/<int:entry_id>": (NEVER, DONE),
    "desk/cases/<int:case_id>/<slug:deed>": (NEVER, DONE),
    "desk/submissions/<int:submission_id>/case": (NEVER, DONE),
    "desk/guestbook": READS,
    "desk/guestbook/decide": (NEVER, DONE),
    "desk/guestbook/undo/<slug:batch>": (NEVER, DONE),
    "desk/readings": (CHIEFS, NEVER),
    "desk/readings/<slug:table>.csv": (NEVER, CHIEFS),
    # settings
    "desk/settings/": (CHIEFS, CHIEFS),
    "desk/settings/<slug:part>/": (ADMINISTRATORS, "door no no 400 door"),
    "desk/settings/<slug:part>/history": (ADMINISTRATORS, ADMINISTRATORS),
    "desk/settings/<slug:part>/history/<int:number>": (NEVER, "door no no on door"),
    "desk/settings/pages/preview": (NEVER, "door no no 404 door"),
    "desk/log": READS,
    # signing in and out
    "desk/sign-in": ("200 on on on 200", "on on on on on"),
    "desk/sign-in/code": ("door on on on door", "door on on on door"),
    "desk/sign-in/passkey": ("door on on on door", "door on on on door"),
    "desk/sign-in/with/<slug:provider_id>/": (NEVER, "404 on on on 404"),
    "desk/sign-in/with/<slug:provider_id>/callback": ("404 404 404 404 404", NEVER),
    "desk/signed-in": (EDITORS, NEVER),
    "desk/sign-out": (NEVER, "door door door door door"),
    "desk/language": (NEVER, "door on on on door"),
    "desk/again": (EDITORS, "door on on on door"),
    "desk/again/code": ("door on on on door", "door on on on door"),
    "desk/again/passkey": ("door on on on door", "door on on on door"),
    # one's own account
    "desk/account": (EDITORS, NEVER),
    "desk/account/password": (EDITORS, "door on on on door"),
    "desk/account/first-password": ("door on on on door", "door on on on door"),
    "desk/account/sessions": (NEVER, "door on on on door"),
    "desk/account/keys": (NEVER, DONE),
    "desk/account/links/<int:link_id>": (NEVER, "door on on on door"),
    "desk/account/app": (EDITORS, EDITORS),
    "desk/account/app/remove": ("door 404 404 404 door", "door 404 404 404 door"),
    "desk/account/codes": (NEVER, "door 200 200 200 door"),
    "desk/account/codes/new": ("door 405 405 405 door", "door on on on door"),
    "desk/account/passkeys": (EDITORS, "door on on on door"),
    "desk/account/passkeys/<int:pk>/remove": ("door 405 405 405 door", "door 404 404 404 door"),
    # accounts
    "desk/invitations": (NEVER, ADMINISTRATORS),
    "desk/invitations/<str:token>": ("200 on on on 200", "on on on on on"),
    "desk/editors": (ADMINISTRATORS, NEVER),
    "desk/editors/<int:editor_id>": (ADMINISTRATORS, "door no no on door"),
    "desk/editors/<int:editor_id>/invitation": (NEVER, ADMINISTRATORS),
    "desk/editors/<int:editor_id>/invitation/withdraw": (NEVER, "door no no on door"),
    "desk/editors/<int:editor_id>/sessions": (NEVER, "door no no on door"),
    "desk/editors/<int:editor_id>/factors": (NEVER, "door no no on door"),
    "desk/audit": (ADMINISTRATORS, NEVER),
    "desk/audit/export": (NEVER, ADMINISTRATORS),
    # readers and machines
    "search": (EVERYBODY, NEVER),
    "wap/search": (EVERYBODY, NEVER),
    "-/opensearch.xml": (EVERYBODY, NEVER),
    "-/status/<str:token>/": (EVERYBODY, NEVER),
    "-/status/<str:token>": (EVERYBODY, NEVER),
    "-/guestbook": (EVERYBODY, "no no no no no"),  # a form without its own token is not taken
    "-/comment/<int:article>": (EVERYBODY, "no no no no no"),
    "-/wap/guestbook": (EVERYBODY, "no no no no no"),
    "-/wap/comment/<int:article>": (EVERYBODY, "no no no no no"),
    "-/rights": (EVERYBODY, "no no no no no"),
    "-/wap/rights": (EVERYBODY, "no no no no no"),
    "-/proof.js": (EVERYBODY, NEVER),
    "-/submit/": (EVERYBODY, "400 400 400 400 400"),  # nothing stands in the form
    "-/wap/submit/": (EVERYBODY, "400 400 400 400 400"),
    "-/submit/sent/<str:token>/": ("404 404 404 404 404", NEVER),  # it came by mail
    "-/wap/submit/sent/<str:token>/": ("404 404 404 404 404", NEVER),
    "-/health": (EVERYBODY, NEVER),
    "-/metrics": (EVERYBODY, NEVER),
    ".well-known/security.txt": (EVERYBODY, NEVER),
}

# What is posted: a deed that would be done if it were allowed. {names} are those of the world it is done in.
POSTS: dict[str, dict[str, str]] = {
    "desk/drafts/<int:draft_id>/": {"version": "1", "title": "新标题", "html": "<p>新正文</p>", "action": "save"},
    "desk/drafts/<int:draft_id>/working-copy": {"version": "1", "title": "新标题", "html": "<p>新正文</p>"},
    "desk/drafts/<int:draft_id>/comment": {"comment": "请核对"},
    "desk/drafts/<int:draft_id>/assign": {"editor": "zhao"},
    "desk/drafts/<int:draft_id>/embargo": {"embargo_until": "2099-12-01T08:30"},
    "desk/contributors/<int:contributor_id>/facts": {"organisation": "青禾师范学院", "language": "", "note": ""},
    "desk/contributors/<int:contributor_id>/standing": {"standing": "blocked"},
    "desk/cases/<int:case_id>/<slug:deed>": {"note": "已电话联系"},
    "desk/guestbook/decide": {"deed": "let through", "message": "{message_id}"},
    "desk/sign-in": {"username": "zhao", "password": "春江潮水连海平"},
    "desk/again": {"password": "春江潮水连海平"},
    "desk/language": {"language": "en"},
    "desk/account/password": {
        "oldpassword": "春江潮水连海平",
        "password1": "海上明月共潮生滟滟随波",
        "password2": "海上明月共潮生滟滟随波",
    },
    "desk/invitations": {"username": "qian", "role": "administrator"},
    "desk/invitations/<str:token>": {"password": "滟滟随波千万里何处春江"},
    "desk/editors/<int:editor_id>": {"role": "administrator", "active": "no"},
}

# Every deed on a draft: the status it is in, what is sent beside the deed, and what a POST of it does for each of WHO.
# 409 is the page again, with the reason why not.
DEEDS: dict[str, tuple[str, dict[str, str], str]] = {
    "save": ("new", {}, DONE),
    "preview": ("new", {}, DONE),
    "style:safe": ("new", {}, DONE),
    "back:all": ("new", {}, DONE),
    "approve": ("new", {}, DONE),
    "schedule": ("new", {"publish_at": "2099-12-01T08:30"}, DONE),
    "return": ("new", {"reason-return": "请补图"}, DONE),
    "spike": ("new", {}, DONE),
    "correct": ("published", {"note": "人名有误"}, DONE),
    "amend": ("published", {}, DONE),
    "pin": ("published", {}, DONE),
    "unpin": ("published", {}, DONE),
    "withdraw": ("published", {"reason-withdraw": "作者要求"}, "door 409 on on door"),
    "reopen": ("spiked", {}, DONE),
    "reopen what was returned": ("returned", {}, DONE),
    "reopen what was scheduled": ("scheduled", {}, DONE),
    "reopen what was withdrawn": ("withdrawn", {}, "door 409 on on door"),
    "pass": ("new", {}, "door 409 409 409 door"),  # in a newsroom of one review
    "send-back": ("new", {"reason-send-back": "请核对"}, "door 409 409 409 door"),
    # Where a draft is read twice, the last time by a chief:
    "pass it on": ("new", {}, DONE),
    "approve at the last review": ("second", {}, "door 409 on on door"),
    "send-back from the last review": ("second", {"reason-send-back": "请核对"}, "door 409 on on door"),
    "correct where a chief has the last word": ("published", {}, "door 409 on on door"),
}

# Every part of the settings: who may look at it and at its history, who may edit it and bring a version back.
SETTINGS: dict[str, tuple[str, str]] = dict.fromkeys(
    ("texts", "categories", "footer", "friends", "pages", "guestbook", "rights"), (ADMINISTRATORS, "door no no on door")
) | dict.fromkeys(("returns", "style"), (CHIEFS, "door no on on door"))
