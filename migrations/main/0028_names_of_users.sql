-- Staff find customers and users by the beginning of a name, whatever its case.
CREATE INDEX users_last_name ON users (last_name COLLATE NOCASE);
CREATE INDEX users_first_name ON users (first_name COLLATE NOCASE);
