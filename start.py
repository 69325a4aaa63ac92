"""Set the desk up and start it: `python3 start.py`, `python3 start.py test`, or any word of the program.

Standard library only, for Windows and Linux. The first start makes `.venv` beside this file, installs the pinned
packages with their hashes and, on Debian, the system libraries; later starts only compare one stamp.
"""

import contextlib
import ctypes
import errno
import hashlib
import importlib.util
import io
import json
import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, NamedTuple

if sys.version_info < (3, 11):  # noqa: UP036 - the sentence is for those who start it with an older one
    sys.exit("需要 Python 3.11 或更新的版本，现在用的是 " + sys.version.split()[0] + "。")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP, LOCK, LOG = VENV / "start.json", VENV / "start.lock", VENV / "start.log"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
END = 600  # characters of a command's output that are shown when it fails
PINS = {"runtime": ("build", "runtime"), "dev": ("dev",)}
REQUIRED = {"python", "window", "screen"}
PAUSE = 5  # seconds in which a person may stop the installation of system packages
NOTHING_RAN = 5  # pytest's exit code when it ran no test
CHECKS: Sequence[tuple[str, Sequence[str]]] = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy")),
    ("lint-imports", ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")),
    ("pytest", ("-m", "pytest", "-n", "2", "--dist", "loadfile")),
)
# What pip writes when it fails → what the person at the desk can do about it.
PIP_TROUBLES = {
    r"DO NOT MATCH THE HASHES": "下载到的组件与登记的校验值不一致，已拒绝安装；请换一个网络再运行一次。",
    r"No space left|Errno 28": "磁盘空间不够，请至少留出 1 GB 后再运行一次。",
    r"Retrying \(|ConnectionError|name resolution|ConnectTimeout|ReadTimeout|ProxyError|SSLError": (
        "没有连上网络，组件未能下载；请检查网络后再运行一次，会接着进行。"
    ),
}


class SetupError(Exception):
    """A step of the set-up that cannot be finished, as the sentence that says what to do."""


def read_toml(path: Path) -> dict[str, dict[str, Any]]:
    """A TOML file's tables."""
    import tomllib  # absent where the Python is too old, which has to be said first

    return tomllib.loads(path.read_text(encoding="utf-8"))


# Part → system package → what shows that it is there.
PARTS: Mapping[str, Mapping[str, str]] = {
    part: {name.format(minor=sys.version_info.minor): sign for name, sign in packages.items()}
    for part, packages in read_toml(ROOT / "requirements" / "system_packages.toml").items()
}


class Plan(NamedTuple):
    """What one start is to do: the pins and system parts it needs, and the words for the program or for pytest."""

    pins: str
    parts: tuple[str, ...]
    words: tuple[str, ...]
    is_offscreen: bool = False
    remark: str = ""


def plan_for(words: Sequence[str], platform: str, environ: Mapping[str, str]) -> Plan:
    """What the command line asks for on this machine; without a screen the bare command becomes the demo."""
    is_linux = platform.startswith("linux")
    has_screen = not is_linux or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
    if words and words[0] == "test":
        return Plan("dev", tuple(PARTS) if is_linux else (), tuple(words[1:]))
    if has_screen:
        return Plan("runtime", ("python", "window", "screen", "paper") if is_linux else (), tuple(words))
    parts = ("python", "window", "paper")
    if words:
        return Plan("runtime", parts, tuple(words), is_offscreen=words[0] != "window")
    folder = ROOT / "out" / "demo"
    remark = f"没有检测到显示屏，改为运行演示，成果放在 {folder}。"
    return Plan("runtime", parts, ("demo", "--out", str(folder)), is_offscreen=True, remark=remark)


def fingerprint() -> str:
    """A hash of all that decides what stands in `.venv`: pins, project file, Python, and the folder itself."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for path in (*sorted((ROOT / "requirements").glob("*.t*")), ROOT / "pyproject.toml"):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def read_stamp(path: Path) -> dict[str, str]:
    """What the last set-up left: empty when there was none or it cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def write_stamp(path: Path, stamp: Mapping[str, str]) -> None:
    """Write the stamp whole or not at all."""
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(stamp), encoding="utf-8")
    fresh.replace(path)


def known_state(path: Path, current: str) -> dict[str, str]:
    """The stamp, as far as it speaks of the pins, the Python and the folder of now."""
    stamp = read_stamp(path)
    return stamp if stamp.get("fingerprint") == current or stamp.get("pins") == "unfinished" else {}


def has_packages(stamp: Mapping[str, str], pins: str) -> bool:
    """Whether a stamp says that these pins are installed; the pins for tests hold all the others too."""
    return stamp.get("pins") in {pins, "dev"}


def missing_parts(stamp: Mapping[str, str], parts: Sequence[str]) -> list[str]:
    """The system parts that no set-up has looked after yet."""
    return [part for part in parts if part not in stamp.get("parts", "").split()]


def is_present(sign: str) -> bool:
    """Whether the sign of a system package is found on this machine."""
    if sign.startswith("/"):
        # Elsewhere than on Debian fonts lie in other folders; the program brings a font of its own.
        return any(Path("/").glob(sign[1:])) or not shutil.which("apt-get")
    if sign.endswith(".py"):
        importlib.invalidate_caches()
        return importlib.util.find_spec(sign.removesuffix(".py")) is not None
    if ".so" not in sign:
        return shutil.which(sign) is not None
    with contextlib.suppress(OSError):
        return bool(ctypes.CDLL(sign))
    return False


def pause() -> None:
    """Give the person at the desk time to stop with Ctrl+C; Enter goes on at once. Nobody is waited for in a script."""
    if os.environ.get("CI") == "true" or not sys.stdin or not sys.stdin.isatty():
        return
    say(f"      {PAUSE} 秒后开始安装；按回车立即开始，按 Ctrl+C 停止，什么也不会安装。")
    if select.select([sys.stdin], [], [], PAUSE)[0]:
        sys.stdin.readline()


def planned(install: Sequence[str]) -> list[str]:
    """All packages that an installation would bring, needed ones too; none when apt cannot do it."""
    code, said = logged([*install, "--simulate"])
    return re.findall(r"^Inst (\S+)", said, re.MULTILINE) if code == 0 else []


def apt_install(packages: Sequence[str]) -> bool:
    """Install system packages if this user may, all named first; the lists are renewed only when they have to be."""
    if not shutil.which("apt-get"):
        return False
    root = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if sys.platform != "win32" and os.geteuid() != 0:
        if not shutil.which("sudo") or logged(["sudo", "-n", "true"])[0] != 0:
            return False
        root = ["sudo", "-n", *root]
    apt = [*root, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    named = planned(install) or (logged([*apt, "update"])[0] == 0 and planned(install))
    if not named:
        return False
    say(f"      将安装 {len(named)} 个系统组件：{' '.join(named)}")
    pause()
    return logged(install)[0] == 0 or (logged([*apt, "update"])[0] == 0 and logged(install)[0] == 0)


def set_up_system(parts: Sequence[str]) -> None:
    """Install what these parts lack, or say the one line that does; stop only where nothing would run without it."""
    lacking = {name: part for part in parts for name, sign in PARTS[part].items() if not is_present(sign)}
    if lacking and apt_install(list(lacking)):
        lacking = {name: part for name, part in lacking.items() if not is_present(PARTS[part][name])}
    if not lacking:
        return
    way = f"请用本机的软件管理工具安装：{' '.join(lacking)}"
    if shutil.which("apt-get"):
        install = "apt-get install -y --no-install-recommends"
        way = f"请运行这一行：\n  sudo apt-get update && sudo {install} {' '.join(lacking)}"
    if REQUIRED & set(lacking.values()):
        raise SetupError(f"缺少系统组件。{way}\n然后再运行一次。")
    say(f"      有几个系统组件没有装上，程序仍可使用，但字体、打印或测试会受影响。{way}")


def own_environment() -> dict[str, str]:
    """The environment without what would mix another Python's packages into ours or have it compile them each time."""
    return {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE"}}


def logged(command: Sequence[str], on_line: Callable[[str], None] | None = None) -> tuple[int, str]:
    """Run a command with its output in the log; returns its exit code and that output."""
    lines: list[str] = []
    environ = own_environment() | {"PIP_USER": "0", "PYTHONUTF8": "1"}
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(command)}\n")
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "errors": "replace"}
        with subprocess.Popen(command, env=environ, encoding="utf-8", **pipes) as running:
            for line in running.stdout or ():
                lines.append(line)
                log.write(line)
                if on_line:
                    on_line(line)
    return running.returncode, "".join(lines)


def is_working(python: Path) -> bool:
    """Whether a virtual environment's Python starts and has its pip."""
    return python.exists() and logged([str(python), "-m", "pip", "-V"])[0] == 0


def make_environment() -> None:
    """Make `.venv` anew; only the files of this set-up itself outlive that."""
    for item in VENV.iterdir():
        if item.is_dir() and not item.is_symlink():
            shutil.rmtree(item)
        elif item not in {STAMP, LOCK, LOG}:
            item.unlink()
    code, said = logged([getattr(sys, "_base_executable", sys.executable), "-m", "venv", str(VENV)])
    if code != 0:
        raise SetupError(f"没有建成运行环境（{LOG}），最后几行：\n{said[-END:]}")


def pip(arguments: Sequence[str], on_line: Callable[[str], None] | None = None) -> None:
    """Run pip in `.venv`; its own configuration (a mirror, a proxy) holds, and its failure becomes a sentence."""
    code, said = logged([str(PYTHON), "-m", "pip", "install", "--no-input", *arguments], on_line)
    if code != 0:
        known = (sentence for pattern, sentence in PIP_TROUBLES.items() if re.search(pattern, said))
        raise SetupError(next(known, f"组件没有装好，最后几行：\n{said[-END:]}") + f"\n（详细记录：{LOG}）")


def install_packages(pins: str) -> None:
    """Install the pinned packages, each checked against its hash, and the desk itself beside them."""
    files = [ROOT / "requirements" / f"{name}.txt" for name in PINS[pins]]
    total = sum(len(re.findall(r"^\w", path.read_text(encoding="utf-8"), re.MULTILINE)) for path in files)
    got = 0

    def show(line: str) -> None:
        nonlocal got
        got += line.startswith(("Collecting ", "Processing ", "Requirement already satisfied"))
        if sys.stdout.isatty():
            print(f"\r      已取得 {min(got, total)} / {total} 项", end="", flush=True)

    pip(["--require-hashes", "--only-binary=:all:", *(f"--requirement={path}" for path in files)], show)
    if sys.stdout.isatty():
        print()
    pip(["--no-deps", "--no-build-isolation", f"--editable={ROOT}"])


def say(sentence: str) -> None:
    """Tell the person at the desk something, at once."""
    print(sentence, flush=True)


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Announce one step and say how long it took."""
    began = time.monotonic()
    say(f"{what}……")
    yield
    say(f"      完成，{time.monotonic() - began:.1f} 秒")


def is_taken(handle: IO[str]) -> bool:
    """Try to take the set-up's lock; whether another process has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in {errno.EACCES, errno.EAGAIN, errno.EDEADLK}:
            raise
        return True
    return False


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the set-up's lock, so that two starts do not write into one `.venv`; it ends with the process."""
    VENV.mkdir(exist_ok=True)
    with LOCK.open("a") as handle:
        if is_taken(handle):
            say("另一个准备过程正在进行，等它结束后接着做……（按 Ctrl+C 不再等待）")
            while is_taken(handle):
                time.sleep(0.2)
        yield


def prepare(plan: Plan) -> None:
    """Bring the machine to what the plan needs.

    The stamp is written last: a whole one makes the next start quick, an unfinished one has `.venv` made anew.
    """
    current = fingerprint()
    stamp = known_state(STAMP, current)
    if has_packages(stamp, plan.pins) and not missing_parts(stamp, plan.parts) and PYTHON.exists():
        return
    with alone():
        LOG.write_text("", encoding="utf-8")
        stamp = known_state(STAMP, current)
        parts = missing_parts(stamp, plan.parts)
        if parts:
            with step("[1/3] 检查系统组件"):
                set_up_system(parts)
        if not (has_packages(stamp, plan.pins) and PYTHON.exists()):
            is_whole = stamp.get("pins") != "unfinished" and is_working(PYTHON)
            write_stamp(STAMP, {"pins": "unfinished"})
            with step("[2/3] 准备独立的运行环境（.venv）"):
                if not is_whole:
                    make_environment()
            with step("[3/3] 取得并核对所需组件（第一次要下载 170 MB 左右）"):
                install_packages(plan.pins)
            stamp |= {"fingerprint": current, "pins": plan.pins}
        write_stamp(STAMP, stamp | {"parts": " ".join([*stamp.get("parts", "").split(), *parts])})


def run_check(name: str, arguments: Sequence[str], out: int | None = None) -> tuple[int, str, str]:
    """Run one check, with its output shown at once or into `out`; its exit code, what it printed, and its time."""
    began, command = time.monotonic(), [str(PYTHON), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=own_environment(), check=False, stdout=out, stderr=out, text=True)
    return done.returncode, f"{done.stdout or ''}{done.stderr or ''}", f"{name} {time.monotonic() - began:.1f} 秒"


def run_checks(words: Sequence[str]) -> int:
    """Run the tests and every other check beside them; returns 0 only if tests were run and all passed."""
    *others, (name, arguments) = CHECKS
    with ThreadPoolExecutor(1) as beside:
        waiting = {other: beside.submit(run_check, other, given, subprocess.PIPE) for other, given in others}
        tests = run_check(name, [*arguments, *words])
    done = {**{other: one.result() for other, one in waiting.items()}, name: tests}
    for other in waiting:
        say(f"── {done[other][2]}\n{done[other][1].rstrip()}")
    failed = [one for one, (code, *_) in done.items() if code not in (0, NOTHING_RAN)]
    has_run = tests[0] != NOTHING_RAN and {"--co", "--collect-only", "--collectonly"}.isdisjoint(words)
    passed = "检查与测试全部通过" if has_run else "没有运行任何测试；其余检查通过"
    say("用时：" + " · ".join(took for *_, took in done.values()))
    say(f"未通过：{'、'.join(failed)}" if failed else passed)
    return 1 if failed else 0 if has_run else NOTHING_RAN


def run_program(plan: Plan) -> int:
    """Hand over to the program; on Linux it takes this process's place."""
    if plan.remark:
        say(plan.remark)
    if plan.is_offscreen:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [str(PYTHON), "-P", "-m", "reviewer_app", *plan.words]
    if os.name == "nt":
        return subprocess.run(command, env=own_environment(), check=False).returncode
    os.execve(command[0], command, own_environment())


def main(words: Sequence[str]) -> int:
    """Set up what is missing, then run the checks or the program; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if list(words) == ["--version"]:
        say("reviewer-app " + read_toml(ROOT / "pyproject.toml")["project"]["version"])
        return 0
    plan = plan_for(words, sys.platform, os.environ)
    try:
        prepare(plan)
        return run_checks(plan.words) if plan.pins == "dev" else run_program(plan)
    except SetupError as error:
        say(str(error))
    except KeyboardInterrupt:
        say("已停止，下次运行会接着进行。")
    except OSError as error:
        say(f"读写 {error.filename or ROOT} 时出错（{error.strerror}），请检查磁盘空间和权限后再运行一次。")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
