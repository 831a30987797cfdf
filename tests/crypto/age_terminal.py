#!/usr/bin/env python3
"""Runs a command that asks for a passphrase on its terminal, and answers each time.

  age_terminal.py PASSPHRASE COMMAND …
"""
import os
import pty
import select
import sys
import time

child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
passphrase = sys.argv[1].encode() + b'\n'
seen = b''
deadline = time.monotonic() + 120
while time.monotonic() < deadline:
    if not select.select([terminal], [], [], 1)[0]:
        continue
    try:
        more = os.read(terminal, 4096)
    except OSError:  # it has ended
        more = b''
    if not more:
        break
    seen += more
    # "Enter passphrase: ", "Confirm passphrase: "; the cursor is told to stay on the line.
    if b'passphrase' in seen and seen.rstrip(b' \x1b[K\r\n').endswith((b':', b'):')):
        os.write(terminal, passphrase)
        seen = b''
_, status = os.waitpid(child, 0)
code = os.waitstatus_to_exitcode(status)
if code != 0:
    sys.stderr.write(seen.decode('utf-8', 'replace'))
sys.exit(code)
