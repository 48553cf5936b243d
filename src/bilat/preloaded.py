"""What coding needs and can be loaded without a second thread, loaded by importing this: workers are forked from the process
that does so. See :mod:`bilat.hands`."""

import atexit
import os
from contextlib import suppress

from bilat import pipeline

with suppress(Exception):  # a worker that comes to the same tells it
    pipeline.preload()
# Nothing is to be put away, and taking down half a million objects one by one takes its time.
atexit.register(os._exit, 0)
