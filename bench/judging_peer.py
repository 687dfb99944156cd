#!/usr/bin/env python3
"""Asks PostGIS which truces' ground and hours each incident touches, on the tables that `judging -- export FOLDER` writes.

Usage: judging_peer.py FOLDER. The server is made for it in a temporary folder, on one core and without a network, and removed
afterwards. Skipped with the command that installs it where it is missing.
"""

import glob
import os
import shutil
import subprocess
import sys
import tempfile
import time

LOAD = """
create extension postgis;
create table incident (id int, town int, lon float8, lat float8, radius float8, since timestamptz, until timestamptz,
  west float8, south float8, east float8, north float8);
create table ground (lens int, lon float8, lat float8, edge float8, shape text, west float8, south float8, east float8,
  north float8);
create table listed (lens int, town int);
create table hours (lens int, since timestamptz, until timestamptz, certain_since timestamptz, certain_until timestamptz);
\\copy incident from '{0}/incident.csv' csv
\\copy ground from '{0}/ground.csv' csv
\\copy listed from '{0}/listed.csv' csv
\\copy hours from '{0}/hours.csv' csv
"""

# Ground and hours in one table, so that one index finds both.
INDEX = """
alter table incident add frame geometry, add span tstzrange;
update incident set frame = st_makeenvelope(west, south, east, north), span = tstzrange(since, until);
create table drawn as select g.lens, lon, lat, edge, st_geomfromtext(shape) as shape,
  st_boundary(st_geomfromtext(shape)) as rim, st_makeenvelope(west, south, east, north) as frame,
  tstzrange(since, until) as span, tstzrange(certain_since, certain_until) as certain
  from ground g join hours h on h.lens = g.lens;
create index on drawn using gist (frame, span);
create index on listed (town);
create index on hours (lens, since);
vacuum analyze;
"""

PLANE = """st_makepoint(6371.0088 * radians(i.lon - d.lon) * cos(radians(d.lat)), 6371.0088 * radians(i.lat - d.lat))"""

# A point lies as deep in the ground as it is far from its rim; outside, less than nothing. The hours hold for each minute.
ASK = f"""
with drawn_pairs as (
  select i.span, d.certain, i.radius + d.edge as doubt,
    case when st_contains(d.shape, p.at) then 1 else -1 end * st_distance(d.rim, p.at) as depth
  from incident i join drawn d on i.frame && d.frame and i.span && d.span
  cross join lateral (select {PLANE} as at) p
), listed_pairs as (
  select i.since, i.until, h.certain_since, h.certain_until
  from incident i join listed l on l.town = i.town
  join hours h on h.lens = l.lens and h.since < i.until and h.until > i.since
)
select sum(possible), sum(certain) from (
  select count(*) as possible, count(*) filter (where depth >= doubt and span <@ certain) as certain
  from drawn_pairs where depth > -doubt
  union all
  select count(*), count(*) filter (where since >= certain_since and until <= certain_until) from listed_pairs
) both_kinds;
"""

# The same by points alone, without edges: the least that can be asked of ground and hours.
ASK_POINTS = f"""
select count(*) from incident i join drawn d on i.frame && d.frame and i.span && d.span
where st_contains(d.shape, {PLANE});
"""


def main():
    folder = os.path.abspath(sys.argv[1])
    programs = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    extension = glob.glob("/usr/share/postgresql/*/extension/postgis.control")
    if not programs or not extension or not shutil.which("psql"):
        print("  PostGIS: skipped; apt-get install postgresql-15 postgresql-15-postgis-3")
        return
    programs = os.path.dirname(programs[-1])
    # The server refuses to run as root.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    home = tempfile.mkdtemp(prefix="judging-peer-")
    data = os.path.join(home, "data")
    if user:
        shutil.chown(home, "postgres")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        initdb = [f"{programs}/initdb", "-D", data, "-A", "trust", "-U", "bench", "--no-sync", "-E", "UTF8"]
        subprocess.run([*user, *initdb], check=True, cwd=home, **quiet)
        options = (
            f"-k {home} -c listen_addresses='' -c fsync=off -c shared_buffers=1GB -c work_mem=256MB "
            "-c maintenance_work_mem=512MB -c max_wal_size=4GB -c max_parallel_workers_per_gather=0 "
            "-c max_parallel_maintenance_workers=0 -c jit=off -c timezone=UTC"
        )
        control = [f"{programs}/pg_ctl", "-D", data, "-w", "-o", options, "-l", f"{home}/log"]
        subprocess.run([*user, *control, "start"], check=True, cwd=home, **quiet)
        try:
            ask(folder, home)
        finally:
            stop = [f"{programs}/pg_ctl", "-D", data, "-m", "immediate", "stop"]
            subprocess.run([*user, *stop], cwd=home, **quiet)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def ask(folder, home):
    def sql(text):
        command = ["psql", "-h", home, "-U", "bench", "-d", "postgres", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        begun = time.monotonic()
        told = subprocess.run(command, input=text, text=True, capture_output=True, check=False)
        if told.returncode:
            sys.exit(f"  PostGIS: {told.stderr.strip()}")
        return time.monotonic() - begun, told.stdout.strip()

    loaded, _ = sql(LOAD.format(folder))
    indexed, _ = sql(INDEX)
    version = sql("select split_part(version(), ' ', 2) || ', PostGIS ' || postgis_lib_version()")[1]
    incidents = int(sql("select count(*) from incident")[1])
    print(f"  PostgreSQL {version}: loaded in {loaded:.1f} s, indexed in {indexed:.1f} s")
    seconds, told = min(sql(ASK) for _ in range(2))
    possible, certain = told.split("|")
    print(f"  PostGIS pairs: {possible} possible, {certain} of them certain; {incidents / seconds:.0f} incidents/s by the clock")
    seconds, told = min(sql(ASK_POINTS) for _ in range(2))
    print(f"  PostGIS, drawn ground by points alone: {told} pairs; {incidents / seconds:.0f} incidents/s by the clock")


if __name__ == "__main__":
    main()
