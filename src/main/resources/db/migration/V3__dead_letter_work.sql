-- What people do with letters, and who did it.
alter table dead_letters
    -- Of the event as it is now; rows of earlier versions have none.
    add column name        text,
    add column host        text not null default '',
    add column replays     int  not null default 0,
    add column replayed_at timestamptz,
    add column edits       int  not null default 0,
    add column edited_at   timestamptz,
    -- The event that replaced the first one.
    add column edited      text;

create index dead_letters_open on dead_letters (at desc, id) where replayed_at is null;

-- One row for each change that a person asked for, written before it is made. Never a value from an event.
create table audit (
    id      uuid primary key,
    at      timestamptz not null,
    who     text not null,
    action  text not null,
    project text not null,
    -- How many letters were meant; the first of them by id.
    letters bigint not null,
    ids     text not null,
    detail  text not null
);

create index audit_newest on audit (at desc, id);
