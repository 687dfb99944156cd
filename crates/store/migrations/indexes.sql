-- The indexes of claims, which an archive is loaded without: putting millions of rows in order at once is far quicker than
-- putting each in its place.

CREATE INDEX IF NOT EXISTS claim_id ON claim (id);
CREATE INDEX IF NOT EXISTS claim_day ON claim (stretch, first_day, number) WHERE stretch IS NOT NULL;
-- Holds all that a box asks for: of a thousand claims in its cells, one may lie within it.
CREATE INDEX IF NOT EXISTS claim_cell ON claim (cell, number, latitude, longitude, to_seq) WHERE cell IS NOT NULL;
CREATE INDEX IF NOT EXISTS claim_place_key ON claim_place (place_key, number);
