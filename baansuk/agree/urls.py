"""The addresses of agreements, partners and promises; the fixed words are small letters, so no code can be one of them."""

from django.urls import path

from baansuk.agree import amending_pages, annex_pages, change_pages, pages, partner_pages, promise_pages

urlpatterns = [
    path("agreements/", pages.room, name="agreements"),
    path("agreements/new/", change_pages.draft, name="agreement-new"),
    path("agreements/partners/", partner_pages.partners, name="partners"),
    path("agreements/partners/new/", partner_pages.register, name="partner-new"),
    path("agreements/partners/<slug:code>/", partner_pages.partner, name="partner"),
    path("agreements/partners/<slug:code>/name/", partner_pages.rename, name="partner-rename"),
    path("agreements/partners/<slug:code>/contacts/new/", partner_pages.add_contact, name="contact-new"),
    path("agreements/agenda/", promise_pages.agenda, name="agenda"),
    path("agreements/agenda/new/", promise_pages.add_promise, name="promise-new"),
    path("agreements/agenda/<int:year>/<int:number>/", promise_pages.say_kept, name="promise-kept"),
    path("agreements/hand-overs/", promise_pages.hand_overs, name="hand-overs"),
    path("agreements/hand-overs/new/", promise_pages.new_hand_over, name="hand-over-new"),
    path("agreements/hand-overs/<int:number>/", promise_pages.hand_over, name="hand-over"),
    path("agreements/<slug:code>/", pages.agreement, name="agreement"),
    path("agreements/<slug:code>/sheet/", pages.sheet, name="agreement-sheet"),
    path("agreements/<slug:code>/scan/", pages.scan, name="agreement-scan"),
    path("agreements/<slug:code>/draft/", change_pages.change_draft, name="agreement-draft"),
    path("agreements/<slug:code>/sign/", change_pages.sign, name="agreement-sign"),
    path("agreements/<slug:code>/step/<slug:act>/", change_pages.step, name="agreement-step"),
    path("agreements/<slug:code>/amend/", amending_pages.amend, name="agreement-amend"),
    path("agreements/<slug:code>/paper/", amending_pages.keep_paper, name="agreement-paper"),
    path("agreements/<slug:code>/parties/new/", amending_pages.join, name="party-new"),
    path("agreements/<slug:code>/parties/<slug:partner>/leave/", amending_pages.leave, name="party-leave"),
    path("agreements/<slug:code>/annexes/<slug:partner>/draft/", annex_pages.draft, name="annex-draft"),
    path("agreements/<slug:code>/annexes/<int:number>/approve/", annex_pages.approve, name="annex-approve"),
    path("agreements/<slug:code>/annexes/<int:number>/withdraw/", annex_pages.withdraw, name="annex-withdraw"),
    path("agreements/<slug:code>/roles/new/", promise_pages.add_commitment, name="commitment-new"),
    path("agreements/<slug:code>/roles/<int:number>/", promise_pages.change_commitment, name="commitment-change"),
    path("agreements/<slug:code>/roles/<int:number>/progress/", promise_pages.progress, name="commitment-progress"),
    path("public/agreements/", pages.public_room, name="public-agreements"),
    path("public/agreements/<slug:code>/", pages.public, name="public-agreement"),
]
