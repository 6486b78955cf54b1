-- Events that were put aside. A row is written once and never changed.
create table dead_letters (
    id      uuid primary key,
    project text not null,
    uuid    uuid,
    reason  text not null,
    at      timestamptz not null,
    detail  text not null,
    -- JSON source as text: jsonb refuses \u0000 and lone surrogates, both of which senders do send.
    event   text,
    shape   text not null
);

-- The console lists the newest, of one project or of all.
create index dead_letters_newest on dead_letters (at desc, id);
create index dead_letters_newest_of_project on dead_letters (project, at desc, id);
-- "What became of this event?"
create index dead_letters_uuid on dead_letters (uuid) where uuid is not null;
