-- SPDX-License-Identifier: MIT
-- Households: who belongs to one and as what, and the courses of the household
-- itself, which no member's own affairs end.

CREATE TABLE household (
    key INTEGER PRIMARY KEY,
    id  TEXT NOT NULL,
    CONSTRAINT household_id_is_not_empty CHECK (id <> ''),
    CONSTRAINT household_id_is_unique UNIQUE (id)
) STRICT;

CREATE TABLE household_member (
    household     INTEGER NOT NULL REFERENCES household (key),
    citizen       INTEGER NOT NULL REFERENCES citizen (key),
    role          TEXT NOT NULL, -- '' where none is named
    valid_from    INTEGER NOT NULL,
    valid_to      INTEGER,
    version       INTEGER NOT NULL DEFAULT 0,
    recorded_at   INTEGER NOT NULL,
    superseded_at INTEGER,
    CONSTRAINT household_member_starts_alone PRIMARY KEY (
        citizen, household, valid_from, version),
    CONSTRAINT household_member_from_is_a_date CHECK (
        valid_from BETWEEN -141349 AND 2932896),
    CONSTRAINT household_member_to_is_a_date CHECK (
        valid_to BETWEEN -141349 AND 2932896),
    CONSTRAINT household_member_period_is_not_empty CHECK (
        valid_to > valid_from),
    CONSTRAINT household_member_recorded_at_an_instant CHECK (
        recorded_at BETWEEN -12212553600 AND 253402300799),
    CONSTRAINT household_member_knowledge_is_in_order CHECK (
        superseded_at BETWEEN recorded_at AND 253402300799),
    CONSTRAINT household_member_version_0_is_known_now CHECK (
        (version = 0 AND superseded_at IS NULL)
        OR (version > 0 AND superseded_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Who belongs to a household; the primary key says to which one belongs.
CREATE INDEX household_member_by_household ON household_member (household);

CREATE TRIGGER household_member_is_not_deleted
BEFORE DELETE ON household_member
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: household_member');
END;

CREATE TRIGGER household_member_is_not_overwritten
BEFORE UPDATE ON household_member
WHEN OLD.version <> 0
     OR NEW.version <> (
        SELECT 1 + max(version) FROM household_member
        WHERE citizen = OLD.citizen AND household = OLD.household
              AND valid_from = OLD.valid_from)
     OR (NEW.household, NEW.citizen, NEW.role, NEW.valid_from, NEW.valid_to,
         NEW.recorded_at)
        IS NOT (OLD.household, OLD.citizen, OLD.role, OLD.valid_from,
                OLD.valid_to, OLD.recorded_at)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: household_member');
END;

CREATE TABLE household_course (
    household     INTEGER NOT NULL REFERENCES household (key),
    service       TEXT NOT NULL,
    unit          TEXT NOT NULL, -- '' where none is named
    valid_from    INTEGER NOT NULL,
    valid_to      INTEGER,
    version       INTEGER NOT NULL DEFAULT 0,
    recorded_at   INTEGER NOT NULL,
    superseded_at INTEGER,
    CONSTRAINT household_course_is_unique PRIMARY KEY (
        household, service, valid_from, unit, version),
    CONSTRAINT household_course_service_is_not_empty CHECK (service <> ''),
    CONSTRAINT household_course_from_is_a_date CHECK (
        valid_from BETWEEN -141349 AND 2932896),
    CONSTRAINT household_course_to_is_a_date CHECK (
        valid_to BETWEEN -141349 AND 2932896),
    CONSTRAINT household_course_period_is_not_empty CHECK (
        valid_to > valid_from),
    CONSTRAINT household_course_recorded_at_an_instant CHECK (
        recorded_at BETWEEN -12212553600 AND 253402300799),
    CONSTRAINT household_course_knowledge_is_in_order CHECK (
        superseded_at BETWEEN recorded_at AND 253402300799),
    CONSTRAINT household_course_version_0_is_known_now CHECK (
        (version = 0 AND superseded_at IS NULL)
        OR (version > 0 AND superseded_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER household_course_is_not_deleted
BEFORE DELETE ON household_course
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: household_course');
END;

CREATE TRIGGER household_course_is_not_overwritten
BEFORE UPDATE ON household_course
WHEN OLD.version <> 0
     OR NEW.version <> (
        SELECT 1 + max(version) FROM household_course
        WHERE household = OLD.household AND service = OLD.service
              AND valid_from = OLD.valid_from AND unit = OLD.unit)
     OR (NEW.household, NEW.service, NEW.unit, NEW.valid_from, NEW.valid_to,
         NEW.recorded_at)
        IS NOT (OLD.household, OLD.service, OLD.unit, OLD.valid_from,
                OLD.valid_to, OLD.recorded_at)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: household_course');
END;
