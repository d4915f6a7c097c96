import request from 'supertest';
import type TestAgent from 'supertest/lib/agent';
import { ORIGIN, PASSWORD } from './company';
import type { Booted } from './strapi';

export const HOST = new URL(ORIGIN).host;

export interface Visitor {
  get(path: string): request.Test;
  /** Posts a form as a browser on the same origin does. */
  post(path: string, fields: Record<string, string>): request.Test;
  /** A request with headers of the caller's choice. */
  raw(method: 'get' | 'head' | 'post' | 'put' | 'delete', path: string): request.Test;
}

/** A browser without scripts: cookies are kept, forms are posted with their origin. The server may be an address. */
export function visitorOf({ server }: { server: Booted['server'] | string }, host = HOST): Visitor {
  const agent: TestAgent = request.agent(server).set('Host', host);
  return {
    get: (path) => agent.get(path),
    post: (path, fields) =>
      agent.post(path).set('Origin', `http://${host}`).type('form').send(fields),
    raw: (method, path) => agent[method](path),
  };
}

export async function signedIn(booted: Booted, email: string, host = HOST): Promise<Visitor> {
  const visitor = visitorOf(booted, host);
  await visitor.post('/support/sign-in', { email, password: PASSWORD }).expect(303);
  return visitor;
}

/** Value of a hidden field of a page. */
export function fieldOf(html: string, name: string): string {
  const tag = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(html)?.[0] ?? '';
  return /value="([^"]*)"/.exec(tag)?.[1] ?? '';
}
