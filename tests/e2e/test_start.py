"""The one file that starts everything: what it decides, what it says, and that a broken set-up is mended."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import start
from support.house import ROOT

LINUX_SCREEN = {"DISPLAY": ":0"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of the test's own, with pins and an empty `.venv`."""
    (tmp_path / "requirements").mkdir()
    for name in ("build", "runtime"):
        (tmp_path / "requirements" / f"{name}.txt").write_text("click==8.0\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    venv = tmp_path / ".venv"
    venv.mkdir()
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", venv)
    for name, file in (("STAMP", "start.json"), ("LOCK", "start.lock"), ("LOG", "start.log")):
        monkeypatch.setattr(start, name, venv / file)
    monkeypatch.setattr(start, "PYTHON", venv / start.PYTHON.relative_to(start.PYTHON.parent.parent))
    return tmp_path


def _pip_says(said: str) -> Callable[..., tuple[int, str]]:
    return lambda command, on_line=None: (1, said)


def test_the_bare_command_opens_the_window_where_there_is_a_screen() -> None:
    """With X or Wayland, and on Windows, the program starts without words."""
    assert start.plan_for([], "linux", LINUX_SCREEN).words == ()
    assert start.plan_for([], "linux", {"WAYLAND_DISPLAY": "wayland-0"}).words == ()
    windows = start.plan_for([], "win32", {})
    assert (windows.words, windows.parts, windows.is_offscreen, windows.remark) == ((), (), False, "")


def test_the_bare_command_becomes_the_demo_where_there_is_no_screen() -> None:
    """Without a display the officer is told so in one sentence and gets the demo's files."""
    plan = start.plan_for([], "linux", {"DISPLAY": ""})
    assert plan.words == ("demo", "--out", str(ROOT / "out" / "demo"))
    assert plan.is_offscreen
    assert plan.remark.startswith("没有检测到显示屏")
    assert plan.remark.count("。") == 1
    assert "screen" not in plan.parts


def test_any_other_word_goes_to_the_program_as_it_stands() -> None:
    """What is typed after start.py reaches the program unchanged, offscreen where there is no screen."""
    words = ["demo", "--out", "some folder"]
    assert start.plan_for(words, "linux", LINUX_SCREEN) == start.Plan(
        "runtime", ("python", "window", "screen", "paper"), tuple(words)
    )
    without = start.plan_for(words, "linux", {})
    assert (without.words, without.is_offscreen, without.remark) == (tuple(words), True, "")
    assert not start.plan_for(["window"], "linux", {}).is_offscreen, "nobody would see it, nor end it"


def test_the_word_test_runs_the_checks_with_everything_they_need() -> None:
    """Tests get the developers' pins, the virtual screen, and what follows goes to pytest."""
    plan = start.plan_for(["test", "-k", "routing"], "linux", {})
    assert plan == start.Plan("dev", tuple(start.PARTS), ("-k", "routing"))


def test_an_older_python_gets_one_sentence() -> None:
    """Whoever starts it with an older Python reads which one is needed, and no traceback."""
    text = (ROOT / "start.py").read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 7))
    line = "import sys; sys.version_info = (3, 9, 2); exec(compile(sys.stdin.read(), 'start.py', 'exec'))"
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", line], input=text, capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 1
    assert run.stderr.startswith("需要 Python 3.11 或更新的版本")
    assert len(run.stderr.splitlines()) == 1


def test_a_stamp_counts_only_for_the_same_pins_project_and_folder(folder: Path) -> None:
    """A changed pin or project file asks for a new set-up; the pins for tests serve the program too."""
    before = start.fingerprint()
    start.write_stamp(start.STAMP, {"fingerprint": before, "pins": "runtime", "parts": "window"})
    known = start.known_state(start.STAMP, before)
    assert start.has_packages(known, "runtime")
    assert not start.has_packages(known, "dev")
    assert start.has_packages({"pins": "dev"}, "runtime")
    assert start.missing_parts(known, ("window", "screen")) == ["screen"]
    (folder / "requirements" / "runtime.txt").write_text("click==8.1\n", encoding="utf-8")
    assert start.known_state(start.STAMP, start.fingerprint()) == {}


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"pins": '])
def test_a_missing_or_damaged_stamp_means_no_set_up(tmp_path: Path, content: str | None) -> None:
    """A stamp that was cut off is no stamp."""
    path = tmp_path / "start.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert start.read_stamp(path) == {}
    start.write_stamp(path, {"pins": "dev"})
    assert start.read_stamp(path) == {"pins": "dev"}
    assert [item.name for item in tmp_path.iterdir()] == ["start.json"]


def test_a_finished_set_up_is_not_touched_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second start compares the stamp and does nothing else."""
    start.PYTHON.parent.mkdir()
    start.PYTHON.write_text("", encoding="utf-8")
    stamp = {"fingerprint": start.fingerprint(), "pins": "runtime", "parts": "window paper"}
    start.write_stamp(start.STAMP, stamp)
    monkeypatch.setattr(start, "logged", _never)
    start.prepare(start.Plan("runtime", ("window", "paper"), ()))
    assert sorted(item.name for item in start.VENV.iterdir() if item.is_file()) == ["start.json"]


def test_an_interrupted_set_up_is_begun_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a killed installation left half-done is cleared away, and a working environment stands in its place."""
    rubbish = start.VENV / "lib" / "half_installed.py"
    rubbish.parent.mkdir()
    rubbish.write_text("broken", encoding="utf-8")
    start.write_stamp(start.STAMP, {"pins": "unfinished"})
    monkeypatch.setattr(start, "install_packages", lambda pins: None)
    start.prepare(start.Plan("runtime", (), ()))
    assert not rubbish.exists()
    assert subprocess.run([start.PYTHON, "-m", "pip", "-V"], capture_output=True, check=False).returncode == 0
    assert start.has_packages(start.known_state(start.STAMP, start.fingerprint()), "runtime")


def test_a_set_up_that_fails_leaves_an_unfinished_stamp(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a failed download the next start knows that it has to go on."""
    monkeypatch.setattr(start, "make_environment", lambda: None)
    monkeypatch.setattr(start, "logged", _pip_says("WARNING: Retrying (Retry(total=4))"))
    with pytest.raises(start.SetupError, match="没有连上网络"):
        start.prepare(start.Plan("runtime", (), ()))
    assert start.read_stamp(start.STAMP)["pins"] == "unfinished"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "校验值不一致"),
        ("OSError: [Errno 28] No space left on device", "磁盘空间不够"),
        ("WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError'", "没有连上网络"),
        ("ERROR: something else", "组件没有装好"),
    ],
)
def test_what_pip_says_becomes_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, said: str, sentence: str
) -> None:
    """The officer reads what to do; pip's own words stay in the log, unless they are all there is to say."""
    monkeypatch.setattr(start, "logged", _pip_says(said))
    with pytest.raises(start.SetupError, match=sentence) as caught:
        start.pip(["click"])
    assert (said in str(caught.value)) == (sentence == "组件没有装好")
    assert str(start.LOG) in str(caught.value)


def test_missing_libraries_are_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may not install gets the one line that does."""
    monkeypatch.setattr(start, "PARTS", {"window": {"libgl1": "libnot-there.so.9", "libc6": "libc.so.6"}})
    monkeypatch.setattr(start, "apt_install", lambda packages: False)
    monkeypatch.setattr("shutil.which", lambda name: name)
    with pytest.raises(start.SetupError, match="缺少系统组件") as caught:
        start.set_up_system(["window"])
    assert str(caught.value).splitlines()[1].endswith("apt-get install -y --no-install-recommends libgl1")
    assert "libc6" not in str(caught.value)


def test_missing_fonts_do_not_stop_the_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What only makes paper nicer is told once and not insisted on."""
    monkeypatch.setattr(start, "PARTS", {"paper": {"fonts-none": "/not/there/*"}})
    monkeypatch.setattr(start, "apt_install", lambda packages: False)
    monkeypatch.setattr("shutil.which", lambda name: name)
    start.set_up_system(["paper"])
    assert "程序仍可使用" in capsys.readouterr().out


def test_installed_libraries_are_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """An apt that says yes and installs nothing is not believed."""
    asked: list[Sequence[str]] = []

    def claim(packages: Sequence[str]) -> bool:
        asked.append(packages)
        return True

    monkeypatch.setattr(start, "PARTS", {"window": {"libgl1": "libnot-there.so.9"}})
    monkeypatch.setattr(start, "apt_install", claim)
    with pytest.raises(start.SetupError):
        start.set_up_system(["window"])
    assert asked == [["libgl1"]]


def test_every_check_runs_and_a_failing_one_is_named(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """One failing check does not hide the others, and the last line says which it was."""
    checks = (("first", ("-c", "raise SystemExit(3)")), ("pytest", ("-c", "import sys; print(sys.argv[1:])")))
    monkeypatch.setattr(start, "CHECKS", checks)
    monkeypatch.setattr(start, "PYTHON", Path(sys.executable))
    assert start.run_checks(("-k", "x")) == 1
    lines = capfd.readouterr().out.splitlines()
    assert "['-k', 'x']" in lines
    assert lines[-1] == "未通过：first"
    monkeypatch.setattr(start, "CHECKS", checks[1:])
    assert start.run_checks(()) == 0
    assert capfd.readouterr().out.splitlines()[-1] == "检查与测试全部通过"


@pytest.mark.parametrize(
    ("words", "code"), [(["-k", "nothing"], 5), (["--co"], 0), (["--co", "-k", "nothing"], 5), (["--collect-only"], 0)]
)
def test_a_run_without_a_test_has_not_passed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], words: list[str], code: int
) -> None:
    """Where pytest found nothing, or was only asked to list, nobody reads that all tests passed."""
    monkeypatch.setattr(start, "CHECKS", (("pytest", ("-c", f"raise SystemExit({code})")),))
    monkeypatch.setattr(start, "PYTHON", Path(sys.executable))
    assert start.run_checks(words) == 5
    last = capfd.readouterr().out.splitlines()[-1]
    assert last == "没有运行任何测试；其余检查通过"


def test_a_run_in_which_every_test_is_left_out_has_run_none(tmp_path: Path) -> None:
    """On a machine that can run none of the chosen tests pytest ends as if it had found none."""
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    skipped = "import pytest\n@pytest.mark.skip(reason='not here')\ndef test_one():\n    pass\n"
    (tmp_path / "test_left_out.py").write_text(skipped, encoding="utf-8")
    (tmp_path / "test_run.py").write_text("def test_two():\n    pass\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", f"--rootdir={tmp_path}", "-c", os.devnull]
    codes = [
        subprocess.run([*command, *words], cwd=tmp_path, capture_output=True, check=False).returncode
        for words in (["-n", "2", "test_left_out.py"], ["-n", "2", "."], ["--co", "."])
    ]
    assert codes == [5, 0, 0]


def test_the_version_is_told_without_a_set_up(tmp_path: Path) -> None:
    """From a fresh clone, in the same words as the program's own."""
    for name in ("start.py", "pyproject.toml", "requirements"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "start.py", tmp_path / "begin.py")
    told = [
        subprocess.run([sys.executable, *words, "--version"], capture_output=True, encoding="utf-8", check=True).stdout
        for words in ([str(tmp_path / "begin.py")], ["-m", "reviewer_app"])
    ]
    assert told[0] == told[1]
    assert told[0].startswith("reviewer-app 0.")
    assert not (tmp_path / ".venv").exists()


def test_a_second_set_up_says_that_it_waits(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Two starts at once: the second names the reason for its silence, and goes on when the first has ended."""
    code = f"import start; start.VENV = start.Path({str(start.VENV)!r}); start.LOCK = start.VENV / 'start.lock'\n"
    code += "with start.alone(): print('has it', flush=True)"
    with start.alone():
        second = subprocess.Popen([sys.executable, "-X", "utf8", "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
        assert second.stdout is not None
        assert second.stdout.readline().decode().startswith("另一个准备过程正在进行")
    assert second.communicate(timeout=30)[0].decode() == "has it\n"
    assert second.returncode == 0


def _apt(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An apt of the test's own that would install two packages; what was done with it."""
    done: list[str] = []

    def logged(command: Sequence[str], on_line: None = None) -> tuple[int, str]:
        done.append("simulate" if "--simulate" in command else command[-1])
        return 0, "Inst libneeded (1.0)\nInst libgl1 (1.0)\nConf libgl1 (1.0)\n"

    monkeypatch.setattr(start, "logged", logged)
    monkeypatch.setattr("shutil.which", lambda name: name)
    return done


def test_system_packages_are_named_before_they_are_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those that are needed by the asked ones too; without a person at the desk nothing waits."""
    done = _apt(monkeypatch)
    monkeypatch.setattr(start, "pause", lambda: done.append("pause"))
    assert start.apt_install(["libgl1"])
    assert "将安装 2 个系统组件：libneeded libgl1" in capsys.readouterr().out
    assert done[-3:] == ["simulate", "pause", "libgl1"]


@pytest.mark.skipif(sys.platform == "win32", reason="apt is Debian's")
@pytest.mark.parametrize(
    ("typed", "ci", "pause"), [(b"\n", "", 300), (b"", "", 0.2), (b"", "true", 300), (b"\x03", "", 300)]
)
def test_the_person_at_the_desk_may_stop_the_installation(typed: bytes, ci: str, pause: float) -> None:
    """Enter goes on at once, silence after the pause, a script without one; Ctrl+C ends it with nothing installed."""
    import pty

    code = (
        "import fcntl, signal, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
        # Tests started in the background of a shell begin with Ctrl+C ignored, and so would this.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"import start; start.PAUSE = {pause}\n"
        "try: start.pause()\nexcept KeyboardInterrupt: print('stopped')"
    )
    ours, theirs = pty.openpty()
    command = [sys.executable, "-X", "utf8", "-c", code]
    environ = os.environ | {"CI": ci}
    run = subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, cwd=ROOT, env=environ, start_new_session=True)
    assert run.stdout is not None
    said = "" if ci else run.stdout.readline().decode()
    os.write(ours, typed)
    assert ("按 Ctrl+C 停止" in said) is (ci == "")
    assert run.communicate(timeout=60)[0].decode() == ("stopped\n" if typed == b"\x03" else "")
    os.close(ours)
    os.close(theirs)


def test_a_bare_debian_gets_what_qts_network_library_needs() -> None:
    """Without it the preview of PDFs and the guard against a second window fail on a Debian that cannot print."""
    assert start.PARTS["window"]["libgssapi-krb5-2"] == "libgssapi_krb5.so.2"
    assert start.PARTS["python"] == {f"python3.{sys.version_info.minor}-venv": "ensurepip.py"}
    assert set(start.PARTS) > start.REQUIRED


def _never(*_: object) -> tuple[int, str]:
    raise AssertionError("a finished set-up runs nothing")
