"""ZIP archives of anything that is read from a folder. Members are streamed; nothing is written to disk,
so that a member's name cannot lead anywhere."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any

from ..errors import InputError, UnreadableError
from ..settings import Settings
from .items import Found, SourceProblem, SourceSkipped, printable

# Text deflates to a fifth or a tenth, monotonous tables to a fiftieth; deflate's own limit is 1,032.
MAX_RATIO = 200
_RATIO_FROM = 1_000_000
# A member's entry in the directory is 46 bytes and its name; more than this on average is no honest archive.
_DIRECTORY_PER_MEMBER = 1_024

MemberReader = Callable[[IO[bytes], str, str, int], Iterator[Found]]
"""(stream, member name, origin, declared size) -> what is in it."""


class _Member(io.RawIOBase):
    """One member's unpacked bytes, counted against the limits of the whole archive."""

    def __init__(self, packed: IO[bytes], info: zipfile.ZipInfo, origin: str, budget: _Budget) -> None:
        self._packed, self._info, self._origin, self._budget, self._taken = packed, info, origin, budget, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            chunk = self._packed.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            # bad checksum, broken deflate, bzip2 or lzma stream (OSError, ValueError), cut file
            raise UnreadableError(f"the member is damaged ({error})", where=self._origin,
                                  remedy="Make the archive again.") from error
        self._taken += len(chunk)
        self._budget.take(len(chunk), self._origin)
        if self._taken > _RATIO_FROM and self._taken > MAX_RATIO * max(self._info.compress_size, 1):
            self._budget.spent = True
            raise _bomb(f"the member unpacks to more than {MAX_RATIO} times its size", self._origin,
                        "Unpack the archive yourself if you trust it.")
        buffer[:len(chunk)] = chunk
        return len(chunk)


class _Budget:
    def __init__(self, limit: int) -> None:
        self.limit, self.left, self.spent = limit, limit, False

    def take(self, count: int, origin: str) -> None:
        self.left -= count
        if self.left < 0:
            self.spent = True
            raise _bomb(f"the archive unpacks to more than {self.limit:,} bytes", origin,
                        "Split it, or raise the setting max_archive_bytes.")


def _bomb(message: str, origin: str, remedy: str) -> UnreadableError:
    return UnreadableError(f"{message}; the rest of the archive is not read", where=origin, remedy=remedy)


def read_zip(file: IO[bytes], origin: str, settings: Settings, read_member: MemberReader) -> Iterator[Found]:
    """The members in the order of their names, each as ``archive.zip!member``.

    ``read_member`` gets a stream that raises UnreadableError on damage and over the limits.
    """
    try:
        _check_directory(file, origin, settings)
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        yield SourceProblem(origin, UnreadableError(
            f"it is not a ZIP archive that can be read ({error})", where=origin,
            remedy="Check that the download is complete, or make it again."))
        return
    except UnreadableError as error:
        yield SourceProblem(origin, error)
        return
    with archive:
        budget = _Budget(settings.max_archive_bytes)
        for info in sorted(archive.infolist(), key=lambda i: i.filename):
            if info.filename.endswith("/"):  # is_dir() fails on an empty name
                continue
            where = f"{origin}!{printable(info.filename)}"
            try:
                yield from _read_one(archive, info, where, budget, read_member)
            except InputError as error:
                yield SourceProblem(where, error)
            if budget.spent:
                # The member's reader may have reported the refusal itself; nothing more is unpacked.
                return


def _read_one(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, budget: _Budget,
              read_member: MemberReader) -> Iterator[Found]:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if any(part.startswith(".") and part not in (".", "..") or part == "__MACOSX" for part in path.parts):
        yield SourceSkipped(where, "hidden file")
        return
    if path.suffix.lower() == ".zip":
        raise UnreadableError("an archive inside an archive is not opened", where=where,
                              remedy="Unpack the outer archive and read the folder.")
    if info.flag_bits & 0x1:
        raise UnreadableError("the member is encrypted", where=where, remedy="Unpack the archive first.")
    try:
        packed = archive.open(info)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as error:
        # a name that differs from the directory's, an unknown compression, an encryption flag, a cut file
        raise UnreadableError(f"the member cannot be opened ({error})", where=where,
                              remedy="Make the archive again with ordinary compression.") from error
    with packed:
        stream = io.BufferedReader(_Member(packed, info, where, budget))
        yield from read_member(stream, path.name, where, info.file_size)


def _check_directory(file: IO[bytes], origin: str, settings: Settings) -> None:
    """Refuse a directory that is itself too large, before zipfile reads it into memory.

    The end record is 22 bytes and a comment of up to 65,535; the 64-bit one stands in front of it.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 22 - 65_535 - 20 - 56))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise zipfile.BadZipFile("it has no directory of its members")
    members, directory = struct.unpack_from("<HL", tail, at + 10)
    at64 = tail.rfind(b"PK\x06\x06", 0, at)
    if at64 >= 0 and len(tail) >= at64 + 56:
        members64, directory64 = struct.unpack_from("<QQ", tail, at64 + 32)
        members, directory = max(members, members64), max(directory, directory64)
    limit = settings.max_archive_members
    if members > limit or directory > limit * _DIRECTORY_PER_MEMBER:
        raise UnreadableError(f"the archive holds more than {limit:,} members", where=origin,
                              remedy="Split it, or raise the setting max_archive_members.")
