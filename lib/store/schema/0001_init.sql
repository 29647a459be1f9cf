-- SPDX-License-Identifier: MIT
-- The store, schema 1.0. doc/reference/schema.md explains it.
--
-- Two times run through it, both half-open. valid_from and valid_to, days,
-- say when a thing holds; NULL is "until further notice". recorded_at and
-- superseded_at, instants, say when the store learnt it and when it knew
-- better; NULL is "known now". History is never overwritten: a correction
-- supersedes a row, once, and adds another, and triggers refuse anything else.
--
-- A day is a whole number, the days since 1970-01-01, and so is an instant,
-- the seconds since 1970-01-01T00:00:00Z; both lie in the years 1583 to 9999.
-- The views of 0001_views.sql show them as text.
--
-- A row with version 0 is present knowledge. What is superseded is numbered
-- 1, 2, 3, … in the order in which that happened, so that a primary key
-- tells the rows apart, and keeps what is known of a citizen together.

PRAGMA application_id = 0x4d534231; -- "MSB1"
PRAGMA user_version = 1;            -- the schema's major version

CREATE TABLE metadata (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO metadata (key, value)
VALUES ('schema_major', '1'), ('schema_minor', '0');

-- The last instant at which something was recorded: none before it follows,
-- also where the clock is set back.
CREATE TABLE last_recording (
    one     INTEGER PRIMARY KEY,
    instant INTEGER NOT NULL,
    CONSTRAINT last_recording_is_one CHECK (one = 1),
    CONSTRAINT last_recording_is_an_instant CHECK (
        instant BETWEEN -12212553600 AND 253402300799)
) STRICT;

CREATE TRIGGER last_recording_is_not_deleted
BEFORE DELETE ON last_recording
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: last_recording');
END;

CREATE TRIGGER last_recording_goes_forward
BEFORE UPDATE ON last_recording
WHEN NEW.instant < OLD.instant
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: last_recording');
END;

-- ---------------------------------------------------------------- models

CREATE TABLE model (
    key           INTEGER PRIMARY KEY,
    id            TEXT NOT NULL,
    hash          TEXT NOT NULL, -- BLAKE2b-256 of source, in hexadecimal
    source        TEXT NOT NULL, -- the JSON text as it was adopted
    valid_from    INTEGER NOT NULL,
    valid_to      INTEGER,
    recorded_at   INTEGER NOT NULL,
    superseded_at INTEGER,
    CONSTRAINT model_id_is_not_empty CHECK (id <> ''),
    CONSTRAINT model_hash_is_hexadecimal CHECK (
        length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
    CONSTRAINT model_from_is_a_date CHECK (
        valid_from BETWEEN -141349 AND 2932896),
    CONSTRAINT model_to_is_a_date CHECK (
        valid_to BETWEEN -141349 AND 2932896),
    CONSTRAINT model_period_is_not_empty CHECK (valid_to > valid_from),
    CONSTRAINT model_recorded_at_an_instant CHECK (
        recorded_at BETWEEN -12212553600 AND 253402300799),
    CONSTRAINT model_knowledge_is_in_order CHECK (
        superseded_at BETWEEN recorded_at AND 253402300799)
) STRICT;

CREATE UNIQUE INDEX model_starts_alone ON model (valid_from)
WHERE superseded_at IS NULL;

CREATE TRIGGER model_is_not_deleted
BEFORE DELETE ON model
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: model');
END;

CREATE TRIGGER model_is_not_overwritten
BEFORE UPDATE ON model
WHEN OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
     OR (NEW.key, NEW.id, NEW.hash, NEW.source, NEW.valid_from,
         NEW.valid_to, NEW.recorded_at)
        IS NOT (OLD.key, OLD.id, OLD.hash, OLD.source, OLD.valid_from,
                OLD.valid_to, OLD.recorded_at)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: model');
END;

-- -------------------------------------------------------------- citizens

CREATE TABLE citizen (
    key INTEGER PRIMARY KEY, -- the citizen's number in this store
    id  TEXT NOT NULL,       -- what the municipality calls the citizen
    cpr INTEGER,             -- its ten digits as a number, where it is known
    CONSTRAINT citizen_id_is_not_empty CHECK (id <> ''),
    CONSTRAINT citizen_id_is_unique UNIQUE (id),
    CONSTRAINT citizen_cpr_is_ten_digits CHECK (
        cpr BETWEEN 0 AND 9999999999)
) STRICT;

CREATE UNIQUE INDEX citizen_cpr_is_unique ON citizen (cpr)
WHERE cpr IS NOT NULL;

CREATE TRIGGER citizen_is_not_deleted
BEFORE DELETE ON citizen
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: citizen');
END;

CREATE TRIGGER citizen_keeps_its_id
BEFORE UPDATE OF key, id ON citizen
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: citizen');
END;

-- A citizen's facts hold from valid_from until the next version begins; two
-- versions cannot overlap, as there is no end that could be wrong. facts NULL
-- is "from this day on, nothing is known".
CREATE TABLE citizen_facts (
    citizen       INTEGER NOT NULL REFERENCES citizen (key),
    valid_from    INTEGER NOT NULL,
    facts         TEXT, -- a JSON object
    version       INTEGER NOT NULL DEFAULT 0,
    recorded_at   INTEGER NOT NULL,
    superseded_at INTEGER,
    CONSTRAINT citizen_facts_start_alone PRIMARY KEY (
        citizen, valid_from, version),
    CONSTRAINT citizen_facts_from_is_a_date CHECK (
        valid_from BETWEEN -141349 AND 2932896),
    CONSTRAINT citizen_facts_is_an_object CHECK (
        facts BETWEEN '{' AND '|'), -- so it begins with a brace
    CONSTRAINT citizen_facts_recorded_at_an_instant CHECK (
        recorded_at BETWEEN -12212553600 AND 253402300799),
    CONSTRAINT citizen_facts_knowledge_is_in_order CHECK (
        superseded_at BETWEEN recorded_at AND 253402300799),
    CONSTRAINT citizen_facts_version_0_is_known_now CHECK (
        (version = 0 AND superseded_at IS NULL)
        OR (version > 0 AND superseded_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER citizen_facts_are_not_deleted
BEFORE DELETE ON citizen_facts
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: citizen_facts');
END;

CREATE TRIGGER citizen_facts_are_not_overwritten
BEFORE UPDATE ON citizen_facts
WHEN OLD.version <> 0
     OR NEW.version <> (
        SELECT 1 + max(version) FROM citizen_facts
        WHERE citizen = OLD.citizen AND valid_from = OLD.valid_from)
     OR (NEW.citizen, NEW.valid_from, NEW.facts, NEW.recorded_at)
        IS NOT (OLD.citizen, OLD.valid_from, OLD.facts, OLD.recorded_at)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: citizen_facts');
END;

-- --------------------------------------------------------------- courses

CREATE TABLE course (
    citizen       INTEGER NOT NULL REFERENCES citizen (key),
    service       TEXT NOT NULL,
    unit          TEXT NOT NULL, -- '' where none is named
    valid_from    INTEGER NOT NULL,
    valid_to      INTEGER,
    version       INTEGER NOT NULL DEFAULT 0,
    recorded_at   INTEGER NOT NULL,
    superseded_at INTEGER,
    CONSTRAINT course_is_unique PRIMARY KEY (
        citizen, service, valid_from, unit, version),
    CONSTRAINT course_service_is_not_empty CHECK (service <> ''),
    CONSTRAINT course_from_is_a_date CHECK (
        valid_from BETWEEN -141349 AND 2932896),
    CONSTRAINT course_to_is_a_date CHECK (
        valid_to BETWEEN -141349 AND 2932896),
    CONSTRAINT course_period_is_not_empty CHECK (valid_to > valid_from),
    CONSTRAINT course_recorded_at_an_instant CHECK (
        recorded_at BETWEEN -12212553600 AND 253402300799),
    CONSTRAINT course_knowledge_is_in_order CHECK (
        superseded_at BETWEEN recorded_at AND 253402300799),
    CONSTRAINT course_version_0_is_known_now CHECK (
        (version = 0 AND superseded_at IS NULL)
        OR (version > 0 AND superseded_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER course_is_not_deleted
BEFORE DELETE ON course
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: course');
END;

CREATE TRIGGER course_is_not_overwritten
BEFORE UPDATE ON course
WHEN OLD.version <> 0
     OR NEW.version <> (
        SELECT 1 + max(version) FROM course
        WHERE citizen = OLD.citizen AND service = OLD.service
              AND valid_from = OLD.valid_from AND unit = OLD.unit)
     OR (NEW.citizen, NEW.service, NEW.unit, NEW.valid_from, NEW.valid_to,
         NEW.recorded_at)
        IS NOT (OLD.citizen, OLD.service, OLD.unit, OLD.valid_from,
                OLD.valid_to, OLD.recorded_at)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: course');
END;

-- ----------------------------------------------------------- assignments

-- Who is responsible: at every moment at most one area for a citizen.
CREATE TABLE assignment (
    citizen       INTEGER NOT NULL REFERENCES citizen (key),
    model         INTEGER NOT NULL REFERENCES model (key),
    area          TEXT NOT NULL,
    rule          TEXT,    -- NULL where several rules lead to the area
    target_group  TEXT,    -- NULL where it is not known
    valid_from    INTEGER NOT NULL,
    valid_to      INTEGER,
    version       INTEGER NOT NULL DEFAULT 0,
    recorded_at   INTEGER NOT NULL,
    superseded_at INTEGER,
    CONSTRAINT assignment_starts_alone PRIMARY KEY (
        citizen, valid_from, version),
    CONSTRAINT assignment_area_is_not_empty CHECK (area <> ''),
    CONSTRAINT assignment_rule_is_not_empty CHECK (rule <> ''),
    CONSTRAINT assignment_from_is_a_date CHECK (
        valid_from BETWEEN -141349 AND 2932896),
    CONSTRAINT assignment_to_is_a_date CHECK (
        valid_to BETWEEN -141349 AND 2932896),
    CONSTRAINT assignment_period_is_not_empty CHECK (valid_to > valid_from),
    CONSTRAINT assignment_recorded_at_an_instant CHECK (
        recorded_at BETWEEN -12212553600 AND 253402300799),
    CONSTRAINT assignment_knowledge_is_in_order CHECK (
        superseded_at BETWEEN recorded_at AND 253402300799),
    CONSTRAINT assignment_version_0_is_known_now CHECK (
        (version = 0 AND superseded_at IS NULL)
        OR (version > 0 AND superseded_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER assignment_is_one_at_a_time
BEFORE INSERT ON assignment
WHEN EXISTS (
    SELECT 1 FROM assignment AS other
    WHERE other.citizen = NEW.citizen AND other.version = 0
          AND NEW.version = 0
          AND (NEW.valid_to IS NULL OR other.valid_from < NEW.valid_to)
          AND (other.valid_to IS NULL OR other.valid_to > NEW.valid_from))
BEGIN
    SELECT RAISE(ABORT, 'a citizen has one responsible area at a time');
END;

CREATE TRIGGER assignment_is_not_deleted
BEFORE DELETE ON assignment
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: assignment');
END;

CREATE TRIGGER assignment_is_not_overwritten
BEFORE UPDATE ON assignment
WHEN OLD.version <> 0
     OR NEW.version <> (
        SELECT 1 + max(version) FROM assignment
        WHERE citizen = OLD.citizen AND valid_from = OLD.valid_from)
     OR (NEW.citizen, NEW.model, NEW.area, NEW.rule, NEW.target_group,
         NEW.valid_from, NEW.valid_to, NEW.recorded_at)
        IS NOT (OLD.citizen, OLD.model, OLD.area, OLD.rule, OLD.target_group,
                OLD.valid_from, OLD.valid_to, OLD.recorded_at)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: assignment');
END;

-- ------------------------------------- households, handovers, the journal
-- Nothing writes these yet. They stand here so that a store of this version
-- needs no migration when something does.

CREATE TABLE household (
    key INTEGER PRIMARY KEY,
    id  TEXT NOT NULL,
    CONSTRAINT household_id_is_not_empty CHECK (id <> ''),
    CONSTRAINT household_id_is_unique UNIQUE (id)
) STRICT;

CREATE TABLE household_member (
    household     INTEGER NOT NULL REFERENCES household (key),
    citizen       INTEGER NOT NULL REFERENCES citizen (key),
    role          TEXT,
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

CREATE TABLE handover (
    citizen       INTEGER NOT NULL REFERENCES citizen (key),
    day           INTEGER NOT NULL, -- the first day with the new area
    from_area     TEXT,
    to_area       TEXT,
    cause         TEXT NOT NULL,
    state         TEXT NOT NULL,
    version       INTEGER NOT NULL DEFAULT 0,
    recorded_at   INTEGER NOT NULL,
    superseded_at INTEGER,
    CONSTRAINT handover_is_unique PRIMARY KEY (day, citizen, version),
    CONSTRAINT handover_day_is_a_date CHECK (
        day BETWEEN -141349 AND 2932896),
    CONSTRAINT handover_changes_the_area CHECK (from_area IS NOT to_area),
    CONSTRAINT handover_cause_is_known CHECK (
        cause IN ('age', 'facts', 'model')),
    CONSTRAINT handover_state_is_known CHECK (
        state IN ('planned', 'prepared', 'done', 'dropped')),
    CONSTRAINT handover_recorded_at_an_instant CHECK (
        recorded_at BETWEEN -12212553600 AND 253402300799),
    CONSTRAINT handover_knowledge_is_in_order CHECK (
        superseded_at BETWEEN recorded_at AND 253402300799),
    CONSTRAINT handover_version_0_is_known_now CHECK (
        (version = 0 AND superseded_at IS NULL)
        OR (version > 0 AND superseded_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

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
         NEW.state, NEW.recorded_at)
        IS NOT (OLD.citizen, OLD.day, OLD.from_area, OLD.to_area, OLD.cause,
                OLD.state, OLD.recorded_at)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: handover');
END;

-- Who did what: a chain, each entry carrying the hash of the one before.
CREATE TABLE journal (
    number        INTEGER PRIMARY KEY, -- 1, 2, 3, … without a gap
    recorded_at   INTEGER NOT NULL,
    actor         TEXT NOT NULL,
    action        TEXT NOT NULL,
    detail        TEXT NOT NULL, -- a JSON object without personal data
    previous_hash TEXT,          -- NULL in the first entry alone
    hash          TEXT NOT NULL,
    CONSTRAINT journal_recorded_at_an_instant CHECK (
        recorded_at BETWEEN -12212553600 AND 253402300799),
    CONSTRAINT journal_number_counts_from_one CHECK (number >= 1),
    CONSTRAINT journal_detail_is_an_object CHECK (detail GLOB '{*}'),
    CONSTRAINT journal_first_has_no_previous CHECK (
        (number = 1) = (previous_hash IS NULL)),
    CONSTRAINT journal_hash_is_hexadecimal CHECK (
        length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
    CONSTRAINT journal_hash_is_unique UNIQUE (hash),
    CONSTRAINT journal_previous_is_an_entry
        FOREIGN KEY (previous_hash) REFERENCES journal (hash)
) STRICT;

CREATE TRIGGER journal_is_not_deleted
BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: journal');
END;

CREATE TRIGGER journal_is_not_overwritten
BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: journal');
END;
