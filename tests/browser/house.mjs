// An organisation of its own for tests: a data folder and a key folder under the temporary folder, made by the program's
// own commands, and the server on a free port of this machine.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = process.env.ARASHA ?? fileURLToPath(new URL('../../build/release/arasha', import.meta.url));

export class House {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'arasha-browser-'));
    this.data = join(this.folder, 'data');
    this.environment = { ...process.env, ARASHA_KEY_DIR: join(this.folder, 'keys'), LC_ALL: 'C.UTF-8', LANG: 'C.UTF-8' };
    this.members = [];  // {name, passphrase, work}
    this.port = 0;
    this.child = null;
  }

  // The example organisation.
  static demo({ cases = 40, seed = 7 } = {}) {
    const house = new House();
    const said = house.run('demo', '--data', house.data, '--cases', String(cases), '--seed', String(seed));
    house.members = signIns(said);
    if (house.members.length === 0) throw new Error(`The example data came without sign-ins:\n${said}`);
    return house;
  }

  // An organisation with one steward and no case.
  static empty({ organization = 'Test centre', steward = 'Steward One', passphrase = 'four quiet lamps by the river' } = {}) {
    const house = new House();
    const file = join(house.folder, 'passphrase');
    writeFileSync(file, `${passphrase}\n`, { mode: 0o600 });
    house.run('init', '--data', house.data, '--organization', organization, '--steward', steward, '--password-file', file, '--password-memory', '64');
    house.members = [{ name: steward, passphrase, work: 'steward' }];
    return house;
  }

  // The member whose work the demo describes so.
  who(work) {
    const member = this.members.find((one) => one.work.includes(work));
    if (!member) throw new Error(`Nobody is “${work}” in ${JSON.stringify(this.members)}`);
    return member;
  }

  run(...words) {
    return execFileSync(program, words, { env: this.environment, encoding: 'utf8' });
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  // A server that was stopped comes back on the port that it had.
  async start() {
    const child = spawn(program, ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`], {
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    let said = '';
    await new Promise((resolve, reject) => {
      const hear = (chunk) => {
        said += chunk;
        const found = said.match(/http:\/\/127\.0\.0\.1:(\d+)/);
        if (!found) return;
        this.port = Number(found[1]);
        resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', (chunk) => { said += chunk; });
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it listened:\n${said}`)));
    });
    child.removeAllListeners('exit');
  }

  async stop(signal = 'SIGTERM') {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  async remove() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// The sign-ins that the demo prints: one passphrase for all, and a line for each name with what that person does.
function signIns(said) {
  const passphrase = said.match(/passphrase: (.+)/)?.[1].trim();
  return [...said.matchAll(/^ {2}(\S+) – (.+)$/gm)].map(([, name, work]) => ({ name, work, passphrase }));
}
