-- SPDX-License-Identifier: MIT
-- The store, schema 1.0. doc/reference/schema.md explains it.
--
-- Two times run through it, both half-open. valid_from and valid_to, dates,
-- say when a thing holds; NULL is "until further notice". recorded_at and
-- superseded_at, instants in UTC, say when the store learnt it and when it
-- knew better; NULL is "known now". A row with superseded_at NULL is present
-- knowledge. History is never overwritten: a correction sets superseded_at
-- once and adds a row, and triggers refuse anything else.

PRAGMA application_id = 0x4d534231; -- "MSB1"
PRAGMA user_version = 1;            -- the schema's major version

CREATE TABLE metadata (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO metadata (key, value)
VALUES ('schema_major', '1'), ('schema_minor', '0');

-- Every instant at which something was recorded. The other tables refer to
-- it, so that an instant is checked once and not in every row.
CREATE TABLE recording (
    instant TEXT NOT NULL PRIMARY KEY,
    CONSTRAINT recording_is_an_instant CHECK (
        instant IS strftime('%Y-%m-%dT%H:%M:%SZ', instant, '+0 days'))
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- models

CREATE TABLE model (
    key           INTEGER PRIMARY KEY,
    id            TEXT NOT NULL,
    hash          TEXT NOT NULL, -- BLAKE2b-256 of source, in hexadecimal
    source        TEXT NOT NULL, -- the JSON text as it was adopted
    valid_from    TEXT NOT NULL,
    valid_to      TEXT,
    recorded_at   TEXT NOT NULL REFERENCES recording (instant),
    superseded_at TEXT REFERENCES recording (instant),
    CONSTRAINT model_id_is_not_empty CHECK (id <> ''),
    CONSTRAINT model_hash_is_hexadecimal CHECK (
        length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
    CONSTRAINT model_from_is_a_date CHECK (
        valid_from IS date(valid_from, '+0 days')),
    CONSTRAINT model_to_is_a_date CHECK (
        valid_to IS NULL OR valid_to IS date(valid_to, '+0 days')),
    CONSTRAINT model_period_is_not_empty CHECK (valid_to > valid_from),
    CONSTRAINT model_knowledge_is_in_order CHECK (
        superseded_at >= recorded_at)
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
    cpr TEXT,                -- ten digits, where it is known
    CONSTRAINT citizen_id_is_not_empty CHECK (id <> ''),
    CONSTRAINT citizen_id_is_unique UNIQUE (id),
    CONSTRAINT citizen_cpr_is_ten_digits CHECK (
        cpr GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]')
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
    key           INTEGER PRIMARY KEY,
    citizen       INTEGER NOT NULL REFERENCES citizen (key),
    valid_from    TEXT NOT NULL,
    facts         TEXT, -- a JSON object
    recorded_at   TEXT NOT NULL REFERENCES recording (instant),
    superseded_at TEXT REFERENCES recording (instant),
    CONSTRAINT citizen_facts_from_is_a_date CHECK (
        valid_from IS date(valid_from, '+0 days')),
    CONSTRAINT citizen_facts_is_an_object CHECK (
        facts BETWEEN '{' AND '|'), -- so it begins with a brace
    CONSTRAINT citizen_facts_knowledge_is_in_order CHECK (
        superseded_at >= recorded_at)
) STRICT;

CREATE UNIQUE INDEX citizen_facts_start_alone
ON citizen_facts (citizen, valid_from)
WHERE superseded_at IS NULL;

-- The same as intervals: present knowledge, for people and reports.
CREATE VIEW citizen_facts_period AS
SELECT citizen, valid_from, valid_to, facts
FROM (SELECT citizen, valid_from, facts,
             lead(valid_from) OVER (PARTITION BY citizen ORDER BY valid_from)
             AS valid_to
      FROM citizen_facts
      WHERE superseded_at IS NULL)
WHERE facts IS NOT NULL;

CREATE TRIGGER citizen_facts_are_not_deleted
BEFORE DELETE ON citizen_facts
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: citizen_facts');
END;

CREATE TRIGGER citizen_facts_are_not_overwritten
BEFORE UPDATE ON citizen_facts
WHEN OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
     OR (NEW.key, NEW.citizen, NEW.valid_from, NEW.facts, NEW.recorded_at)
        IS NOT (OLD.key, OLD.citizen, OLD.valid_from, OLD.facts,
                OLD.recorded_at)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: citizen_facts');
END;

-- --------------------------------------------------------------- courses

CREATE TABLE course (
    key           INTEGER PRIMARY KEY,
    citizen       INTEGER NOT NULL REFERENCES citizen (key),
    service       TEXT NOT NULL,
    unit          TEXT NOT NULL, -- '' where none is named
    valid_from    TEXT NOT NULL,
    valid_to      TEXT,
    recorded_at   TEXT NOT NULL REFERENCES recording (instant),
    superseded_at TEXT REFERENCES recording (instant),
    CONSTRAINT course_service_is_not_empty CHECK (service <> ''),
    CONSTRAINT course_from_is_a_date CHECK (
        valid_from IS date(valid_from, '+0 days')),
    CONSTRAINT course_to_is_a_date CHECK (
        valid_to IS NULL OR valid_to IS date(valid_to, '+0 days')),
    CONSTRAINT course_period_is_not_empty CHECK (valid_to > valid_from),
    CONSTRAINT course_knowledge_is_in_order CHECK (
        superseded_at >= recorded_at)
) STRICT;

CREATE UNIQUE INDEX course_is_unique
ON course (citizen, service, valid_from, unit)
WHERE superseded_at IS NULL;

CREATE TRIGGER course_is_not_deleted
BEFORE DELETE ON course
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: course');
END;

CREATE TRIGGER course_is_not_overwritten
BEFORE UPDATE ON course
WHEN OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
     OR (NEW.key, NEW.citizen, NEW.service, NEW.unit, NEW.valid_from,
         NEW.valid_to, NEW.recorded_at)
        IS NOT (OLD.key, OLD.citizen, OLD.service, OLD.unit, OLD.valid_from,
                OLD.valid_to, OLD.recorded_at)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: course');
END;

-- ----------------------------------------------------------- assignments

-- Who is responsible: at every moment at most one area for a citizen.
CREATE TABLE assignment (
    key           INTEGER PRIMARY KEY,
    citizen       INTEGER NOT NULL REFERENCES citizen (key),
    model         INTEGER NOT NULL REFERENCES model (key),
    area          TEXT NOT NULL,
    rule          TEXT,    -- NULL where several rules lead to the area
    target_group  TEXT,    -- NULL where it is not known
    valid_from    TEXT NOT NULL,
    valid_to      TEXT,
    recorded_at   TEXT NOT NULL REFERENCES recording (instant),
    superseded_at TEXT REFERENCES recording (instant),
    CONSTRAINT assignment_area_is_not_empty CHECK (area <> ''),
    CONSTRAINT assignment_rule_is_not_empty CHECK (rule <> ''),
    CONSTRAINT assignment_from_is_a_date CHECK (
        valid_from IS date(valid_from, '+0 days')),
    CONSTRAINT assignment_to_is_a_date CHECK (
        valid_to IS NULL OR valid_to IS date(valid_to, '+0 days')),
    CONSTRAINT assignment_period_is_not_empty CHECK (valid_to > valid_from),
    CONSTRAINT assignment_knowledge_is_in_order CHECK (
        superseded_at >= recorded_at)
) STRICT;

CREATE UNIQUE INDEX assignment_starts_alone
ON assignment (citizen, valid_from)
WHERE superseded_at IS NULL;

CREATE TRIGGER assignment_is_one_at_a_time
BEFORE INSERT ON assignment
WHEN EXISTS (
    SELECT 1 FROM assignment AS other
    WHERE other.citizen = NEW.citizen AND other.superseded_at IS NULL
          AND NEW.superseded_at IS NULL
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
WHEN OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
     OR (NEW.key, NEW.citizen, NEW.model, NEW.area, NEW.rule,
         NEW.target_group, NEW.valid_from, NEW.valid_to, NEW.recorded_at)
        IS NOT (OLD.key, OLD.citizen, OLD.model, OLD.area, OLD.rule,
                OLD.target_group, OLD.valid_from, OLD.valid_to,
                OLD.recorded_at)
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
    key           INTEGER PRIMARY KEY,
    household     INTEGER NOT NULL REFERENCES household (key),
    citizen       INTEGER NOT NULL REFERENCES citizen (key),
    role          TEXT,
    valid_from    TEXT NOT NULL,
    valid_to      TEXT,
    recorded_at   TEXT NOT NULL REFERENCES recording (instant),
    superseded_at TEXT REFERENCES recording (instant),
    CONSTRAINT household_member_from_is_a_date CHECK (
        valid_from IS date(valid_from, '+0 days')),
    CONSTRAINT household_member_to_is_a_date CHECK (
        valid_to IS NULL OR valid_to IS date(valid_to, '+0 days')),
    CONSTRAINT household_member_period_is_not_empty CHECK (
        valid_to > valid_from),
    CONSTRAINT household_member_knowledge_is_in_order CHECK (
        superseded_at >= recorded_at)
) STRICT;

CREATE UNIQUE INDEX household_member_starts_alone
ON household_member (citizen, household, valid_from)
WHERE superseded_at IS NULL;

CREATE TRIGGER household_member_is_not_deleted
BEFORE DELETE ON household_member
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: household_member');
END;

CREATE TRIGGER household_member_is_not_overwritten
BEFORE UPDATE ON household_member
WHEN OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
     OR (NEW.key, NEW.household, NEW.citizen, NEW.role, NEW.valid_from,
         NEW.valid_to, NEW.recorded_at)
        IS NOT (OLD.key, OLD.household, OLD.citizen, OLD.role,
                OLD.valid_from, OLD.valid_to, OLD.recorded_at)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: household_member');
END;

CREATE TABLE handover (
    key           INTEGER PRIMARY KEY,
    citizen       INTEGER NOT NULL REFERENCES citizen (key),
    day           TEXT NOT NULL, -- the first day with the new area
    from_area     TEXT,
    to_area       TEXT,
    cause         TEXT NOT NULL,
    state         TEXT NOT NULL,
    recorded_at   TEXT NOT NULL REFERENCES recording (instant),
    superseded_at TEXT REFERENCES recording (instant),
    CONSTRAINT handover_day_is_a_date CHECK (day IS date(day, '+0 days')),
    CONSTRAINT handover_changes_the_area CHECK (from_area IS NOT to_area),
    CONSTRAINT handover_cause_is_known CHECK (
        cause IN ('age', 'facts', 'model')),
    CONSTRAINT handover_state_is_known CHECK (
        state IN ('planned', 'prepared', 'done', 'dropped')),
    CONSTRAINT handover_knowledge_is_in_order CHECK (
        superseded_at >= recorded_at)
) STRICT;

CREATE UNIQUE INDEX handover_is_unique ON handover (day, citizen)
WHERE superseded_at IS NULL;

CREATE TRIGGER handover_is_not_deleted
BEFORE DELETE ON handover
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: handover');
END;

CREATE TRIGGER handover_is_not_overwritten
BEFORE UPDATE ON handover
WHEN OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
     OR (NEW.key, NEW.citizen, NEW.day, NEW.from_area, NEW.to_area,
         NEW.cause, NEW.state, NEW.recorded_at)
        IS NOT (OLD.key, OLD.citizen, OLD.day, OLD.from_area, OLD.to_area,
                OLD.cause, OLD.state, OLD.recorded_at)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: handover');
END;

-- Who did what: a chain, each entry carrying the hash of the one before.
CREATE TABLE journal (
    number        INTEGER PRIMARY KEY, -- 1, 2, 3, … without a gap
    recorded_at   TEXT NOT NULL REFERENCES recording (instant),
    actor         TEXT NOT NULL,
    action        TEXT NOT NULL,
    detail        TEXT NOT NULL, -- a JSON object without personal data
    previous_hash TEXT,          -- NULL in the first entry alone
    hash          TEXT NOT NULL,
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
