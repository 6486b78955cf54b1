-- The spool of SLUICE_SPOOL=postgres; empty otherwise. docs/decisions/0015-spool-in-postgres.md has the reasons.

-- Who is alive. A replica that stops, or whose lease runs out, is deleted here, and that gives its rows back.
create table spool_replicas (
    id          uuid primary key,
    lease_until timestamptz not null
);

-- Events that were accepted and are not delivered: many in each row, all of one project. A delivered row is deleted.
create table spool_rows (
    id         bigint generated always as identity primary key,
    project    text not null,
    events     integer not null,
    -- When the oldest of its events that are not done was received, milliseconds since the epoch.
    oldest     bigint not null,
    claimed_by uuid references spool_replicas (id) on delete set null,
    -- What it holds cannot be read; nobody claims it, and it stays for a person to look at.
    damaged    boolean not null default false,
    -- Which of its frames have their outcome in the books already, one bit each; null for none.
    done       bytea,
    -- Frames as docs/spool-format.md describes them, laid end to end.
    frames     bytea not null
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- Large frames are compressed already.
alter table spool_rows alter column frames set storage external;

create index spool_rows_free on spool_rows (id) where claimed_by is null and not damaged;
create index spool_rows_claimed on spool_rows (claimed_by) where claimed_by is not null;

-- The books of all replicas together, by the hour in which events arrived, changed in the transactions that change the rows.
-- Several slots for each project and hour, so that writers do not wait for each other; what counts is their sum.
create table spool_books (
    project       text not null,
    -- When the hour began, milliseconds since the epoch; 0 for all that are older than the newest 49 together.
    hour          bigint not null default 0,
    -- -1 for what the slots of an hour that is over were summed up into.
    slot          smallint not null,
    pending       bigint not null default 0,
    bytes         bigint not null default 0,
    delivered     bigint not null default 0,
    duplicate     bigint not null default 0,
    rejected      bigint not null default 0,
    dead_lettered bigint not null default 0,
    primary key (project, hour, slot)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
