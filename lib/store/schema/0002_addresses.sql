-- SPDX-License-Identifier: MIT
-- Where a citizen lives, and until when nobody is to see it (CPR-loven § 28).

CREATE TABLE address (
    citizen       INTEGER NOT NULL REFERENCES citizen (key),
    text          TEXT, -- NULL: no address is known from here on
    valid_from    INTEGER NOT NULL,
    valid_to      INTEGER,
    version       INTEGER NOT NULL DEFAULT 0,
    recorded_at   INTEGER NOT NULL,
    superseded_at INTEGER,
    CONSTRAINT address_starts_alone PRIMARY KEY (citizen, valid_from, version),
    CONSTRAINT address_from_is_a_date CHECK (
        valid_from BETWEEN -141349 AND 2932896),
    CONSTRAINT address_to_is_a_date CHECK (
        valid_to BETWEEN -141349 AND 2932896),
    CONSTRAINT address_period_is_not_empty CHECK (valid_to > valid_from),
    CONSTRAINT address_recorded_at_an_instant CHECK (
        recorded_at BETWEEN -12212553600 AND 253402300799),
    CONSTRAINT address_knowledge_is_in_order CHECK (
        superseded_at BETWEEN recorded_at AND 253402300799),
    CONSTRAINT address_version_0_is_known_now CHECK (
        (version = 0 AND superseded_at IS NULL)
        OR (version > 0 AND superseded_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER address_is_not_deleted
BEFORE DELETE ON address
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: address');
END;

CREATE TRIGGER address_is_not_overwritten
BEFORE UPDATE ON address
WHEN OLD.version <> 0
     OR NEW.version <> (
        SELECT 1 + max(version) FROM address
        WHERE citizen = OLD.citizen AND valid_from = OLD.valid_from)
     OR (NEW.citizen, NEW.text, NEW.valid_from, NEW.valid_to, NEW.recorded_at)
        IS NOT (OLD.citizen, OLD.text, OLD.valid_from, OLD.valid_to, OLD.recorded_at)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: address');
END;

-- An address that is protected is shown in no output.
CREATE TABLE address_protection (
    citizen       INTEGER NOT NULL REFERENCES citizen (key),
    valid_from    INTEGER NOT NULL,
    valid_to      INTEGER NOT NULL, -- it lapses by itself
    version       INTEGER NOT NULL DEFAULT 0,
    recorded_at   INTEGER NOT NULL,
    superseded_at INTEGER,
    CONSTRAINT address_protection_starts_alone PRIMARY KEY (citizen, valid_from, version),
    CONSTRAINT address_protection_from_is_a_date CHECK (
        valid_from BETWEEN -141349 AND 2932896),
    CONSTRAINT address_protection_to_is_a_date CHECK (
        valid_to BETWEEN -141349 AND 2932896),
    CONSTRAINT address_protection_period_is_not_empty CHECK (valid_to > valid_from),
    CONSTRAINT address_protection_recorded_at_an_instant CHECK (
        recorded_at BETWEEN -12212553600 AND 253402300799),
    CONSTRAINT address_protection_knowledge_is_in_order CHECK (
        superseded_at BETWEEN recorded_at AND 253402300799),
    CONSTRAINT address_protection_version_0_is_known_now CHECK (
        (version = 0 AND superseded_at IS NULL)
        OR (version > 0 AND superseded_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER address_protection_is_not_deleted
BEFORE DELETE ON address_protection
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: address_protection');
END;

CREATE TRIGGER address_protection_is_not_overwritten
BEFORE UPDATE ON address_protection
WHEN OLD.version <> 0
     OR NEW.version <> (
        SELECT 1 + max(version) FROM address_protection
        WHERE citizen = OLD.citizen AND valid_from = OLD.valid_from)
     OR (NEW.citizen, NEW.valid_from, NEW.valid_to, NEW.recorded_at)
        IS NOT (OLD.citizen, OLD.valid_from, OLD.valid_to, OLD.recorded_at)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: address_protection');
END;
