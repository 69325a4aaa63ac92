"""The kept views of the list under one button: what is due, what is absent, one's own, each with its true count."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from reviewer_app.services.listing.marking import CountedView, counted_views, drop_view, keep_view
from reviewer_app.services.ports.listing import SavedView
from reviewer_app.services.ports.rows import QueueQuery
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told
from reviewer_ui.explaining.telling import ToldDialog
from reviewer_ui.kept_texts import keep_texts
from reviewer_ui.widgets.form_dialog import FormDialog, FormField

_MINE, _SHARED = "mine", "shared"


class AskedMenu(QMenu):
    """A menu in which the key of 为何如此 asks for the line in hand; `asked` carries it."""

    asked = Signal(QAction)

    def __init__(self, keys: Sequence[QKeySequence], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The one key beside those of every menu."""
        line = self.activeAction()
        if line is not None and QKeySequence(event.keyCombination()) in self._keys:
            self.asked.emit(line)
        else:
            super().keyPressEvent(event)


def told_view(one: CountedView) -> Told:
    """What a view counts, and whose it is."""
    whose = "view_shipped" if one.is_shipped else "view_shared" if one.view.is_shared else "view_own"
    said = (sentence(f"why.{whose}"), sentence("why.view_counts", {"text": one.view.text}))
    return Told(one.view.name, f"{one.count:,} 件", said)


class ViewsMenu(QObject):
    """Counts the views when they are asked for, and not before: the list itself waits for none of it."""

    view_chosen = Signal(str)  # the words of the search

    def __init__(self, context: Context, button: QWidget) -> None:
        super().__init__(button)
        self._context, self._button = context, button
        self._query = QueueQuery("")
        self.menu: QMenu | None = None

    def show(self, query: QueueQuery) -> None:
        """Reads the counts and shows the menu under its button."""
        self._query = query
        self._context.background.run_read(counted_views, query.season, then=self._show_counted)

    def fill(self, menu: QMenu, views: tuple[CountedView, ...]) -> None:
        """The views with their counts, then keeping and forgetting one."""
        own = [one for one in views if not one.is_shipped]
        for one in views:
            if own and one is own[0]:
                menu.addSeparator()
            entry = menu.addAction(f"{one.view.name}\t{one.count:,}")
            entry.setCheckable(True)
            entry.setChecked(one.view.text == self._query.text)
            entry.setObjectName(one.view.name)
            entry.setToolTip(one.view.text)
            entry.triggered.connect(partial(self._choose, one.view))
        menu.addSeparator()
        keep = menu.addAction("把现在的查找存为视图…")
        keep.setEnabled(bool(self._query.text))
        keep.triggered.connect(self.ask_name)
        if own:
            gone = menu.addMenu("删去视图")
            for one in own:
                said = f"{one.view.name}（公用）" if one.view.is_shared else one.view.name
                gone.addAction(said).triggered.connect(partial(self._drop, one.view))

    def ask_name(self) -> None:
        """Asks under which name the present search is kept, and for whom."""
        fields = (
            FormField("name", "名称", hint="不超过 12 个字"),
            FormField("whose", "谁能看见", choices=((_MINE, "只有我"), (_SHARED, "本单位所有人"))),
        )
        says = f"保存“{self._query.text}”，以后在“视图”里一点就是，件数随时重算。"
        dialog = FormDialog("存为视图", says, "保存", fields, self._button.window())
        keep_texts(self._context, dialog, f"view:{self._query.text}")
        dialog.confirmed.connect(partial(self._keep, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep(self, dialog: FormDialog, texts: dict[str, str]) -> None:
        view = SavedView(" ".join(texts["name"].split()), self._query.text, texts["whose"] == _SHARED)

        def done(_changes: object) -> None:
            dialog.accept()
            self._context.messages.inform(f"已存为视图“{view.name}”。")

        self._context.background.run_change(keep_view, view, then=done, failed=dialog.refuse)

    def _drop(self, view: SavedView, _checked: bool = False) -> None:
        def done(_changes: object) -> None:
            self._context.messages.inform(f"视图“{view.name}”已删去。")

        self._context.background.run_change(drop_view, view, then=done)

    def _tell(self, told: Told | None) -> None:
        if told is not None and self.menu is not None:
            self.menu.close()
            dialog = ToldDialog(told, self._button.window())
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _choose(self, view: SavedView, _checked: bool = False) -> None:
        self.view_chosen.emit(view.text)

    def _show_counted(self, views: tuple[CountedView, ...]) -> None:
        if not isValid(self._button):
            return
        keys = self._context.actions["explain.focused"].shortcuts()
        told = {one.view.name: told_view(one) for one in views}
        self.menu = AskedMenu(keys, self._button)
        self.menu.asked.connect(lambda line: self._tell(told.get(line.objectName())))
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToHide.connect(self.menu.deleteLater)
        self.fill(self.menu, views)
        self.menu.popup(self._button.mapToGlobal(QPoint(0, self._button.height())))
