"""MariaDB's own words for types, where its server is installed: it runs a script by itself, without a client."""
import os
import shutil
import subprocess
import tempfile

PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
USER = "nobody"  # the server refuses to be root's


def available():
    return bool(shutil.which("mariadbd", path=PATH))


def column_types(types):
    """column_type of a column that is made with each of the types."""
    folder = tempfile.mkdtemp(prefix="tidemark-oracle-")
    user = {"user": USER, "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, USER)
    environment = {**os.environ, "PATH": PATH, "HOME": folder}
    options = ["--no-defaults", f"--datadir={folder}/data", f"--tmpdir={folder}"]
    script = ["CREATE DATABASE made;", *(f"CREATE TABLE made.t{at} (c {type_});" for at, type_ in enumerate(types)),
              "SELECT table_name, column_type FROM information_schema.columns WHERE table_schema = 'made' "
              f"INTO OUTFILE '{folder}/types';"]  # fmt: skip
    try:
        os.mkdir(f"{folder}/data")
        if user:
            shutil.chown(f"{folder}/data", USER)
        done = subprocess.run(["mariadbd", *options, "--bootstrap", "--character-set-server=utf8mb4", "--skip-log-error"],
                              input="\n".join(script), capture_output=True, text=True, cwd=folder, env=environment,
                              **user)  # fmt: skip
        if not os.path.exists(f"{folder}/types"):
            raise RuntimeError("MariaDB: " + done.stderr[-1000:])
        with open(f"{folder}/types", encoding="utf-8") as lines:
            found = dict(line.rstrip("\n").split("\t") for line in lines)
        return [found.get(f"t{at}") for at in range(len(types))]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
