"""A season from the portal's list to the sent batch, worked by keys alone as two officers would."""

from __future__ import annotations

import csv
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from reviewer_app.bench.invented import invented_row
from reviewer_app.bench.season.typist import LostKeyError, Typist
from reviewer_app.domain.application import Role, User
from reviewer_app.services.cases.registering import number_text
from reviewer_app.services.ports.records import OfficeSettings
from reviewer_app.wiring import Parts

#: A mark that a hand-held scanner can type.
OFFICE = OfficeSettings(bureau="上海市示例区市场监督管理局", number_mark="A", season="2024")
HANDLER, HEAD = "示例甲", "示例乙"
PASSWORD = "by-keys-only"
_KEY_FIELDS = {
    "项目类别": "重点",
    "聚焦的国家战略或市重点工作": "示例战略",
    "重大标准化成果": "地方标准1项",
    "促进作用": "完善行业标准化工作机制",
    "推动的主管部门": "示例主管部门",
    "主管部门意见": "同意并共同推动",
}
#: Seconds in which the next case is at least glanced at.
_LOOK = 0.8
#: More keys than any case needs: who presses on beyond them does not get there.
_MOST = 12


def prepare(folder: Path, cases: int, key_projects: int) -> Path:
    """A library of two officers, closed, and beside it the portal's list of clean cases; the list."""
    library = Parts().libraries.create(folder / "library", OFFICE, HANDLER, PASSWORD)
    try:
        library.add_user(User(HEAD, frozenset({Role.HEAD, Role.SEAL})), PASSWORD, is_own=True)
    finally:
        library.close()
    rows = [invented_row(number) for number in range(1, cases + 1)]
    for row in rows[:key_projects]:
        row |= _KEY_FIELDS
    labels = list(dict.fromkeys(label for row in rows for label in row))
    list_file = folder / "list.csv"
    with list_file.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, labels)
        writer.writeheader()
        writer.writerows(rows)
    return list_file


@dataclass
class Walk:
    """The steps of the season, and by case: `spent` from opened to submitted, `signed` by the head, in actions."""

    typist: Typist
    list_file: Path
    cases: int
    spent: dict[int, Counter[str]] = field(default_factory=dict)
    key_projects: set[int] = field(default_factory=set)
    signed: dict[int, int] = field(default_factory=dict)

    def whole(self) -> None:
        """From the list to the sent batch: the one who handles, then the one who signs off and seals."""
        self.log_in()
        self.take_in()
        self.receive()
        self.check()
        self.change_person()
        self.sign_off()
        self.send()

    def log_in(self) -> None:
        """The password into the field that has the keyboard, and Enter."""
        desk = self.typist
        desk.step = "login"
        desk.type(PASSWORD)
        desk.press("Return")
        desk.until(is_open=True)

    def take_in(self) -> None:
        """The portal's list: chosen by its name in the folder that the dialog begins with, looked at, written."""
        desk = self.typist
        desk.step = "list"
        desk.press("ctrl+o")
        desk.type(self.list_file.name)
        desk.press("Return")
        desk.until(focus="导入预览")
        desk.press("ctrl+Return")
        desk.until(focus="查看案件")
        desk.press("Return")

    def receive(self) -> None:
        """The pile: each set's code by the hand-held scanner, all copies alike, Enter."""
        desk = self.typist
        desk.step = "pile"
        desk.press("ctrl+shift+p")
        desk.until(focus="扫码或键入")
        for number in range(1, self.cases + 1):
            desk.scan(f"SHBZ|{number_text(OFFICE.season, OFFICE.number_mark, number)}|1/1")
            desk.press("alt+s", "Return")
        desk.press("ctrl+1")

    def check(self) -> None:
        """Every case from opened to submitted, one leading to the next."""
        self.typist.step = "checklist"
        self.typist.press("ctrl+j")
        for _ in range(self.cases):
            self.check_case()

    def check_case(self) -> None:
        """The open case, with the keyboard in its checklist, until it is submitted."""
        desk = self.typist
        case, is_first = desk.now["case"], not self.spent
        if "K1.direction" in desk.now["open"]:
            self.key_projects.add(case)
        before = desk.actions.copy()
        for step, act in (("comparison", self._compare), ("look-up", self._look_up), ("case", self._answer)):
            desk.step = "first look-up" if is_first and step == "look-up" else step
            act()
        desk.press("4", "ctrl+Return")
        if "已提交" not in desk.now["said"]:
            raise LostKeyError(f"case {case} was not submitted: {desk.now}")
        self.spent[case] = desk.actions - before

    def _compare(self) -> None:
        self.typist.press("c", "a")
        if self.typist.now["kind"] != "ItemRow":
            raise LostKeyError(f"the keyboard did not come back from the comparison: {self.typist.now}")

    def _look_up(self) -> None:
        desk = self.typist
        desk.press("l")
        if desk.step == "first look-up":
            # The site once a day; then what was found, and the other points it serves.
            desk.press("Down", "Return", "Down", *["Tab"] * 4)
            while desk.now["kind"] == "QCheckBox":
                desk.press("space", "Tab")
            desk.press("Tab")
        else:
            desk.press("Down")
        desk.press("Return")

    def _answer(self) -> None:
        desk = self.typist
        for _ in range(_MOST):
            rest = desk.now["open"]
            if not rest:
                return
            desk.press("s" if all(name.startswith("M") for name in rest) else "shift+a")
        raise LostKeyError(f"points stayed open: {desk.now}")

    def change_person(self) -> None:
        """The first one leaves; the second one chooses the own name and logs in."""
        desk = self.typist
        desk.step = "login"
        desk.press("ctrl+l", "shift+Tab", "Down", "Tab")
        self.log_in()

    def sign_off(self) -> None:
        """Each case that waits for the head, one leading to the next."""
        desk = self.typist
        desk.step = "sign-off"
        desk.until(decide=True)
        for _ in range(self.cases):
            before, case = desk.actions[desk.step], desk.now["case"]
            # Nobody decides within a double click of another case coming up; the window takes no such press.
            time.sleep(_LOOK)
            desk.press("ctrl+shift+Return")
            self.signed[case] = desk.actions[desk.step] - before
            if "已复核同意" not in desk.now["said"]:
                raise LostKeyError(f"case {case} was not signed off: {desk.now}")

    def send(self) -> None:
        """The batch: what is ticked is exported, the sealing and the sending are recorded by the palette."""
        desk = self.typist
        desk.step = "batch"
        desk.press("ctrl+b", "ctrl+Return")
        desk.until(focus="打开文件夹")
        for letters in ("djzp", "djbs"):
            desk.press("ctrl+k")
            desk.type(letters)
            # The dialog of a final act has the keyboard on its way out.
            desk.press("Return", "Tab", "Return")
