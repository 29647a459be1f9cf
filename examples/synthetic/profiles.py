# SPDX-License-Identifier: MIT
"""Who the synthetic citizens are: tables, and nothing else.

The sizes of the groups and the age bands are figures of Aarhus; README.md
says which. The profiles are invented. They give every course a citizen for
whom it makes sense, and no more: they are no statistics.
"""

# Citizens in thousands: only the employment administration, only the social
# one, both. 62 + 12 + 8 = 82.
GROUPS = {"employment": 62, "social": 12, "both": 8}

# Age band: first age, last age, citizens of Aarhus on 1 January 2020. The
# band 15-29 is two, because nobody under 18 has a benefit of his own.
BANDS = {
    "child": (0, 14, 53900),
    "teen": (15, 17, 9990),
    "young": (18, 29, 95472),
    "adult": (30, 66, 141663),
    "senior": (67, 95, 45047),
}

# Which bands a group draws from: an employment course is for 15-66.
GROUP_BANDS = {
    "employment": ("teen", "young", "adult"),
    "social": ("child", "teen", "young", "adult", "senior"),
    "both": ("teen", "young", "adult"),
}

EMPLOYMENT_SERVICES = (
    "guidance", "activation", "clarification", "education_help_payment",
    "sickness_benefit", "social_medicine",
)
SOCIAL_SERVICES = (
    "substance_treatment", "shelter_housing", "family_support",
    "social_support", "disability_support", "specialised_disability",
    "brain_injury",
)

# A profile: weight, benefit, services that all have, services that some have
# (with their share), needs, primary challenges to choose from.
EMPLOYMENT = {
    "teen": [
        (1, "none", ["guidance"], [], ["education"], ["unemployment"]),
    ],
    "young": [
        (50, "education_help", ["education_help_payment", "clarification"],
         [(0.5, "activation"), (0.3, "guidance")], ["education", "job"],
         ["unemployment"]),
        (32, "unemployment_benefit", ["activation"], [], ["job"],
         ["unemployment"]),
        (10, "sickness_benefit", ["sickness_benefit"],
         [(0.1, "social_medicine")], ["job"], ["sickness_health"]),
        (8, "cash_benefit", ["activation"], [(0.3, "clarification")],
         ["job"], ["unemployment", "integration"]),
    ],
    "adult": [
        (50, "unemployment_benefit", ["activation"], [], ["job"],
         ["unemployment"]),
        (18, "cash_benefit", ["activation"], [(0.3, "clarification")],
         ["job"], ["unemployment", "unemployment", "integration"]),
        (20, "sickness_benefit", ["sickness_benefit"],
         [(0.1, "social_medicine")], ["job"], ["sickness_health"]),
        (6, "job_clarification", ["clarification"],
         [(0.3, "social_medicine")], ["job"], ["sickness_health"]),
        (6, "flex_benefit", ["activation"], [], ["job"],
         ["disability", "sickness_health"]),
    ],
}

SOCIAL = {
    "child": [
        (60, "none", ["family_support"], [(0.3, "social_support")],
         ["family"], ["social_exposure"]),
        (40, "none", ["disability_support"],
         [(0.5, "specialised_disability"), (0.2, "family_support")],
         ["disability"], ["disability"]),
    ],
    "teen": [
        (55, "none", ["social_support"], [(0.3, "family_support")],
         ["family"], ["social_exposure", "mental_illness"]),
        (35, "none", ["disability_support"],
         [(0.5, "specialised_disability")], ["disability"], ["disability"]),
        (10, "none", ["substance_treatment"], [(0.5, "social_support")],
         ["substance_use"], ["social_exposure"]),
    ],
    "young": [
        (40, "none", ["social_support"], [(0.1, "substance_treatment")],
         ["mental_illness"], ["mental_illness"]),
        (30, "disability_pension", ["disability_support"],
         [(0.5, "specialised_disability")], ["disability"], ["disability"]),
        (25, "none", ["shelter_housing"],
         [(0.5, "substance_treatment"), (0.4, "social_support")],
         ["housing", "substance_use"], ["social_exposure"]),
        (5, "none", ["brain_injury"], [(0.3, "disability_support")],
         ["brain_injury"], ["disability", "sickness_health"]),
    ],
    "adult": [
        (35, "disability_pension", ["social_support"],
         [(0.1, "substance_treatment")], ["mental_illness"],
         ["mental_illness"]),
        (32, "disability_pension", ["disability_support"],
         [(0.5, "specialised_disability"), (0.2, "social_support")],
         ["disability"], ["disability"]),
        (25, "cash_benefit", ["substance_treatment"],
         [(0.4, "shelter_housing"), (0.4, "social_support")],
         ["housing", "substance_use"], ["social_exposure"]),
        (8, "disability_pension", ["brain_injury"],
         [(0.3, "disability_support")], ["brain_injury"],
         ["disability", "sickness_health"]),
    ],
    "senior": [
        (55, "state_pension", ["disability_support"], [], ["disability"],
         ["disability"]),
        (30, "state_pension", ["social_support"], [], ["mental_illness"],
         ["mental_illness"]),
        (15, "state_pension", ["substance_treatment"], [],
         ["substance_use"], ["social_exposure"]),
    ],
}

# What the exported files call things.
BENEFITS = {
    "none": "Ingen", "education_help": "Uddannelseshjælp",
    "cash_benefit": "Kontanthjælp", "unemployment_benefit": "Dagpenge",
    "sickness_benefit": "Sygedagpenge",
    "job_clarification": "Jobafklaringsforløb",
    "resource_course": "Ressourceforløb", "flex_benefit": "Ledighedsydelse",
    "disability_pension": "Førtidspension", "state_pension": "Folkepension",
}
NEEDS = {
    "job": "job", "education": "uddannelse", "housing": "bolig",
    "substance_use": "misbrug", "mental_illness": "sindslidelse",
    "disability": "handicap", "brain_injury": "hjerneskade",
    "family": "familie",
}
CHALLENGES = {
    "unemployment": "Ledighed", "sickness_health": "Sygdom og helbred",
    "disability": "Handicap", "mental_illness": "Sindslidelse",
    "social_exposure": "Social udsathed", "integration": "Integration",
}
SERVICES = {
    "guidance": "UU-vejledning", "activation": "Aktivering",
    "clarification": "Afklaring af uddannelse og job",
    "education_help_payment": "Udbetaling af uddannelseshjælp",
    "sickness_benefit": "Sygedagpenge",
    "social_medicine": "Sociallægeinstitutionen",
    "substance_treatment": "Rusmiddelbehandling",
    "shelter_housing": "Midlertidig forsorgsbolig",
    "family_support": "Støtte til familien",
    "social_support": "Socialfaglig støtte",
    "disability_support": "Indsats for borgere med handicap",
    "specialised_disability": "Specialiseret handicapindsats",
    "brain_injury": "Indsats ved hjerneskade",
}
