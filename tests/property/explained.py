# SPDX-License-Identifier: MIT
"""The explanation of section 7, checked for what it claims.

Every test that it lists must be one that the rule makes, come out as it says
on the fact that it shows, and count for what it is said to explain. With
complete facts the listed tests must be enough: with every other test left
open, the deciding rule holds. `would_change` must name each area that one
change leads to, with a change that does. `answers` must say of every value of
the attribute to ask for which areas it leaves possible.
"""

import json

import facts as facts_of

MEMBERS = {"rule", "because", "law", "source", "tests", "before",
           "deliveries", "would_change"}
ANSWERS = {"answers", "answers_cut"}  # of an undetermined decision
MAX_ANSWERS = 20
TEST = {"attribute", "test", "holds", "fact"}
NEVER = {"attribute": None, "test": None, "holds": False, "fact": None,
         "code": "never_holds"}  # of a rule that fails by no test


def key_of(attribute, test):
    return attribute, json.dumps(test, sort_keys=True)


def leaves(condition, positive=True):
    """Each test of a condition, in the order of the file, and whether it
    stands under an even number of `not`."""
    for name, test in condition.items():
        if name == "comment":
            continue
        if name in ("all", "any"):
            for part in test:
                yield from leaves(part, positive)
        elif name == "not":
            yield from leaves(test, not positive)
        else:
            yield key_of(name, test), positive


def outcome(condition, truths):
    """True, False, or None for "open", where only some tests are known."""
    parts = []
    for name, test in condition.items():
        if name == "comment":
            continue
        if name == "not":
            inner = outcome(test, truths)
            parts.append(None if inner is None else not inner)
        elif name in ("all", "any"):
            inner = [outcome(part, truths) for part in test]
            wanted = name == "any"
            if wanted in inner:
                parts.append(wanted)
            else:
                parts.append(None if None in inner else not wanted)
        else:
            parts.append(truths.get(key_of(name, test)))
    if False in parts:
        return False
    return None if None in parts else True


def blamed(condition, truths, holds):
    """The first test, in the order of the file, that makes the condition
    come out as it does; None where no test does."""
    for name, test in condition.items():
        if name == "comment" or outcome({name: test}, truths) is not holds:
            continue
        if name == "not":
            found = blamed(test, truths, not holds)
        elif name in ("all", "any"):
            found = next(filter(None, (
                blamed(part, truths, holds) for part in test
                if outcome(part, truths) is holds)), None)
        else:
            found = key_of(name, test)
        if found:
            return found
    return None


class Explained:
    """One explanation beside the facts that it explains."""

    def __init__(self, reference, known, expected, said):
        self.reference = reference
        self.known = known
        self.points = reference.completions(known)
        self.complete = set(known) == set(reference.declared)
        self.expected = expected
        self.said = said
        self.rules = {rule["id"]: rule for rule in reference.rules}

    def deciding(self):
        """The one rule that decides, or None."""
        rules = self.expected["rules"]
        if self.expected["status"] == "determined" and len(rules) == 1:
            return self.rules[rules[0]]
        return None

    def one_test(self, what, item, condition, count_for):
        """A listed test; count_for: whether it helps its condition to hold
        (a deciding rule) or to fail (one before it)."""
        attribute, test = item["attribute"], item["test"]
        signs = {positive for key, positive in leaves(condition)
                 if key == key_of(attribute, test)}
        if not signs:
            yield f"{what}: {attribute} {test} is no test of it"
            return
        where = self.reference.holds({attribute: test}) & self.points
        if where not in (0, self.points):
            # A rule may be sure to fail while each of its tests is open.
            if item["holds"] is not None:
                yield f"{what}: {attribute} {test} is open"
        elif item["holds"] is not (where == self.points):
            yield f"{what}: {attribute} {test} holds: {item['holds']}"
        elif (item["holds"] == count_for) not in signs:
            yield f"{what}: {attribute} {test} speaks for the opposite"
        fact = item["fact"]
        known = (self.expected["target_group"]
                 if attribute == "target_group" else self.known.get(attribute))
        if (frozenset(fact) if isinstance(fact, list) else fact) != known:
            yield f"{what}: the fact of {attribute} is not {fact}"

    def texts(self):
        rule = self.deciding() or {}
        if self.said["rule"] != rule.get("id"):
            yield f"explanation.rule: said {self.said['rule']}"
        for name in ("because", "law", "source"):
            text = rule.get(name)
            choices = text.values() if isinstance(text, dict) else [text]
            if self.said[name] not in choices:
                yield f"explanation.{name}: said {self.said[name]}"

    def tests(self):
        rule = self.deciding()
        if rule is None:
            if self.said["tests"]:
                yield "tests: there is no deciding rule"
            return
        truths = {}
        for item in self.said["tests"]:
            if set(item) != TEST:
                yield f"tests: an entry has the members {sorted(item)}"
                return
            yield from self.one_test("tests", item, rule["when"], True)
            truths[key_of(item["attribute"], item["test"])] = item["holds"]
        if self.complete and outcome(rule["when"], truths) is not True:
            yield "tests: those listed are not enough to decide"

    def before(self):
        listed = [item["rule"] for item in self.said["before"]]
        order = [rule for rule in self.rules if rule in listed]
        if listed != order:
            yield f"before: not the model's order: {listed}"
            return
        for item in self.said["before"]:
            rule = self.rules[item["rule"]]
            if self.reference.matches[
                    self.reference.rules.index(rule)] & self.points:
                yield f"before: {item['rule']} does match"
            if item == {"rule": item["rule"], **NEVER}:
                continue
            yield from self.one_test("before", item, rule["when"], False)
        rule = self.deciding()
        if rule is None or not self.complete:
            return
        first = {item["rule"]: None if item.get("code") == "never_holds"
                 else key_of(item["attribute"], item["test"])
                 for item in self.said["before"]}
        for name, earlier in self.rules.items():
            if name == rule["id"]:
                break
            # None: an empty `any` fails by itself, and no test with it.
            if name not in first:
                yield f"before: {name} is not there"
                continue
            wanted = blamed(earlier["when"], self.truths(earlier), False)
            if first[name] != wanted:
                yield (f"before: the first test that {name} failed: "
                       f"said {first[name]}, is {wanted}")

    def truths(self, rule):
        """How each test of a rule comes out on complete facts."""
        return {key: self.reference.holds({key[0]: json.loads(key[1])})
                & self.points != 0 for key, _ in leaves(rule["when"])}

    def deliveries(self):
        entries = {service["id"]: service["delivered_by"]
                   for service in self.reference.services}
        for item in self.said["deliveries"]:
            reached = [
                i for i, (_, where)
                in enumerate(self.reference.entries[item["service"]])
                if where & self.points]
            if len(reached) != 1:
                yield f"deliveries: {item['service']} is open"
                continue
            condition = entries[item["service"]][reached[0]]["when"]
            yield from self.one_test("deliveries", item, condition, True)

    def reachable(self):
        """Area → {(attribute, value)}: the single changes after which every
        completion gives that area, where one area is decided now, or a
        gap."""
        found = {}
        if (self.expected["status"] == "undetermined"
                or not self.reference.single):
            return found
        space = self.reference.space
        for name in self.reference.declared:
            rest = {n: v for n, v in self.known.items() if n != name}
            points = self.reference.completions(rest)
            given = {area: set(space.values_of(where & points, name))
                     for area, where in self.reference.outcomes.items()
                     if where & points}
            spoilt = set(space.values_of(
                self.reference.conflict & points, name))
            for area, values in given.items():
                if area in (None, self.expected["responsible"]):
                    continue
                values = values - spoilt
                for other, others in given.items():
                    if other != area:
                        values -= others
                if values:
                    found.setdefault(area, set()).update(
                        (name, value) for value in values)
        return found

    def would_change(self):
        expected = self.reachable()
        listed = [item["area"] for item in self.said["would_change"]]
        if sorted(listed) != sorted(expected):
            yield f"would_change: said {listed}, is {sorted(expected)}"
            return
        for item in self.said["would_change"]:
            value = item["value"]
            if isinstance(value, list):
                value = frozenset(value)
            if (item["attribute"], value) not in expected[item["area"]]:
                yield f"would_change: {item} does not lead there"

    def left_by(self, name, value):
        """The areas that an answer leaves, in the model's order; None
        last."""
        points = self.points & self.reference.space.at(name, value)
        return [area for area, where in self.reference.outcomes.items()
                if where & points]

    def answers(self):
        if self.expected["status"] != "undetermined":
            return
        said, cut = self.said["answers"], self.said["answers_cut"]
        name = self.expected["ask"]
        if name is None:
            if said or cut:
                yield "answers: there is nothing to ask for"
            return
        if len(said) > MAX_ANSWERS or (cut and len(said) < MAX_ANSWERS):
            yield f"answers: {len(said)} of them, cut: {cut}"
        for item in said:
            if item["attribute"] != name:
                yield f"answers: about {item['attribute']}"
        for value in self.reference.space.axes[name].values:
            told = [item["areas"] for item in said if is_in(value, item)]
            if told != [self.left_by(name, value)] and (told or not cut):
                yield f"answers: of {name} {value} they say {told}"


def is_in(value, item):
    """Whether an answer of an explanation is about a value."""
    if isinstance(value, frozenset):
        return (value >= set(item["values"])
                and not value & set(item["without"]))
    if "from" in item:
        return item["from"] <= value <= item["through"]
    return value in item["values"]


def check(reference, facts, on, said):
    """The complaints about one line that was asked for with --explain."""
    if said["status"] == "rejected":
        return ["explanation: of a rejected line"] * ("explanation" in said)
    explanation = said.get("explanation")
    expected = MEMBERS | (
        ANSWERS if said["status"] == "undetermined" else set())
    if not isinstance(explanation, dict) or set(explanation) != expected:
        return [f"explanation: {explanation}"]
    known = facts_of.read(reference.model, facts, on)
    explained = Explained(reference, known, reference.decide(facts, on),
                          explanation)
    return [complaint for part in (
        explained.texts, explained.tests, explained.before,
        explained.deliveries, explained.would_change, explained.answers)
        for complaint in part()]
