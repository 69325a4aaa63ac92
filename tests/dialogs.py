"""Every kind of dialog the desk opens, each opened as its page opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

import keeping_dialogs
from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import PaperCopy, User
from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.evidence.look_ups import LookedUp, LookUpResult
from reviewer_app.domain.evidence.own_lists import ListRow
from reviewer_app.domain.states import State
from reviewer_app.packs.loading import load_pack
from reviewer_app.services.cases.checking import note_item, record_comparison
from reviewer_app.services.cases.consulting import consult
from reviewer_app.services.cases.looking_up import record_look_up
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.dispatch.scoring import score_sheet
from reviewer_app.services.dispatch.second_looks import draw_second_looks
from reviewer_app.services.dispatch.side_by_side import side_by_side
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.look_ups import OwnListSheet
from reviewer_app.services.ports.rows import TypedBeside
from reviewer_ui.clocks.dialog import DatesDialog
from reviewer_ui.corrections.dialog import open_corrections
from reviewer_ui.dispatch.order import OrderDialog
from reviewer_ui.dispatch.scores import ScoresDialog
from reviewer_ui.dispatch.second_looks import SecondLooksDialog
from reviewer_ui.dispatch.side_by_side import SideBySideDialog
from reviewer_ui.dropped_files import sort_dropped
from reviewer_ui.drops.which_files import WhichFilesDialog
from reviewer_ui.explaining.telling import Told, ToldDialog
from reviewer_ui.frame.failure_dialog import FailureDialog
from reviewer_ui.help.keys_dialog import KeysDialog
from reviewer_ui.intake.register import RegisterDialog
from reviewer_ui.main_window import MainWindow
from reviewer_ui.messages import Message, MessageKind
from reviewer_ui.printing.opening import Previews
from reviewer_ui.printing.signature import SignatureDialog
from reviewer_ui.settings import SettingsPage
from reviewer_ui.stacks.opening import open_stack
from reviewer_ui.stock.dialog import StockDialog
from reviewer_ui.summary import SummaryDialog
from reviewer_ui.two_texts.dialog import TwoTextsDialog
from reviewer_ui.widgets.decision import DecisionDialog, Question
from reviewer_ui.widgets.form_dialog import FormDialog
from support.casework import answered, registered
from support.desk_pages import Office, backup, signed_off
from support.fake_stores import DAY
from support.followed import FollowedCase, FollowedOpinion
from support.hand_over_dialogs import HAND_OVER
from support.other_packs import WITH_CRITERIA
from support.sealing_dialogs import SEALING
from support.signed_pages import certificate_file, identity
from support.stack_pages import issued_batch

#: Opens one dialog over a window; the folder takes files it needs.
Opener = Callable[[Office, QWidget, Path], None]
#: The state in which an act of the case's head is asked about.
_STATES = {
    Act.CORRECTION_RECEIVED: State.AWAITING_CORRECTION,
    Act.RECORD_LAPSED: State.AWAITING_CORRECTION,
    Act.RECORD_SEALED: State.SIGNED_OFF,
    Act.REOPEN: State.SIGNED_OFF,
    Act.TAKE_BACK: State.PROPOSED,
    Act.WITHDRAW: State.CHECKING,
    Act.HAND_OVER: State.CHECKING,
    Act.RECUSE: State.CHECKING,
}


def _shown(page: QWidget, window: QWidget) -> None:
    layout = window.layout() or QVBoxLayout(window)
    layout.addWidget(page)
    window.show()


def _act(act: Act) -> Opener:
    def ask(at: Office, window: QWidget, _folder: Path) -> None:
        at.unit.users.put(User("示例丙", at.unit.actor.roles))
        case_id = signed_off(at.unit, 1)
        at.unit.applications.cases[case_id] = replace(at.unit.applications.cases[case_id], state=_STATES[act])
        pane = FollowedCase(at.context)
        _shown(pane, window)
        pane.show_case(case_id)
        pane.head.choose(act)

    return ask


def _question(question: Callable[[Batch], Question]) -> Opener:
    def ask(at: Office, window: QWidget, _folder: Path) -> None:
        case = at.unit.applications.cases[signed_off(at.unit, 1)]
        line = BatchLine(case.id, case.intake_number, case.project_name, "a.pdf", "0")
        made = Batch(1, "2024", "第1批", SealStyle.SAMPLE, "示例甲", at.unit.now, "0", (line,))
        DecisionDialog(question(made), window).open()

    return ask


def _note(at: Office, window: QWidget, _folder: Path) -> None:
    case_id = registered(at.unit)
    rule = current_pack(at.unit).compared_rule
    assert rule is not None
    note_item(at.unit, case_id, rule.id, "原来的说明")
    at.unit.papers.put(case_id, PaperCopy(1, is_received=True))
    record_comparison(at.unit, case_id, "applicant", True)
    pane = FollowedCase(at.context)
    _shown(pane, window)
    pane.show_case(case_id)
    pane.comparison.summary_wanted.emit()


def _edit(at: Office, window: QWidget, _folder: Path) -> None:
    pane = FollowedCase(at.context)
    _shown(pane, window)
    pane.show_case(registered(at.unit))
    pane.editing.begin()
    editor = pane.fields.rows["co_applicants"].editor
    assert editor is not None
    editor.set_text("样本协会")
    pane.editing.save()


def _consulting(what: str) -> Opener:
    def ask(at: Office, window: QWidget, _folder: Path) -> None:
        case_id = registered(at.unit)
        if what not in ("ask", "spare"):
            consult(at.unit, case_id, "上海市示例科技主管部门", 5)
        pane = FollowedCase(at.context)
        _shown(pane, window)
        pane.show_case(case_id)
        pane.consulting.do(what)

    return ask


def _evidence(rule_id: str) -> Opener:
    def ask(at: Office, window: QWidget, _folder: Path) -> None:
        pane = FollowedOpinion(at.context)
        _shown(pane, window)
        pane.show_case(registered(at.unit))
        pane.checklist.set_current(rule_id)
        pane.checklist.evidence_wanted.emit(rule_id)

    return ask


def _look_up(at: Office, window: QWidget, _folder: Path) -> None:
    pane = FollowedOpinion(at.context)
    _shown(pane, window)
    pane.show_case(registered(at.unit))
    pane.checklist.look_up_wanted.emit("E5.sanctions")


def _look_up_withdrawn(at: Office, window: QWidget, _folder: Path) -> None:
    case_id = registered(at.unit)
    found = LookedUp("信用中国（演练）", DAY, DAY, DAY, LookUpResult.NOTHING_FOUND, "", ("E5.sanctions",))
    record_look_up(at.unit, case_id, found)
    pane = FollowedOpinion(at.context)
    _shown(pane, window)
    pane.show_case(case_id)
    pane.checklist.withdrawal_wanted.emit("E5.sanctions")


def _corrections(at: Office, window: QWidget, _folder: Path) -> None:
    case_id = answered(at.unit, registered(at.unit), ("E1.credit",), M3_copies=Verdict.NOT_MET)
    open_corrections(at.context, case_id, window)


def _settings(at: Office, window: QWidget) -> SettingsPage:
    page = SettingsPage(at.context)
    _shown(page, window)
    return page


def _own_list(at: Office, window: QWidget, _folder: Path) -> None:
    row = ListRow(2, "上海示例甲东服务有限公司", "", "", DAY, "2024-05-19", "计量违法", "")
    notes = tuple(f"第{number}条说明，说得长一些，好看出窗口怎样放得下。" for number in range(8))
    at.lists.own_lists["处罚.xlsx"] = OwnListSheet("处罚.xlsx", "处罚", {"当事人": "单位名称"}, (row,), notes)
    _settings(at, window).own_lists.take_file(Path("处罚.xlsx"))


def _restore(at: Office, window: QWidget, _folder: Path) -> None:
    at.backups.kept = (backup(9),)
    _settings(at, window).backups.restore.click()


def _trust(at: Office, window: QWidget, folder: Path) -> None:
    _settings(at, window).trust.take_file(certificate_file(folder, identity("示例根证书")))


def _distrust(at: Office, window: QWidget, folder: Path) -> None:
    _trust(at, window, folder)
    (asked,) = [one for one in window.findChildren(DecisionDialog) if one.isVisible()]
    asked.confirm.click()
    page = window.findChild(SettingsPage)
    assert page is not None
    page.trust.table.selectRow(0)
    page.trust.remove.click()


def _stop(at: Office, window: QWidget, _folder: Path) -> None:
    """Closing is asked about from within a long job, for here it is done before the call returns."""
    library = MainWindow(at.context)
    _shown(library, window)
    library._ask_to_stop()


def _preview(at: Office, window: QWidget, _folder: Path) -> None:
    Previews(at.context, window).show(PrintOrder(DocumentKind.RECOMMENDATION, case_id=signed_off(at.unit, 1)))


def _summary(at: Office, window: QWidget, folder: Path) -> None:
    """Onto a file that is there already, so that writing would replace it."""
    signed_off(at.unit, 1)
    (folder / "2024年度推荐汇总表.xlsx").write_text("")
    at.context.preferences.put("summary/folder", str(folder))
    SummaryDialog(at.context, (), window).open()


def _order(at: Office, window: QWidget, _folder: Path) -> None:
    signed_off(at.unit, 1)
    signed_off(at.unit, 2)
    OrderDialog(at.context, window).open()


def _scores(at: Office, window: QWidget, _folder: Path) -> None:
    at.unit.packs.keep(load_pack(WITH_CRITERIA, "sh-2024.toml"))
    signed_off(at.unit, 1)
    signed_off(at.unit, 2)
    ScoresDialog(at.context, at.library.read(score_sheet), window).open()


def _looks(at: Office, window: QWidget, _folder: Path) -> None:
    signed_off(at.unit, 1)
    draw_second_looks(at.unit, 1, "例行抽查")
    SecondLooksDialog(at.context, window).open()


def _looks_drawn(at: Office, window: QWidget, _folder: Path) -> None:
    signed_off(at.unit, 1)
    dialog = SecondLooksDialog(at.context, window)
    dialog.ask_draw()
    (form,) = dialog.findChildren(FormDialog)
    form.setParent(window, form.windowFlags())
    form.open()


def _stack(at: Office, window: QWidget, _folder: Path) -> None:
    open_stack(at.context, issued_batch(at.unit, 3)[0], window)


def _side_by_side(at: Office, window: QWidget, _folder: Path) -> None:
    ids = [signed_off(at.unit, number) for number in (1, 2)]
    SideBySideDialog(at.library.read(side_by_side, ids), window).open()


def _registration(at: Office, window: QWidget, _folder: Path) -> None:
    RegisterDialog(at.context, at.library.read(current_pack), window).open_form()


def _signature(at: Office, window: QWidget, _folder: Path) -> None:
    SignatureDialog(at.context, window).open()


def _which_files(at: Office, window: QWidget, folder: Path) -> None:
    for name in ("一份很长很长的网上申报清单的名字.xlsx", "另一份.csv", "申请表.pdf"):
        (folder / name).write_bytes(b"x")
    WhichFilesDialog(at.context, sort_dropped([folder]), window).open()


def _keys(at: Office, window: QWidget, _folder: Path) -> None:
    KeysDialog(at.context.actions, window).open()


def _dates(at: Office, window: QWidget, _folder: Path) -> None:
    DatesDialog(at.context, registered(at.unit), window).open()


def _stock(at: Office, window: QWidget, _folder: Path) -> None:
    box = QPlainTextEdit(window)
    StockDialog(at.context, registered(at.unit, filing_number="SH9", project_name="另一示例试点"), box, window).open()


def _two_texts(_at: Office, window: QWidget, _folder: Path) -> None:
    typed = TypedBeside("opinion.text", "乙写的意见", datetime(2024, 5, 19, 9, 30), "示例乙")
    TwoTextsDialog("推荐部门意见", "甲写的意见", typed, "不同之处：左“甲”，右“乙”。", True, True, window).open()


def _told(_at: Office, window: QWidget, _folder: Path) -> None:
    ToldDialog(Told("状态", "初审中", ["2024-05-19 示例甲进入初审。", "下一步可到：待补正、待复核。"]), window).open()


def _failure(kind: MessageKind, offer: str) -> Opener:
    def tell(_at: Office, window: QWidget, _folder: Path) -> None:
        FailureDialog(Message("磁盘已满。", kind, report="Traceback: x"), window, offer).open()

    return tell


#: Each kind by name, with the words on the button that must be meant: never the default, never ringed first.
KINDS: dict[str, tuple[Opener, str]] = {
    **{f"case {act.value}": (_act(act), "") for act in (Act.REOPEN, Act.TAKE_BACK, Act.HAND_OVER)},
    "case withdrawn": (_act(Act.WITHDRAW), "登记撤回"),
    "case recused": (_act(Act.RECUSE), "申明回避"),
    "department asked": (_consulting("ask"), ""),
    "department not asked": (_consulting("spare"), ""),
    "department reminded": (_consulting("remind"), ""),
    "view entered": (_consulting("reply"), ""),
    "consultation withdrawn": (_consulting("withdraw"), "收回"),
    "case lapsed": (_act(Act.RECORD_LAPSED), "登记逾期未补"),
    "case sealed": (_act(Act.RECORD_SEALED), "登记用印"),
    "correction received": (_act(Act.CORRECTION_RECEIVED), "补正已收到"),
    "correction request": (_corrections, ""),
    **SEALING,
    "note replaced": (_note, "替换说明"),
    "changes saved": (_edit, ""),
    "look-up": (_look_up, ""),
    "look-up withdrawn": (_look_up_withdrawn, "撤回查询"),
    "evidence": (_evidence("E5.policy"), ""),
    "own list": (_own_list, ""),
    "restore": (_restore, "关闭案卷库，去选备份"),
    "restore seen": (keeping_dialogs.restore_preview, "用 2024-05-18 09:00 的备份替换"),
    "library checked": (keeping_dialogs.check, ""),
    "day closed": (keeping_dialogs.closing_slip, "打印…"),
    "slip compared": (keeping_dialogs.slip, ""),
    "case kept for good": (keeping_dialogs.dossier, ""),
    "season archived": (keeping_dialogs.archive, ""),
    "master key": (keeping_dialogs.master_key, "更换主密钥"),
    "recovery sheet": (keeping_dialogs.recovery_sheet, ""),
    "person retired": (keeping_dialogs.retired, "不再在岗"),
    "window locked": (keeping_dialogs.locked, ""),
    "certificate trusted": (_trust, ""),
    "certificate taken off": (_distrust, "移出名单"),
    "work stopped": (_stop, "停下并关闭"),
    "preview": (_preview, "打印…"),
    "recommended order": (_order, ""),
    "scores": (_scores, ""),
    "second looks": (_looks, ""),
    "second looks drawn": (_looks_drawn, ""),
    "side by side": (_side_by_side, ""),
    "stamped stack": (_stack, ""),
    "batch printed": (keeping_dialogs.print_batch, "打印 2 张"),
    "print papers picked": (keeping_dialogs.print_picked, ""),
    "print job": (keeping_dialogs.print_job, ""),
    "summary": (_summary, "写出 1 个文件，替换 1 个"),
    "registration": (_registration, "登记"),
    "signature": (_signature, ""),
    "dropped files": (_which_files, ""),
    "keys": (_keys, ""),
    "dates": (_dates, ""),
    "stock sentences": (_stock, ""),
    "two texts": (_two_texts, ""),
    "explained": (_told, ""),
    "trouble": (_failure(MessageKind.TROUBLE, "从备份恢复"), "从备份恢复"),
    "defect": (_failure(MessageKind.DEFECT, ""), ""),
    **HAND_OVER,
}


def opened(kind: str, at: Office, window: QWidget, folder: Path) -> QDialog:
    """The dialog of a kind, open over the window."""
    KINDS[kind][0](at, window, folder)
    dialogs = [one for one in window.findChildren(QDialog) if one.isVisible()]
    assert len(dialogs) == 1, kind
    return dialogs[0]
