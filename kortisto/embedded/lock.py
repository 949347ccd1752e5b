import fcntl
import os
import time
from pathlib import Path
from types import TracebackType

from kortisto.embedded.errors import ServerFailedError

PATIENCE = 60.0


class FileLock:
    """A lock on a file that ends with the processes that hold it, even when they are killed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def try_exclusive(self) -> bool:
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def share(self) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_SH)

    def wait_exclusive(self, seconds: float = PATIENCE) -> None:
        """Take the lock alone; raise ServerFailedError when it is not free in time."""
        deadline = time.monotonic() + seconds
        while not self.try_exclusive():
            if time.monotonic() > deadline:
                raise ServerFailedError(f"{self.path} is still held after {seconds:g} seconds.")
            time.sleep(0.02)

    def close(self) -> None:
        os.close(self.descriptor)

    def __enter__(self) -> "FileLock":
        self.wait_exclusive()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
