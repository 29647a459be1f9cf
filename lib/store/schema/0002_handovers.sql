-- SPDX-License-Identifier: MIT
-- The work of a handover: what two areas do so that a citizen is expected where
-- the responsibility moves. The responsibility itself moves on its day,
-- whatever stands here.

CREATE TABLE handover (
    citizen       INTEGER NOT NULL REFERENCES citizen (key),
    day           INTEGER NOT NULL, -- the first day with the new area
    from_area     TEXT,             -- NULL: none was responsible
    to_area       TEXT,
    cause         TEXT NOT NULL,
    state         TEXT NOT NULL,
    actor         TEXT NOT NULL, -- who brought it into this state
    reason        TEXT,          -- why it was rejected
    consent       INTEGER,       -- the citizen's; NULL: not asked for yet
    version       INTEGER NOT NULL DEFAULT 0,
    recorded_at   INTEGER NOT NULL,
    superseded_at INTEGER,
    CONSTRAINT handover_is_unique PRIMARY KEY (day, citizen, version),
    CONSTRAINT handover_day_is_a_date CHECK (
        day BETWEEN -141349 AND 2932896),
    CONSTRAINT handover_changes_the_area CHECK (from_area IS NOT to_area),
    CONSTRAINT handover_cause_is_known CHECK (
        cause IN ('age', 'facts', 'model', 'exception')),
    CONSTRAINT handover_state_is_known CHECK (
        state IN ('planned', 'accepted', 'rejected', 'done')),
    CONSTRAINT handover_actor_is_not_empty CHECK (actor <> ''),
    CONSTRAINT handover_rejection_has_a_reason CHECK (
        (state = 'rejected') = (reason IS NOT NULL)),
    CONSTRAINT handover_consent_is_yes_or_no CHECK (consent IN (0, 1)),
    CONSTRAINT handover_recorded_at_an_instant CHECK (
        recorded_at BETWEEN -12212553600 AND 253402300799),
    CONSTRAINT handover_knowledge_is_in_order CHECK (
        superseded_at BETWEEN recorded_at AND 253402300799),
    CONSTRAINT handover_version_0_is_known_now CHECK (
        (version = 0 AND superseded_at IS NULL)
        OR (version > 0 AND superseded_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX handover_by_citizen ON handover (citizen, day);

CREATE TRIGGER handover_is_not_deleted
BEFORE DELETE ON handover
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: handover');
END;

CREATE TRIGGER handover_is_not_overwritten
BEFORE UPDATE ON handover
WHEN OLD.version <> 0
     OR NEW.version <> (
        SELECT 1 + max(version) FROM handover
        WHERE day = OLD.day AND citizen = OLD.citizen)
     OR (NEW.citizen, NEW.day, NEW.from_area, NEW.to_area, NEW.cause,
         NEW.state, NEW.actor, NEW.reason, NEW.consent, NEW.recorded_at)
        IS NOT (OLD.citizen, OLD.day, OLD.from_area, OLD.to_area, OLD.cause,
                OLD.state, OLD.actor, OLD.reason, OLD.consent,
                OLD.recorded_at)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: handover');
END;
