"""A new library: where it stands, whose it is, and its first user."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer_app.services.ports.records import OfficeSettings
from reviewer_ui.gate.page import FieldGrid, GatePage
from reviewer_ui.gate.password import password_hint, password_will_do
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote
from reviewer_ui.widgets.folder_field import ask_folder


@dataclass(frozen=True, slots=True)
class NewLibrary:
    """What was filled in."""

    folder: Path
    office: OfficeSettings
    user: str
    password: str


class NewLibraryPage(GatePage):
    """The form of a new library; nothing is made before the last button is pressed."""

    create_asked = Signal(object)  # NewLibrary
    back_chosen = Signal()

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__("新建案卷库", "第一位用户兼任经办、复核、用印和管理员，以后可在设置里增加同事并分工。", parent)
        self.folder = QLineEdit(str(folder))
        self.bureau = QLineEdit()
        self.bureau.setPlaceholderText("例如 上海市示例区市场监督管理局")
        self.mark = QLineEdit()
        self.mark.setPlaceholderText("例如 示")
        self.mark.setMaxLength(4)
        self.user = QLineEdit()
        self.password = QLineEdit()
        self.again = QLineEdit()
        for field in (self.password, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self._notes = {name: FieldNote() for name in ("folder", "bureau", "mark", "user", "password", "again")}
        self.finish = Button("新建案卷库", ButtonKind.PRIMARY)
        self.finish.clicked.connect(self._ask)
        for field in (self.folder, self.bureau, self.mark, self.user, self.password, self.again):
            field.returnPressed.connect(self.finish.click)
        self.password.textChanged.connect(lambda text: self._notes["password"].say(*password_hint(text)))
        self._lay_out()

    def _lay_out(self) -> None:
        choose = Button("选择…")
        choose.setAccessibleName("选择案卷库文件夹")
        choose.clicked.connect(self._choose_folder)
        grid = FieldGrid()
        grid.add_field("存放位置", self.folder, self._notes["folder"], beside=choose)
        grid.add_field("单位名称", self.bureau, self._notes["bureau"])
        grid.add_field("编号用字", self.mark, self._notes["mark"])
        grid.add_field("您的姓名", self.user, self._notes["user"])
        grid.add_field("密码", self.password, self._notes["password"])
        grid.add_field("再输一次", self.again, self._notes["again"])
        self._notes["mark"].say("收件编号里代表本单位的字，如 2024-示-0001。")
        self._notes["password"].say(*password_hint(""))
        self.column.addLayout(grid)
        back = Button("返回", ButtonKind.LINK)
        back.clicked.connect(self.back_chosen)
        self.add_foot(back, primary=self.finish)

    def _choose_folder(self) -> None:
        start = Path(self.folder.text()).parent
        ask_folder(self, "选择案卷库的存放位置", start, self._take_folder)

    def _take_folder(self, chosen: Path) -> None:
        self.folder.setText(str(chosen / "标准化试点案卷库"))

    def problems(self) -> dict[str, str]:
        """What is still missing or wrong, by field."""
        found = {}
        if not Path(self.folder.text().strip()).is_absolute():
            found["folder"] = "请选择一个文件夹。"
        if not self.bureau.text().strip():
            found["bureau"] = "请填写单位全称，推荐意见和汇总表上用它。"
        if not self.mark.text().strip():
            found["mark"] = "请填写一个字，用于收件编号。"
        if not self.user.text().strip():
            found["user"] = "请填写姓名，办理记录上用它。"
        if not password_will_do(self.password.text()):
            found["password"] = password_hint(self.password.text())[0]
        elif self.password.text() != self.again.text():
            found["again"] = "两次输入的密码不一致。"
        return found

    def _ask(self) -> None:
        found = self.problems()
        for name, note in self._notes.items():
            if name in found:
                note.say(found[name], Tone.BAD)
            elif name not in ("mark", "password"):
                note.clear()
        if found:
            field: QLineEdit = getattr(self, next(iter(found)))
            field.setFocus()
            return
        office = OfficeSettings(bureau=self.bureau.text().strip(), number_mark=self.mark.text().strip())
        folder = Path(self.folder.text().strip())
        self.create_asked.emit(NewLibrary(folder, office, self.user.text().strip(), self.password.text()))
