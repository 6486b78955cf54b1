-- Which request brought the event: what stands in the answer's X-Request-Id, and in logs and traces. Empty where it is not
-- known: in rows of earlier versions.
alter table dead_letters add column request_id text not null default '';
