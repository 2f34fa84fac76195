"""A bounded store for what never changes once computed; the oldest goes first."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")
# A whole course makes about 750 parts of 2 kB and their keys: more only holds what few will ask
# for again, and a process grows for hours.
_MOST = 1_500


class Kept(Generic[Value]):
    """Values by key, shared by the threads of a process."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Value | None:
        """Return what is kept under a key, or None."""
        return self._values.get(key)

    def put(self, key: Hashable, value: Value) -> Value:
        """Keep a value, and return it."""
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
