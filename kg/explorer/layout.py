"""Where things stand in the picture: communities as discs, types as slices of a disc; the same in every build."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import ceil, cos, hypot, pi, sin, sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import networkx as nx

SPACING = 46.0  # between neighbouring things, in canvas units
GAP = 22.0  # between discs
WIDE = 1.5  # the picture is this much wider than high, as most screens are
PACKED = 500  # discs that look for the best place; the many small ones after them stand around


class Place(NamedTuple):
    """A thing's spot and the number of its community; 0 is the largest."""

    x: float
    y: float
    community: int


def layout(groups: Sequence[int], links: Iterable[tuple[int, int, float]]) -> list[Place]:
    """Give each thing its place: thing `i` is of type `groups[i]`; links are (from, to, weight).

    >>> layout([0, 1], [(0, 1, 1.0)])
    [Place(x=0.0, y=0.0, community=0), Place(x=46.0, y=0.0, community=0)]
    """
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(len(groups)))
    graph.add_weighted_edges_from((a, b, weight) for a, b, weight in links if a != b)
    degrees = dict(graph.degree(weight="weight"))
    members = _communities(graph, groups)
    discs = [_disc(community, groups, degrees) for community in members]
    centres = _pack([_radius(len(community)) for community in members], _ties(graph, members))
    places = [Place(0.0, 0.0, 0)] * len(groups)
    for number, (disc, (x, y)) in enumerate(zip(discs, centres, strict=True)):
        for node, (dx, dy) in disc.items():
            places[node] = Place(round(x + dx, 1), round(y + dy, 1), number)
    return places


def _communities(graph: nx.Graph[int], groups: Sequence[int]) -> list[list[int]]:
    """Things that hang together, the largest first; things without any link stand together by type."""
    import networkx as nx

    alone: dict[int, list[int]] = defaultdict(list)
    for node in list(nx.isolates(graph)):
        alone[groups[node]].append(node)
    linked = graph.subgraph(node for node in graph if graph.degree(node))
    found = nx.community.louvain_communities(linked, seed=1) if linked else []
    communities = [sorted(community) for community in found] + list(alone.values())
    return sorted(communities, key=lambda community: (-len(community), community))


def _disc(community: list[int], groups: Sequence[int], degrees: dict[int, float]) -> dict[int, tuple[float, float]]:
    """Spots around the disc's centre: the hub in the middle, each type in a slice, the most linked inside."""
    hub, *others = sorted(community, key=lambda node: (-degrees[node], node))
    others.sort(key=lambda node: groups[node])  # stable: still the most linked first within a type
    slots = sorted(_rings(len(others)), key=lambda slot: (slot[1], slot[0]))
    spots = {hub: (0.0, 0.0)}
    start = 0
    while start < len(others):
        end = start
        while end < len(others) and groups[others[end]] == groups[others[start]]:
            end += 1
        for node, (radius, angle) in zip(others[start:end], sorted(slots[start:end]), strict=True):
            spots[node] = (radius * cos(angle), radius * sin(angle))
        start = end
    return spots


def _rings(count: int) -> list[tuple[float, float]]:
    """`count` spots as (radius, angle) on rings of 6, 12, 18, ... around a centre; the last ring evenly filled."""
    spots: list[tuple[float, float]] = []
    ring = 1
    while len(spots) < count:
        size = min(6 * ring, count - len(spots))
        spots += [(ring * SPACING, 2 * pi * (slot + (ring - 1) % 2 / 2) / size) for slot in range(size)]
        ring += 1
    return spots


def _radius(count: int) -> float:
    """Radius of a disc of `count` things: the smallest r with 1 + 3 r (r + 1) spots, in rings."""
    return SPACING * (ceil((sqrt(12 * count - 3) - 3) / 6) + 0.5)


def _ties(graph: nx.Graph[int], members: list[list[int]]) -> list[dict[int, float]]:
    """For each community how strongly it is tied to others."""
    number = {node: index for index, community in enumerate(members) for node in community}
    ties: list[dict[int, float]] = [defaultdict(float) for _ in members]
    for a, b, weight in graph.edges(data="weight"):
        one, other = number[a], number[b]
        if one != other:
            ties[one][other] += weight
            ties[other][one] += weight
    return ties


def _pack(radii: list[float], ties: list[dict[int, float]]) -> list[tuple[float, float]]:
    """Centres of discs that never overlap, each as near as it can be to the discs it is tied to."""
    import numpy as np

    sizes = np.array(radii[:PACKED])
    centres = np.zeros((len(sizes), 2))
    turns = np.arange(3000)
    reach = 2 * float(np.hypot.reduce(sizes)) + GAP if len(sizes) else 0.0
    distance, angle = reach * turns / len(turns), turns * 2.399963  # the golden angle: an even spiral
    spiral = np.stack([distance * np.cos(angle) * WIDE, distance * np.sin(angle)], axis=1)
    for number in range(1, len(sizes)):
        near = [(other, weight) for other, weight in ties[number].items() if other < number]
        total = sum(weight for _, weight in near)
        target = sum(centres[other] * weight for other, weight in near) / total if total else np.zeros(2)
        for chunk in np.split(spiral + target, 30):
            apart = np.hypot(*(chunk[:, None, :] - centres[None, :number, :]).transpose(2, 0, 1))
            free = (apart >= sizes[:number] + sizes[number] + GAP).all(axis=1)
            centres[number] = chunk[int(free.argmax())]
            if free.any():
                break
    inner = [(float(x), float(y)) for x, y in centres]
    edge = max((hypot(x / WIDE, y) + size for (x, y), size in zip(inner, sizes.tolist(), strict=True)), default=0.0)
    return inner + _around(edge, radii[PACKED:])


def _around(edge: float, radii: list[float]) -> list[tuple[float, float]]:
    """Centres of many small discs, in rings around what lies within `edge`."""
    centres: list[tuple[float, float]] = []
    angle, ring = 0.0, edge
    for size in radii:
        if not centres or angle >= 2 * pi:
            angle, ring = 0.0, ring + 2 * size + GAP
        centres.append((ring * cos(angle) * WIDE, ring * sin(angle)))
        angle += (2 * size + GAP) / ring
    return centres
