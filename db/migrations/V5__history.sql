-- Projections: what there is and what there was, to list, search and report on. Maintained from the
-- journal behind one cursor, and kept for as long as docs/operating.md says.

create table app (
  id             text        primary key,
  project        text        not null,
  version        timestamptz not null,
  config_version timestamptz not null,
  wanted         integer     not null,
  definition     text        not null,
  created_at     timestamptz not null,
  changed_by     text        not null,
  removed_at     timestamptz
);
create index app_by_project on app (project);
create index app_removed on app (removed_at) where removed_at is not null;
comment on column app.definition is 'JSON, as facts hold it.';

create table app_version (
  id             text        primary key,
  app            text        not null,
  version        timestamptz not null,
  config_version timestamptz not null,
  definition     text        not null,
  actor          text        not null,
  deployment     text        not null
);
create index app_version_by_app on app_version (app, version desc);
create index app_version_by_age on app_version (version);

-- Made anew from the journal, with more columns.
drop table deployment;
delete from projection_cursor where projection = 'ledger';
create table deployment (
  id         text        primary key,
  app        text        not null,
  project    text        not null,
  kind       text        not null,
  state      text        not null,
  actor      text        not null,
  cause      text        not null,
  version    timestamptz not null,
  wanted     integer     not null,
  actions    text        not null,
  started_at timestamptz not null,
  ended_at   timestamptz,
  sentence   text        not null,
  history    text        not null
);
create index deployment_by_app on deployment (app, started_at desc);
create index deployment_by_project on deployment (project, started_at desc);
create index deployment_by_age on deployment (started_at desc);
create index deployment_ended on deployment (ended_at) where ended_at is not null;
comment on column deployment.app is 'Of several the first; actions (JSON) has all.';
comment on column deployment.history is 'What happened to it: a JSON object a line, oldest first.';

create table instance (
  id             text        primary key,
  app            text        not null,
  project        text        not null,
  config_version timestamptz not null,
  agent          text        not null,
  ports          text        not null,
  state          text        not null,
  health         text        not null,
  pid            bigint      not null,
  placed_at      timestamptz not null,
  started_at     timestamptz,
  ended_at       timestamptz,
  cause          text        not null,
  exit_code      integer,
  sentence       text        not null,
  last_lines     text        not null,
  history        text        not null
) with (fillfactor = 70);
-- Room in each page: what an instance goes through then touches no index.
create index instance_by_app on instance (app, placed_at desc);
create index instance_by_agent on instance (agent) where ended_at is null;
create index instance_ended on instance (ended_at) where ended_at is not null;
comment on column instance.history is 'What happened to it: a JSON object a line, oldest first.';

create table agent (
  id         text        primary key,
  host       text        not null,
  spec       text        not null,
  state      text        not null,
  since      timestamptz not null,
  joined_at  timestamptz not null,
  removed_at timestamptz
);
create index agent_removed on agent (removed_at) where removed_at is not null;

create table project (
  id         text        primary key,
  first_seen timestamptz not null
);

create table quota (
  group_id   text        primary key,
  project    text        not null,
  quota      text        not null,
  changed_at timestamptz not null
);

create table audit (
  id         bigint      primary key,
  at         timestamptz not null,
  actor      text        not null,
  action     text        not null,
  subject    text        not null,
  project    text        not null,
  deployment text        not null,
  detail     text        not null,
  before     text        not null,
  after      text        not null
);
create index audit_by_project on audit (project, id desc);
create index audit_by_age on audit (at);
comment on column audit.id is 'Number of the journal''s batch times 2^20, plus a number in it.';
comment on column audit.project is 'Empty for what concerns the whole cluster.';
comment on column audit.before is 'JSON of what differs; empty if there was nothing.';

insert into projection_cursor (projection, seq) values ('history', 0);
