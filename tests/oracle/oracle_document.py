"""The corpus that the oracles measure on, and the document that their figures stand in."""
import hashlib
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DOCUMENT = os.path.join(ROOT, "docs", "ACCURACY.md")
END = "<!-- end -->"


def fetched(name, folder, what):
    """Folders of the unpacked packages of a list in tools/, and a digest of their versions."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folder = os.path.join(home, "tidemark", folder)
    subprocess.run([os.path.join(ROOT, "tools", "fetch-demo-corpus"), os.path.join(ROOT, "tools", name), folder, what],
                   check=True, stdin=subprocess.DEVNULL)  # fmt: skip
    with open(os.path.join(folder, "complete"), "rb") as file:
        versions = hashlib.sha256(b"".join(sorted(file.read().splitlines(True)))).hexdigest()[:12]
    packages = os.path.join(folder, "packages")
    return [os.path.join(packages, name) for name in sorted(os.listdir(packages))], versions


def demonstration_corpus():
    """Folders of the packages, and a digest of their versions; fetched as ./run scan does."""
    return fetched("demo-corpus.txt", "demo", "the demonstration corpus")


def oracle_modules():
    """Folders of the packages whose modules the corpus's migrations import."""
    return fetched("oracle-modules.txt", "modules", "modules that the demonstration corpus imports")[0]


def check_document(begin, text, versions, test):
    """The part of docs/ACCURACY.md behind `begin` is that of this corpus and this tidemark."""
    with open(DOCUMENT, encoding="utf-8") as file:
        document = file.read()
    before, _, rest = document.partition(begin)
    old, _, after = rest.partition(END)
    new = f"\n\nCorpus {versions}.\n\n{text}\n\n"
    if old == new:
        return False
    if os.environ.get("UPDATE_GOLDEN"):
        with open(DOCUMENT, "w", encoding="utf-8") as file:
            file.write(f"{before}{begin}{new}{END}{after}")
        return False
    if "Corpus " in old and f"Corpus {versions}." not in old:
        print("the packages have other versions than in docs/ACCURACY.md: its figures are not compared")
        return False
    print(f"FAIL docs/ACCURACY.md is stale: UPDATE_GOLDEN=1 ./run test -R {test}")
    return True
