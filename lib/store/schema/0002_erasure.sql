-- SPDX-License-Identifier: MIT
-- Erasing a person: the one way in which history goes. What says who somebody
-- is, and what was known, is deleted; the number stays, and with it, without
-- a name, where it was placed, so that counts and the journal's chain hold.
--
-- While a person is erased, the number stands in `erasing`, and the triggers
-- that keep history make way for it alone. Outside that one transaction the
-- table is empty; see checks.sql.

CREATE TABLE erasing (
    citizen INTEGER PRIMARY KEY REFERENCES citizen (key)
) STRICT;

CREATE TABLE erased (
    citizen     INTEGER PRIMARY KEY REFERENCES citizen (key),
    recorded_at INTEGER NOT NULL,
    CONSTRAINT erased_recorded_at_an_instant CHECK (
        recorded_at BETWEEN -12212553600 AND 253402300799)
) STRICT;

CREATE TRIGGER erased_is_not_deleted
BEFORE DELETE ON erased
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: erased');
END;

CREATE TRIGGER erased_is_not_overwritten
BEFORE UPDATE ON erased
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: erased');
END;

DROP TRIGGER citizen_keeps_its_id;
CREATE TRIGGER citizen_keeps_its_id
BEFORE UPDATE OF key, id ON citizen
WHEN NEW.key <> OLD.key OR NEW.id <> 'erased:' || OLD.key
     OR NOT EXISTS (SELECT 1 FROM erasing WHERE citizen = OLD.key)
BEGIN
    SELECT RAISE(ABORT, 'history is not overwritten: citizen');
END;

DROP TRIGGER citizen_facts_are_not_deleted;
CREATE TRIGGER citizen_facts_are_not_deleted
BEFORE DELETE ON citizen_facts
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE citizen = OLD.citizen)
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: citizen_facts');
END;

DROP TRIGGER course_is_not_deleted;
CREATE TRIGGER course_is_not_deleted
BEFORE DELETE ON course
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE citizen = OLD.citizen)
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: course');
END;

DROP TRIGGER household_member_is_not_deleted;
CREATE TRIGGER household_member_is_not_deleted
BEFORE DELETE ON household_member
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE citizen = OLD.citizen)
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: household_member');
END;

DROP TRIGGER handover_is_not_deleted;
CREATE TRIGGER handover_is_not_deleted
BEFORE DELETE ON handover
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE citizen = OLD.citizen)
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: handover');
END;

DROP TRIGGER exception_is_not_deleted;
CREATE TRIGGER exception_is_not_deleted
BEFORE DELETE ON exception
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE citizen = OLD.citizen)
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: exception');
END;

DROP TRIGGER address_is_not_deleted;
CREATE TRIGGER address_is_not_deleted
BEFORE DELETE ON address
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE citizen = OLD.citizen)
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: address');
END;

DROP TRIGGER address_protection_is_not_deleted;
CREATE TRIGGER address_protection_is_not_deleted
BEFORE DELETE ON address_protection
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE citizen = OLD.citizen)
BEGIN
    SELECT RAISE(ABORT, 'history is not deleted: address_protection');
END;
