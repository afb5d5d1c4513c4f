"""What the throw-away database servers of the oracles share: a unix socket in a temporary folder, a user
without rights, nothing synced, all of it gone afterwards."""
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time

USER = "nobody"  # servers refuse to be root's


def as_user():
    return {"user": USER, "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def memory():
    """A folder in memory with room for some thousand databases, or None: the usual temporary folder."""
    with contextlib.suppress(OSError):
        if os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > 8 << 30:
            return "/dev/shm"
    return None


class Server:
    name, stop_signal = "", signal.SIGTERM

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="tidemark-oracle-", dir=memory())
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER)
        os.chmod(self.folder, 0o755)
        self.process = None
        try:
            self.initialise()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def run(self, *command, **more):
        return subprocess.run(command, check=True, capture_output=True, cwd=self.folder, **as_user(), **more)

    def start(self):
        with open(f"{self.folder}/log", "wb") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log, cwd=self.folder, **as_user())
        for _ in range(400):
            if self.is_ready():
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        with open(f"{self.folder}/log", errors="replace") as log:
            raise RuntimeError(f"{self.name} did not start: {log.read()[-1000:]}")

    def initialise(self):
        """Makes the folder of data."""
        raise NotImplementedError

    def command(self):
        """The arguments of the server's process."""
        raise NotImplementedError

    def is_ready(self):
        raise NotImplementedError

    def __exit__(self, *error):
        if self.process:
            self.process.send_signal(self.stop_signal)
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
