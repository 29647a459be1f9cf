# SPDX-License-Identifier: MIT
"""Who is responsible for Claus?  decide.py examples/models/aarhus_2019.json"""

import sys

import msb

model = msb.Model.load(sys.argv[1])
claus = {
    "birth_date": "1996-05-01",
    "benefit": "education_help",
    "needs": ["housing", "substance_use"],
    "services": ["substance_treatment"],
}
decision = model.decide(claus, on="2019-08-01")
print(decision.responsible, decision.contacts, decision.deliveries[0].unit)

# Nothing is guessed: where the answer depends on his age, it says so.
decision = model.decide({**claus, "birth_date": None}, on="2019-08-01")
print(decision.status, "ask for", decision.ask)
