"""Opens a register that is there already as its own officers would: accounts, the sample's agreement, signed-in clients."""

from __future__ import annotations

import os
from typing import Any


def open_house() -> None:
    """Set Django up on the house that BAANSUK_VAR names, with the cast and the agreement of the fictional province."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baansuk.web.settings")
    # What it costs to count is measured; to be told to wait is not.
    for kind in ("SEARCHES", "EXPORTS", "LISTS"):
        os.environ |= {f"BAANSUK_{kind}_A_MINUTE": "1000000", f"BAANSUK_{kind}_AN_HOUR": "1000000"}
    import django  # after the folder is known

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS, settings.DEMO = ["testserver"], True
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    call_command("migrate", verbosity=0)
    from baansuk.access.actions import demo_accounts, mark_demonstration
    from baansuk.agree.example_actions import load_sample

    load_sample(by="bench")
    mark_demonstration(by="bench")
    demo_accounts(by="bench")


def client_of(username: str, purpose: str) -> Any:
    """Return a client signed in with a second factor, sitting in the newest post for a purpose."""
    from django.test import Client

    from baansuk.access.models import User
    from baansuk.access.tests.cast import sign_in, sit_down

    client = Client()
    user = User.objects.get(username=username)
    sign_in(client, user)
    post = user.posts.filter(role=username).first() or user.posts.latest("pk")
    sit_down(client, post.pk, purpose)
    return client


def officers(count: int) -> list[Any]:
    """Return clients of ``count`` officers of as many partners, each in a tambon or an amphoe of the province."""
    from baansuk.access import actions
    from baansuk.access.models import User
    from baansuk.access.tests.cast import grant
    from baansuk.places.models import Area

    areas = list(
        Area.objects.filter(code__startswith="99", level__in=(4, 6)).order_by("code").values_list("code", flat=True)
    )
    made = []
    for number in range(count):
        name, area = f"officer_{number}", areas[number * len(areas) // count]
        if not User.objects.filter(username=name).exists():
            user = actions.create_user(username=name, password="word-of-an-officer-1", partner=f"P{number}", by="bench")
            actions.give_post(
                user=user, role="tambon_team", partner=f"P{number}", area_code=area, title_th="เจ้าหน้าที่สมมติ",
                title_en="Fictional officer", by="bench",
            )  # fmt: skip
            grant(f"P{number}", "help", "plan")
        made.append(client_of(name, "help"))
    return made
