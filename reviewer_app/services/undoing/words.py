"""Steps in the office's words: what the button, the foot line and the record say of one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Event, Source
from reviewer_app.domain.checklist import Answer, Evidence, lacking_parts, plain_end
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import ChecklistRule, NoticePack
from reviewer_app.domain.record import EventAct, RecordKey, keys_of
from reviewer_app.domain.steps import parts as kept
from reviewer_app.domain.steps.course import Step, undone_entries
from reviewer_app.domain.steps.trace import Part, PartKind, trace_of
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
        return _placed_words(last)
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


def _placed_words(entry: Event) -> str:
    """A move of the recommended order by whom the case stands behind: of its place others may have made another."""
    trace = trace_of(entry.trace)
    after = next((part.after for part in trace.parts if part.kind is PartKind.ORDER), None) if trace else None
    where = kept.readable(lambda: _place_words(after or "")) if after else None
    if where is not None:
        return sentence("undo.placed_behind", {"where": where})
    before, now = (entry.detail.get(key, "") for key in (RecordKey.VALUE_BEFORE, RecordKey.VALUE_AFTER))
    return sentence("undo.placed", {"before": before, "after": now})


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
        line = f"{value_words(pack, part, part.before)} → {value_words(pack, part, part.after)}"
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


def value_words(pack: NoticePack, part: Part, text: str | None) -> str:
    """What stood in a part; what cannot be read is said to be so."""
    if text is None:
        return _NOTHING
    if part.kind is PartKind.ANSWER:
        rule = next((one for one in pack.rules if one.id == part.name), None)
        read = kept.readable(lambda: _answer_words(rule, kept.answer_of(part.name, text)))
    else:
        read = kept.readable(lambda: _VALUE_WORDS[part.kind](part.name, text))
    return read if read is not None else sentence("undo.unreadable")


def worded(refusal: RefusalError, acts: Collection[Act] = ()) -> RefusalError:
    """A refusal that names an act, with the act in words, and with what is open instead to whom these acts are."""
    values: dict[str, object] = dict(refusal.values)
    if "act" in values and refusal.code.startswith(("undo.", "redo.")):
        values["act"] = act_words(str(values["act"]))
        values["advice"] = _advice(acts)
    return RefusalError(refusal.code, **values)


def of_redo(refusal: RefusalError) -> RefusalError:
    """Why something is not done again, where the refusal speaks of taking back."""
    code = refusal.code.replace("undo.", "redo.", 1)
    return RefusalError(code, **refusal.values) if code in codes() else refusal


def _advice(acts: Collection[Act]) -> str:
    """How what cannot be taken back can be changed all the same; empty where it cannot."""
    if any(act in acts for act in (Act.ANSWER, Act.EDIT, Act.RECORD_PAPER)):
        return sentence("undo.advice_direct")
    way = next((act for act in (Act.TAKE_BACK, Act.REOPEN) if act in acts), None)
    return sentence("undo.advice_act", {"act": way.label}) if way is not None else ""


def _answer_words(rule: ChecklistRule | None, answer: Answer) -> str:
    """An answer with the sub-points that are lacking, each named; those the pack no longer has are counted."""
    files = "、".join(_evidence_words(rule, one) for one in answer.evidence)
    missing = [plain_end(part.lacking) for part in lacking_parts(rule, answer)] if rule is not None else []
    lost = len(answer.lacking) - len(missing)
    missing += [sentence("answer.parts_lacking", {"count": lost})] if lost else []
    return "；".join(filter(None, (answer.verdict.label, *missing, answer.note, files)))


def _evidence_words(rule: ChecklistRule | None, one: Evidence) -> str:
    """A file with its page, or a department's view; with the sub-point it shows."""
    page = sentence("undo.page", {"page": one.page}) if one.page else ""
    said = f"{one.name}{page}" if one.name else f"{one.view_of} {one.viewed_on}：{one.view}"
    part = rule.part(one.part) if rule is not None and one.part else None
    return f"{said}（{plain_end(part.point)}）" if part is not None else said


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


def _place_words(text: str) -> str:
    behind, number, _reason = kept.order_of(text)
    return sentence("undo.behind", {"number": number}) if behind else sentence("undo.first")


def _order_words(_name: str, text: str) -> str:
    _behind, _number, reason = kept.order_of(text)
    return f"{_place_words(text)}（{reason}）" if reason else _place_words(text)


_VALUE_WORDS: Mapping[PartKind, Callable[[str, str], str]] = {
    PartKind.VALUE: lambda _name, text: text,
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
