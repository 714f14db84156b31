-- What the shopper said about the order and about single lines of it when it was placed.

ALTER TABLE orders ADD COLUMN note TEXT;
ALTER TABLE order_lines ADD COLUMN note TEXT;
