"""The addresses of the tambon step, the committees, the province and what is told back."""

from django.urls import URLPattern, path

from baansuk.verify import committee_pages, meeting_pages, paper_pages, telling_pages

committee_addresses: list[URLPattern] = [
    path("verify/decided/<slug:number>/", telling_pages.decided, name="verify-decided"),
    path("verify/decided/<slug:number>/decide/", committee_pages.decide, name="verify-decide"),
    path("verify/decided/<slug:number>/appeal/", telling_pages.appeal, name="verify-appeal"),
    path("verify/decided/<slug:number>/reopen/", telling_pages.reopen, name="verify-reopen"),
    path("verify/decided/<slug:number>/take-on/", telling_pages.take_on, name="verify-take-on"),
    path("verify/bulk/<slug:number>/", committee_pages.bulk, name="verify-bulk"),
    path("verify/told/<slug:number>/", telling_pages.told, name="verify-told"),
    path("verify/told/<slug:number>/workbook/", telling_pages.told_workbook, name="verify-told-workbook"),
    path("verify/meetings/<slug:number>/", meeting_pages.meeting, name="verify-meeting"),
    path("verify/meetings/<slug:number>/attend/", meeting_pages.attend, name="verify-meeting-attend"),
    path("verify/meetings/<slug:number>/close/", meeting_pages.close, name="verify-meeting-close"),
    path("verify/meetings/<slug:number>/sign/", meeting_pages.sign_minutes, name="verify-minutes-sign"),
    path("verify/meetings/<slug:number>/papers/<slug:kind>/", paper_pages.paper, name="verify-paper"),
    path("verify/meetings/<slug:number>/papers/<slug:kind>/docx/", paper_pages.paper_docx, name="verify-paper-docx"),
    path("verify/meetings/<slug:number>/papers/<slug:kind>/keep/", paper_pages.letter, name="verify-letter"),
    path("verify/meetings/<slug:number>/papers/<slug:kind>/scan/", paper_pages.scan, name="verify-scan"),
    path("verify/rounds/<slug:code>/step/<slug:step>/", committee_pages.queue, name="verify-queue"),
    path("verify/rounds/<slug:code>/step/<slug:step>/many/", committee_pages.prepare, name="verify-prepare"),
    path("verify/rounds/<slug:code>/load/", committee_pages.load, name="verify-load"),
    path("verify/rounds/<slug:code>/telling/", telling_pages.telling, name="verify-telling"),
    path("verify/rounds/<slug:code>/telling/announce/", telling_pages.announce, name="verify-announce"),
    path("verify/rounds/<slug:code>/telling/close/", telling_pages.close_over, name="verify-close-over"),
    path("verify/rounds/<slug:code>/committee/<slug:area>/", meeting_pages.committee, name="verify-committee"),
    path("verify/rounds/<slug:code>/committee/<slug:area>/appoint/", meeting_pages.appoint, name="verify-appoint"),
    path("verify/rounds/<slug:code>/committee/<slug:area>/call/", meeting_pages.call, name="verify-meeting-call"),
]
