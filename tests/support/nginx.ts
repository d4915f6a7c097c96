import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { findNginx } from './find-nginx';
import { freePort } from './free-port';

export const NGINX = findNginx();

export interface Nginx {
  port: number;
  tlsPort: number;
  stop(): Promise<void>;
}

interface Options {
  /** Blocks of the `http` context; `port` listens in plain, `tlsPort` with a certificate signed by nobody. */
  servers: (ports: { port: number; tlsPort: number; tls: string }) => string;
  /** The name on the certificate. */
  certificateOf: string;
}

/** A real nginx in front of what the configuration says, in a folder of its own. */
export async function startNginx({ servers, certificateOf }: Options): Promise<Nginx> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'customer-portal-nginx-'));
  const [port, tlsPort] = [await freePort(), await freePort()];
  makeCertificate(folder, certificateOf);
  const tls = `ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;`;
  writeFileSync(
    path.join(folder, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  ${servers({ port, tlsPort, tls })}
}
`,
  );
  const args = ['-p', folder, '-c', path.join(folder, 'nginx.conf'), '-e', `${folder}/error.log`];
  const child = spawn(NGINX, args, { stdio: 'inherit' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const isUp = await Promise.race([listening(port).then(() => true), ended.then(() => false)]);
  if (!isUp) throw new Error(`nginx did not start: see ${folder}/error.log`);
  return {
    port,
    tlsPort,
    async stop() {
      child.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeCertificate(folder: string, name: string): void {
  const { status, stderr } = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-days', '2', '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`],
    ...['-keyout', path.join(folder, 'key.pem'), '-out', path.join(folder, 'cert.pem')],
  ]);
  if (status !== 0) throw new Error(`openssl: ${String(stderr)}`);
}

/** Asks until something listens. */
function listening(port: number): Promise<void> {
  return new Promise((resolve) => {
    const ask = () => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('connect', () => {
        socket.destroy();
        resolve();
      });
      socket.once('error', () => setTimeout(ask, 20));
    };
    ask();
  });
}
