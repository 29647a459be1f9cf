-- SPDX-License-Identifier: MIT
-- Schema 2.0 begins: who may see and do what, and what was seen and done; the
-- work of a handover; exceptions, households, addresses; erasure. Each has a
-- file of its own, applied in the order that meson.build lists them.
--
-- Schema 1 had tables for some of it that nothing ever wrote: they go first.

PRAGMA user_version = 2;
UPDATE metadata SET value = '2' WHERE key = 'schema_major';
UPDATE metadata SET value = '0' WHERE key = 'schema_minor';

DROP TABLE household_member;
DROP TABLE household;
DROP TABLE handover;
DROP TABLE journal;
