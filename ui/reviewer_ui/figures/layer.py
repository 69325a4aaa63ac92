"""Asking for a case's layer: what its words point to is told, the officer says it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.figures.layers import Layer
from reviewer_app.services.figures.layers import LayerView, say_layer, view_layer
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.widgets.form_dialog import FormDialog, FormField


def ask_layer(context: Context, case_id: int, parent: QWidget) -> None:
    """Reads what stands of the case's layer and asks for it; nothing is chosen beforehand but what is said already."""

    def show(view: LayerView) -> None:
        open_layer(context, case_id, view, parent)

    context.background.run_read(view_layer, case_id, then=show)


def open_layer(context: Context, case_id: int, view: LayerView, parent: QWidget) -> FormDialog:
    """The dialog on what stands; open when it is given back."""
    said = view.said
    stands = sentence("layer.unsaid")
    if said is not None:
        values = {"layer": said.layer.label, "by": said.by, "day": f"{said.at:%Y-%m-%d}"}
        stands = sentence("layer.stands", values)
    told = [
        sentence("layer.proposed", {"words": "、".join(one.words), "layer": one.layer.label}) for one in view.proposals
    ] or [sentence("layer.none_proposed")]
    choices = (("", "请选择"), *((layer.value, f"{layer.label}产业") for layer in Layer))
    fields = (FormField("layer", "产业层次", said.layer.value if said is not None else "", choices=choices),)
    title = f"产业层次　{view.number}"
    dialog = FormDialog(title, "\n".join([view.project, stands, *told]), "认定", fields, parent)

    def send(texts: dict[str, str]) -> None:
        if not texts["layer"]:
            dialog.confirm.setEnabled(True)
            dialog.answered()
            dialog.say(sentence("layer.choose"))
            return
        layer = Layer(texts["layer"])

        def done(_changes: Changes) -> None:
            dialog.accept()
            context.messages.inform(sentence("layer.said", {"number": view.number, "layer": layer.label}))

        context.background.run_change(say_layer, case_id, layer, then=done, failed=dialog.refuse)

    dialog.confirmed.connect(send)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
