-- Projection: who changed what, when, and how it went. Maintained from the journal.

create table deployment (
  id         text        primary key,
  app        text        not null,
  project    text        not null,
  kind       text        not null,
  state      text        not null,
  actor      text        not null,
  version    timestamptz not null,
  wanted     integer     not null,
  started_at timestamptz not null,
  ended_at   timestamptz,
  sentence   text        not null
);
create index deployment_by_app on deployment (app, started_at desc);
create index deployment_by_project on deployment (project, started_at desc);
