"""Addresses of signing in, of one's own account, and of all accounts. Names with a prefix are those django-allauth asks for."""

from django.urls import path

from tougao.desk import account, audit, editors, invitations, outside, second_factor, session

urlpatterns = [
    path("sign-in", session.SignIn.as_view(), name="sign-in"),
    path("sign-in", session.SignIn.as_view(), name="account_login"),
    path("sign-in/code", session.SecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey", session.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("sign-in/with/<slug:provider_id>/", outside.begin, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/callback", outside.back, name="openid_connect_callback"),
    path("signed-in", session.signed_in, name="signed-in"),
    path("sign-out", session.sign_out, name="sign-out"),
    path("language", session.language, name="language"),
    path("again", session.AgainByPassword.as_view(), name="account_reauthenticate"),
    path("again/code", session.AgainByCode.as_view(), name="mfa_reauthenticate"),
    path("again/passkey", session.AgainByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account", account.show, name="account"),
    path("account", account.show, name="mfa_index"),
    path("account", account.show, name="mfa_list_webauthn"),
    path("account/password", account.ChangePassword.as_view(), name="account_change_password"),
    path("account/first-password", account.SetPassword.as_view(), name="account_set_password"),
    path("account/sessions", account.end_sessions, name="end-sessions"),
    path("account/keys", account.keys, name="single-keys"),
    path("account/links/<int:link_id>", account.unlink, name="unlink"),
    path("account/app", second_factor.AddApp.as_view(), name="mfa_activate_totp"),
    path("account/app/remove", second_factor.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("account/codes", second_factor.show_codes, name="mfa_view_recovery_codes"),
    path("account/codes/new", second_factor.make_codes, name="mfa_generate_recovery_codes"),
    path("account/passkeys", second_factor.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove", second_factor.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("invitations", invitations.make, name="invite"),
    path("invitations/<str:token>", invitations.accept, name="invitation"),
    path("editors", editors.show, name="editors"),
    path("editors/<int:editor_id>", editors.one, name="editor"),
    path("editors/<int:editor_id>/invitation", invitations.make_again, name="invite-again"),
    path("editors/<int:editor_id>/invitation/withdraw", invitations.withdraw, name="withdraw-invitation"),
    path("editors/<int:editor_id>/sessions", editors.end_sessions, name="end-their-sessions"),
    path("editors/<int:editor_id>/factors", editors.forget_factors, name="forget-factors"),
    path("audit", audit.show, name="audit"),
    path("audit/export", audit.export, name="export-audit"),
]
