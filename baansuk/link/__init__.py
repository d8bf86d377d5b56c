"""Records become persons and households."""

import os

# The models that are fitted here have some hundred columns. With a second thread their linear algebra takes several times the
# processor where another process works as well: the threads wait for each other without sleeping. It is read when numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
