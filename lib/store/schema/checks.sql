-- SPDX-License-Identifier: MIT
-- What must hold of a whole store and no single constraint says. Each row of
-- the result is a violation by its name; a sound store gives none. Run after
-- every import, so each check is one walk of an index, or less.

SELECT 'store_has_no_model' AS violation
WHERE NOT EXISTS (SELECT 1 FROM model WHERE superseded_at IS NULL)

UNION ALL

SELECT 'schema_version_is_unknown'
WHERE NOT EXISTS (SELECT 1 FROM metadata
                  WHERE key = 'schema_major' AND value = '2')

UNION ALL

SELECT 'erasure_was_not_finished'
WHERE EXISTS (SELECT 1 FROM erasing)

ORDER BY violation
