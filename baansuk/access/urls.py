"""Addresses of the door."""

from django.urls import path

from baansuk.access import invitation_pages, my_sign_in_pages, pages, sign_in_pages, token_pages

urlpatterns = [
    path("sign-in/", sign_in_pages.sign_in, name="sign-in"),
    path("sign-in/code/", sign_in_pages.code, name="sign-in-code"),
    path("sign-in/with/", sign_in_pages.sign_on, name="sign-on"),
    # The name is the one by which allauth tells the provider where to send the answer.
    path("sign-in/with/<slug:provider_id>/back/", sign_in_pages.sign_on_back, name="openid_connect_callback"),
    path("sign-out/", pages.sign_out, name="sign-out"),
    path("seat/choose/", pages.choose_seat, name="choose-seat"),
    path("seat/", pages.take_seat, name="take-seat"),
    path("language/", pages.choose_language, name="choose-language"),
    path("tokens/", token_pages.tokens, name="tokens"),
    path("tokens/<slug:prefix>/revoke/", token_pages.revoke, name="token-revoke"),
    path("my-sign-in/", my_sign_in_pages.my_sign_in, name="my-sign-in"),
    path("my-sign-in/prove/", my_sign_in_pages.prove_again, name="prove"),
    path("my-sign-in/second-factor/", my_sign_in_pages.second_factor, name="second-factor"),
    path("my-sign-in/second-factor/key/", my_sign_in_pages.add_key, name="add-key"),
    path("my-sign-in/second-factor/<int:factor>/remove/", my_sign_in_pages.remove_factor, name="remove-factor"),
    path("my-sign-in/recovery-codes/", my_sign_in_pages.recovery_codes, name="recovery-codes"),
    path("my-sign-in/password/", my_sign_in_pages.change_password, name="change-password"),
    path("my-sign-in/sessions/<int:session>/end/", my_sign_in_pages.end_session, name="end-session"),
    path("my-sign-in/sessions/end-others/", my_sign_in_pages.end_other_sessions, name="end-other-sessions"),
    path("my-sign-in/sessions/end-all/", my_sign_in_pages.end_all_sessions, name="end-all-sessions"),
    path("invitations/", invitation_pages.invitations, name="invitations"),
    path("invitations/<int:account>/again/", invitation_pages.invite_again, name="invite-again"),
    path("invitation/", invitation_pages.invitation, name="invitation"),
    path("invitation/<str:token>/", invitation_pages.invitation_link, name="invitation-link"),
    path("about-me/", pages.about_me, name="about-me"),
]
