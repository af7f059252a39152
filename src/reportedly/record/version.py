"""What a record of this version looks like from outside, without importing a database library."""

from __future__ import annotations

HEAD = "0001"
"""The newest migration."""

APPLICATION_ID = 0x52505444
""""RPTD" in the SQLite header: tells a record from any other SQLite file."""
