-- SPDX-License-Identifier: MIT
-- The facts as columns, beside the rows: what is known now of the citizens
-- with the numbers 4096 * number to 4096 * number + 4095, in the form that
-- decides them fastest. doc/explanation/columns.md says what it looks like.
--
-- A chunk says nothing that the rows do not say. Whatever changes one of its
-- rows drops it, and who writes next and needs it makes it again. The triggers
-- on new rows are made with the first chunk (see columns/chunks.c): a trigger
-- there would make the import into a store without chunks slower by a fifth.

CREATE TABLE column_chunk (
    number INTEGER PRIMARY KEY,
    data   BLOB NOT NULL -- empty: no columns can hold them; read the rows
) STRICT;

CREATE TRIGGER column_chunk_follows_other_facts
AFTER UPDATE ON citizen_facts
BEGIN
    DELETE FROM column_chunk
    WHERE number IN (OLD.citizen >> 12, NEW.citizen >> 12);
END;

CREATE TRIGGER column_chunk_follows_no_facts
AFTER DELETE ON citizen_facts
BEGIN
    DELETE FROM column_chunk WHERE number = OLD.citizen >> 12;
END;

CREATE TRIGGER column_chunk_follows_another_course
AFTER UPDATE ON course
BEGIN
    DELETE FROM column_chunk
    WHERE number IN (OLD.citizen >> 12, NEW.citizen >> 12);
END;

CREATE TRIGGER column_chunk_follows_no_course
AFTER DELETE ON course
BEGIN
    DELETE FROM column_chunk WHERE number = OLD.citizen >> 12;
END;
