-- Whole states, so that a start need not read the journal from its beginning.

create table snapshot (
  seq          bigint      primary key check (seq > 0),
  format       smallint    not null,
  begun_at     timestamptz not null default now(),
  completed_at timestamptz,
  pieces       integer     not null default 0,
  entries      bigint      not null default 0,
  bytes        bigint      not null default 0
);
comment on table snapshot is 'The state after the journal''s batch seq; good for nothing until completed_at is set.';
comment on column snapshot.bytes is 'Of text, before it was compressed.';

create table snapshot_piece (
  snapshot bigint  not null references snapshot on delete cascade,
  number   integer not null check (number > 0),
  entries  bytea   not null,
  primary key (snapshot, number)
);
comment on table snapshot_piece is 'Some entries of a snapshot: JSON, one after the other, deflated.';
-- They are compressed already.
alter table snapshot_piece alter column entries set storage external;
