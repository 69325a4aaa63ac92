"""The program is killed while an officer types: what was kept and what was answered is there, and nothing is broken."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer_app.domain.application import Role
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.drafts import DraftBox, DraftBoxes
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_app.services.cases.draft_keeping import typed_in_dialog
from reviewer_app.services.seasons.drafting import open_draft
from support.libraries import FIRST, PASSWORD, make_desk, make_gate, move, new_case, person, register

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")

#: Types in the true panes of a window, answers, takes an act on many cases back, and is killed.
_OFFICER = """
import os, signal, sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.drafts import DraftBox, DraftBoxes
from reviewer_app.services.listing.batch_acts import BatchAct, assign_cases
from reviewer_ui.queue.batch import BatchDialog
from reviewer_ui.seasons.editor import PackEditor
from reviewer_ui.start.application import make_application
from support.desk_pages import office
from support.followed import FollowedOpinion
from support.libraries import FIRST, PASSWORD, make_gate

folder, own = Path(sys.argv[1]), Path(sys.argv[2])
app = make_application()
library = make_gate().open(folder, FIRST, PASSWORD)
at = office(own, library, synchronous=False)

def wait(is_done, turns=2000):
    while not is_done():
        app.processEvents()
        time.sleep(0.002)
        turns -= 1
        assert turns, at.said

def kept(box):
    draft = library.read(lambda unit: unit.drafts.of(1)).get(box)
    return draft.text if draft else ""

pane = FollowedOpinion(at.context)
pane.resize(420, 700)
pane.show()
pane.show_case(1)
wait(lambda: pane.checklist.rows)
at.context.background.run_change(assign_cases, [1, 2], "示例乙", "外出", then=at.context.steps.note)
wait(lambda: at.context.steps.undoable)
at.context.steps.undo()
wait(lambda: at.context.steps.redoable)
pane.checklist._press("E2.staff", Verdict.MET)
pane.checklist.write_note("E2.staff", "")
pane.checklist.rows["E2.staff"].note_box.setPlainText("名册见附件三")
pane.writing.text.setPlainText("经初审，")
dialog = BatchDialog(at.context, BatchAct.SET_ASIDE, [1, 2], library.read(lambda unit: unit.today), pane)
dialog.open()
wait(lambda: dialog._typed)
dialog.reason.setText("等单位来电")
wait(lambda: kept(DraftBoxes.NOTE.of("E2.staff")) and kept(DraftBox.OPINION_TEXT))
wait(lambda: library.read(lambda unit: [one for one in unit.drafts.of(0).values() if "等单位来电" in one.text]))
wait(lambda: library.read(lambda unit: unit.answers.of(1)))
editor = PackEditor(at.context, "2024", pane)
editor.open()
place = ("limits", "sending_deadline")
wait(lambda: editor.form.go_to(place))
editor.form.editors[place].setText("2025-02-29")
editor.form.editors[place].textEdited.emit("2025-02-29")
wait(lambda: library.read(lambda unit: [one for one in unit.drafts.of(0).values() if "2025-02-29" in one.text]))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_kept_or_answered_before_a_kill_is_there(tmp_path: Path) -> None:
    folder, own = tmp_path / "library", tmp_path / "own"
    own.mkdir()
    library = make_desk(folder)
    library.change(lambda unit: unit.users.put(person("示例乙", Role.HANDLER)))
    cases = library.change(register, [new_case(1), new_case(2)])
    for case in cases:
        library.change(move, case, State.REVIEWING)
    library.close()
    command = [sys.executable, "-c", _OFFICER, str(folder), str(own)]
    path = os.pathsep.join(sys.path)
    ended = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, timeout=20)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    library = make_gate().open(folder, FIRST, PASSWORD)
    try:
        drafts = library.read(lambda unit: unit.drafts.of(cases[0]))
        assert drafts[DraftBoxes.NOTE.of("E2.staff")].text == "名册见附件三"
        assert drafts[DraftBox.OPINION_TEXT].text == "经初审，"
        assert "等单位来电" in library.read(typed_in_dialog, "set_aside:1,2")
        pack = library.read(open_draft, "2024")
        assert [(one.called, one.words) for one in pack.draft.typed] == [("时间、期限和份数 · 报送截止", "2025-02-29")]
        assert library.read(lambda unit: unit.answers.of(cases[0]))["E2.staff"].verdict is Verdict.MET
        assert [one.handler for one in library.read(lambda unit: unit.applications.some(cases))] == [FIRST] * 2
        assert library.read(lambda unit: unit.events.of(cases[1]))[-1].act == EventAct.UNDONE
        assert [line for line in library.verify() if line.is_broken] == []
    finally:
        library.close()
