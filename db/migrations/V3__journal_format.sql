-- How facts are written may change; a master that does not know a row's format must say so and not guess.

alter table journal add column format smallint not null default 1;
comment on column journal.format is 'How facts is encoded: 1 is a JSON array of objects with their type.';

-- Facts are written once, read a few times and trimmed; packing them costs more than it saves.
alter table journal alter column facts set storage external;
