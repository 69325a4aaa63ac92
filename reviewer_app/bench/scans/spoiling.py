"""What scanners, fax machines, hurried hands and seals do to a page; and the scans that are made of the layouts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from reviewer_app.bench.scans.layouts import DPI, FORM, LAYOUTS

Spoil = Callable[[Image.Image], Image.Image]
_RED = (206, 58, 66)


def _plain(page: Image.Image) -> Image.Image:
    return page


def _skewed(angle: float) -> Spoil:
    def spoil(page: Image.Image) -> Image.Image:
        return page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(250, 250, 248))

    return spoil


def _turned(turn: int) -> Spoil:
    def spoil(page: Image.Image) -> Image.Image:
        return page.rotate(turn, expand=True)

    return spoil


def _noisy(page: Image.Image) -> Image.Image:
    noise = Image.effect_noise(page.size, 60).convert("RGB")
    return Image.blend(page, noise, 0.16)


def _grey(page: Image.Image) -> Image.Image:
    """Recycled paper under a weak lamp."""
    return Image.blend(page, Image.new("RGB", page.size, (150, 150, 145)), 0.42)


def _faxed(page: Image.Image) -> Image.Image:
    """Black and white alone, at a fax machine's fineness."""
    small = page.convert("L").resize((1728, round(1728 / page.width * page.height)), Image.Resampling.BILINEAR)
    return _parted(small.filter(ImageFilter.GaussianBlur(0.6)), 150).convert("1")


def _coarse(page: Image.Image) -> Image.Image:
    return page.resize((round(page.width * 0.75), round(page.height * 0.75)), Image.Resampling.LANCZOS)


def _stamped(page: Image.Image) -> Image.Image:
    """A red round mark over the text."""
    ink = Image.new("RGB", page.size, (255, 255, 255))
    draw = ImageDraw.Draw(ink)
    x, y, radius = 900, 900, 165
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_RED, width=9)
    draw.regular_polygon((x, y, 50), 5, fill=_RED)
    stained = Image.composite(page, Image.blend(page, ink, 0.75), _parted(ink, 249))
    return Image.composite(stained, page, _parted(page, 109))


def _parted(page: Image.Image, most: int) -> Image.Image:
    """White what is lighter than so much, black all else."""
    return page.convert("L").point([255 if shade > most else 0 for shade in range(256)])


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A layout, what was done to it, and how it is kept."""

    layout: str
    how: str
    spoil: Spoil
    dpi: int = DPI
    quality: int = 80
    ending: str = "jpg"

    @property
    def name(self) -> str:
        """What its file is called."""
        return f"{self.layout}-{self.how}.{self.ending}"

    def write(self, folder: Path) -> Path:
        """Makes the scan."""
        page = self.spoil(LAYOUTS[self.layout]())
        path = folder / self.name
        page.save(path, dpi=(self.dpi, self.dpi), quality=self.quality)
        return path


SCANS: tuple[Spoiled, ...] = (
    Spoiled("table_of_pairs", "plain", _plain),
    Spoiled("table_of_pairs", "turned", _turned(90)),
    Spoiled("table_of_pairs", "stamped", _stamped),
    Spoiled("lines_with_rules", "skewed", _skewed(2.0)),
    Spoiled("lines_with_rules", "head_down", _turned(180)),
    Spoiled("labels_above", "noisy", _noisy),
    Spoiled("labels_above", "grey", _grey),
    Spoiled("numbered_items", "packed", _plain, quality=40),
    Spoiled("numbered_items", "askew", _skewed(-3.0)),
    Spoiled("spaced_labels", "plain", _plain),
    Spoiled("spaced_labels", "coarse", _coarse, dpi=150),
    Spoiled("boxes_for_letters", "plain", _plain),
    Spoiled("boxes_for_letters", "slightly", _skewed(1.0)),
    Spoiled("numbered_table", "faxed", _faxed, ending="png"),
    Spoiled("numbered_table", "stamped", _stamped, quality=60),
    Spoiled("running_lines", "plain", _plain),
    Spoiled("running_lines", "on_side", _turned(270)),
)


def keys_of(layout: str) -> dict[str, str]:
    """What stands on a layout, label by label."""
    left_out = {
        "spaced_labels": {"试点目标", "预期成果"},
        "boxes_for_letters": {"试点目标", "预期成果"},
        "running_lines": {"试点目标"},
    }
    return {label: value for label, value in FORM.items() if label not in left_out.get(layout, set())}


def written(folder: Path) -> Iterator[tuple[Spoiled, Path]]:
    """All scans, made one by one."""
    for scan in SCANS:
        yield scan, scan.write(folder)
