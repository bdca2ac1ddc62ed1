"""Draws the plan of Admiville, a town that exists nowhere: ``python -m organisation.seeds.draw`` rewrites its GeoJSON.

Everything is laid out in metres around the belfry, then set down at an arbitrary point of the map.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shapely import transform
from shapely.affinity import rotate, translate
from shapely.geometry import LineString, Point, Polygon, box, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union

from organisation.seeds import layout

TARGET = Path(__file__).parent / "admiville" / "plan.geojson"
LATITUDE, LONGITUDE = 46.6, 2.45
METRES_A_DEGREE = 111_132
LARGEST_BLOCK = 230_000  # beyond, fields and gardens
XY = tuple[float, float]


def smooth(corners: Sequence[XY], *, closed: bool = False, rounds: int = 2) -> list[XY]:
    """Chaikin’s corner cutting."""
    points = list(corners)
    for _ in range(rounds):
        pairs = list(zip(points, [*points[1:], points[0]] if closed else points[1:], strict=False))
        cut = [p for a, b in pairs for p in (_between(a, b, 0.25), _between(a, b, 0.75))]
        points = cut if closed else [points[0], *cut, points[-1]]
    return points


def _between(a: XY, b: XY, share: float) -> XY:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


class Town:
    """The town as shapely geometries in metres."""

    def __init__(self) -> None:
        self.limit = Polygon(smooth(layout.LIMIT, closed=True))
        self.river_line = LineString(smooth(layout.RIVER))
        self.rail_line = LineString(smooth(layout.RAIL))
        self.water = self.river_line.buffer(38, cap_style="flat").intersection(self.limit)
        self.wards = self._wards()
        self.parks = {name: self._park(*shape) for name, shape in layout.PARKS.items()}
        self.streets = self._main_streets() | self._grid_streets() | self._squares()
        self.monuments = {
            name: rotate(box(x - w / 2, y - h / 2, x + w / 2, y + h / 2), angle)
            for name, (x, y, w, h, angle) in layout.MONUMENTS.items()
        }

    def _wards(self) -> dict[str, BaseGeometry]:
        cuts = [self.limit.exterior, self.river_line, self.rail_line, *(LineString(line) for line in layout.CUTS)]
        pieces = list(polygonize(unary_union(cuts)))
        wards = {}
        for code, points in layout.WARD_POINTS.items():
            mine = [piece for piece in pieces if any(piece.contains(Point(p)) for p in points)]
            wards[code] = unary_union(mine)
        return wards

    def _park(self, x: float, y: float, width: float, height: float, angle: float) -> BaseGeometry:
        shape = box(x - width / 2, y - height / 2, x + width / 2, y + height / 2).buffer(30, join_style="round")
        return rotate(shape, angle).difference(self.water.buffer(8)).intersection(self.limit)

    def _main_streets(self) -> dict[str, LineString]:
        lines = {name: LineString(smooth(points, rounds=1)) for name, points in layout.MAIN.items()}
        for name, (side, offset, ward) in layout.BANKS.items():
            bank = self.river_line.parallel_offset(offset, side)
            lines[name] = _longest(bank.intersection(self.wards[ward].buffer(-20)))
        return {name: _longest(line.intersection(self.limit)) for name, line in lines.items()}

    def _grid_streets(self) -> dict[str, LineString]:
        streets = {}
        parks = unary_union(list(self.parks.values()))
        for ward, (x, y, angle, names) in layout.GRIDS.items():
            area = self.wards[ward].buffer(-24).difference(self.water.buffer(60)).difference(parks)
            for name, (way, offset, start, end) in names.items():
                points = [(s, offset + 14 * math.sin(s / 320)) for s in range(start, end + 1, 60)]
                turned = LineString(points if way == "h" else [(b, a) for a, b in points])
                placed = translate(rotate(turned, angle, origin=(0, 0)), x, y)
                streets[name] = _longest(placed.intersection(area))
        return streets

    def _squares(self) -> dict[str, LineString]:
        return {
            name: LineString(rotate(box(x - w, y - h, x + w, y + h), 4).exterior.coords)
            for name, (x, y, w, h) in layout.SQUARES.items()
        }

    def blocks(self) -> list[Polygon]:
        """Built blocks with their courtyards: what lies between streets, set back from them."""
        everything = list(self.streets.values())
        kept_free = unary_union(
            [
                *self.parks.values(),
                self.water.buffer(25),
                self.rail_line.buffer(30),
                *(line.buffer(11) for line in everything),
                *(shape.buffer(8) for shape in self.monuments.values()),
                *(Polygon(self.streets[name]).buffer(8) for name in layout.SQUARES),
            ]
        )
        blocks = []
        for ward in self.wards.values():
            edges = [_extended(line, 45) for name, line in self.streets.items() if name not in layout.SQUARES]
            for face in polygonize(unary_union([ward.boundary, *edges])):
                if face.area < LARGEST_BLOCK and ward.contains(face.representative_point()):
                    ring = face.buffer(-13, join_style="mitre").difference(face.buffer(-44, join_style="mitre"))
                    blocks += [part for part in _polygons(ring.difference(kept_free)) if part.area > 500]
        return blocks


def _extended(line: LineString, length: float) -> LineString:
    """Pulled out at both ends, so that a street that stops at a boulevard closes the block."""
    points = [(x, y) for x, y, *_ in line.coords]
    before = _between(points[1], points[0], 1 + length / LineString(points[:2]).length)
    after = _between(points[-2], points[-1], 1 + length / LineString(points[-2:]).length)
    return LineString([before, *points[1:-1], after])


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    return [part for part in getattr(shape, "geoms", [shape]) if isinstance(part, Polygon) and not part.is_empty]


def _longest(shape: BaseGeometry) -> LineString:
    lines = [part for part in getattr(shape, "geoms", [shape]) if isinstance(part, LineString)]
    return max(lines, key=lambda line: line.length)


def _on_earth(shape: BaseGeometry) -> dict[str, Any]:
    shrink = METRES_A_DEGREE * math.cos(math.radians(LATITUDE))
    scale, corner = (1 / shrink, 1 / METRES_A_DEGREE), (LONGITUDE, LATITUDE)
    placed = transform(shape.simplify(1.5), lambda points: points * scale + corner)
    return _rounded(mapping(placed))


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 5)
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return {key: _rounded(item) for key, item in value.items()} if isinstance(value, dict) else value


def features(town: Town) -> list[dict[str, Any]]:
    """Bottom to top: wards, parks, water, rail, blocks, streets."""
    found: list[tuple[BaseGeometry, dict[str, str]]] = []
    for code, shape in town.wards.items():
        found.append((shape, {"kind": "ward", "code": code, "name": layout.WARD_NAMES[code]}))
    found += [(shape, {"kind": "park", "name": name}) for name, shape in town.parks.items()]
    found += [(part, {"kind": "water", "name": layout.RIVER_NAME}) for part in _polygons(town.water)]
    found.append((town.rail_line.intersection(town.limit), {"kind": "rail", "name": "Voie ferrée"}))
    found += [(shape, {"kind": "building", "name": ""}) for shape in town.blocks()]
    found += [(shape, {"kind": "building", "name": name}) for name, shape in town.monuments.items()]
    for name, line in town.streets.items():
        rank = "main" if name in layout.MAIN else "street"
        found.append((line, {"kind": "street", "name": name, "rank": rank, "ward": ward_of(town, line)}))
    return [{"type": "Feature", "properties": known, "geometry": _on_earth(shape)} for shape, known in found]


def ward_of(town: Town, line: LineString) -> str:
    """The ward that holds nearly all of the street; empty when it crosses several."""
    shares = {code: line.intersection(shape).length / line.length for code, shape in town.wards.items()}
    code = max(shares, key=lambda key: shares[key])
    return code if shares[code] > 0.9 else ""


def main() -> None:
    plan = {"type": "FeatureCollection", "features": features(Town())}
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in plan["features"])
    TARGET.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
