-- SPDX-License-Identifier: MIT
-- Citizens placed elsewhere than the rules say, for a reason and until a day.
-- An assignment that begins under an exception names no rule.

CREATE TABLE exception (
    citizen       INTEGER NOT NULL REFERENCES citizen (key),
    area          TEXT NOT NULL,
    reason        TEXT NOT NULL,
    decided_by    TEXT NOT NULL,
    valid_from    INTEGER NOT NULL,
    valid_to      INTEGER NOT NULL, -- it expires by itself
    version       INTEGER NOT NULL DEFAULT 0,
    recorded_at   INTEGER NOT NULL,
    superseded_at INTEGER,
    CONSTRAINT exception_starts_alone PRIMARY KEY (
        citizen, valid_from, version),
    CONSTRAINT exception_area_is_not_empty CHECK (area <> ''),
    CONSTRAINT exception_has_a_reason CHECK (reason <> ''),
    CONSTRAINT exception_has_a_decider CHECK (decided_by <> ''),
    CONSTRAINT exception_from_is_a_date CHECK (
        valid_from BETWEEN -141349 AND 2932896),
    CONSTRAINT exception_to_is_a_date CHECK (
        valid_to BETWEEN -141349 AND 2932896),
    CONSTRAINT exception_period_is_not_empty CHECK (valid_to > valid_from),
    CONSTRAINT exception_recorded_at_an_instant CHECK (
        recorded_at BETWEEN -12212553600 AND 253402300799),
    CONSTRAINT exception_knowledge_is_in_order CHECK (
        superseded_at BETWEEN recorded_at AND 253402300799),
    CONSTRAINT exception_version_0_is_known_now CHECK (
        (version = 0 AND superseded_at IS NULL)
        OR (version > 0 AND superseded_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER exception_is_one_at_a_time
BEFORE INSERT ON exception
WHEN EXISTS (
    SELECT 1 FROM exception AS other
    WHERE other.citizen = NEW.citizen AND other.version = 0
          AND NEW.version = 0 AND other.valid_from < NEW.valid_to
          AND other.valid_to > NEW.valid_from)
BEGIN
    SELECT RAISE(ABORT, 'a citizen has one exception at a time');
END;

CREATE TRIGGER exception_is_not_deleted
BEFORE DELETE ON exception
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: exception');
END;

CREATE TRIGGER exception_is_not_overwritten
BEFORE UPDATE ON exception
WHEN OLD.version <> 0
     OR NEW.version <> (
        SELECT 1 + max(version) FROM exception
        WHERE citizen = OLD.citizen AND valid_from = OLD.valid_from)
     OR (NEW.citizen, NEW.area, NEW.reason, NEW.decided_by, NEW.valid_from,
         NEW.valid_to, NEW.recorded_at)
        IS NOT (OLD.citizen, OLD.area, OLD.reason, OLD.decided_by,
                OLD.valid_from, OLD.valid_to, OLD.recorded_at)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: exception');
END;
