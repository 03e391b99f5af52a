-- The durable truth: an ordered log of facts, and who may write it.

create table leader_epoch (
  only_row boolean primary key default true check (only_row),
  epoch    bigint      not null,
  master   text        not null,
  taken_at timestamptz not null default now()
);
comment on table leader_epoch is 'The newest leader. A journal row is written only while its epoch stands here.';
insert into leader_epoch (epoch, master) values (0, '');

create table journal (
  seq   bigint      primary key check (seq > 0),
  epoch bigint      not null,
  at    timestamptz not null,
  facts text        not null
);
comment on table journal is 'One row per committed batch; facts is a JSON array, oldest first.';

create table projection_cursor (
  projection text   primary key,
  seq        bigint not null
);
comment on table projection_cursor is 'How far each projection has read the journal.';
