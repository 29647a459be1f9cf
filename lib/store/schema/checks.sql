-- SPDX-License-Identifier: MIT
-- What must hold of a whole store and no single constraint says. Each row of
-- the result is a violation by its name; a sound store gives none. Run after
-- every import, so each check is one walk of an index, or less.

SELECT 'store_has_no_model' AS violation
WHERE NOT EXISTS (SELECT 1 FROM model WHERE superseded_at IS NULL)

UNION ALL

SELECT 'schema_version_is_unknown'
WHERE NOT EXISTS (SELECT 1 FROM metadata
                  WHERE key = 'schema_major' AND value = '1')

UNION ALL

SELECT 'journal_has_a_gap'
WHERE (SELECT count(*) FROM journal)
      <> (SELECT coalesce(max(number), 0) FROM journal)

ORDER BY violation
