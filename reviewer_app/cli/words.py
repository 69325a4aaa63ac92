"""The command line's own words in Chinese: its help pages, and what it says when a command is mistyped."""

from __future__ import annotations

import errno
import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import click

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.small_files import is_strange
from reviewer_resources.phrases import sentence


def width(text: str) -> int:
    """How many columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, columns: int) -> str:
    """The text filled up with blanks to a number of columns."""
    return text + " " * (columns - width(text))


_HEADINGS = {"Options": "选项", "Commands": "命令"}
_PIECES = {"[OPTIONS]": "[选项]", "[COMMAND]": "[命令]", "[ARGS]...": "[内容]…"}
_HELP = "显示这一页说明。"
_REQUIRED = ("  [required]", "（必填）")


class FilePath(click.ParamType[Path]):
    """A file or folder as it is named on the command line: never the current folder for want of a name, no pipe."""

    name = "path"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; RefusalError `usage.empty_path`, `usage.long_path`, `usage.no_file`."""
        named, text = _said(param), os.fspath(value) if isinstance(value, os.PathLike) else str(value)
        if not str(text).strip():
            raise RefusalError("usage.empty_path", name=named)
        path = Path(str(text))
        try:
            path.lstat()
        except ValueError as error:
            raise RefusalError("usage.no_file", path=one_line(str(path))) from error
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                raise RefusalError("usage.long_path", name=named) from error
        if is_strange(path):
            raise RefusalError("usage.no_file", path=one_line(str(path)))
        return path


class ChineseFormatter(click.HelpFormatter):
    """Writes help pages with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that says how a command is written."""
        super().write_usage(prog, " ".join(_PIECES.get(piece, piece) for piece in args.split(" ")), prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of options or commands, each with what it is for; terminals break long lines themselves."""
        said = [(name, _HELP if name == "--help" else text.replace(*_REQUIRED).strip()) for name, text in rows]
        first = min(max((width(name) for name, _ in said), default=0), col_max) + col_spacing
        for name, text in said:
            self.write(f"{'':>{self.current_indent}}{padded(name, first)}{text}\n")


class _Context(click.Context):
    formatter_class = ChineseFormatter


class DeskCommand(click.Command):
    """A command whose help is in Chinese."""

    context_class = _Context


class DeskGroup(click.Group):
    """The commands of the desk, their help in Chinese."""

    context_class = _Context
    command_class = DeskCommand


def usage_said(error: click.ClickException) -> str:
    """The sentences for a mistyped command: what is wrong, and where the right way of writing stands."""
    where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "reviewer-app"
    return f"{_wrong(error)}{sentence('usage.hint', {'command': where})}"


def _wrong(error: click.ClickException) -> str:
    match error:
        case click.exceptions.NoArgsIsHelpError() | click.exceptions.MissingParameter(param=None):
            return sentence("usage.other")
        case click.exceptions.MissingParameter():
            return sentence("usage.missing", {"name": _name(error)})
        case click.exceptions.NoSuchOption():
            return sentence("usage.no_option", {"name": error.option_name})
        case click.exceptions.NoSuchCommand():
            return sentence("usage.no_command", {"name": error.command_name})
        case click.exceptions.BadOptionUsage():
            return sentence("usage.bad_option", {"name": error.option_name})
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=choices))):
            return sentence("usage.choice", {"name": _name(error), "choices": "、".join(map(str, choices))})
        case click.BadParameter():
            return sentence("usage.bad_value", {"name": _name(error)})
    return sentence("usage.other")


def _name(error: click.BadParameter) -> str:
    return _said(error.param)


def _said(param: click.Parameter | None) -> str:
    """How a parameter is called on the command line."""
    if param is None:
        return ""
    return param.opts[0] if isinstance(param, click.Option) else str(param.metavar or param.name)
