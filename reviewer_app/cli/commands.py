"""The command line: the same services as the window, for lists, proofs, practice and measuring."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from reviewer_app.cli.failures import defect_said, file_failure_said
from reviewer_app.cli.words import DeskGroup, FilePath, usage_said
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.services.ports.papers import FontChoice
from reviewer_app.wiring import Parts, open_window
from reviewer_resources.phrases import sentence


def font_lines(choices: Sequence[FontChoice] | None = None) -> list[str]:
    """One line for each role; of this machine's fonts when none are given."""
    found = Parts().maker.font_choices() if choices is None else choices
    return [f"{choice.role}：{choice.family}　{choice.reason}　{choice.file}" for choice in found]


#: Exit codes: all well, something is not as it should be, cannot be read or done.
WELL, NOT_WELL, CANNOT = 0, 1, 2


def run(arguments: Sequence[str]) -> int:
    """Runs one command and gives its exit code; failures become one sentence on standard error."""
    try:
        result = program.main(list(arguments), prog_name="reviewer-app", standalone_mode=False)
    except OfficeError as error:
        click.echo(sentence(error.code, error.values), err=True)
        return CANNOT
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        click.echo(usage_said(error), err=True)
        return CANNOT
    except click.Abort:
        click.echo("已中止。", err=True)
        return CANNOT
    except OSError as error:
        click.echo(file_failure_said(error), err=True)
        return CANNOT
    except Exception as error:
        click.echo(defect_said(error), err=True)
        return CANNOT
    return result if isinstance(result, int) else WELL


@click.group(cls=DeskGroup, invoke_without_command=True, help="市级标准化试点初审工作台。不带命令时打开窗口。")
@click.version_option(package_name="reviewer-desk", message="%(prog)s %(version)s", help="显示版本号。")
@click.pass_context
def program(context: click.Context) -> int:
    """Opens the window when no command is given."""
    if context.invoked_subcommand is None:
        return open_window(None)
    return WELL


@program.command(help="打开窗口，可指定案卷库文件夹。")
@click.option("--library", "folder", type=FilePath(), metavar="文件夹", help="案卷库文件夹")
def window(folder: Path | None) -> int:
    """Opens the window on a library."""
    return open_window(folder)


@program.command(help="建立演练案卷库；内容全是虚构的。")
@click.option("--out", "folder", type=FilePath(), metavar="文件夹", required=True, help="放案卷库的文件夹")
@click.option("--years", "has_years", is_flag=True, help="五个年度，立项后的台账、标准、保管都有内容")
def practice(folder: Path, has_years: bool) -> int:
    """Makes the practice library, of one season or of five; it opens with the practice password."""
    parts = Parts()
    parts.libraries.open_practice(folder, has_years).close()
    click.echo(sentence("demo.practice", {"folder": folder.resolve(), "password": parts.practice_password}))
    return WELL


@program.command(help="用演练数据做出全部文件：汇总表、推荐意见、窗口截图和清单。")
@click.option("--out", "folder", type=FilePath(), metavar="文件夹", required=True, help="放结果的文件夹")
@click.option("--keep-library", is_flag=True, help="保留演练案卷库")
def demo(folder: Path, keep_library: bool) -> int:
    """Makes the demo's folder: 0 whole, 1 something is missing, 2 cannot be made."""
    from reviewer_app.demo.demo import make_demo

    made = make_demo(folder, keep_library)
    for line in made.said:
        click.echo(line)
    if not made.missing:
        return WELL
    for line in (*made.missing, sentence("demo.incomplete", {"count": len(made.missing)})):
        click.echo(line, err=True)
    return NOT_WELL


@program.command(help="核对一份网上申报清单，列出自动提示。")
@click.argument("file", type=FilePath(), metavar="清单")
@click.option("--format", "form", type=click.Choice(["table", "json", "xlsx"]), default="table", help="输出形式")
@click.option("--out", "target", type=FilePath(), metavar="文件", help="xlsx 输出文件，默认放在清单旁边")
@click.option("--pack", "rules", type=FilePath(), metavar="规则包", help="按这份规则包核对，默认用随附的规则包")
@click.option("--values", "with_values", is_flag=True, help="JSON 里另附每行读到的值")
def precheck(file: Path, form: str, target: Path | None, rules: Path | None, with_values: bool) -> int:
    """Prechecks a list: 0 no block, 1 some block, 2 cannot be read."""
    from reviewer_app.cli.precheck import report

    return report(file, form, target, click.echo, rules, with_values)


@program.command(
    help="读取一份申请表（扫描件、电子 PDF、docx）：各栏的值、二维码和红色圆形印迹。多个文件算作同一份的各页。",
    short_help="读取一份申请表：各栏的值、二维码和红色圆形印迹。",
)
@click.argument("files", type=click.Path(path_type=Path), metavar="文件", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="输出形式")
@click.option("--pack", "rules", type=click.Path(path_type=Path), metavar="规则包", help="按这份规则包认各栏的名称")
def read(files: tuple[Path, ...], form: str, rules: Path | None) -> int:
    """Reads the pages of one form: 0 read, 2 cannot be read."""
    from reviewer_app.cli.read import report

    return report(files, form, click.echo, rules)


@program.command(help="另装附加组件：ocr 是扫描件的文字识别，全部在本机运行。")
@click.argument("name", metavar="名称")
def extra(name: str) -> int:
    """Installs an extra: 0 done, 2 not."""
    if name != "ocr":
        raise RefusalError("extra.unknown", name=name, known="ocr")
    click.echo(sentence("extra.fetching"))
    Parts().forms.install_letters()
    click.echo(sentence("extra.installed"))
    return WELL


@program.command(
    help="检查一份年度规则包，列出它会问什么、各项设置，以及自相矛盾之处。结束码：0 可以使用，2 有矛盾或读不出来。"
    "加 --verify 时只看签名：0 相符，1 不符或没有签名，2 文件读不出来（压缩包损坏、不是规则包），没有核对。",
    short_help="检查一份年度规则包，列出它会问什么、各项设置，以及自相矛盾之处。",
)
@click.argument("file", type=FilePath(), metavar="规则包")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="输出形式")
@click.option("--verify", "is_verified", is_flag=True, help="只核对签名：与文件是否相符，核对号是多少")
def pack(file: Path, form: str, is_verified: bool) -> int:
    """Checks a notice pack: 0 a season can work by it, 2 it contradicts itself or cannot be read.

    With --verify the signature alone: 0 it agrees with the file, 1 it does not or there is none, 2 nothing could be
    compared, because the file cannot be read (a broken archive, another kind of file).
    """
    from reviewer_app.cli.pack import report, verify

    if is_verified:
        return verify(file, click.echo)
    return report(file, form, click.echo)


@program.command(
    help="检验案卷库、导出文件夹或一份推荐意见是否完好。密码可以放在环境变量 REVIEWER_PASSWORD 里，否则当场询问。",
    short_help="检验案卷库、导出文件夹或一份推荐意见是否完好。",
)
@click.argument("path", type=FilePath(), metavar="路径")
@click.option("--user", metavar="姓名", help="案卷库用户；不给时用第一位")
@click.option(
    "--trust",
    "files",
    type=FilePath(),
    metavar="证书",
    multiple=True,
    help="检验单份文件时信任的签发者证书，可多次给出",
)
@click.option(
    "--library",
    "library",
    type=FilePath(),
    metavar="案卷库",
    help="检验单份文件时采用该案卷库的信任名单；检验导出文件夹时与该案卷库登记的批次和发文对照",
)
@click.option(
    "--head",
    "--slip",
    "on_paper",
    metavar="链首",
    default=None,
    help="检验案卷库时与纸上的链首对照：收工条上的 64 位或装订簿上的前 16 位，或印有它的 PDF、文本文件",
)
def verify(path: Path, user: str | None, files: tuple[Path, ...], library: Path | None, on_paper: str | None) -> int:
    """Says how each part stands: 0 nothing is broken (some may need a look), 1 something is, 2 cannot be read."""
    from reviewer_app.cli.verify import Trusting, verify_path
    from reviewer_app.domain.values.normalised import one_line
    from reviewer_app.services.ports.records import Grade, counted

    lines = verify_path(path, user, _ask_password, Trusting(files, library), on_paper)
    for line in lines:
        click.echo(one_line(f"{line.standing.label}  {line.part}  {line.message}"))
    is_whole = all(line.standing is Grade.INTACT for line in lines)
    click.echo(f"共 {len(lines)} 项，{'全部完好' if is_whole else counted(lines)}。")
    return NOT_WELL if any(line.is_broken for line in lines) else WELL


def _ask_password(name: str) -> str:
    """Asks at the terminal; where there is none, the first line that is handed over counts."""
    if sys.stdin is not None and sys.stdin.isatty():
        return str(click.prompt(f"{name} 的密码", hide_input=True, err=True))
    given = sys.stdin.readline().rstrip("\r\n") if sys.stdin is not None else ""
    if not given:
        raise RefusalError("verifying.no_password", name=name, variable="REVIEWER_PASSWORD")
    return given


@program.command(help="列出本机字体：哪种字体用于公文的哪一处，以及原因。")
def fonts() -> int:
    """Says which font serves which role."""

    for line in font_lines():
        click.echo(line)
    return WELL


@program.command(
    help="从备份恢复案卷库；不指定备份时列出可用的备份。恢复要用当前案卷库的用户和密码确认：密码可以放在环境变量 "
    "REVIEWER_PASSWORD 里，否则当场询问。",
    short_help="从备份恢复案卷库；不指定备份时列出可用的备份。",
)
@click.argument("folder", type=FilePath(), metavar="案卷库")
@click.option("--backup", type=FilePath(), metavar="名称", help="要恢复的备份")
@click.option("--user", metavar="姓名", help="案卷库用户；不给时用第一位")
@click.option("--last-number", "last", multiple=True, metavar="号类=号", help="案卷库读不出来时：某类号用到几号")
def restore(folder: Path, backup: Path | None, user: str | None, last: tuple[str, ...]) -> int:
    """Lists the backups of a library, or puts one in its place for somebody who has a password of the library."""
    from reviewer_app.cli.restoring import restore_told
    from reviewer_app.cli.verify import with_password

    gate = Parts().libraries
    kept = gate.backups(folder)
    if not kept and not (folder / "keys.json").is_file():
        raise TroubleError("library.none", path=str(folder))
    if backup is None:
        for info in kept:
            click.echo(f"{info.made_at:%Y-%m-%d %H:%M:%S}  {info.size / 1e6:.1f} MB  {info.path.name}")
        click.echo(f"共 {len(kept)} 个备份。恢复请加 --backup 名称。")
        return WELL
    named = [info.path for info in kept if backup.name == info.path.name]
    if not named and not backup.is_dir():
        raise RefusalError("restoring.no_backup", name=backup.name)
    chosen = named[0] if named else backup
    names = gate.restore_login(folder, chosen).names
    if not names:
        raise TroubleError("library.backup_damaged", path=str(chosen), files="keys.json")
    name = user or names[0]
    aside = with_password(partial(restore_told, gate, folder, chosen, last), name, _ask_password)
    click.echo(f"已恢复。原来的内容保留在 {aside}。")
    return WELL


@program.command(help="量出各项速度指标，每行一个 JSON。")
@click.option("--only", "name", metavar="词", help="只量名称含此词的指标")
@click.option("--quick", is_flag=True, help="只用十分之一的数据量")
def bench(name: str | None, quick: bool) -> int:
    """Measures every figure beside its yardstick."""
    from reviewer_app.bench.running import run_figures

    met = True
    for line in run_figures(name, quick):
        click.echo(line)
        met = met and json.loads(line)["is_met"] is not False
    return WELL if met else NOT_WELL
