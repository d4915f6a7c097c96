import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';

interface SignIn {
  email: string;
  password: string;
  name: string;
}

export interface Demo {
  admin: SignIn & { url: string };
  help: string;
  portal: string;
  customers: (SignIn & { company: string; sees: string })[];
  agents: SignIn[];
  second: { help: string; portal: string; customers: SignIn[] };
  /** What the demo printed. */
  output(): string;
  /** Ends it as Ctrl-C does; returns its exit code. */
  end(): Promise<number | null>;
}

/** `npm run demo` as a stranger starts it, with a company of its own on a free port. */
export async function startDemo(): Promise<Demo> {
  const root = path.resolve(__dirname, '../..');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'customer-portal-demo-'));
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [path.join(root, 'scripts', 'demo.js')], {
    cwd: root,
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DEMO_DATA: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const facts = path.join(folder, '.demo.json');
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (!output.includes('Ready after') || !existsSync(facts)) {
    if (isOver) throw new Error(`The demo ended: ${output}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    ...(JSON.parse(readFileSync(facts, 'utf8')) as Omit<Demo, 'end' | 'output'>),
    output: () => output,
    async end() {
      child.kill('SIGINT');
      const code = await ended;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
