-- SPDX-License-Identifier: MIT
-- Who did or saw what, when and what for: a chain, each entry's hash made of
-- the one before it and all that the entry says, so that none can be altered,
-- removed, inserted or moved unseen. journal_head says where it ends.
--
-- A citizen is named by its number in this store alone: once the person is
-- erased, the number leads to nobody, and the chain still holds.

CREATE TABLE journal (
    number      INTEGER PRIMARY KEY, -- 1, 2, 3, … without a gap
    recorded_at INTEGER NOT NULL,
    actor       TEXT NOT NULL,
    role        TEXT NOT NULL,
    purpose     TEXT NOT NULL,
    action      TEXT NOT NULL,
    citizen     INTEGER,       -- whom it is about; NULL: no single one
    detail      TEXT NOT NULL, -- a JSON object without personal data
    hash        BLOB NOT NULL, -- BLAKE2b-256
    CONSTRAINT journal_recorded_at_an_instant CHECK (
        recorded_at BETWEEN -12212553600 AND 253402300799),
    CONSTRAINT journal_number_counts_from_one CHECK (number >= 1),
    CONSTRAINT journal_action_is_not_empty CHECK (action <> ''),
    CONSTRAINT journal_detail_is_an_object CHECK (detail GLOB '{*}'),
    CONSTRAINT journal_hash_has_32_bytes CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX journal_by_citizen ON journal (citizen, number)
WHERE citizen IS NOT NULL;

CREATE TABLE journal_head (
    one    INTEGER PRIMARY KEY,
    number INTEGER NOT NULL,
    hash   BLOB NOT NULL,
    CONSTRAINT journal_head_is_one CHECK (one = 1)
) STRICT;

INSERT INTO journal_head (one, number, hash) VALUES (1, 0, zeroblob(32));

CREATE TRIGGER journal_grows_at_its_end
BEFORE INSERT ON journal
WHEN NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM journal)
BEGIN
    SELECT RAISE(ABORT, 'the journal grows at its end');
END;

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

CREATE TRIGGER journal_head_is_not_deleted
BEFORE DELETE ON journal_head
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: journal_head');
END;

CREATE TRIGGER journal_head_goes_forward
BEFORE UPDATE ON journal_head
WHEN NEW.number <= OLD.number
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: journal_head');
END;
