-- SPDX-License-Identifier: MIT
-- The tables as people read them: days and instants as text,
-- and a CPR number masked.

CREATE VIEW citizen_text AS
SELECT key, id,
       iif(cpr IS NULL, NULL, printf('%06d-xxxx', cpr / 10000)) AS cpr
FROM citizen;

CREATE VIEW model_text AS
SELECT key, id, hash, source,
       date(valid_from * 86400, 'unixepoch') AS valid_from,
       date(valid_to * 86400, 'unixepoch') AS valid_to,
       strftime('%Y-%m-%dT%H:%M:%SZ', recorded_at, 'unixepoch') AS recorded_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', superseded_at, 'unixepoch')
           AS superseded_at
FROM model;

CREATE VIEW citizen_facts_text AS
SELECT citizen,
       date(valid_from * 86400, 'unixepoch') AS valid_from,
       facts, version,
       strftime('%Y-%m-%dT%H:%M:%SZ', recorded_at, 'unixepoch') AS recorded_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', superseded_at, 'unixepoch')
           AS superseded_at
FROM citizen_facts;

CREATE VIEW course_text AS
SELECT citizen, service, unit,
       date(valid_from * 86400, 'unixepoch') AS valid_from,
       date(valid_to * 86400, 'unixepoch') AS valid_to,
       version,
       strftime('%Y-%m-%dT%H:%M:%SZ', recorded_at, 'unixepoch') AS recorded_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', superseded_at, 'unixepoch')
           AS superseded_at
FROM course;

CREATE VIEW assignment_text AS
SELECT citizen, model, area, rule, target_group,
       date(valid_from * 86400, 'unixepoch') AS valid_from,
       date(valid_to * 86400, 'unixepoch') AS valid_to,
       version,
       strftime('%Y-%m-%dT%H:%M:%SZ', recorded_at, 'unixepoch') AS recorded_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', superseded_at, 'unixepoch')
           AS superseded_at
FROM assignment;

CREATE VIEW household_member_text AS
SELECT household,
       citizen,
       role,
       date(valid_from * 86400, 'unixepoch') AS valid_from,
       date(valid_to * 86400, 'unixepoch') AS valid_to,
       version,
       strftime('%Y-%m-%dT%H:%M:%SZ', recorded_at, 'unixepoch') AS recorded_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', superseded_at, 'unixepoch')
           AS superseded_at
FROM household_member;

CREATE VIEW household_course_text AS
SELECT household,
       service,
       unit,
       date(valid_from * 86400, 'unixepoch') AS valid_from,
       date(valid_to * 86400, 'unixepoch') AS valid_to,
       version,
       strftime('%Y-%m-%dT%H:%M:%SZ', recorded_at, 'unixepoch') AS recorded_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', superseded_at, 'unixepoch')
           AS superseded_at
FROM household_course;

CREATE VIEW handover_text AS
SELECT citizen,
       date(day * 86400, 'unixepoch') AS day,
       from_area,
       to_area,
       cause,
       state,
       actor,
       reason,
       consent,
       version,
       strftime('%Y-%m-%dT%H:%M:%SZ', recorded_at, 'unixepoch') AS recorded_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', superseded_at, 'unixepoch')
           AS superseded_at
FROM handover;

CREATE VIEW exception_text AS
SELECT citizen,
       area,
       reason,
       decided_by,
       date(valid_from * 86400, 'unixepoch') AS valid_from,
       date(valid_to * 86400, 'unixepoch') AS valid_to,
       version,
       strftime('%Y-%m-%dT%H:%M:%SZ', recorded_at, 'unixepoch') AS recorded_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', superseded_at, 'unixepoch')
           AS superseded_at
FROM exception;

-- While an address is protected, it is shown to nobody.
CREATE VIEW address_text AS
SELECT citizen,
       iif(EXISTS (SELECT 1 FROM address_protection AS hidden
                   WHERE hidden.citizen = address.citizen
                         AND hidden.version = 0
                         AND hidden.valid_from <= unixepoch() / 86400
                         AND hidden.valid_to > unixepoch() / 86400),
           NULL, text) AS text,
       date(valid_from * 86400, 'unixepoch') AS valid_from,
       date(valid_to * 86400, 'unixepoch') AS valid_to,
       version,
       strftime('%Y-%m-%dT%H:%M:%SZ', recorded_at, 'unixepoch') AS recorded_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', superseded_at, 'unixepoch')
           AS superseded_at
FROM address;

CREATE VIEW address_protection_text AS
SELECT citizen,
       date(valid_from * 86400, 'unixepoch') AS valid_from,
       date(valid_to * 86400, 'unixepoch') AS valid_to,
       version,
       strftime('%Y-%m-%dT%H:%M:%SZ', recorded_at, 'unixepoch') AS recorded_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', superseded_at, 'unixepoch')
           AS superseded_at
FROM address_protection;

CREATE VIEW assign_run_text AS
SELECT date(day * 86400, 'unixepoch') AS day,
       strftime('%Y-%m-%dT%H:%M:%SZ', recorded_at, 'unixepoch') AS recorded_at
FROM assign_run;

CREATE VIEW journal_text AS
SELECT number,
       strftime('%Y-%m-%dT%H:%M:%SZ', recorded_at, 'unixepoch') AS recorded_at,
       actor,
       role,
       purpose,
       action,
       citizen,
       detail,
       lower(hex(hash)) AS hash
FROM journal;

CREATE VIEW erased_text AS
SELECT citizen,
       strftime('%Y-%m-%dT%H:%M:%SZ', recorded_at, 'unixepoch') AS recorded_at
FROM erased;

-- Facts as intervals: present knowledge, for people and reports.
CREATE VIEW citizen_facts_period AS
SELECT citizen, date(valid_from * 86400, 'unixepoch') AS valid_from,
       date(valid_to * 86400, 'unixepoch') AS valid_to, facts
FROM (SELECT citizen, valid_from, facts,
             lead(valid_from) OVER (PARTITION BY citizen ORDER BY valid_from)
             AS valid_to
      FROM citizen_facts
      WHERE version = 0)
WHERE facts IS NOT NULL;
