# SPDX-License-Identifier: MIT
"""A picture as SVG: what a notebook shows and a file can hold."""

from __future__ import annotations

import os
import re
import textwrap
from pathlib import Path
from xml.etree import ElementTree

# Colours that those who see few colours can tell apart (Okabe and Ito).
PALETTE = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#d55e00",
    "#f0e442",
)
GREY = "#9a9a9a"
INK = "#1f2933"
# A letter takes about so much of its font's size; a bold one more.
_LETTER = 0.56
_BOLD = 0.65


def color_of(index: int) -> str:
    """Return the colour of the area at an index; grey for a negative one."""
    return GREY if index < 0 else PALETTE[index % len(PALETTE)]


_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return a text with a mark for each character that XML cannot hold."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


class Svg:
    """A picture. A notebook shows it; ``str()`` is its SVG."""

    def __init__(self, width: float, height: float, title: str) -> None:
        """Start an empty picture of a size in pixels.

        The title is what a screen reader says of it.
        """
        self._root = ElementTree.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {width:g} {height:g}",
                "width": f"{width:g}",
                "height": f"{height:g}",
                "role": "img",
                "aria-label": clean(title),
                "font-family": "sans-serif",
                # No wider than the page that shows it.
                "style": "max-width: 100%; height: auto",
            },
        )
        self._at = self._root
        ElementTree.SubElement(self._root, "title").text = clean(title)

    def rectangle(
        self,
        box: tuple[float, float, float, float],
        fill: str,
        *,
        dashed: bool = False,
        tip: str = "",
    ) -> None:
        """Draw a rectangle ``(x, y, width, height)`` with round corners."""
        x, y, width, height = box
        attributes = {
            "x": f"{x:g}",
            "y": f"{y:g}",
            "width": f"{width:g}",
            "height": f"{height:g}",
            "rx": "4",
            "fill": fill,
            "stroke": INK,
            "stroke-width": "0.7",
        }
        if dashed:
            attributes["stroke-dasharray"] = "4 3"
        self._add("rect", attributes, tip)

    def path(self, data: str, fill: str, opacity: float, tip: str) -> None:
        """Draw a closed path."""
        self._add(
            "path",
            {"d": data, "fill": fill, "fill-opacity": f"{opacity:g}"},
            tip,
        )

    def line(
        self, start: tuple[float, float], end: tuple[float, float]
    ) -> None:
        """Draw a thin line."""
        self._add(
            "line",
            {
                "x1": f"{start[0]:g}",
                "y1": f"{start[1]:g}",
                "x2": f"{end[0]:g}",
                "y2": f"{end[1]:g}",
                "stroke": INK,
                "stroke-width": "0.7",
            },
            "",
        )

    def text(
        self,
        at: tuple[float, float],
        text: str,
        *,
        size: float = 12,
        anchor: str = "start",
        bold: bool = False,
        fill: str = INK,
    ) -> None:
        """Write one line; ``at`` is where its base line starts or ends."""
        attributes = {
            "x": f"{at[0]:g}",
            "y": f"{at[1]:g}",
            "font-size": f"{size:g}",
            "text-anchor": anchor,
            "fill": fill,
        }
        if bold:
            attributes["font-weight"] = "bold"
        line = ElementTree.SubElement(self._root, "text", attributes)
        line.text = clean(text)

    def _add(self, name: str, attributes: dict[str, str], tip: str) -> None:
        element = ElementTree.SubElement(self._root, name, attributes)
        if tip:
            ElementTree.SubElement(element, "title").text = clean(tip)

    def __repr__(self) -> str:
        root = self._root
        size = f"{root.get('width')}×{root.get('height')}"
        return f"<Svg {size}: {root.findtext('title')}>"

    def __str__(self) -> str:
        return ElementTree.tostring(self._root, encoding="unicode")

    def _repr_svg_(self) -> str:
        return str(self)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write it to a file, UTF-8.

        Raises:
            OSError: the file cannot be written.
        """
        Path(path).write_text(str(self), encoding="utf-8")


def wrap(
    text: str, width: float, size: float = 12, *, bold: bool = False
) -> list[str]:
    """Return a text in lines that fit in a width in pixels."""
    letters = max(int(width / (size * (_BOLD if bold else _LETTER))), 4)
    return textwrap.wrap(text, letters) or [""]
