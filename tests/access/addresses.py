"""Every address of the house with the door it has; one that is not here fails the build."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Place:
    """One address, asked for an object of one's own area or of another; ``named`` fills the gaps of its pattern."""

    door: str
    method: str = "get"
    own: dict[str, Any] = field(default_factory=dict)
    other: dict[str, Any] | None = None
    query: dict[str, str] = field(default_factory=dict)
    query_other: dict[str, str] | None = None
    why_not_asked: str = ""
    address: str = ""


def _left_out(door: str, why: str) -> Place:
    return Place(door, why_not_asked=why)


ALONE = "changes the session that asks; its own tests hold it"
OWN_THING = "is about one's own account only; its own tests hold it"
PAGES: dict[str, Place] = {
    "home": Place("signed in"),
    "running": Place("keeper"),
    "help": Place("signed in"),
    "health": Place("all"),
    "robots": Place("all"),
    "favicon": Place("all"),
    "security-txt": _left_out("all", "is there where a contact is named; its own test holds it"),
    "sign-in": _left_out("all", ALONE),
    "sign-in-code": _left_out("all", ALONE),
    "sign-on": _left_out("all", ALONE),
    "openid_connect_callback": _left_out("all", ALONE),
    "sign-out": _left_out("signed in", ALONE),
    "choose-seat": Place("signed in"),
    "take-seat": _left_out("signed in", ALONE),
    "choose-language": _left_out("all", ALONE),
    "tokens": _left_out("signed in", OWN_THING),
    "token-revoke": _left_out("signed in", OWN_THING),
    "my-sign-in": Place("signed in"),
    "about-me": Place("signed in"),
    "runs": Place("keeper"),
    "runs-ask": _left_out("keeper", "starts a run; its own tests hold it"),
    "run": Place("keeper", own={"number": 1}),
    "run-stop": Place("keeper", "post", own={"number": 1}),
    "run-again": Place("keeper", "post", own={"number": 1}),
    "map": Place("figures", query={"area": "990101"}, query_other={"area": "990201"}),
    "figures_geo": Place("figures", query={"area": "990101"}, query_other={"area": "990201"}),
    "figures": Place("figures", own={"area_code": "990101"}, other={"area_code": "990201"}),
    "measures": Place("figures", query={"area": "990101"}, query_other={"area": "990201"}),
    "measures-changes": Place("figures", query={"area": "990101"}, query_other={"area": "990201"}),
    "measures-lists": Place("figures", query={"area": "990101"}, query_other={"area": "990201"}),
    "hot-spots": Place("figures", query={"area": "990101"}, query_other={"area": "990201"}),
    "hot-spots-geo": Place("figures", query={"area": "990101"}, query_other={"area": "990201"}),
    "households": Place("persons", query={"area": "990101"}, query_other={"area": "990201"}),
    "households_find": Place("persons", "post", query={"text": "12/3"}),
    "households_export": Place("lists", "post", query={"area": "990101"}, query_other={"area": "990201"}),
    "household": Place("persons", own={"code": "OWN"}, other={"code": "OTHER"}),
    "family": Place("persons", own={"code": "OWN"}, other={"code": "OTHER"}),
    "family-sheet": Place("persons", "post", own={"code": "OWN"}, other={"code": "OTHER"}),
    "family-words": _left_out("persons", "asks for the purpose of help beside the door; its own tests hold it"),
    "family-take-back": _left_out("persons", "asks for the purpose of help beside the door; its own tests hold it"),
    # Frameworks are no personal data: whoever signed in reads them, the keeper changes them, a second keeper approves.
    "frameworks": Place("signed in"),
    "framework": Place("signed in", own={"code": "capitals"}),
    "framework-version": Place("signed in", own={"code": "capitals", "number": 1}),
    "framework-rule": Place("keeper", own={"code": "capitals", "kind": "scale", "part": "natural"}),
    "framework-try": Place("keeper", "post", own={"code": "capitals", "kind": "scale", "part": "natural"}),
    "framework-load": Place("keeper", own={"code": "bmn-2565"}),
    "framework-template": Place("keeper", own={"code": "bmn-2565"}),
    "framework-approve": _left_out("keeper", "needs a version that waits; its own tests hold it"),
    "framework-withdraw": _left_out("keeper", "needs a version of the province; its own tests hold it"),
    # Who looked: at a household for its keeper, under one's own account for everybody, anywhere for the auditor.
    "household-trail": Place("kept persons", own={"code": "OWN"}, other={"code": "OTHER"}),
    "household-trail-paper": Place("kept persons", own={"code": "OWN"}, other={"code": "OTHER"}),
    "my-trail": Place("signed in"),
    "trail": Place("trail"),
    "trail-event": Place("trail", own={"number": "EVENT"}),
    "trail-state": Place("trail"),
    "trail-export": Place("trail", "post", query={"form": "csv"}),
    # Registers and their deliveries: the keeper's, in whatever area.
    "registers": Place("keeper"),
    "upload": Place("keeper"),
    "deliveries": Place("keeper"),
    "delivery": Place("keeper", own={"receipt": "RECEIPT"}),
    "issues": Place("keeper", own={"receipt": "RECEIPT"}),
    "issues-workbook": Place("keeper", own={"receipt": "RECEIPT"}),
    "read-again": Place("keeper", "post", own={"receipt": "RECEIPT"}),
    "decide": Place("keeper", "post", own={"receipt": "RECEIPT"}),
    "source-new": Place("keeper"),
    "source-columns": _left_out("keeper", "shows a file sent a moment ago; its own tests hold it"),
    "source": Place("keeper", own={"code": "people"}),
    # Review: the keeper's and the amphoe officer's, each pair and person as far as they see both.
    "review": Place("review"),
    "review-next": Place("review"),
    "review-pair": Place("review", own={"code": "PAIR"}, other={"code": "OTHER-PAIR"}),
    "review-decisions": Place("review"),
    "review-withdraw": _left_out("review", "needs a decision of one's own; its own tests hold it"),
    "link-quality": Place("review"),
    "judgements-file": Place("kept persons"),
    "judgements-csv": Place("kept persons"),
    "person-records": Place("review", own={"code": "PERSON"}, other={"code": "OTHER-PERSON"}),
    "person-split": Place("review", "post", own={"code": "PERSON"}, other={"code": "OTHER-PERSON"}),
    "event-undo": Place("review", own={"number": "MERGED"}, other={"number": "OTHER-MERGED"}),
    # Agreements are no personal data: whoever signed in reads them, the keeper changes them.
    "agreements": Place("signed in"),
    "partners": Place("signed in"),
    "partner": Place("signed in", own={"code": "HOST"}),
    "agenda": Place("signed in"),
    "agreement": Place("signed in", own={"code": "A-IN-FORCE"}),
    "agreement-sheet": Place("signed in", own={"code": "A-IN-FORCE"}),
    "agreement-scan": _left_out("signed in", "needs a scanned paper; its own tests hold it"),
    "public-agreements": Place("all"),
    "public-agreement": Place("all", own={"code": "A-IN-FORCE"}),
    "agreement-new": Place("keeper"),
    "agreement-draft": Place("keeper", own={"code": "A-DRAFT"}),
    "agreement-sign": Place("keeper", own={"code": "A-DRAFT"}),
    "agreement-step": Place("keeper", own={"code": "A-IN-FORCE", "act": "suspend"}),
    "agreement-amend": Place("keeper", own={"code": "A-IN-FORCE"}),
    "agreement-paper": Place("keeper", own={"code": "A-IN-FORCE"}),
    "party-new": Place("keeper", own={"code": "A-IN-FORCE"}),
    "party-leave": Place("keeper", own={"code": "A-IN-FORCE", "partner": "PARTY"}),
    "annex-draft": Place("keeper", own={"code": "A-IN-FORCE", "partner": "PARTY"}),
    "annex-approve": Place("keeper", "post", own={"code": "A-IN-FORCE", "number": "ANNEX"}),
    "annex-withdraw": Place("keeper", own={"code": "A-IN-FORCE", "number": "ANNEX"}),
    "commitment-new": Place("keeper", own={"code": "A-IN-FORCE"}),
    "commitment-change": Place("keeper", own={"code": "A-IN-FORCE", "number": "COMMITMENT"}),
    "commitment-progress": Place("keeper", own={"code": "A-IN-FORCE", "number": "COMMITMENT"}),
    "partner-new": Place("keeper"),
    "partner-rename": Place("keeper", own={"code": "HOST"}),
    "contact-new": Place("keeper", own={"code": "HOST"}),
    "contact-end": _left_out("keeper", "needs a contact; its own tests hold it"),
    "partner-card": Place("keeper", own={"code": "HOST"}),
    "partner-succeed": Place("keeper", own={"code": "HOST"}),
    "seat-new": Place("keeper", own={"code": "HOST"}),
    "seat-end": _left_out("keeper", "needs a seat; its own tests hold it"),
    "account-new": Place("keeper", own={"code": "A-IN-FORCE"}),
    "promise-new": Place("keeper"),
    "promise-kept": Place("keeper", own={"year": "YEAR", "number": "PROMISE"}),
    # Each holder reads the packs of one's own posts.
    "hand-overs": Place("signed in"),
    "hand-over-new": Place("keeper"),
    "hand-over": _left_out("keeper", "needs a hand-over pack; its own tests hold it"),
    "invitations": Place("keeper"),
    "invite-again": _left_out("keeper", "needs an invited account; its own tests hold it"),
    "invitation": _left_out("all", ALONE),
    "invitation-link": _left_out("all", ALONE),
    # Posts: each reads one's own, the keeper those of the area.
    "posts": Place("signed in"),
    "post-give": Place("keeper"),
    "post": Place("keeper", own={"number": "POST"}),
    "post-end": Place("keeper", own={"number": "POST"}),
    "post-hand-over": Place("keeper", own={"number": "POST"}),
    "post-stand-in": Place("keeper", own={"number": "POST"}),
    "post-houses": Place("keeper", own={"number": "POST"}),
    "post-person": Place("keeper", own={"number": "POST"}),
    "emergency": Place("urgent"),
    "emergency-approve": _left_out("keeper", "needs an urgent look that waits; its own tests hold it"),
    "emergency-end": _left_out("keeper", "needs an urgent look that is open; its own tests hold it"),
    "elections": Place("signed in"),
    "election-end": Place("keeper", "post", own={"number": "PERIOD"}),
    "assign-agreement": _left_out("keeper", "needs a delivery without agreement; its own tests hold it"),
    # Requests of persons: the data protection officer's and the keeper's; whom one is about is said by who sees persons.
    "protection": Place("requests"),
    "subject-requests": Place("requests"),
    "subject-request-new": Place("requests"),
    "subject-request": Place("requests", own={"number": "REQUEST"}),
    "subject-request-identity": Place("requests", own={"number": "REQUEST"}),
    "subject-request-tie": Place("kept persons", own={"number": "REQUEST"}),
    "subject-request-hand": Place("requests", own={"number": "REQUEST"}),
    "subject-request-step": Place("requests", own={"number": "REQUEST", "act": "begin"}),
    "subject-request-letter": Place("requests", own={"number": "ANSWERED"}),
    "subject-request-extract": Place("kept persons", own={"number": "TIED"}, other={"number": "TIED-OTHER"}),
    "subject-request-workbook": Place("kept persons", own={"number": "TIED"}, other={"number": "TIED-OTHER"}),
    "subject-request-json": Place("kept persons", own={"number": "TIED"}, other={"number": "TIED-OTHER"}),
    "erasures": Place("requests"),
    "erasure-delivery": Place("keeper", own={"receipt": "RECEIPT"}),
    "erasure-person": _left_out("keeper", "needs a request to erase; its own tests hold it"),
    "erasure-decide": _left_out("requests", "needs an erasure that waits; its own tests hold it"),
    "subject-request-correct": _left_out("kept persons", "needs a request to correct; its own tests hold it"),
    "subject-request-send": _left_out("kept persons", "needs a request to correct; its own tests hold it"),
    "processing": Place("requests"),
    # Breaches: numbers for those who answer for data protection, names for a keeper only.
    "breaches": Place("requests"),
    "breach-new": Place("requests"),
    "breach": Place("requests", own={"number": "BREACH"}),
    "breach-notice": Place("requests", own={"number": "BREACH"}),
    "breach-letter": Place("requests", own={"number": "BREACH"}),
    "breach-again": _left_out("requests", "asks for a run; its own tests hold it"),
    "breach-shut-out": _left_out("requests", "ends sessions; its own tests hold it"),
    "breach-letters": Place("kept persons", "post", own={"number": "BREACH"}),
    "processing-workbook": Place("requests"),
    # Consents and full numbers: of persons in the keeper's sight.
    "consents": Place("kept persons", own={"code": "PERSON"}, other={"code": "OTHER-PERSON"}),
    "consent-give": Place("kept persons", own={"code": "PERSON"}, other={"code": "OTHER-PERSON"}),
    "full-number": Place("kept persons", own={"code": "PERSON"}, other={"code": "OTHER-PERSON"}),
    "consent-let-go": Place(
        "kept persons", "post", {"code": "PERSON", "purpose": "plan"}, {"code": "OTHER-PERSON", "purpose": "plan"}
    ),
    "consent-withdraw": _left_out("keeper", "needs a consent; its own tests hold it"),
    # What a partner sees by consent: no annex of the matrix opens anything so.
    "my-facts": _left_out("member", "is about oneself only, whatever is granted; its own tests hold it"),
    "agreed": Place("by consent"),
    "agreed-export": Place("by consent", "post"),
    "agreed-person": Place("by consent", own={"code": "PERSON"}),
    "openapi-json": Place("all", address="/api/v1/openapi.json"),
    "api-root": _left_out("all", "is no page, only the name of the door"),
}
# Addresses of one's own sign-in: each changes only what is the asker's own.
for _name in (
    *("prove", "second-factor", "add-key", "remove-factor", "recovery-codes", "change-password"),
    *("end-session", "end-other-sessions", "end-all-sessions"),
):
    PAGES[_name] = _left_out("signed in", OWN_THING)

# The machine's door, by method and path of the published description.
MACHINE: dict[tuple[str, str], Place] = {
    ("get", "/api/v1/me"): Place("signed in"),
    ("get", "/api/v1/areas"): Place("signed in"),
    ("get", "/api/v1/areas/{code}"): Place("signed in", own={"code": "990101"}),
    ("get", "/api/v1/agreements"): Place("signed in"),
    ("get", "/api/v1/agreements/{code}"): Place("signed in", own={"code": "A-IN-FORCE"}),
    ("get", "/api/v1/measures"): Place("signed in"),
    ("get", "/api/v1/figures/{area}"): Place("figures", own={"area": "990101"}, other={"area": "990201"}),
    ("get", "/api/v1/households"): Place("persons", query={"area": "990101"}, query_other={"area": "990201"}),
    ("get", "/api/v1/households/{code}"): Place("persons", own={"code": "OWN"}, other={"code": "OTHER"}),
    ("get", "/api/v1/households/{code}/family"): Place("persons", own={"code": "OWN"}, other={"code": "OTHER"}),
    ("get", "/api/v1/households/{code}/audit"): Place("looks", own={"code": "OWN"}, other={"code": "OTHER"}),
    ("get", "/api/v1/runs"): Place("keeper"),
    ("post", "/api/v1/runs"): _left_out("keeper", "starts a run; its own tests hold it"),
    ("get", "/api/v1/runs/{number}"): Place("keeper", own={"number": "1"}),
    ("get", "/api/v1/deliveries"): Place("keeper"),
    ("post", "/api/v1/deliveries"): _left_out("keeper", "takes a file; its own tests hold it"),
    ("get", "/api/v1/deliveries/{receipt}"): Place("keeper", own={"receipt": "RECEIPT"}),
    ("get", "/api/v1/deliveries/{receipt}/issues"): Place("keeper", own={"receipt": "RECEIPT"}),
}
