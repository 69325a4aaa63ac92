"""What is asked before a line of the register is written: what came in, how a paper was delivered, why one is void."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_app.domain.numbers import Delivery, IncomingKind, RegisterEntry
from reviewer_app.domain.values.normalised import parse_date
from reviewer_app.services.office.register import (
    FILE_LIMIT,
    IncomingPaper,
    record_delivery,
    record_incoming,
    void_number,
)
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.small_files import whole_file
from reviewer_ui.background import LongWork
from reviewer_ui.context import Context
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.form_dialog import FormDialog, FormField

_WAYS = (Delivery.COLLECTED, Delivery.POSTED, Delivery.IN_PERSON, Delivery.ELECTRONIC)


def ask_incoming(context: Context, today: date, parent: QWidget, case_id: int = 0, about: str = "") -> FormDialog:
    """Asks what came in; with a case it stands among that case's contacts with the outside."""
    fields = (
        FormField("kind", "种类", choices=tuple((kind.value, kind.label) for kind in IncomingKind)),
        FormField("sender", "来文单位", hint="来文单位或寄件人全称", kind=TextKind.NAME),
        FormField("subject", "事由", hint="一句话写明来文说什么", kind=TextKind.SUBJECT),
        FormField("day", "收到日期", today.isoformat()),
        FormField("their_number", "来文字号", hint="来文自己的文号，没有可不填", kind=TextKind.NAME),
        FormField("file", "文件", hint="扫描件或电子文件，没有可不填", is_file=True),
    )
    says = f"登记与“{about}”有关的来文。" if about else "登记一件来文，编入本年来文序号。"
    dialog = FormDialog("来文登记", says, "登记来文", fields, parent)
    keep_texts(context, dialog, f"incoming:{case_id}")

    def send(said: dict[str, str]) -> None:
        def done(_changes: Changes) -> None:
            dialog.accept()
            context.messages.inform("来文已登记。")

        context.background.run_long(_taking_in(said, case_id), then=done, failed=dialog.refuse)

    dialog.confirmed.connect(send)
    return _opened(dialog)


def ask_delivery(context: Context, entry: RegisterEntry, today: date, parent: QWidget) -> FormDialog:
    """Asks how and when a paper was handed over."""
    ways = tuple((way.value, way.label) for way in _WAYS)
    fields = (
        FormField("how", "送达方式", entry.delivered_how.value if entry.delivered_how else "", choices=ways),
        FormField("day", "送达日期", str(entry.delivered_on or today)),
        FormField("receipt", "签收", entry.receipt, hint="签收人、挂号号码等，可以以后补登", kind=TextKind.RECEIPT),
    )
    dialog = FormDialog("登记送达", f"“{entry.called}”送交{entry.party}。", "登记送达", fields, parent)
    keep_texts(context, dialog, f"delivery:{entry.id}")

    def send(said: dict[str, str]) -> None:
        try:
            day = typed_day(said["day"])
        except RefusalError as refusal:
            dialog.refuse(refusal)
            return
        context.background.run_change(
            record_delivery,
            entry.id,
            Delivery(said["how"]),
            day,
            said["receipt"],
            then=lambda _changes: dialog.accept(),
            failed=dialog.refuse,
        )

    dialog.confirmed.connect(send)
    return _opened(dialog)


def ask_void(context: Context, entry: RegisterEntry, parent: QWidget) -> DecisionDialog:
    """Asks why a number is given up."""
    question = Question(
        title="编号作废",
        says=f"“{entry.called}”作废后留在登记簿上，不再用于别的文书；需要时可用下一个编号重新发文。",
        confirm="编号作废",
        reason=Reason.REQUIRED,
        is_destructive=True,
    )
    dialog = DecisionDialog(question, parent)
    keep_texts(context, dialog, f"void:{entry.id}")
    dialog.confirmed.connect(
        lambda reason, _choice: context.background.run_change(
            void_number, entry.id, reason, then=lambda _changes: dialog.accept(), failed=dialog.refuse
        )
    )
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _taking_in(said: dict[str, str], case_id: int) -> LongWork[Changes]:
    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Changes:
        name, content = content_of(said["file"])
        paper = IncomingPaper(
            kind=IncomingKind(said["kind"]),
            sender=said["sender"],
            subject=said["subject"],
            day=typed_day(said["day"]),
            case_id=case_id,
            their_number=said["their_number"],
            file_name=name,
            content=content,
        )
        return library.change(record_incoming, paper)

    return work


def content_of(typed: str) -> tuple[str, bytes]:
    """Name and bytes of a chosen file, both empty where none was chosen.

    Raises RefusalError `outgoing.file_large`, TroubleError `outgoing.file_unreadable`.
    """
    if not typed.strip():
        return "", b""
    file = Path(typed.strip())
    try:
        if file.stat().st_size > FILE_LIMIT * 1024 * 1024:
            raise RefusalError("outgoing.file_large", field="file", limit=FILE_LIMIT)
        return file.name, whole_file(file)
    except OSError as problem:
        raise TroubleError("outgoing.file_unreadable", field="file", path=str(file)) from problem


def typed_day(text: str, field: str = "day") -> date:
    """The day that was typed; RefusalError `outgoing.day_needed`, `outgoing.day_unreadable` with its field."""
    if not text.strip():
        raise RefusalError("outgoing.day_needed", field=field)
    day = parse_date(text)
    if day is None:
        raise RefusalError("outgoing.day_unreadable", field=field, text=text)
    return day


def _opened(dialog: FormDialog) -> FormDialog:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
