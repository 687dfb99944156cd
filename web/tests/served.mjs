// A program of its own for a test that writes to the record, on an invented one, so that no other test sees what it wrote.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Starts the program on an empty store. */
export async function serve() {
  const folder = await mkdtemp(join(tmpdir(), "truce-web-"));
  const store = `sqlite:${join(folder, "truce.db")}`;
  const program = spawn(process.env.TRUCE_PROGRAM ?? "truce", ["serve", "--listen", "127.0.0.1:0", "--store", store], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const address = await new Promise((found, failed) => {
    program.once("error", failed);
    program.once("exit", (code) => failed(new Error(`truce serve ended with ${code}`)));
    createInterface({ input: program.stderr }).on("line", (line) => {
      const at = /http:\/\/\S+/.exec(line);
      if (at) found(at[0]);
    });
  });
  const post = async (path, body) => {
    const answer = await fetch(address + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  };
  const stop = async () => {
    const gone = new Promise((done) => program.once("exit", done));
    program.kill();
    await gone;
    await rm(folder, { recursive: true });
  };
  return { address, post, stop };
}

/** An invented agreement with a zone, a corridor and hours that run past midnight. */
export const AGREEMENT = {
  id: "north-south-2031",
  files: [
    {
      path: "agreement.md",
      text: `# The truce of Arden, 5 March 2031

\`\`\`toml agreement
kind = "agreement"
made_on = "2031-03-01"
zone = "Asia/Damascus"
parties = [{ actor = "russia", role = "party" }, { actor = "united-states", role = "party" }]
cite = ["Invented for the tests"]
\`\`\`

\`\`\`toml area
id = "basin"
title = "The basin of Arden"
inside = "areas/basin.geojson"
edge_km = 4.0
cite = "Invented for the tests"
\`\`\`

\`\`\`toml area
id = "road"
title = "The road to Ruba"
along = "areas/road.geojson"
each_side_km = 1.0
edge_km = 2.0
cite = "Invented for the tests"
\`\`\`

> Article 1. Nobody fires in the basin.

\`\`\`toml provision
id = "art-1"
term = "cease-hostilities"
binds = ["russia", "united-states"]
from = "2031-03-05T06:00"
zone = ["basin"]
\`\`\`

> Article 2. The road is open from ten in the evening to two in the morning, from Friday on and on Sunday.

\`\`\`toml provision
id = "art-2"
term = "prohibit"
binds = ["russia"]
from = "2031-03-05T06:00"
windows = [{ from = "22:00", until = "02:00", repeat = "FREQ=WEEKLY;BYDAY=FR,SU" }]
zone = ["road"]
acts = ["force"]
targets = ["civilians"]
\`\`\`
`,
    },
    { path: "areas/basin.geojson", text: JSON.stringify(polygon()) },
    { path: "areas/road.geojson", text: JSON.stringify(line()) },
  ],
};

function polygon() {
  return { type: "Polygon", coordinates: [[[36.9, 35.9], [37.4, 35.9], [37.4, 36.3], [36.9, 36.3], [36.9, 35.9]]] };
}

function line() {
  return { type: "LineString", coordinates: [[37.4, 36.1], [37.6, 36.2], [37.9, 36.15]] };
}
