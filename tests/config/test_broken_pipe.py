"""A reader that has had enough ends a command without a trace."""

import os
import subprocess
import sys

PROGRAM = """
import sys, types
from drehscheibe.config import cli
talking = types.SimpleNamespace(show=lambda: print("x" * 10**6))
sys.modules["drehscheibe.config.portals"] = talking
sys.exit(cli.main(["portal", "list"]))
"""


def test_a_closed_pipe_leaves_no_trace():
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([sys.executable, "-c", PROGRAM], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")
