"""What is typed into the search of a list is found by pairs of signs, each in an index: a
substring of Chinese has no words to look up, and read through, the list grows with every case.
"""

from django.db import migrations

# The applications were searched so first, and their migration makes the same function.
PAIRS = """
CREATE OR REPLACE FUNCTION text_pairs(value text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(DISTINCT substr(lower(value), n, 2))
  FROM generate_series(1, greatest(length(value) - 1, 1)) n
$$;
"""


class Migration(migrations.Migration):
    dependencies = []

    operations = [migrations.RunSQL(PAIRS, migrations.RunSQL.noop)]
