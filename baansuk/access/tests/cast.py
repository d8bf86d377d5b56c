"""The fixed cast for the tests of every room: a signed-in client, or a bare scope, per role.

The cast's partners are granted everything in province 99 under SAMPLE-2569, so that a test which is not about grants
meets none; a test that is about them calls ``grant`` itself.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date

from allauth.usersessions.models import UserSession
from django.test import Client

from baansuk.access import actions
from baansuk.access.blind import person_index
from baansuk.access.classes import CLASSES
from baansuk.access.demonstration import CAST, Player
from baansuk.access.door_state import CAME_IN_KEY, SEEN_KEY
from baansuk.access.middleware import PURPOSE_KEY, SEAT_KEY
from baansuk.access.models import Grant, User
from baansuk.access.questions import today
from baansuk.access.roles import ROLES
from baansuk.access.scope import Granted, PartnerGrant, Scope, Seat, Sitting, scope_of
from baansuk.thai.words import Words

FROM, TO = date(2024, 10, 1), date(2099, 9, 30)
AGREEMENT = "SAMPLE-2569"
# Roles whose rooms are still to come have no account in the demonstration; the tests know them all.
TO_COME = (
    Player(
        "council_coordinator", "council_coordinator", "COUNCIL", "990101", Words("สภาองค์กรชุมชน", "Community council")
    ),
    Player("province_planner", "province_planner", "PROVINCE", "99", Words("สำนักงานจังหวัด", "Provincial office")),
    Player("agency_officer", "agency_officer", "PAO", "99", Words("งานที่อยู่อาศัย อบจ.", "Housing of the province")),
    Player("technician", "technician", "SAO", "990101", Words("นายช่าง อบต.", "Technician")),
    Player("finance", "finance", "FUND", "990101", Words("เหรัญญิกกองทุน", "Treasurer of the fund")),
    Player("nonstate_partner", "nonstate_partner", "CHAMBER", "99", Words("หอการค้า", "Chamber of commerce")),
    Player("data_protection_officer", "data_protection_officer", "PROVINCE", "99", Words("ดีพีโอ", "DPO")),
    Player("survey_supervisor", "survey_supervisor", "COLLEGE", "99", Words("ผู้คุมงานสำรวจ", "Survey supervisor")),
    Player("researcher", "researcher", "COLLEGE", "99", Words("นักวิจัย", "Researcher")),
    Player("member", "member", "PUBLIC", "99010101", Words("สมาชิกครัวเรือน", "Member of a household")),
)
PLAYERS: dict[str, Player] = {player.username: player for player in (*CAST, *TO_COME)}


def purpose_of(role: str) -> str:
    """Return the purpose that a role of the cast works for unless a test says otherwise."""
    return next(iter(ROLES[PLAYERS[role].role if role in PLAYERS else role].purposes), "")


def grants_for(partner: str, purpose: str, area_code: str = "99") -> list[PartnerGrant]:
    """Return every class of facts granted to a partner for a purpose in an area."""
    return [PartnerGrant(partner, purpose, Granted(AGREEMENT, name, area_code)) for name in CLASSES]


def grant(
    partner: str,
    *purposes: str,
    classes: Iterable[str] = CLASSES,
    area_code: str = "99",
    agreement: str = AGREEMENT,
    valid_from: date = FROM,
    valid_to: date = TO,
) -> None:
    """Grant classes of facts to a partner in the test's database, beside what it holds already."""
    Grant.objects.bulk_create(
        [
            Grant(
                agreement=agreement,
                partner=partner,
                field_class=name,
                purpose=purpose,
                area_code=area_code,
                valid_from=valid_from,
                valid_to=valid_to,
            )
            for purpose in purposes
            for name in classes
        ],
        ignore_conflicts=True,
    )


def wide_scope(username: str, *areas: str, houses: Iterable[str] | None = None, **parts: object) -> Scope:
    """Return a scope that sees every class of facts in ``areas``, for tests of what is done with a scope."""
    granted = frozenset(Granted(AGREEMENT, name, area) for name in CLASSES for area in areas)
    kept = None if houses is None else frozenset(houses)
    seen: dict[str, object] = {"sees_persons": True, "sees_figures": True, **parts}
    return Scope(username, areas=areas, granted=granted, houses=kept, **seen)  # type: ignore[arg-type]


def scope_as(role: str, area_code: str | None = None, houses: Iterable[str] = ()) -> Scope:
    """Return the scope of a role of the cast, in its usual area or in another; touches no database."""
    player = PLAYERS[role]
    seat = Seat(
        1, player.role, player.partner, player.area_code if area_code is None else area_code, player.title, FROM, None
    )
    purpose = purpose_of(role)
    return scope_of(player.username, Sitting(seat, purpose), grants_for(player.partner, purpose), houses)


def user_as(role: str, area_code: str | None = None, houses: Iterable[str] = ()) -> User:
    """Make the account and post of a role of the cast in the test's database."""
    player = PLAYERS[role]
    user = actions.create_user(
        username=player.username, password=f"word-of-{role}-1", partner=player.partner, by="test"
    )
    post = actions.give_post(
        user=user,
        role=player.role,
        partner=player.partner,
        area_code=player.area_code if area_code is None else area_code,
        title_th=player.title.th,
        title_en=player.title.en,
        valid_from=FROM,
        by="test",
    )
    if houses:
        actions.assign_houses(post=post, households=houses, by="test")
    grant(player.partner, *ROLES[player.role].purposes)
    # The first question of a day writes it down: not among the queries that a test counts.
    today()
    return user


def sign_in_as(role: str, area_code: str | None = None, houses: Iterable[str] = (), language: str = "th") -> Client:
    """Return a client signed in as a role of the cast."""
    client = Client()
    user = user_as(role, area_code, houses)
    sign_in(client, user)
    sit_down(client, user.posts.get().pk, purpose_of(role))
    client.cookies["language"] = language
    return client


def sign_in(client: Client, user: User, at: float | None = None) -> None:
    """Sign a client in with both proofs given (at a moment, now when none is named), as the door leaves a session."""
    client.force_login(user)
    session, moment = client.session, time.time() if at is None else at
    session[CAME_IN_KEY] = session[SEEN_KEY] = moment
    session["account_authentication_methods"] = [
        {"method": "password", "at": moment},
        {"method": "mfa", "type": "totp", "at": moment},
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    UserSession.objects.create(user=user, session_key=session.session_key, ip="127.0.0.1", user_agent="")


def vouch_for(*usernames: str) -> None:
    """Record that each of these accounts is a person of its own, so that it may approve what another one drafted."""
    for name in usernames:
        User.objects.filter(username=name).update(person_index=person_index("test", name), person_known_by="keeper")


def sit_down(client: Client, post: int, purpose: str) -> None:
    """Choose a post and a purpose for a client, as the page does."""
    session = client.session
    session[SEAT_KEY], session[PURPOSE_KEY] = post, purpose
    session.save()
