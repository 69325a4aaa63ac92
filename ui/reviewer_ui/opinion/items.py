"""What each point of the checklist says in the pane: plain values, worked out once per look at the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reviewer_app.domain.checklist import Answer, Evidence, Verdict, has_lost_marks
from reviewer_app.domain.evidence.look_ups import LookUp, lacks_of, look_ups_for
from reviewer_app.domain.notice import ChecklistRule, Force, SubPoint
from reviewer_app.domain.outside.consultations import disagreeing
from reviewer_app.domain.readiness import Ground, settled_points
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.steps.course import standing_entries
from reviewer_app.services.cases.looking_up import look_up_words
from reviewer_app.services.intake.run_sheets import Ticked, counted_copies, ticked_points
from reviewer_app.services.ports.rows import CaseView, Lookback
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told

#: How the record writes an answer that it bore out itself; its ground and a bracket follow.
_FROM_RECORD = "符合（由记录得出："


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence as a line: its words, and the file's hash when it is one."""

    text: str
    sha256: str
    name: str


@dataclass(frozen=True, slots=True)
class LookUpLine:
    """One standing look-up as a line, and shorter to choose it by, with its file when there is one."""

    look_up_id: int
    text: str
    short: str
    sha256: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """One point with its answer and only what there is to say beside it; empty texts are not shown.

    `ground` is why the record itself settles the point as met.
    """

    rule_id: str
    clause: str
    title: str
    point: str
    force: Force
    verdict: Verdict
    is_in_scope: bool
    aside: str
    hints: tuple[str, ...]
    shown: str
    window: str
    lack: str
    note: str
    evidence: tuple[EvidenceLine, ...]
    answered: str
    needs_view: bool
    look_ups: tuple[LookUpLine, ...]
    takes_look_ups: bool
    sites: tuple[str, ...]
    evidence_asked: str
    defect: str
    ground: str = ""
    parts: tuple[SubPoint, ...] = ()
    page: int = 0
    lacking: tuple[str, ...] = ()
    ticked: Ticked | None = None
    copies: str = ""
    grounds: str = ""

    @property
    def settled(self) -> str:
        """What the record itself says of the point, empty where it says nothing."""
        return f"由记录得出：{self.ground}" if self.ground else ""

    @property
    def sheet(self) -> str:
        """What a run sheet that came back says of the point, empty where it says nothing else than is answered."""
        ticked = self.ticked.words if self.ticked is not None else ""
        return "\n".join(filter(None, (ticked, self.copies))) if self.is_in_scope else ""

    @property
    def spoken(self) -> str:
        """The point in one breath, for a screen reader."""
        parts = [self.clause, self.title, self.force.label, self.verdict.label, self.settled, self.sheet, *self.hints]
        parts += [self.window, self.note]
        return "，".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """A head of the checklist with its points."""

    group_id: str
    title: str
    items: tuple[Item, ...]

    @property
    def concerned(self) -> tuple[Item, ...]:
        """The points that concern the case, counted as below the opinion."""
        return tuple(item for item in self.items if item.is_in_scope)

    @property
    def answered(self) -> int:
        """How many of these have an answer."""
        return sum(item.verdict is not Verdict.UNDECIDED for item in self.concerned)

    @property
    def progress(self) -> str:
        """Both counts as the head shows them."""
        return f"{self.answered} / {len(self.concerned)}"


def told_group(group: ItemGroup) -> Told:
    """What a part's count counts, and by title what of it is open."""
    return Told(group.title, group.progress, _counted(group))


def _counted(group: ItemGroup) -> list[str]:
    open_items = [f"{one.clause}{one.title}" for one in group.concerned if one.verdict is Verdict.UNDECIDED]
    left = sentence("why.tally_open", {"open": "、".join(open_items)}) if open_items else sentence("why.tally_whole")
    places = {"title": group.title, "answered": group.answered, "total": len(group.concerned)}
    return [sentence("why.group", places), left]


def told_item(item: Item, group: ItemGroup | None = None) -> Told:
    """What a point asks by the notice, how much it weighs, what the record and the findings say, and its answer."""
    said = [sentence("why.item", {"point": item.point}), sentence(f"why.item_weight_{item.force}")]
    lines = (
        (item.aside, "", ""),
        (item.settled, "", ""),
        (item.sheet, "", ""),
        *((hint, "item_hint", "hint") for hint in item.hints),
        (item.shown, "item_shown", "shown"),
        (item.window, "item_window", "window"),
        (item.lack, "item_lack", "lack"),
        (item.evidence_asked, "item_evidence", "evidence"),
    )
    said += [sentence(f"why.{code}", {place: words}) if code else words for words, code, place in lines if words]
    said.append(sentence("why.item_answered", {"answered": item.answered}) if item.answered else "")
    if not item.answered and item.is_in_scope:
        said[-1] = sentence("why.item_open")
    said += _counted(group) if group is not None else []
    return Told(f"通知{item.clause} {item.title}", item.verdict.label, [line for line in said if line])


def groups_of(view: CaseView, ahead: Mapping[str, Verdict] | None = None) -> tuple[ItemGroup, ...]:
    """The checklist of a case; `ahead` are answers given a moment ago that are still being stored."""
    groups = []
    settled, former = settled_points(view.facts), _former_grounds(view)
    ticked, copies = ticked_points(view.readings, view.answers), counted_copies(view.readings)
    for group in view.pack.groups:
        rules = [rule for rule in view.pack.rules if rule.asked and rule.group == group.id]
        items = tuple(
            replace(
                _item(view, rule, (ahead or {}).get(rule.id), settled.get(rule.id), former),
                ticked=ticked.get(rule.id),
                copies=copies if rule.about_copies else "",
            )
            for rule in rules
        )
        if items:
            groups.append(ItemGroup(group.id, _head(group.clause, group.title), items))
    return tuple(groups)


def _head(clause: str, title: str) -> str:
    """The head as the notice has it."""
    return f"{clause if clause.startswith('通知') else '通知' + clause} {title}".strip()


def _former_grounds(view: CaseView) -> Mapping[str, str]:
    """What the record said when a point was last answered from it, by clause and title; empty for other answers."""
    said: dict[str, str] = {}
    for event in standing_entries(view.events):
        if event.act == EventAct.ANSWERED:
            said.update(event.detail)
    return {point: words[len(_FROM_RECORD) : -1] for point, words in said.items() if words.startswith(_FROM_RECORD)}


def _lost_ground(former: str, ground: str, verdict: Verdict) -> tuple[str, ...]:
    """That a point met by the record is not met by it any more, or otherwise."""
    if not former or former == ground or verdict is not Verdict.MET:
        return ()
    return (sentence("answer.ground_gone", {"ground": former}),)


def _item(
    view: CaseView, rule: ChecklistRule, ahead: Verdict | None, settled: Ground | None, former: Mapping[str, str]
) -> Item:
    values = view.application.values
    answer = view.answers.get(rule.id)
    in_scope = rule.in_scope(values)
    verdict = ahead or (answer.verdict if answer else Verdict.UNDECIDED)
    ground = sentence(settled.code, settled.values) if settled else ""
    lost = _lost_ground(former.get(f"{rule.clause}{rule.title}", ""), ground, verdict)
    return Item(
        rule_id=rule.id,
        clause=rule.clause,
        title=rule.title,
        point=rule.point,
        force=rule.force,
        verdict=verdict if in_scope else Verdict.NOT_APPLICABLE,
        is_in_scope=in_scope,
        aside="" if in_scope else scope_reason(view, rule),
        hints=(*lost, *_lost_evidence(view, rule, answer), *hints_for(view, rule)) if in_scope else (),
        shown=shown_values(view, rule) if in_scope else "",
        grounds="\n".join(one.cited for one in view.grounds if one.item == rule.id),
        window=window_text(view.lookback) if rule.has_lookback and in_scope else "",
        lack=lack_text(view, rule) if in_scope else "",
        note=answer.note if answer else "",
        evidence=(
            *(evidence_line(one, part_mark(rule, one.part)) for one in (answer.evidence if answer else ())),
            *pinned_lines(view, rule),
        ),
        answered=f"{answer.by} {answer.at:%Y-%m-%d %H:%M}" if answer and answer.by and answer.at else "",
        needs_view=rule.needs_view,
        look_ups=tuple(look_up_line(one) for one in look_ups_for(view.look_ups, rule.id)),
        takes_look_ups=rule.takes_look_ups,
        sites=rule.sites,
        evidence_asked=rule.evidence,
        defect=rule.defect,
        ground=ground,
        parts=rule.parts,
        page=rule.page,
        lacking=answer.lacking if answer and verdict is Verdict.NOT_MET else (),
    )


def _lost_evidence(view: CaseView, rule: ChecklistRule, answer: Answer | None) -> tuple[str, ...]:
    """What an answer rested on and what is not there any more: sub-points, pins and scans taken away, files."""
    if answer is None or answer.verdict is Verdict.UNDECIDED:
        return ()
    said = [sentence("answer.parts_gone")] if has_lost_marks(rule, answer) else []
    for one in view.lost_pins:
        if one.pin.rule_id == rule.id and (answer.at is None or one.at > answer.at):
            places = {"file": one.file, "page": one.pin.place.page, "reason": one.reason}
            said.append(sentence("answer.pin_gone" if one.reason else "answer.scan_gone", places))
    names = {one.sha256: one.name for one in view.attachments}
    looked = [(one.sha256, one.file_name) for one in look_ups_for(view.look_ups, rule.id)]
    pinned = [
        (one.sha256, names.get(one.sha256, "")) for one in view.pins if one.rule_id == rule.id and one.is_standing
    ]
    files = [*((one.sha256, one.name) for one in answer.evidence), *looked, *pinned]
    said += [sentence("answer.file_absent", {"file": name}) for sha256, name in files if sha256 in view.absent]
    return tuple(dict.fromkeys(said))


def part_mark(rule: ChecklistRule, part_id: str) -> str:
    """Which sub-point is meant, as it stands behind its evidence; nothing for the point as a whole."""
    place = next((place for place, part in enumerate(rule.parts, 1) if part.id == part_id), 0)
    return f"（分项{place}）" if place else ""


def hints_for(view: CaseView, rule: ChecklistRule) -> tuple[str, ...]:
    """The findings that bear on a point and what the own lists say; one of a field counts where the point shows it."""
    labels = {view.pack.label(field) for field in rule.shows}
    consulted = _consulted(view) if rule.needs_view else ()
    return (
        consulted
        + tuple(
            finding.message.rstrip("。")
            for finding in view.findings
            if finding.id in rule.hints and (not finding.field or not labels or finding.field in labels)
        )
        + tuple(hit.sentence(view.lookback) for hit in view.own_list_hits.get(rule.id, ()))
        + tuple(dict.fromkeys(one.warning for one in view.grounds if one.item == rule.id and one.warning))
    )


def _consulted(view: CaseView) -> tuple[str, ...]:
    """What the consultations on record say against the point, or that it is still waited for."""
    consultations = view.application.consultations
    said = [sentence("panes.view_against", {"department": name}) for name in disagreeing(consultations)]
    awaited = "、".join(one.department for one in consultations if one.is_open)
    return (*said, *([sentence("panes.view_awaited", {"departments": awaited})] if awaited else ()))


def scope_reason(view: CaseView, rule: ChecklistRule) -> str:
    """Why a point does not apply to this case: the first of its conditions that does not hold."""
    values = view.application.values
    for condition in rule.scope:
        if condition.holds(values):
            continue
        label = view.pack.label(condition.field)
        value = values.get(condition.field, "")
        if condition.one_of == ("是",):
            return f"不是{label}，不适用"
        return f"{label}为{value}，不适用" if value else f"{label}未填，不适用"
    return ""


def shown_values(view: CaseView, rule: ChecklistRule) -> str:
    """The form's values that the point rests on, in one line."""
    values = view.application.values
    return "　".join(f"{view.pack.label(field)}：{values.get(field) or '未填'}" for field in rule.shows)


def window_text(lookback: Lookback | None) -> str:
    """The window of the last years with the day it is counted from (二（五）)."""
    if lookback is None:
        return ""
    unsettled = "" if lookback.is_settled else "，待确认"
    return f"窗口 {lookback.start.isoformat()} 至 {lookback.end.isoformat()}，{lookback.counted_from}{unsettled}"


def lack_text(view: CaseView, rule: ChecklistRule) -> str:
    """What is wanting of a point's look-ups today; without it nothing may be said to have been “未查到”."""
    limit = view.pack.limits.look_up_days
    lacks = lacks_of(view.look_ups, rule, view.lookback, limit, view.today)
    said = [sentence(f"look_up_lack.{lack}", {"days": limit}) for lack in lacks]
    return "；".join(said)


def look_up_line(one: LookUp) -> LookUpLine:
    """One look-up in words: where, when, for which window, with what result, by whom."""
    by = f"（{one.by}）" if one.by else ""
    short = f"{one.found.site} {one.found.on}，{one.found.result.label or one.found.words}"
    return LookUpLine(one.id, f"查询 {look_up_words(one)}{by}", short, one.sha256, one.file_name)


def pinned_lines(view: CaseView, rule: ChecklistRule) -> list[EvidenceLine]:
    """The rectangles pinned on scans as evidence of a point, each as a line."""
    names = {one.sha256: one.name for one in view.attachments}
    pins = [one for one in view.pins if one.rule_id == rule.id and one.is_standing]
    said = [(one, names.get(one.sha256, "")) for one in pins]
    return [
        EvidenceLine(
            f"框定 {sentence('pin.said', {'file': name, 'page': one.place.page})}{part_mark(rule, one.part)}",
            one.sha256,
            name,
        )
        for one, name in said
    ]


def evidence_line(piece: Evidence, mark: str = "") -> EvidenceLine:
    """One piece of evidence in words: a file with its page, or another department's written view with its day."""
    if piece.view:
        return EvidenceLine(f"书面意见 {piece.view_of} {piece.viewed_on}：{piece.view}", "", "")
    page = f" 第{piece.page}页" if piece.page else ""
    return EvidenceLine(f"附 {piece.name}{page}{mark}", piece.sha256, piece.name)
