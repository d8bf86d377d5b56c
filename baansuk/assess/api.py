"""The machines' door of this room: figures of areas, lists of households, one household."""

from ninja import Router

from baansuk.assess.figure_api import router as figures

router = Router()
router.add_router("", figures)
