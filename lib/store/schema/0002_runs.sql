-- SPDX-License-Identifier: MIT
-- The days on which everybody was decided: what is on record up to the last of
-- them is decided again where a correction touches it.

CREATE TABLE assign_run (
    day         INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL, -- the first time
    CONSTRAINT assign_run_is_unique PRIMARY KEY (day),
    CONSTRAINT assign_run_day_is_a_date CHECK (
        day BETWEEN -141349 AND 2932896),
    CONSTRAINT assign_run_recorded_at_an_instant CHECK (
        recorded_at BETWEEN -12212553600 AND 253402300799)
) STRICT, WITHOUT ROWID;

-- A store of schema 1 kept no days: those on which an assignment begins stand
-- in for them.
INSERT INTO assign_run (day, recorded_at)
SELECT valid_from, min(recorded_at) FROM assignment GROUP BY valid_from;
