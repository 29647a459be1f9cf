# SPDX-License-Identifier: MIT
"""Random conditions over a model's attributes, every form of section 2."""


class Conditions:
    """A source of conditions over the attributes that may be tested."""

    def __init__(self, rng, declared, groups=(), services=()):
        self.rng = rng
        # Few ages, so that conditions meet and miss each other by one.
        some = rng.sample(range(131), 3)
        near = [a + d for a in some for d in (-1, 1) if 0 <= a + d <= 130]
        self.ages = some + near + [0, 130]
        self.attributes = {"age": {"type": "integer", "min": 0, "max": 130}}
        self.attributes.update(declared)
        if groups:
            self.attributes["target_group"] = {
                "type": "enum", "values": list(groups)}
        if services:
            self.attributes["services"] = {
                "type": "set", "values": list(services)}

    def condition(self, depth):
        """A condition with members nested at most this deep."""
        rng = self.rng
        size = rng.choice([0] + [1] * 12 + [2] * 8 + [3])
        out = {}
        for _ in range(size):
            if depth and rng.random() < 0.5:
                key = rng.choice(["all", "any", "any", "not"])
                if key in out:
                    continue
                out[key] = (self.condition(depth - 1) if key == "not"
                            else self.several(depth - 1))
            else:
                name = rng.choice(list(self.attributes))
                out[name] = self.test(name)
        if rng.random() < 0.03:
            out["comment"] = "as the note of 2018 has it"
        return out

    def several(self, depth):
        size = self.rng.choice([0, 1, 2, 2, 2, 3])
        return [self.condition(depth) for _ in range(size)]

    def test(self, name):
        declaration = self.attributes[name]
        kind = declaration["type"]
        if kind == "integer":
            return self.integer_test(name, declaration)
        if kind == "flag":
            return self.rng.random() < 0.5
        if kind == "enum":
            return self.one_or_list(declaration["values"])
        return self.set_test(declaration["values"])

    def one_or_list(self, values):
        if values and self.rng.random() < 0.4:
            return self.rng.choice(values)
        return self.some(values)

    def some(self, values):
        """Some of the values; now and then none, which never holds."""
        fewest = 0 if self.rng.random() < 0.04 else 1
        fewest = min(fewest, len(values))
        return self.rng.sample(values, self.rng.randint(fewest, len(values)))

    def number(self, name, declaration):
        if self.rng.random() < 0.03:
            # Outside the domain: the test is of no use, but no error.
            return self.rng.choice([declaration["min"] - 1,
                                    declaration["max"] + 1,
                                    -2147483648, 2147483648])
        if name == "age":
            return self.rng.choice(self.ages)
        return self.rng.randint(declaration["min"], declaration["max"])

    def integer_test(self, name, declaration):
        rng = self.rng
        form = rng.random()
        if form < 0.15:
            return self.number(name, declaration)
        if form < 0.3:
            return sorted({self.number(name, declaration)
                           for _ in range(rng.randint(1, 4))})
        keys = rng.choice([["from"], ["through"], ["above"], ["below"],
                           ["from", "through"], ["from", "below"],
                           ["above", "through"], ["above", "below"],
                           ["from", "above", "through", "below"]])
        if rng.random() < 0.02:
            keys = []
        bounds = sorted(self.number(name, declaration) for _ in keys)
        if rng.random() < 0.1:
            bounds.reverse()
        if len(keys) == 4:
            rng.shuffle(keys)
        return dict(zip(keys, bounds))

    def set_test(self, values):
        rng = self.rng
        if rng.random() < 0.5:
            return self.one_or_list(values)
        keys = rng.sample(["any_of", "all_of", "none_of"], rng.randint(1, 3))
        return {key: self.some(values) for key in keys}
