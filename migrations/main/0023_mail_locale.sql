-- The language of mails: what a customer chose, and what a shopper's browser asked for when they ordered. Null: not known.
ALTER TABLE customers ADD COLUMN locale TEXT CHECK (length(locale) BETWEEN 2 AND 35);
ALTER TABLE orders ADD COLUMN locale TEXT;
