-- The three roles of the portal in PostgreSQL; may be run again at any time, by a superuser:
--   psql -d portal -f roles.sql
-- portal          owns the tables and runs migrations (made with the database)
-- portal_app      the running portal: reads and writes rows; of the trail it only adds entries
-- portal_auditor  reads the trail, and nothing else
-- What each may do with which table is granted by every `manage.py migrate`
-- (portal/audit/grants.py). Passwords are set apart, so that they stand in no file:
--   psql -c '\password portal_app'
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_app') THEN
        CREATE ROLE portal_app LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_auditor') THEN
        CREATE ROLE portal_auditor LOGIN;
    END IF;
END
$$;
ALTER ROLE portal_app NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE portal_auditor NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- Nobody waits without end for what others hold, poolers included.
ALTER ROLE portal_app SET lock_timeout = '15s';
