"""Steps in the office's words: what the button, the foot line and the record say of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from reviewer_app.domain.application import Event, Source
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey, keys_of
from reviewer_app.domain.steps import parts as kept
from reviewer_app.domain.steps.course import Step, undone_entries
from reviewer_app.domain.steps.trace import Part, PartKind
from reviewer_resources.phrases import codes, sentence

#: So many characters of what a step is about, and of what became of it, stand on a button.
_LABEL, _VALUE = 16, 12
_NOTHING = "（空）"
#: Of these acts one detail says what they were about.
_ABOUT: Mapping[str, RecordKey] = {
    EventAct.DIFFERENCE_SETTLED: RecordKey.FIELD,
    EventAct.HANDED_OVER: RecordKey.HANDED_TO,
    EventAct.SET_ASIDE: RecordKey.UNTIL,
    EventAct.TAKEN_UP: RecordKey.UNTIL,
    EventAct.UNDONE: RecordKey.UNDONE_ACT,
    EventAct.REDONE: RecordKey.REDONE_ACT,
}


def act_words(act: str) -> str:
    """An act as the record calls it."""
    code = f"event.{act}"
    return sentence(code) if code in codes() else act


def step_words(entries: Sequence[Event]) -> str:
    """A step in a few words: 领域改为…, 作答 二（一）…：符合; of several at once the first and how many."""
    last = entries[-1]
    if last.act == EventAct.PLACED:
        before, after = (last.detail.get(key, "") for key in (RecordKey.VALUE_BEFORE, RecordKey.VALUE_AFTER))
        return sentence("undo.placed", {"before": before, "after": after})
    lines = [line for entry in entries for line in _lines(entry)]
    if not lines:
        return act_words(last.act)
    label, value = _shortened(lines[0][0], _LABEL), _shortened(lines[0][1].rpartition(" → ")[2], _VALUE)
    if last.act == EventAct.AMENDED:
        said = sentence("undo.amended", {"label": label, "value": value})
    elif last.act in _ABOUT:
        said = f"{act_words(last.act)} {value}"
    else:
        said = f"{act_words(last.act)} {label}：{value}"
    return said if len(lines) == 1 else sentence("undo.several", {"first": said, "count": len(lines)})


def _shortened(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def words_of(step: Step, entries: Sequence[Event]) -> str:
    """A step that is taken back or done again; of a taking back, what that took back."""
    if step.entries[-1].act == EventAct.UNDONE:
        return step_words(undone_entries(entries, step.entries[-1]) or step.entries)
    return step_words(step.entries)


def part_words(pack: NoticePack, parts: Iterable[Part]) -> dict[str, str]:
    """What each part says before and after, under the notice's own words, as an entry shows it."""
    said: dict[str, str] = {}
    for part in parts:
        label = label_of(pack, part)
        line = f"{value_words(part.kind, part.name, part.before)} → {value_words(part.kind, part.name, part.after)}"
        said[label] = f"{said[label]}；{line}" if label in said else line
    return said


def label_of(pack: NoticePack, part: Part) -> str:
    """What a part is, in the notice's words."""
    rules = {rule.id: f"{rule.clause}{rule.title}" for rule in pack.rules}
    labels = {one.id: one.label for one in pack.fields}
    if part.kind is PartKind.ANSWER:
        return rules.get(part.name, part.name)
    if part.kind is PartKind.VALUE:
        return labels.get(part.name, part.name)
    if part.kind is PartKind.COMPARISON:
        return sentence("undo.compared", {"label": labels.get(part.name, part.name)})
    if part.kind is PartKind.COPY:
        return f"第{part.name}份"
    return sentence(f"undo.{part.kind}")


def value_words(kind: PartKind, name: str, text: str | None) -> str:
    """What stood in a part; what cannot be read is said to be so."""
    if text is None:
        return _NOTHING
    read = kept.readable(lambda: _VALUE_WORDS[kind](name, text))
    return read if read is not None else sentence("undo.unreadable")


def worded(refusal: RefusalError) -> RefusalError:
    """A refusal that names an act, with the act in words."""
    values: dict[str, object] = dict(refusal.values)
    if "act" in values and refusal.code.startswith(("undo.", "redo.")):
        values["act"] = act_words(str(values["act"]))
    return RefusalError(refusal.code, **values)


def of_redo(refusal: RefusalError) -> RefusalError:
    """Why something is not done again, where the refusal speaks of taking back."""
    code = refusal.code.replace("undo.", "redo.", 1)
    return RefusalError(code, **refusal.values) if code in codes() else refusal


def _answer_words(name: str, text: str) -> str:
    answer = kept.answer_of(name, text)
    files = "、".join(one.name or f"{one.view_of} {one.viewed_on}：{one.view}" for one in answer.evidence)
    lacking = sentence("answer.parts_lacking", {"count": len(answer.lacking)}) if answer.lacking else ""
    return "；".join(filter(None, (answer.verdict.label, lacking, answer.note, files)))


def _copy_words(name: str, text: str) -> str:
    copy = kept.copy_of(name, text)
    here = "已收到" if copy.is_received else "未收到"
    seal = f"已盖章 {copy.seal_name}".rstrip() if copy.is_sealed else "未盖章"
    return "，".join(
        filter(None, (here, seal, f"{copy.pages} 页", copy.place, f"{copy.keeping.label} {copy.keeper}".rstrip()))
    )


def _look_up_words(_name: str, text: str) -> str:
    one = kept.look_up_of(text)
    return f"{one.found.site} {one.found.on}，{one.found.said('')}"


def _pin_words(_name: str, text: str) -> str:
    return sentence("undo.place", {"page": kept.pin_of(text)[2].page})


def _source_words(_name: str, text: str) -> str:
    return Source(text).label


def _aside_words(_name: str, text: str) -> str:
    until, reason, _state, _handler = kept.aside_of(text)
    return sentence("undo.aside_until", {"until": until, "reason": reason})


def _order_words(_name: str, text: str) -> str:
    behind, number, reason = kept.order_of(text)
    place = sentence("undo.behind", {"number": number}) if behind else sentence("undo.first")
    return f"{place}（{reason}）" if reason else place


_VALUE_WORDS: Mapping[PartKind, Callable[[str, str], str]] = {
    PartKind.VALUE: lambda _name, text: text,
    PartKind.ANSWER: _answer_words,
    PartKind.COPY: _copy_words,
    PartKind.COMPARISON: lambda name, text: kept.comparison_of(name, text).finding,
    PartKind.LOOK_UP: _look_up_words,
    PartKind.PIN: _pin_words,
    PartKind.SOURCE: _source_words,
    PartKind.HANDLER: lambda _name, text: text or _NOTHING,
    PartKind.ASIDE: _aside_words,
    PartKind.ORDER: _order_words,
}


def _lines(entry: Event) -> list[tuple[str, str]]:
    """The free lines of an entry; of some acts the one of its own keys that says what it was about."""
    about = _ABOUT.get(entry.act)
    if about is not None and about in entry.detail:
        return [(sentence(f"record.{about}"), entry.detail[about])]
    own = keys_of(entry.act)
    return [(label, value) for label, value in entry.detail.items() if label not in own]
