"""Which process of a site holds a tab: asked of the kernel, by the two ends of the tab's connection. Linux only."""

from pathlib import Path

from tests.e2e.site import Site
from tests.raw_tab import RawTab

PROC = Path("/proc")


def worker_of(tab: RawTab, site: Site) -> int:
    """The id of the process at the other end."""
    wanted = f"socket:[{_inode(int(site.environment['PORT']), tab.port)}]"
    assert site.process is not None
    for pid in _family(site.process.pid):
        if any(_link(handle) == wanted for handle in (PROC / str(pid) / "fd").iterdir()):
            return pid
    raise AssertionError("no process of the site holds this tab")


def listeners(site: Site) -> int:
    """How many processes of the site take connections by now."""
    port, listening = f":{int(site.environment['PORT']):04X}", "0A"
    lines = (PROC / "net/tcp").read_text().splitlines()[1:]
    return sum(fields[1].endswith(port) and fields[3] == listening for fields in map(str.split, lines))


def _inode(local_port: int, remote_port: int) -> str:
    for table in ("net/tcp", "net/tcp6"):
        for line in (PROC / table).read_text().splitlines()[1:]:
            fields = line.split()
            ends = [int(address.rpartition(":")[2], 16) for address in fields[1:3]]
            if ends == [local_port, remote_port]:
                return fields[9]
    raise AssertionError("the kernel knows no such connection")


def _family(pid: int) -> list[int]:
    family = [pid]
    for each in family:
        for thread in (PROC / str(each) / "task").iterdir():
            family += map(int, (thread / "children").read_text().split())
    return family


def _link(handle: Path) -> str:
    try:
        return str(handle.readlink())
    except OSError:
        return ""
