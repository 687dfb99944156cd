-- The index of places holds all that a box asks for: the former one is let go, and made anew as `indexes.sql` says.

DROP INDEX IF EXISTS {schema}.claim_cell;
