// A program of its own for a test that needs another record than the demo case: the invented truce of Arden, in the folder `arden`.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const PROGRAM = process.env.TRUCE ?? "truce";
const ARDEN = fileURLToPath(new URL("arden", import.meta.url));

/** Starts the program on a new store with the truce of Arden in it; gives its address and what stops it. */
export async function serveArden() {
  const folder = await mkdtemp(join(tmpdir(), "truce-web-"));
  const store = ["--store", `sqlite:${join(folder, "truce.db")}`, "--lists", join(ARDEN, "lists")];
  await promisify(execFile)(PROGRAM, ["init", ...store]);
  const program = spawn(PROGRAM, ["serve", "--listen", "127.0.0.1:0", ...store], { stdio: ["ignore", "ignore", "pipe"] });
  const address = await listening(program);
  const stop = async () => {
    const gone = new Promise((done) => program.once("exit", done));
    program.kill();
    await gone;
    await rm(folder, { recursive: true });
  };
  await post(`${address}/api/agreements`, { id: "arden-2031", files: await files(join(ARDEN, "agreement")) });
  return { address, stop };
}

/** The address that the program tells once it listens. */
function listening(program) {
  const said = [];
  return new Promise((found, failed) => {
    program.once("error", failed);
    program.once("exit", (code) => failed(new Error(`truce serve ended with ${code}: ${said.join("\n")}`)));
    createInterface({ input: program.stderr }).on("line", (line) => {
      const at = /http:\/\/\S+/.exec(line);
      if (at) found(at[0]);
      else said.push(line);
    });
  });
}

async function files(folder) {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(md|geojson)$/.test(name));
  return Promise.all(names.map(async (path) => ({ path, text: await readFile(join(folder, path), "utf8") })));
}

async function post(to, body) {
  const answer = await fetch(to, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${to}: ${await answer.text()}`);
}
