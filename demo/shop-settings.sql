-- Where the demo shop ships, for how much, and which taxes it charges. Applying it again changes nothing.
-- Rates are parts per million (8.875 % = 88750), amounts are minor units, weights are grams, min <= weight < max.

INSERT OR IGNORE INTO shipping_zones (id, name) VALUES
  ('01900000-0000-7000-8000-000000000201', 'United States'),
  ('01900000-0000-7000-8000-000000000202', 'Europe'),
  ('01900000-0000-7000-8000-000000000203', 'Canada and Australia'),
  ('01900000-0000-7000-8000-000000000204', 'Alaska and Hawaii');

-- A zone has countries, regions of them, and postal codes. The narrowest place that has an address decides.
INSERT OR IGNORE INTO shipping_zone_places (zone_id, country, region) VALUES
  ('01900000-0000-7000-8000-000000000201', 'US', ''),
  ('01900000-0000-7000-8000-000000000202', 'DE', ''),
  ('01900000-0000-7000-8000-000000000202', 'FR', ''),
  ('01900000-0000-7000-8000-000000000202', 'ES', ''),
  ('01900000-0000-7000-8000-000000000202', 'NL', ''),
  ('01900000-0000-7000-8000-000000000202', 'AT', ''),
  ('01900000-0000-7000-8000-000000000202', 'GB', ''),
  ('01900000-0000-7000-8000-000000000203', 'CA', ''),
  ('01900000-0000-7000-8000-000000000203', 'AU', '');

INSERT OR IGNORE INTO shipping_zone_places (zone_id, country, region, specificity) VALUES
  ('01900000-0000-7000-8000-000000000204', 'US', 'AK', 2),
  ('01900000-0000-7000-8000-000000000204', 'US', 'HI', 2);

INSERT OR IGNORE INTO shipping_rates
  (id, zone_id, name, currency, amount, min_weight_grams, max_weight_grams, free_from, min_days, max_days, position) VALUES
  ('01900000-0000-7000-8000-000000000301', '01900000-0000-7000-8000-000000000201', 'Standard', 'USD', 599, 0, NULL, NULL, 3, 5, 1),
  ('01900000-0000-7000-8000-000000000302', '01900000-0000-7000-8000-000000000201', 'Express, up to 2 kg', 'USD', 1499, 0, 2000, NULL, 1, 2, 2),
  ('01900000-0000-7000-8000-000000000303', '01900000-0000-7000-8000-000000000201', 'Express, over 2 kg', 'USD', 2999, 2000, NULL, NULL, 1, 2, 3),
  ('01900000-0000-7000-8000-000000000311', '01900000-0000-7000-8000-000000000202', 'Parcel, up to 5 kg', 'USD', 1290, 0, 5000, NULL, 4, 7, 1),
  ('01900000-0000-7000-8000-000000000312', '01900000-0000-7000-8000-000000000202', 'Parcel, over 5 kg', 'USD', 3490, 5000, NULL, NULL, 5, 9, 2),
  ('01900000-0000-7000-8000-000000000313', '01900000-0000-7000-8000-000000000202', 'Parcel, up to 5 kg', 'EUR', 990, 0, 5000, NULL, 4, 7, 1),
  ('01900000-0000-7000-8000-000000000314', '01900000-0000-7000-8000-000000000202', 'Parcel, over 5 kg', 'EUR', 2990, 5000, NULL, NULL, 5, 9, 2),
  ('01900000-0000-7000-8000-000000000321', '01900000-0000-7000-8000-000000000203', 'International', 'USD', 2490, 0, NULL, 50000, 6, 12, 1),
  ('01900000-0000-7000-8000-000000000331', '01900000-0000-7000-8000-000000000204', 'Air', 'USD', 1999, 0, 20000, NULL, 4, 6, 1);

-- A region's tax takes the place of its country's, unless it has another priority: then both are charged.
INSERT OR IGNORE INTO tax_rules (id, name, country, region, specificity, rate_ppm, applies_to_shipping) VALUES
  ('01900000-0000-7000-8000-000000000401', 'New York sales tax', 'US', 'NY', 2, 88750, 1),
  ('01900000-0000-7000-8000-000000000402', 'California sales tax', 'US', 'CA', 2, 72500, 0),
  ('01900000-0000-7000-8000-000000000403', 'Texas sales tax', 'US', 'TX', 2, 82500, 1),
  ('01900000-0000-7000-8000-000000000404', 'MwSt.', 'DE', '', 1, 190000, 1),
  ('01900000-0000-7000-8000-000000000405', 'TVA', 'FR', '', 1, 200000, 1),
  ('01900000-0000-7000-8000-000000000406', 'IVA', 'ES', '', 1, 210000, 1),
  ('01900000-0000-7000-8000-000000000407', 'Btw', 'NL', '', 1, 210000, 1),
  ('01900000-0000-7000-8000-000000000408', 'USt.', 'AT', '', 1, 200000, 1),
  ('01900000-0000-7000-8000-000000000409', 'VAT', 'GB', '', 1, 200000, 1),
  ('01900000-0000-7000-8000-000000000410', 'HST', 'CA', 'ON', 2, 130000, 1),
  ('01900000-0000-7000-8000-000000000411', 'GST', 'CA', '', 1, 50000, 1),
  ('01900000-0000-7000-8000-000000000412', 'GST', 'AU', '', 1, 100000, 1);

INSERT OR IGNORE INTO tax_rules (id, name, country, region, specificity, priority, rate_ppm, applies_to_shipping) VALUES
  ('01900000-0000-7000-8000-000000000413', 'QST', 'CA', 'QC', 2, 2, 99750, 1);

-- A class is what variants have as their tax code. Goods without one, or of a class that has no rule here, are 'standard'.
INSERT OR IGNORE INTO tax_rules (id, name, country, region, specificity, tax_class, rate_ppm, applies_to_shipping) VALUES
  ('01900000-0000-7000-8000-000000000414', 'MwSt. (reduced)', 'DE', '', 1, 'books', 70000, 0),
  ('01900000-0000-7000-8000-000000000415', 'VAT (zero)', 'GB', '', 1, 'books', 0, 0);

-- The Canary Islands are in Spain and have a tax of their own.
INSERT OR IGNORE INTO tax_rules
  (id, name, country, postal_pattern, postal_from, postal_to, specificity, rate_ppm, applies_to_shipping) VALUES
  ('01900000-0000-7000-8000-000000000416', 'IGIC', 'ES', '35*', '35', '35', 180, 70000, 1),
  ('01900000-0000-7000-8000-000000000417', 'IGIC', 'ES', '38*', '38', '38', 180, 70000, 1);

-- Where prices include the tax. Everywhere else it is added.
INSERT OR IGNORE INTO tax_settings (country, prices_include_tax) VALUES ('AU', 1);
