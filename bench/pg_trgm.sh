#!/usr/bin/env bash
# bench/pg_trgm.sh FOLDER: PostgreSQL's pg_trgm on FOLDER/people.tsv (key, name in Latin) and FOLDER/queries.tsv, in a
# private cluster inside FOLDER that is stopped again. Says "skipped" where PostgreSQL or the extension is absent.
set -euo pipefail
folder="$1"
bin=""
for candidate in /usr/lib/postgresql/*/bin; do
  if [ -x "$candidate/initdb" ]; then bin="$candidate"; fi
done
version="$(basename "${bin%/bin}")"
if [ -z "$bin" ] || [ ! -f "/usr/share/postgresql/$version/extension/pg_trgm.control" ]; then
  echo "  pg_trgm                      skipped: PostgreSQL with its contrib extensions is not installed (script/setup bench)"
  exit 0
fi
# The server refuses to run as root.
as=()
if [ "$(id -u)" -eq 0 ]; then
  chown -R nobody "$folder"
  as=(runuser -u nobody --)
fi
"${as[@]}" "$bin/initdb" --pgdata="$folder/pg" --username=bench --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
"${as[@]}" "$bin/pg_ctl" --pgdata="$folder/pg" --log="$folder/pg.log" --wait --silent \
  --options="-c listen_addresses='' -c unix_socket_directories='$folder' -c shared_buffers=512MB -c maintenance_work_mem=512MB -c fsync=off -c jit=off -c max_parallel_workers_per_gather=0" start
trap '"${as[@]}" "$bin/pg_ctl" --pgdata="$folder/pg" --mode=immediate --silent stop || true' EXIT
psql() { "$bin/psql" --host="$folder" --username=bench --dbname=postgres --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"; }
psql <<SQL
CREATE EXTENSION pg_trgm;
CREATE TABLE people(key numeric, name text);
CREATE TABLE queries(key numeric, name text);
\copy people FROM '$folder/people.tsv'
\copy queries FROM '$folder/queries.tsv'
CREATE TABLE times(ms float8, hit int);
SQL
for kind in gin gist; do
  start="$(date +%s%N)"
  psql --command="CREATE INDEX people_$kind ON people USING $kind(name ${kind}_trgm_ops)" --command="ANALYZE people"
  build=$((($(date +%s%N) - start) / 1000000))
  if [ "$kind" = gin ]; then
    query="SELECT key FROM people WHERE name % wanted.name ORDER BY similarity(name, wanted.name) DESC LIMIT 10"
  else
    query="SELECT key FROM people ORDER BY name <-> wanted.name LIMIT 10"
  fi
  psql --set=kind="$kind" --set=build="$build" <<SQL
SET pg_trgm.similarity_threshold = 0.3;
DO \$\$
DECLARE
  wanted record;
  start timestamptz;
  hits int;
BEGIN
  FOR wanted IN SELECT * FROM queries LOOP
    start := clock_timestamp();
    SELECT count(*) INTO hits FROM ($query) found WHERE found.key = wanted.key;
    INSERT INTO times VALUES (extract(epoch FROM clock_timestamp() - start) * 1000, least(hits, 1));
  END LOOP;
END \$\$;
SELECT format('  pg_trgm %-20s p50 %s ms, p99 %s ms, recall@10 %s (%s queries); built in %s s, %s',
  :'kind' || ', hard', to_char(percentile_disc(0.5) WITHIN GROUP (ORDER BY ms), 'FM99990.00'),
  to_char(percentile_disc(0.99) WITHIN GROUP (ORDER BY ms), 'FM99990.00'), to_char(avg(hit), 'FM0.000'), count(*),
  to_char(:build / 1000.0, 'FM9990.0'), pg_size_pretty(pg_relation_size('people_$kind'))) FROM times;
TRUNCATE times;
DROP INDEX people_$kind;
SQL
done
