"""The addresses of rounds, village lists, sheets, sessions and cases."""

from django.urls import path

from baansuk.verify import case_pages, quality_pages, round_pages, session_pages, village_pages

village_addresses = [
    path("verify/", round_pages.rounds, name="verify"),
    path("verify/open/", round_pages.open_round, name="verify-open"),
    path("verify/cases/<slug:number>/", case_pages.one, name="verify-case"),
    path("verify/cases/<slug:number>/record/", case_pages.record, name="verify-record"),
    path("verify/cases/<slug:number>/object/", case_pages.object_to, name="verify-object"),
    path("verify/cases/<slug:number>/take-up/", case_pages.take_up, name="verify-take-up"),
    path("verify/cases/<slug:number>/revisit/", quality_pages.revisit, name="verify-revisit"),
    path("verify/sessions/<slug:number>/", session_pages.one, name="verify-session"),
    path("verify/sessions/<slug:number>/attend/", session_pages.attend, name="verify-attend"),
    path("verify/sessions/<slug:number>/close/", session_pages.close, name="verify-close-session"),
    path("verify/sessions/<slug:number>/rank/", session_pages.rank, name="verify-rank"),
    path("verify/sessions/<slug:number>/sign/", session_pages.sign, name="verify-sign-session"),
    path("verify/sessions/<slug:number>/photo/", session_pages.photo, name="verify-photo"),
    path("verify/rounds/<slug:code>/", round_pages.one_round, name="verify-round"),
    path("verify/rounds/<slug:code>/list/", round_pages.make_list, name="verify-list"),
    path("verify/rounds/<slug:code>/close/", round_pages.close_round, name="verify-close-round"),
    path("verify/rounds/<slug:code>/hand-in/", village_pages.hand_in, name="verify-hand-in"),
    path("verify/rounds/<slug:code>/quality/", quality_pages.quality, name="verify-quality"),
    path("verify/rounds/<slug:code>/draw/", quality_pages.draw, name="verify-draw"),
    path("verify/rounds/<slug:code>/missed/", village_pages.missed, name="verify-missed"),
    path("verify/rounds/<slug:code>/mine/", village_pages.mine, name="verify-mine"),
    path("verify/rounds/<slug:code>/villages/<slug:area>/", village_pages.village, name="verify-village"),
    path("verify/rounds/<slug:code>/villages/<slug:area>/key/", village_pages.key_in, name="verify-key"),
    path("verify/rounds/<slug:code>/villages/<slug:area>/workbook/", village_pages.workbook, name="verify-workbook"),
    path("verify/rounds/<slug:code>/villages/<slug:area>/print/", village_pages.printed, name="verify-print"),
    path("verify/rounds/<slug:code>/villages/<slug:area>/session/", session_pages.call, name="verify-call"),
]
