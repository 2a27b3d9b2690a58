"""A build takes its place whole or not at all, also when the process is killed.

It is made in a workshop beside the output folder (same filesystem), then the two are exchanged in one step of the
kernel. Files of the user's that lie in the folder are carried over first, as hard links. Where the folder cannot
be exchanged (a mount point, somebody's working directory, one that holds folders of the user's), its entries are
replaced one by one, the manifest out first and in last: a folder without a manifest is not opened.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kg.errors import KgError

MANIFEST = "manifest.json"
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


@contextmanager
def taking_place_of(folder: str | Path, owned: frozenset[str]) -> Iterator[Path]:
    """A new empty folder; when the block ends well, what it holds is in `folder`, else nothing has changed.

    `owned` are the names in `folder` that a build may replace; everything else there is the user's.
    Raises KgError where the folder cannot be written or another build is at work.
    """
    target = Path(folder).resolve()
    try:
        with workshop(target) as shop:
            new = shop / "new"
            new.mkdir()
            yield new
            install(new, target, owned)
    except OSError as error:
        raise KgError(f"{folder}: cannot be written ({reason(error)})") from error


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """A locked empty folder near `target`; what a killed build left in it is gone."""
    if target.exists() and not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "a file has this name; give another folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    home = target.parent
    with ExitStack() as locks:
        if target.is_dir():
            locks.enter_context(locked(target))
            if not can_exchange(target) or not os.access(home, os.W_OK):
                home = target
        shop = home / f".{target.name}.building"
        shop.mkdir(exist_ok=True)
        locks.enter_context(locked(shop))
        try:
            clear(shop)
            yield shop
        finally:
            shutil.rmtree(shop, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder; only one process can."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.path.samestat(os.fstat(descriptor), folder.stat()):
            raise BlockingIOError  # the build that had it is just ending
        yield
    except (BlockingIOError, FileNotFoundError) as error:
        raise BlockingIOError(errno.EAGAIN, "another build is at work here; wait for it") from error
    finally:
        os.close(descriptor)


def clear(folder: Path) -> None:
    """Remove everything in a folder."""
    for entry in folder.iterdir():
        remove(entry)


def remove(entry: Path) -> None:
    """Remove a file or a whole folder, if it is there."""
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink(missing_ok=True)


def install(new: Path, target: Path, owned: frozenset[str]) -> None:
    """Put the finished build in its place."""
    to_disk(new)
    if not target.exists():
        new.rename(target)
        return
    if new.parent.parent == target.parent:
        shutil.copymode(target, new)
        for entry in foreign(target, owned):
            link_or_copy(entry, new / entry.name)
        if exchange(new, target):
            return
    (target / MANIFEST).unlink(missing_ok=True)
    for name in sorted(owned - {MANIFEST}):
        remove(target / name)
        with suppress(FileNotFoundError):  # not every build has every output
            (new / name).rename(target / name)
    (new / MANIFEST).rename(target / MANIFEST)


def can_exchange(target: Path) -> bool:
    """Whether a folder may be replaced as one: nobody's mount point or working directory, no folders in it."""
    inside = Path.cwd().is_relative_to(target)
    folders = any(entry.is_dir() and entry.name != "store" for entry in target.iterdir())
    return not (inside or folders or target.is_mount())


def foreign(target: Path, owned: frozenset[str]) -> list[Path]:
    """The user's own files in an output folder."""
    return [entry for entry in target.iterdir() if entry.name not in owned]


def link_or_copy(source: Path, copy: Path) -> None:
    """The same file in a second place; some filesystems know no links."""
    try:
        os.link(source, copy, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, copy, follow_symlinks=False)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the filesystem cannot."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0)


def to_disk(folder: Path) -> None:
    """Have everything in a folder on the disk, so that a power cut leaves no half of it."""
    for path in (*folder.rglob("*"), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def reason(error: OSError) -> str:
    """Why, in the system's words: "no space left on device"."""
    why = (error.strerror or " ".join(str(error).split())).lower()
    full = os.strerror(errno.ENOSPC).lower()
    return full if full in why else why.split(" (os error")[0]  # the store wraps what the system said
