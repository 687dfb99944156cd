-- Everything in schema ?1: under which table it stands, what it is, how it is defined.
SELECT c.relname, 'table', concat_ws(' ', c.relkind, c.relpersistence = 'u', c.relrowsecurity, c.relforcerowsecurity)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ?1 AND c.relkind <> 'i' AND c.relkind <> 't'
UNION ALL
SELECT c.relname, 'column', concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, l.collname,
                                      a.attgenerated, a.attidentity, pg_get_expr(d.adbin, d.adrelid))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_collation l ON l.oid = a.attcollation
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE n.nspname = ?1 AND c.relkind = 'r'
UNION ALL
SELECT t.relname, 'index', concat_ws(' ', i.indisvalid, pg_get_indexdef(i.indexrelid))
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = ?1 AND t.relkind = 'r'
UNION ALL
SELECT t.relname, 'constraint', concat_ws(' ', o.conname, pg_get_constraintdef(o.oid))
FROM pg_constraint o JOIN pg_class t ON t.oid = o.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = ?1
UNION ALL
SELECT t.relname, 'trigger', concat_ws(' ', g.tgenabled, pg_get_triggerdef(g.oid))
FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = ?1 AND NOT g.tgisinternal
UNION ALL
SELECT t.relname, 'rule', pg_get_ruledef(r.oid)
FROM pg_rewrite r JOIN pg_class t ON t.oid = r.ev_class JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = ?1
UNION ALL
SELECT t.relname, 'parent', h.inhparent::regclass::text
FROM pg_inherits h JOIN pg_class t ON t.oid = h.inhrelid JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = ?1 AND t.relkind = 'r'
UNION ALL
SELECT p.proname, 'function', concat_ws(' ', l.lanname, p.prosecdef, array_to_string(p.proconfig, ' '), p.prosrc)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
WHERE n.nspname = ?1
