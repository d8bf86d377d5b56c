"""The cellar that runs named table steps on DuckDB or Spark; it knows no Django and no word of the field."""

from baansuk.engine.engines import Engine, open_engine
from baansuk.engine.steps import Step, load_steps

__all__ = ["Engine", "Step", "load_steps", "open_engine"]
