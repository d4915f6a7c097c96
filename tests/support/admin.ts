import request from 'supertest';
import { actionUid } from '../../server/permissions';
import type { Booted } from './strapi';

export interface Credentials {
  email: string;
  password: string;
}

export interface AdminClient {
  get(path: string): request.Test;
  post(path: string, body: object): request.Test;
  put(path: string, body: object): request.Test;
  /** Sends a file in a multipart request. */
  attach(path: string, content: Buffer, field?: string): request.Test;
  delete(path: string): request.Test;
}

const PASSWORD = 'Admin-window-72';

/** An admin user whose only role grants the given actions of the plugin (last two segments, as in permissions.ts). */
export async function createAdminWith(
  { strapi }: Booted,
  name: string,
  actions: string[],
): Promise<Credentials> {
  const role = await strapi
    .service('admin::role')
    .create({ name: `Role of ${name}`, description: 'test' });
  await strapi.service('admin::role').assignPermissions(
    role.id,
    actions.map((action) => ({
      action: actionUid(action),
      subject: null,
      conditions: [],
      properties: {},
    })),
  );
  const email = `${name.toLowerCase()}@tallybrook.example`;
  await strapi.service('admin::user').create({
    email,
    firstname: name,
    lastname: 'Berg',
    password: PASSWORD,
    isActive: true,
    registrationToken: null,
    roles: [role.id],
  });
  return { email, password: PASSWORD };
}

/** Such an admin user, signed in. */
export async function adminWith(
  booted: Booted,
  name: string,
  actions: string[],
): Promise<AdminClient> {
  const { server } = booted;
  const credentials = await createAdminWith(booted, name, actions);
  const { body } = await request(server).post('/admin/login').send(credentials);
  const token = String(body.data?.token ?? '');
  const as = (test: request.Test) => test.set('Authorization', `Bearer ${token}`);
  return {
    get: (path) => as(request(server).get(`/customer-portal${path}`)),
    post: (path, input) => as(request(server).post(`/customer-portal${path}`)).send(input),
    attach: (path, content, field = 'part') =>
      as(request(server).post(`/customer-portal${path}`)).attach(field, content, field),
    put: (path, input) => as(request(server).put(`/customer-portal${path}`)).send(input),
    delete: (path) => as(request(server).delete(`/customer-portal${path}`)),
  };
}
