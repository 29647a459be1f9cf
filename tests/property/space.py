# SPDX-License-Identifier: MIT
"""The whole input space of a small model, one bit a point.

A point gives every attribute one value of its domain. Points are numbered in
mixed radix: an axis (an attribute) whose value has index k adds k * stride.
A set of points is a Python integer, bit i standing for point i, so "and",
"or" and "not" of conditions are &, | and ^. Nothing is folded: age has its
131 values, a set of n values its 2**n subsets.
"""


class Axis:
    """One attribute: its name, its values and the stride of its index."""

    def __init__(self, name, values, stride):
        self.name = name
        self.values = values
        self.stride = stride
        self.period = stride * len(values)
        self.index = {value: k for k, value in enumerate(values)}


def subsets(values):
    """Every subset of a list, the empty one first."""
    out = [frozenset()]
    for value in values:
        out += [subset | {value} for subset in out]
    return out


class Space:
    """The product of the axes; the first axis varies fastest."""

    def __init__(self, domains):
        self.axes = {}
        stride = 1
        for name, values in domains:
            axis = Axis(name, values, stride)
            self.axes[name] = axis
            stride = axis.period
        self.size = stride
        self.full = (1 << stride) - 1
        self._zero = {}

    def _repeat(self, pattern, period):
        """Tile the whole space with a pattern of the given period."""
        while period < self.size:
            pattern |= pattern << period
            period *= 2
        return pattern & self.full

    def where(self, name, predicate):
        """The points whose value on the axis satisfies the predicate."""
        axis = self.axes[name]
        run = (1 << axis.stride) - 1
        pattern = 0
        for k, value in enumerate(axis.values):
            if predicate(value):
                pattern |= run << (k * axis.stride)
        return self._repeat(pattern, axis.period)

    def _at_zero(self, name):
        if name not in self._zero:
            first = self.axes[name].values[0]
            self._zero[name] = self.where(name, lambda v: v == first)
        return self._zero[name]

    def at(self, name, value):
        """The points that have this very value on the axis."""
        axis = self.axes[name]
        return self._at_zero(name) << (axis.index[value] * axis.stride)

    def project(self, points, name):
        """Move every point to the axis's first value: bit p is set where
        some value on the axis puts p into the set, the rest unchanged."""
        axis = self.axes[name]
        width = 1
        while 2 * width <= len(axis.values):
            points |= points >> (width * axis.stride)
            width *= 2
        points |= points >> ((len(axis.values) - width) * axis.stride)
        return points & self._at_zero(name)

    def values_of(self, points, name):
        """The values on the axis that occur in the set, in its order."""
        for other in self.axes:
            if other != name:
                points = self.project(points, other)
        axis = self.axes[name]
        return [value for k, value in enumerate(axis.values)
                if points >> (k * axis.stride) & 1]

    def number(self, point):
        """The number of a point given as a dict of axis name → value."""
        return sum(axis.index[point[axis.name]] * axis.stride
                   for axis in self.axes.values())

    def point(self, number):
        """The point with this number, as a dict of axis name → value."""
        return {name: axis.values[number // axis.stride % len(axis.values)]
                for name, axis in self.axes.items()}
