"""What is typed into the search of the list is found by pairs of signs, each in an index: a
substring of Chinese has no words to look up, and read through, the list grows with every case.
"""

from django.db import migrations

PAIRS = """
CREATE OR REPLACE FUNCTION text_pairs(value text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(DISTINCT substr(lower(value), n, 2))
  FROM generate_series(1, greatest(length(value) - 1, 1)) n
$$;
CREATE INDEX request_text_pairs ON requests_app_informationrequest USING gin (
  text_pairs(number || ' ' || info_title || ' ' || info_number || ' ' || description)
);
CREATE INDEX letter_number_pairs ON requests_app_letter USING gin (text_pairs(number));
"""
AS_BEFORE = """
DROP INDEX letter_number_pairs;
DROP INDEX request_text_pairs;
"""


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0029_orders_of_lists")]

    operations = [migrations.RunSQL(PAIRS, AS_BEFORE)]
