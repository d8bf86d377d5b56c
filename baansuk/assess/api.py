"""The machines' door of this room: figures of areas, lists of households, one household."""

from ninja import Router

from baansuk.assess.changes_api import router as changes
from baansuk.assess.figure_api import router as figures
from baansuk.assess.household_api import router as households
from baansuk.assess.measured_api import router as measured

router = Router()
router.add_router("", figures)
router.add_router("", measured)
router.add_router("", changes)
router.add_router("", households)
