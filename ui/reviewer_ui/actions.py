"""Every action of the desk in one table: name, key, where it works and what it does; F1 lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.acts import ACTS, Act, Standing
from reviewer_app.domain.dispatch.road import STEPS
from reviewer_resources.phrases import sentence
from reviewer_ui.action_spec import ActionSpec as ActionSpec
from reviewer_ui.action_spec import Place as Place
from reviewer_ui.preferences import Preferences
from reviewer_ui.widgets.dialog import WORKS_IN_DIALOGS

_OPINION = Place.OPINION
_PART_HELP = "标出当前条目的这一分项欠缺，再按一次取消；结论和补正用语随之"
_ASKED_AT_THE_HEAD = tuple(
    ActionSpec(f"case.{act}", spec.label, "", Place.CASE, sentence(f"act_help.{act}"), act)
    for act, spec in ACTS.items()
    if spec.standing is not Standing.AT_ITS_WORK
)
ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("place.cases", "案件", "Ctrl+1", Place.WINDOW, "到案件页"),
    ActionSpec("place.intake", "收件", "Ctrl+2", Place.WINDOW, "到收件页"),
    ActionSpec("place.dispatch", "报送", "Ctrl+3", Place.WINDOW, "到报送页"),
    ActionSpec("place.settings", "设置", "Ctrl+4", Place.WINDOW, "到设置页"),
    ActionSpec("season.show", "年度设置", "", Place.WINDOW, "看年度各项设置，确定待确认的，载入规则包，建立新年度"),
    ActionSpec("place.figures", "统计", "Ctrl+7", Place.WINDOW, "到统计页：各年度的件数、用时、分布，每个数打开名单"),
    ActionSpec("place.register", "登记簿", "Ctrl+5", Place.WINDOW, "到收发文登记簿：编号、送达、来文"),
    ActionSpec("place.ledger", "台账", "Ctrl+6", Place.WINDOW, "到台账：立项项目的期限、走访、延期、验收"),
    ActionSpec(
        "search.focus",
        "查找",
        "Ctrl+F",
        Place.WINDOW,
        "查找项目、单位、联系人、拼音首字母；可写 领域:养老 期限:本周",
    ),
    ActionSpec("dates.show", "期限", "Ctrl+D", Place.WINDOW, "看本案或全部案件的期限，和为什么是那一天"),
    ActionSpec("explain.focused", "为何如此", "Ctrl+I", Place.WINDOW, "光标所在的期限、状态、条目或件数是怎么来的"),
    ActionSpec("command.palette", "命令", "Ctrl+K", Place.WINDOW, "输入几个字，执行任一操作"),
    ActionSpec("case.register", "登记申报", "Ctrl+N", Place.WINDOW, "登记一件申报"),
    ActionSpec("intake.import", "导入清单", "Ctrl+O", Place.WINDOW, "从表格导入网上申报清单"),
    ActionSpec("intake.paste", "粘贴清单", "", Place.WINDOW, "把在表格软件里复制的清单粘贴进来，写入前逐行预览"),
    ActionSpec("intake.pile", "收一摞纸质件", "Ctrl+Shift+P", Place.WINDOW, "逐套扫码登记收到的纸质申报材料"),
    ActionSpec("intake.scans", "归入扫描件", "Ctrl+Shift+I", Place.WINDOW, "选择扫描件，按二维码或编号归入各案件"),
    ActionSpec("scans.paste", "粘贴扫描图", "Ctrl+Alt+V", Place.WINDOW, "把剪贴板里的图片或文件作为扫描件归入案件"),
    ActionSpec("scans.watch", "监看扫描文件夹", "", Place.WINDOW, "扫描仪的文件夹里来了扫描件就提示；再按一次可停止"),
    ActionSpec("intake.form", "存申报信息表", "", Place.WINDOW, "存一份空白的申报信息表，给申报单位填写"),
    ActionSpec("dispatch.batch", "组成报送批次", "Ctrl+B", Place.WINDOW, "选择案件，导出推荐意见和汇总表"),
    ActionSpec("dispatch.seal", "用印", "", Place.WINDOW, "到所选批次的用印：申请、同意，逐件登记，用印登记簿"),
    ActionSpec("dispatch.stack", "读入已盖章扫描件", "", Place.WINDOW, "整叠读入盖章后的文件，按二维码分开核对再收下"),
    ActionSpec("dispatch.single_seals", "单件用印", "", Place.WINDOW, "不随批次的通知、函件：申请、同意、逐件盖章登记"),
    ActionSpec("seal.revocations", "吊销列表文件", "", Place.WINDOW, "到设置，选择用证书签名前先查的吊销列表"),
    ActionSpec("dispatch.update", "更新这一批", "", Place.WINDOW, "有变动的推荐意见换页，不再报送的去掉，其余不动"),
    ActionSpec("dispatch.letters", "出具报送函", "", Place.WINDOW, "一批的报送函一次出具，一函统报或者每位联系人一函"),
    ActionSpec("dispatch.dissolve", "撤回组批", "", Place.WINDOW, "用印之前把这一批的案件放回待报送，写明理由"),
    ActionSpec("dispatch.supplement", "补报一批", "", Place.WINDOW, "已报送的批次要补充案件时另成一批，写明理由"),
    ActionSpec("dispatch.send", "寄出", "", Place.WINDOW, "编排邮包、封包、登记寄出；全部寄出即登记报送"),
    ActionSpec(
        "dispatch.print", "打印整批", "Ctrl+Shift+T", Place.WINDOW, "一次打印一批的文件，跟踪打印机，中断后接着印"
    ),
    ActionSpec("dispatch.city", "市局结果", "", Place.WINDOW, "登记市局的收到、退回、立项、未立项"),
    ActionSpec("dispatch.summary", "汇总表", "Ctrl+Shift+B", Place.WINDOW, "按需要的形式写出汇总表，含市局模板"),
    ActionSpec("dispatch.order", "推荐顺序", "Ctrl+Shift+O", Place.WINDOW, "排出推荐的先后，评分，并排对照"),
    ActionSpec("dispatch.looks", "抽查复看", "Ctrl+Shift+K", Place.WINDOW, "报送前抽几件由另一人复看，记下意见和答复"),
    ActionSpec("dispatch.copies", "每一份在哪里", "Ctrl+Alt+W", Place.WINDOW, "每份申请表和推荐意见现在何处，怎样去的"),
    ActionSpec("signature.check", "检验签名", "Ctrl+Shift+V", Place.WINDOW, "看一份 PDF 由谁签名、签后有无改动"),
    ActionSpec("library.check", "检验案卷库", "", Place.WINDOW, "看案卷库的文件、记录和登记内容是否完好"),
    ActionSpec("office.bodies", "技术机构和部门", "", Place.WINDOW, "技术机构和主管部门的联系人、支持，历年征询台账"),
    ActionSpec("rules.library", "法规库", "", Place.WINDOW, "看核对所依据的法规和通知，何时施行，作为哪些条目的依据"),
    ActionSpec("season.compare", "两份通知对照", "", Place.WINDOW, "两个年度或两版的规则逐条并排，看改了什么，可打印"),
    ActionSpec("season.archive", "归档年度", "", Place.WINDOW, "把一个年度已办结的案件写成归档包，或检验归档包"),
    ActionSpec("season.turn_year", "年度收尾", "", Place.WINDOW, "逐步收尾：看清未办、归档、备份、关闭、转入下一年度"),
    ActionSpec("office.retention", "保管与销毁", "", Place.WINDOW, "看保管期限，到期的列入销毁清单，由两人签字销毁"),
    ActionSpec("day.close", "打印收工条", "", Place.WINDOW, "收工时印一张：今日办了多少，记录链首留在纸上"),
    ActionSpec("day.compare", "对照收工条", "", Place.WINDOW, "看今日抄入装订簿的一行；把纸上的链首和记录对照"),
    ActionSpec("backup.now", "立即备份", "Ctrl+Shift+S", Place.WINDOW, "现在做一份加密备份"),
    ActionSpec("backup.restore", "从备份恢复", "", Place.WINDOW, "用以前的备份替换当前案卷库，当前状态另行保留"),
    ActionSpec("desk.leave", "换人登录", "Ctrl+L", Place.WINDOW, "保存并退出当前用户，由另一人登录"),
    ActionSpec("desk.lock", "锁定", "Ctrl+Alt+L", Place.WINDOW, "遮住窗口，本人输入密码后继续"),
    ActionSpec("password.change", "改密码", "", Place.WINDOW, "更改本人的密码"),
    ActionSpec("look.colors", "切换配色", "", Place.WINDOW, "明亮、深色、高对比，依次切换"),
    ActionSpec("text.larger", "放大文字", "Ctrl++  Ctrl+=", Place.WINDOW, "放大核对、意见和手册的文字，按人记住"),
    ActionSpec("text.smaller", "缩小文字", "Ctrl+-", Place.WINDOW, "缩小核对、意见和手册的文字"),
    ActionSpec("text.usual", "文字原大", "Ctrl+0", Place.WINDOW, "核对、意见和手册的文字恢复原大"),
    ActionSpec("look.choose", "外观和字号", "", Place.WINDOW, "选配色和界面大小"),
    ActionSpec("help.manual", "用户手册", "Shift+F1", Place.WINDOW, "翻到讲当前页面的一章，可查找"),
    ActionSpec("help.keys", "快捷键", "F1", Place.WINDOW, "列出全部操作和快捷键"),
    ActionSpec("help.about", "关于", "", Place.WINDOW, "版本、许可和所用的组件"),
    ActionSpec("queue.next", "下一件", "Ctrl+Down", Place.QUEUE, "到列表中的下一件"),
    ActionSpec("queue.previous", "上一件", "Ctrl+Up", Place.QUEUE, "到列表中的上一件"),
    ActionSpec("queue.back", "回到前一件", "Alt+Left", Place.QUEUE, "回到刚才看过的案件"),
    ActionSpec("queue.recent", "最近看过", "Ctrl+Shift+E", Place.QUEUE, "列出最近看过的案件，选一件回去"),
    ActionSpec("queue.fold", "收起列表", "Ctrl+\\", Place.QUEUE, "收起案件列表，给案件和意见让出地方；再按一次展开"),
    ActionSpec("queue.all_seasons", "全部年度", "Ctrl+Shift+Y", Place.QUEUE, "看全部年度的案件；再按回到当前年度"),
    ActionSpec("queue.views", "视图", "Ctrl+Shift+F", Place.QUEUE, "到期的、缺的、有变化的，和自己存的查找"),
    ActionSpec("queue.assign", "分派经办", "", Place.QUEUE, "把选中的案件交给一位经办人"),
    ActionSpec(
        "queue.set_aside", "搁置到某日", "Ctrl+Shift+H", Place.QUEUE, "选中的案件到某日前不列在待我办", Act.SET_ASIDE
    ),
    ActionSpec("queue.take_up", "取回办理", "", Place.QUEUE, "把搁置的案件提前取回", Act.TAKE_UP),
    ActionSpec("queue.label", "加标签", "Ctrl+Shift+G", Place.QUEUE, "给选中的案件加标签，公用或只自己看"),
    ActionSpec("queue.unlabel", "去掉标签", "", Place.QUEUE, "从选中的案件上去掉标签"),
    ActionSpec("queue.receive", "收下纸质件", "Ctrl+Alt+R", Place.QUEUE, "选中的案件还没有到的各份一并登记收到"),
    ActionSpec("queue.undo", "撤销整批办理", "", Place.QUEUE, "撤销本人最近一次整批办理；不是刚办的，先逐件列明"),
    ActionSpec("queue.redo", "重做整批办理", "", Place.QUEUE, "重做撤销的整批办理；不是刚撤销的，先逐件列明"),
    ActionSpec("view.table", "列表视图", "Ctrl+T", Place.QUEUE, "整页表格与三栏之间切换"),
    ActionSpec("case.undo", "撤销", "Ctrl+Z", Place.CASE, "撤销本人在本案的上一步；正在输入的文字先由输入框撤销"),
    ActionSpec("case.redo", "重做", "Ctrl+Shift+Z  Ctrl+Y", Place.CASE, "重做刚撤销的一步"),
    ActionSpec("case.past", "对照以前", "Ctrl+H", Place.CASE, "看本案在流转记录任一条之后的样子，和现在对照"),
    ActionSpec("case.edit", "编辑", "F2", Place.CASE, "就地修改申报信息", Act.EDIT),
    ActionSpec("case.follow_pack", "改按新版核对", "", Place.CASE, "看本案改按规则包新版会怎样", Act.FOLLOW_PACK),
    ActionSpec("case.record_paper", "登记纸质材料", "", Place.CASE, "登记收到的纸质申请表", Act.RECORD_PAPER),
    ActionSpec("case.doubles", "查重与合并", "Ctrl+Shift+D", Place.CASE, "看是否重复申报、往年有没有同一单位，可合并"),
    ActionSpec("case.standards", "承诺标准", "", Place.CASE, "看项目承诺的标准进展到哪里，登记立项、发布和依据"),
    ActionSpec("case.layer", "产业层次", "", Place.CASE, "认定本案属未来、新兴还是传统产业，只用于统计"),
    ActionSpec("case.scan_beside", "并排看扫描件", "F9", Place.CASE, "在申报信息和核对旁边显示或收起本案的扫描件"),
    ActionSpec("case.scans", "看扫描件", "Ctrl+E", Place.CASE, "看本案的扫描件：框依据、核对机读值"),
    ActionSpec("case.consult", "征求意见", "", Place.CASE, sentence("act_help.consult"), Act.CONSULT),
    ActionSpec("case.take_view", "登记复函", "", Place.CASE, sentence("act_help.take_view"), Act.TAKE_VIEW),
    *_ASKED_AT_THE_HEAD,
    ActionSpec("case.dossier", "生成案件档案", "", Place.CASE, "把本案的全部材料合成一份可长期保存的 PDF"),
    ActionSpec("case.print", "打印预览", "Ctrl+P", Place.CASE, "预览推荐意见；复核同意之前预览核对单"),
    ActionSpec("answer.met", "符合", "1", Place.CHECKLIST, "当前条目符合", part_of=Act.ANSWER),
    ActionSpec("answer.not_met", "不符合", "2", Place.CHECKLIST, "当前条目不符合", part_of=Act.ANSWER),
    ActionSpec("answer.not_applicable", "不适用", "3", Place.CHECKLIST, "当前条目不适用", part_of=Act.ANSWER),
    ActionSpec("answer.undecided", "未定", "0", Place.CHECKLIST, "清除当前条目的作答", part_of=Act.ANSWER),
    *(
        ActionSpec(
            f"answer.part_{place}",
            f"第{place}分项欠缺",
            f"Shift+{place}",
            Place.CHECKLIST,
            _PART_HELP,
            part_of=Act.ANSWER,
        )
        for place in range(1, 7)
    ),
    ActionSpec(
        "answer.together", "同条都符合", "A", Place.CHECKLIST, "当前条款下看过的各条一并答为符合", part_of=Act.ANSWER
    ),
    ActionSpec(
        "answer.group",
        "本部分都符合",
        "Shift+A",
        Place.CHECKLIST,
        "通知的这一部分看过的各条一并答为符合",
        part_of=Act.ANSWER,
    ),
    ActionSpec(
        "answer.from_record",
        "按记录作答",
        "S",
        Place.CHECKLIST,
        "由登记内容得出的各条一并确认为符合",
        part_of=Act.ANSWER,
    ),
    ActionSpec(
        "answer.from_sheet", "取用核对单", "T", Place.CHECKLIST, "当前条目按扫描回来的核对单作答", part_of=Act.ANSWER
    ),
    ActionSpec(
        "answer.from_sheets",
        "本部分取用核对单",
        "Shift+T",
        Place.CHECKLIST,
        "通知的这一部分未答的各条，按核对单上读准的作答",
        part_of=Act.ANSWER,
    ),
    ActionSpec("answer.note", "写说明", "N", Place.CHECKLIST, "为当前条目写说明", part_of=Act.ANSWER),
    ActionSpec("answer.evidence", "附证据", "E", Place.CHECKLIST, "为当前条目附证据", part_of=Act.ANSWER),
    ActionSpec("answer.look_up", "登记查询", "L", Place.CHECKLIST, "为当前条目登记一次查询", part_of=Act.LOOK_UP),
    ActionSpec(
        "answer.withdraw_look_up", "撤回查询", "Shift+L", Place.CHECKLIST, "撤回当前条目的一条查询", part_of=Act.LOOK_UP
    ),
    ActionSpec("checklist.compare", "纸网核对", "C", Place.CHECKLIST, "到纸网核对；都核对好了就回到逐项核对"),
    ActionSpec("checklist.next", "下一条", "J", Place.CHECKLIST, "到下一条，也可用向下键"),
    ActionSpec("checklist.previous", "上一条", "K", Place.CHECKLIST, "到上一条，也可用向上键"),
    ActionSpec("checklist.clause", "看条款", "Space", Place.CHECKLIST, "展开当前条目的要点、证据和补正用语"),
    ActionSpec("outcome.recommend", "结论：推荐", "4", _OPINION, "结论选为推荐", part_of=Act.SUBMIT, is_plain=True),
    ActionSpec(
        "outcome.decline", "结论：不予推荐", "5", _OPINION, "结论选为不予推荐", part_of=Act.SUBMIT, is_plain=True
    ),
    ActionSpec(
        "outcome.correct", "结论：退回补正", "6", _OPINION, "结论选为退回补正", part_of=Act.SUBMIT, is_plain=True
    ),
    ActionSpec("outcome.transfer", "结论：转送", "7", _OPINION, "结论选为转送", part_of=Act.SUBMIT, is_plain=True),
    ActionSpec("checklist.enter", "到逐项核对", "Ctrl+J", _OPINION, "让键盘进入逐项核对的当前条目", Act.ANSWER, True),
    ActionSpec("case.look_up", "登记一次查询", "", _OPINION, "登记在哪里查过、哪一天、查到什么", Act.LOOK_UP),
    ActionSpec("notice.open", "通知原文", "Ctrl+G", _OPINION, "翻到通知原文中当前条目所在的一页"),
    ActionSpec("stock.open", "常用语", "Ctrl+U", _OPINION, "在意见、说明或理由里代入常用语，或留存选中的一句"),
    ActionSpec("opinion.submit", "提交并看下一件", "Ctrl+Return", _OPINION, "提交意见，转到本列表的下一件", Act.SUBMIT),
    ActionSpec("opinion.sign_off", "复核同意", "Ctrl+Shift+Return", _OPINION, "复核同意所拟意见", Act.SIGN_OFF),
    ActionSpec("opinion.explain", "写明理由", "", _OPINION, "为复核之后出现的情形写明理由", Act.EXPLAIN),
    ActionSpec("opinion.challenge", "退回经办", "Ctrl+Shift+Backspace", _OPINION, "附意见退回经办人", Act.CHALLENGE),
    ActionSpec("pile.alike", "各份相同", "Alt+S", Place.PILE, "各份都收到、已盖章、互相核对过相同；再按一次改回"),
    ActionSpec("pile.first", "改第1份", "Alt+1", Place.PILE, "第1份：已盖章、未盖章、未到"),
    ActionSpec("pile.second", "改第2份", "Alt+2", Place.PILE, "第2份：已盖章、未盖章、未到"),
    ActionSpec("pile.third", "改第3份", "Alt+3", Place.PILE, "第3份：已盖章、未盖章、未到"),
    ActionSpec("pile.same", "是同一件", "Alt+Y", Place.PILE, "所示的纸质件和网上件是同一件，并为一案"),
    ActionSpec("pile.not_same", "不是同一件", "Alt+N", Place.PILE, "所示的纸质件和网上件不是同一件，不再建议"),
    ActionSpec("pile.by_hand", "手工配对", "Alt+M", Place.PILE, "为只来了一半的一件查找另一半，写明理由并为一案"),
    ActionSpec("pile.receipt", "打印收件回执", "Alt+P", Place.PILE, "预览所选一套的收件回执，没有选的是刚收下的"),
    ActionSpec("pile.receipts", "打印今天全部回执", "Alt+A", Place.PILE, "把今天列表里的收件回执一次打印，每件一张"),
    ActionSpec("pile.undo", "撤销上一套", "Alt+Z", Place.PILE, "把刚收下的一套改回收下之前的登记"),
    *(
        ActionSpec(f"road.{step}", f"第{place}步 {step.label}", f"Alt+{place}", Place.ROAD, f"看这一批的{step.label}")
        for place, step in enumerate(STEPS, 1)
    ),
    ActionSpec("ledger.take_on", "纳入台账", "Alt+N", Place.LEDGER, "把所选已立项的项目纳入台账，推算期满日期"),
    ActionSpec("ledger.visit", "记一次走访", "Alt+V", Place.LEDGER, "登记对所选项目的一次走访，附照片或记录"),
    ActionSpec("ledger.plan", "计划走访", "Alt+P", Place.LEDGER, "为所选项目安排一次走访，到期前提醒"),
    ActionSpec("ledger.milestone", "设定节点", "Alt+M", Place.LEDGER, "为所选项目设定期限内的一个节点"),
    ActionSpec(
        "ledger.ask_extension", "登记延期申请", "Alt+Q", Place.LEDGER, "登记承担单位提出的延期申请，延期支持函据此出具"
    ),
    ActionSpec("ledger.extend", "登记延期", "Alt+E", Place.LEDGER, "登记所选项目经批准的一次延期"),
    ActionSpec("ledger.accept", "登记验收", "Alt+A", Place.LEDGER, "登记所选项目的验收结果和得分"),
    ActionSpec("ledger.certify", "登记证书", "Alt+C", Place.LEDGER, "登记所选项目的证书编号和日期"),
    ActionSpec("ledger.close", "结项", "Alt+J", Place.LEDGER, "验收之后把所选项目结项"),
    ActionSpec("ledger.end", "试点终止", "", Place.LEDGER, "所选项目在验收之前终止，写明理由"),
    ActionSpec("ledger.letter", "出函", "Alt+L", Place.LEDGER, "走访通知、提醒函、延期支持函、验收推荐函、结论告知函"),
    ActionSpec("ledger.units", "按单位看", "Alt+U", Place.LEDGER, "看一个单位历年的项目，或回到全部单位"),
    ActionSpec("ledger.lists", "打印或导出清单", "Alt+X", Place.LEDGER, "台账清单和承诺标准清单，打印或存成 Excel"),
    ActionSpec("ledger.calendar", "存日历文件", "Alt+I", Place.LEDGER, "把全部在管项目的期限存成日历文件带走"),
    ActionSpec("ledger.take_back", "撤销上一项登记", "Alt+Z", Place.LEDGER, "撤销所选项目最后一项登记，写明理由"),
    ActionSpec("intake.paste_here", "粘贴复制的清单", "Ctrl+V", Place.INTAKE, "在收件页粘贴在表格软件里复制的清单"),
    ActionSpec("custody.send", "移交到他库", "Ctrl+Shift+M", Place.WINDOW, "选择案件，加密存成移交件交给另一个案卷库"),
    ActionSpec("custody.receive", "接收移交件", "Ctrl+Shift+R", Place.WINDOW, "打开别的案卷库交来的移交件，看过再接收"),
    ActionSpec("custody.packages", "移交登记", "", Place.WINDOW, "看移交和接收过的移交件，再存出或召回"),
    ActionSpec("custody.waiting", "并入来件", "", Place.WINDOW, "看移交期间来的清单内容，并入案件或不并入"),
)


#: The action that brings the keyboard to where the plain keys are heard.
_WAYS = {
    Place.CHECKLIST: "checklist.enter",
    Place.PILE: "intake.pile",
    Place.INTAKE: "place.intake",
    Place.LEDGER: "place.ledger",
    Place.ROAD: "place.dispatch",
}
#: Moving goes on while the key is held.
_REPEATED = frozenset({"queue.next", "queue.previous", "checklist.next", "checklist.previous"})
#: A dialog shows what was worked out, too.
_IN_DIALOGS = frozenset({"explain.focused"})
#: Qt's Chinese names of the arrow keys are hard to read in a key hint.
_ARROWS = {"上方向": "↑", "下方向": "↓", "左方向": "←", "右方向": "→"}


#: What begins work of the season in work: there is none once it was closed. What only shows something goes on.
_OF_THE_SEASON = frozenset(
    {
        "case.register", "intake.import", "intake.paste", "intake.paste_here", "intake.pile", "dispatch.update",
        "dispatch.letters", "dispatch.dissolve", "dispatch.supplement",
    }
)  # fmt: skip


class Actions(QObject):
    """The table as live QActions; a pane binds its acts, the window adds them, keys can be changed."""

    #: The window is locked: what was typed for this sitting alone is forgotten.
    locked = Signal()
    #: The season in work was closed or opened again: `season_closed` says by whom and why.
    season_told = Signal()

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._specs = {spec.id: spec for spec in ACTIONS}
        self._actions = {spec.id: self._build(spec) for spec in ACTIONS}
        self._bound: set[str] = set()
        self._is_held = self._is_away = False
        self.season_closed = ""
        self._closed = {spec.id: sentence("panes.no_case") for spec in ACTIONS if spec.awaits}

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def of_window(self) -> list[QAction]:
        """The actions that work wherever the keyboard is; those of a list or page belong to it alone."""
        return [action for name, action in self._actions.items() if not self._specs[name].has_local_keys]

    def spec(self, action_id: str) -> ActionSpec:
        """The line of the table."""
        return self._specs[action_id]

    def bind(self, action_id: str, act: Callable[[], None]) -> QAction:
        """Lets an action do something; a second binding replaces the first. It is disabled until bound."""
        action = self._actions[action_id]
        if action_id in self._bound:
            action.triggered.disconnect()
        action.triggered.connect(lambda: act())
        self._bound.add(action_id)
        self.close(action_id, "")
        return action

    def close(self, action_id: str, why: str) -> None:
        """Says why an action cannot be done now; an empty reason opens it again."""
        self._closed[action_id] = why
        is_elsewhere = self._is_away and self._specs[action_id].place is Place.OPINION
        is_over = bool(self.season_closed) and action_id in _OF_THE_SEASON
        is_open = action_id in self._bound and not (why or self._is_held or is_elsewhere or is_over)
        self._actions[action_id].setEnabled(is_open)

    def close_season(self, why: str) -> None:
        """Takes what begins work in the season in work out of use, as it was closed; an empty reason opens it again."""
        if why != self.season_closed:
            self.season_closed = why
            self.hold(self._is_held)
            self.season_told.emit()

    def leave_cases(self, is_away: bool) -> None:
        """Takes what is done to the case shown out of use while another page hides it; or back into use."""
        if is_away is not self._is_away:
            self._is_away = is_away
            self.hold(self._is_held)

    def hold(self, is_held: bool) -> None:
        """Takes every action out of use while the window is locked, whatever opens it meanwhile; or lets go."""
        if is_held and not self._is_held:
            self.locked.emit()
        self._is_held = is_held
        for action_id in self._actions:
            self.close(action_id, self._closed.get(action_id, ""))

    def why_closed(self, action_id: str) -> str:
        """Why an action cannot be done now; empty when it can, or when this window has nothing to do it with."""
        if self._is_away and self._specs[action_id].place is Place.OPINION:
            return sentence("panes.on_cases_page")
        if self.season_closed and action_id in _OF_THE_SEASON:
            return self.season_closed
        return self._closed.get(action_id, "")

    def why_out_of_reach(self, action_id: str, focus: QWidget | None) -> str:
        """Why an action cannot be chosen by its name with the keyboard there: it is closed, or at home elsewhere."""
        place, why = self._specs[action_id].place, self.why_closed(action_id)
        if why or not place.is_local:
            return why
        homes = [home for home in self._actions[action_id].associatedObjects() if isinstance(home, QWidget)]
        if focus is not None and any(home is focus or home.isAncestorOf(focus) for home in homes):
            return ""
        if self._is_away and place is Place.CHECKLIST:
            return sentence("panes.on_cases_page")
        keys = self.keys(_WAYS[place])
        return sentence("panes.keyboard_elsewhere", {"place": place.value, "keys": f"（{keys}）" if keys else ""})

    def keys(self, action_id: str) -> str:
        """The keys now in force, as the officer reads them."""
        words = self._actions[action_id].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        for name, sign in _ARROWS.items():
            words = words.replace(name, sign)
        return words

    def owner_of(self, keys: str) -> ActionSpec | None:
        """The action that has these keys now; None if they are free."""
        if not keys:
            return None
        wanted = QKeySequence(keys)
        return next((self._specs[name] for name, action in self._actions.items() if wanted in action.shortcuts()), None)

    def set_keys(self, action_id: str, keys: str) -> None:
        """Gives an action other keys and keeps them; an empty text takes the key away."""
        self._preferences.put(f"keys/{action_id}", keys)
        self._actions[action_id].setShortcuts(_sequences(keys))

    def _build(self, spec: ActionSpec) -> QAction:
        action = QAction(spec.label, self)
        action.setObjectName(spec.id)
        action.setShortcuts(_sequences(self._preferences.text(f"keys/{spec.id}", spec.keys)))
        action.setStatusTip(spec.help)
        action.setEnabled(False)
        # Plain keys belong to the list that has the focus, or typing a "1" anywhere would answer a point.
        scope = (
            Qt.ShortcutContext.WidgetWithChildrenShortcut if spec.has_local_keys else Qt.ShortcutContext.WindowShortcut
        )
        action.setShortcutContext(scope)
        action.setProperty(WORKS_IN_DIALOGS, spec.id in _IN_DIALOGS)
        # A key held too long moves on and on, but answers, submits and signs only once.
        action.setAutoRepeat(spec.id in _REPEATED)
        return action


def _sequences(keys: str) -> list[QKeySequence]:
    """The keys of an action, several parted by two spaces."""
    return [QKeySequence(one) for one in keys.split("  ") if one]
