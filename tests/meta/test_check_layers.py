"""tools/check_layers must fail where the tree is wrong, or its passing says nothing."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

SOUND = {
    "core/base/str.h": "#include <stddef.h>\n",
    "core/base/str.c": '#include "core/base/str.h"\n#include <string.h>\n',
    "core/model/schema.h": '#include "core/base/str.h"\n',
    "corpus/find.h": '#include "core/base/str.h"\n#include <git2.h>\n',
    "corpus/find.c": '#include "corpus/find.h"\n',
    "rules/rule.h": '#include "core/model/schema.h"\n',
    "reports/text.c": '#include "rules/rule.h"\n#include <cjson/cJSON.h>\n',
    "include/tidemark.h": "#include <stdint.h>\n",
    "scanner/scan.c": '#include <tidemark.h>\n#include "corpus/find.h"\n#include <pthread.h>\n',
    "cli/options.h": "",
    "cli/main.c": '#include "options.h"\n#include "tidemark.h"\n',
    "tests/fuzz/main.c": '#include "core/base/str.h"\n',
}


def check(files):
    with tempfile.TemporaryDirectory() as root:
        for path, text in {**SOUND, **files}.items():
            if text is None:
                continue
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
        done = subprocess.run(
            [sys.executable, os.path.join(ROOT, "tools/check_layers"), root],
            capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


def function(lines):
    return "int long_one(int a,\n\t     int b)\n{\n" + "\ta++;\n" * lines + "}\n"


class CheckLayers(unittest.TestCase):
    def assert_found(self, files, *words):
        status, output = check(files)
        self.assertEqual(status, 1, output)
        self.assertEqual(output.count("\n"), 1, output)
        for word in words:
            self.assertIn(word, output)

    def assert_sound(self, files):
        self.assertEqual(check(files), (0, ""))

    def test_sound_tree(self):
        self.assert_sound({})

    def test_core_includes_a_spoke(self):
        self.assert_found({"core/model/up.c": '\n#include "corpus/find.h"\n'},
                          "core/model/up.c:2", "corpus/find.h")

    def test_base_knows_no_domain(self):
        self.assert_found({"core/base/up.c": '#include "core/model/schema.h"\n'}, "core/base/")

    def test_spoke_includes_spoke(self):
        self.assert_found({"rules/x.c": '#include "corpus/find.h"\n'}, "rules/ may not")

    def test_spoke_includes_scanner(self):
        self.assert_found({"scanner/pipe.h": "", "rules/x.c": '#include "scanner/pipe.h"\n'},
                          "rules/ may not")

    def test_relative_include_upwards(self):
        self.assert_found({"core/base/up.c": '#include "../../corpus/find.h"\n'}, "corpus/find.h")

    def test_scanner_includes_cli(self):
        self.assert_found({"scanner/x.c": '#include "cli/options.h"\n'}, "scanner/ may not")

    def test_cli_sees_only_the_public_header(self):
        self.assert_found({"cli/cmd_x.c": '#include "core/base/str.h"\n'}, "cannot find")
        self.assert_found({"cli/cmd_x.c": '#include "../core/base/str.h"\n'}, "cli/ may not")

    def test_public_header_stands_alone(self):
        self.assert_found({"include/tidemark.h": '#include "core/base/str.h"\n'}, "include/ may not")

    def test_reports_see_only_the_rule_header(self):
        self.assert_found({"rules/engine.h": "", "reports/x.c": '#include "rules/engine.h"\n'},
                          "reports/ may not")

    def test_foreign_library_outside_its_place(self):
        self.assert_found({"scanner/x.c": "#include <git2.h>\n"}, "scanner/x.c:1", "<git2.h>")
        self.assert_found({"frontends/x.c": "#include <tree_sitter/api.h>\n"}, "tree_sitter")
        self.assert_found({"corpus/x.c": "# include <pthread.h>\n"}, "<pthread.h>")

    def test_unknown_library(self):
        self.assert_found({"corpus/x.c": "#include <lzma.h>\n"}, "<lzma.h> has no place")

    def test_tests_may_use_any_library(self):
        self.assert_sound({"tests/unit/test_x.c": "#include <cmocka.h>\n#include <git2.h>\n"})

    def test_commented_include_does_not_count(self):
        self.assert_sound({"core/base/x.c": '/*\n#include "corpus/find.h"\n*/\n'})

    def test_file_names_are_unique(self):
        self.assert_found({"scanner/find.h": ""}, "the name is taken by corpus/find.h")

    def test_long_file(self):
        self.assert_sound({"core/base/x.c": "\n" * 500})
        self.assert_found({"core/base/x.c": "\n" * 501}, "501 lines")

    def test_long_function(self):
        self.assert_sound({"core/base/x.c": function(50)})
        self.assert_found({"core/base/x.c": function(51)}, "x.c:long_one", "51 lines")

    def test_allowed_sizes_only_shrink(self):
        long = {"core/base/x.c": "\n" * 510}
        self.assert_sound({**long, "tools/size-allow.txt": "core/base/x.c 510 # why\n"})
        self.assert_found({**long, "tools/size-allow.txt": "core/base/x.c 509\n"}, "allows 509")
        self.assert_found({"tools/size-allow.txt": "core/base/str.c 510\n"}, "take it out")
        self.assert_found({"tools/size-allow.txt": "core/base/gone.c 510\n"}, "does not exist")
        self.assert_found({"tools/size-allow.txt": "nonsense\n"}, "size-allow.txt:1")


if __name__ == "__main__":
    unittest.main()
