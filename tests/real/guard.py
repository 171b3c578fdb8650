"""Becomes a command that is ended as soon as its parent is gone, however that died.

guard.py PARENT COMMAND...
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1

parent, command = int(sys.argv[1]), sys.argv[2:]
# Only Linux knows it; elsewhere a parent killed outright leaves its server behind.
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit("the parent is gone already")
os.execvp(command[0], command)
