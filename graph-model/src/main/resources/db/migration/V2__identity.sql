-- Who may ask: tenants, accounts, API keys, refresh tokens, and the keys that sign access tokens.
-- Relies on the role everknown_app, which owns nothing and is what the application runs as.

create table tenant (
    id         uuid primary key,
    created_at timestamptz not null
);

create table account (
    id            uuid primary key,
    tenant_id     uuid        not null references tenant (id),
    username      text        not null check (char_length(username) between 3 and 64),
    email         text        not null check (char_length(email) <= 254),
    full_name     text check (char_length(full_name) <= 200),
    role          text        not null check (role in ('READER', 'WRITER', 'ADMIN')),
    password_hash text        not null,
    created_at    timestamptz not null
);
create unique index account_username_unique on account (lower(username));
create unique index account_email_unique on account (lower(email));
create index account_tenant on account (tenant_id);

create table api_key (
    id            uuid primary key,
    tenant_id     uuid        not null references tenant (id),
    name          text        not null check (char_length(name) between 1 and 200),
    role          text        not null check (role in ('READER', 'WRITER', 'ADMIN')),
    act_for_users boolean     not null,
    secret_hash   text        not null check (secret_hash ~ '^[0-9a-f]{64}$'),
    created_by    uuid        not null references account (id),
    created_at    timestamptz not null,
    last_used_at  timestamptz,
    revoked_at    timestamptz
);
create index api_key_tenant on api_key (tenant_id, created_at desc);

create table refresh_token (
    id          uuid primary key,
    family_id   uuid        not null,
    tenant_id   uuid        not null references tenant (id),
    account_id  uuid        not null references account (id),
    secret_hash text        not null check (secret_hash ~ '^[0-9a-f]{64}$'),
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    used_at     timestamptz,
    revoked_at  timestamptz
);
create index refresh_token_family on refresh_token (tenant_id, family_id);
create index refresh_token_account on refresh_token (tenant_id, account_id);

create table signing_key (
    kid        text primary key,
    algorithm  text        not null,
    jwk        text        not null,
    created_at timestamptz not null
);

-- A row is there for its own tenant alone; with no tenant named, nothing is there at all.
alter table tenant enable row level security;
alter table tenant force row level security;
create policy own_tenant on tenant
    using (id = nullif(current_setting('app.tenant', true), '')::uuid);

alter table account enable row level security;
alter table account force row level security;
create policy own_tenant on account
    using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

alter table api_key enable row level security;
alter table api_key force row level security;
create policy own_tenant on api_key
    using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

alter table refresh_token enable row level security;
alter table refresh_token force row level security;
create policy own_tenant on refresh_token
    using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);

-- The owner may read across tenants, as the three functions below must; it may not write so.
do $$
begin
    execute format('create policy look_up on account for select to %I using (true)', current_user);
    execute format('create policy look_up on api_key for select to %I using (true)', current_user);
    execute format('create policy look_up on refresh_token for select to %I using (true)', current_user);
end
$$;

grant select, insert on tenant to everknown_app;
grant select, insert, update on account, api_key, refresh_token to everknown_app;
grant select, insert on signing_key to everknown_app;

-- Before somebody has proved who they are, no tenant is known. These give one row for a name or an id known already,
-- and are the only way across tenants.
create function account_by_username(wanted text) returns setof account
    language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
    select a.* from account a where lower(a.username) = lower(wanted);
end;

create function api_key_by_id(wanted uuid) returns setof api_key
    language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
    select k.* from api_key k where k.id = wanted;
end;

create function refresh_token_by_id(wanted uuid) returns setof refresh_token
    language sql stable security definer set search_path = pg_catalog, pg_temp
begin atomic
    select t.* from refresh_token t where t.id = wanted;
end;

revoke all on function account_by_username(text), api_key_by_id(uuid), refresh_token_by_id(uuid) from public;
grant execute on function account_by_username(text), api_key_by_id(uuid), refresh_token_by_id(uuid) to everknown_app;
