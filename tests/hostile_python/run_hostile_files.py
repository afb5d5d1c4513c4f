"""run_hostile_files.py TIDEMARK [--slack N] [--table] [NAME...]

Gives every hostile file to `tidemark dump` and checks what it says and what it takes: at most 100 MB
and 2 s of processor time. The slowest takes 0.8 s on a quiet machine; without its limit it would
take a minute. An instrumented build has slack: a multiple of the time, and any memory.
"""
import argparse
import os
import resource
import subprocess
import sys
import tempfile

from hostile_files import hostile_files

SECONDS = 2
KILOBYTES = 100 * 1024


def run(program, path, seconds):
    """Exit status, what it said, processor time and peak memory in KB."""
    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds * 2) + 1, int(seconds * 2) + 2))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    with subprocess.Popen([program, "dump", path], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, preexec_fn=limit) as process:
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, output, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def outcome(output):
    text = output.decode(errors="replace")
    if "\nskipped (" in text:
        return "skipped"
    if "\nunparsable line " in text:
        return "unparsable"
    upgrade, _, downgrade = text.partition("\ndowngrade ")
    if "drop_table seen" not in downgrade:
        return "lost"
    return "opaque" if " opaque" in upgrade else "whole"


def problems(name, expected, status, output, seconds, kilobytes, slack):
    """What is wrong, one line each."""
    if status:
        yield f"exit status {status}: {output[-300:].decode(errors='replace')}"
    elif outcome(output) != expected:
        shown = output[:300].decode(errors="replace")
        yield f"'{outcome(output)}' instead of '{expected}': {shown}"
    if seconds > SECONDS * slack:
        yield f"took {seconds:.2f} s"
    if slack == 1 and kilobytes > KILOBYTES:
        yield f"took {kilobytes / 1024:.0f} MB"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--slack", type=int, default=1)
    parser.add_argument("--table", action="store_true", help="print what each file took")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    failed = files = 0
    with tempfile.TemporaryDirectory(prefix="tidemark-hostile-") as folder:
        path = os.path.join(folder, "1_hostile.py")
        for name, content, expected in hostile_files():
            if arguments.names and name not in arguments.names:
                continue
            with open(path, "wb") as file:
                file.write(content)
            files += 1
            got = run(arguments.program, path, SECONDS * arguments.slack)
            if arguments.table:
                print(f"{name:28} {len(content):9} bytes {got[2]:6.2f} s {got[3] / 1024:6.1f} MB"
                      f"  {outcome(got[1])}", flush=True)
            for problem in problems(name, expected, *got, arguments.slack):
                print(f"{name}: {problem}", flush=True)
                failed += 1
    print(f"{files} files, {failed} problems")
    return 1 if failed or not files else 0


if __name__ == "__main__":
    sys.exit(main())
