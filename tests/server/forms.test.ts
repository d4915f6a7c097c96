import { mkdirSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { fieldOf, HOST, signedIn, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, ORIGIN } from '../support/company';
import { bootStrapi, type Booted } from '../support/strapi';

const FILE_LIMIT = 200_000;

let booted: Booted;
let ana: Visitor;
let formToken: string;
let log: jest.SpyInstance;

beforeAll(async () => {
  booted = await bootStrapi({
    pluginConfig: {
      attachmentSize: FILE_LIMIT,
      attachmentCount: 3,
      signInTries: { address: 5, ip: 500 },
    },
  });
  mkdirSync(booted.services.runtime.config.attachmentsDir, { recursive: true });
  await foundCompany(booted);
  ana = await signedIn(booted, 'ana@harbour.example');
  formToken = fieldOf((await ana.get('/support/new')).text, 'formToken');
  log = jest.spyOn(booted.strapi.log, 'error');
});
afterEach(() => {
  log.mockRestore();
  log = jest.spyOn(booted.strapi.log, 'error');
});
afterAll(() => booted.destroy());

const files = () => {
  const folder = booted.services.runtime.config.attachmentsDir;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => path.basename(name));
};

const rowsOf = async (table: string) =>
  Number((await booted.services.runtime.db(table).count({ total: '*' }))[0]?.total);

const multipart = (path: string, boundary: string | null, body: string | Buffer, who = ana) =>
  who
    .raw('post', path)
    .set('Origin', ORIGIN)
    .set('Content-Type', `multipart/form-data${boundary === null ? '' : `; boundary=${boundary}`}`)
    .send(body);

const part = (name: string, value: string, fileName = '') =>
  `--b\r\nContent-Disposition: form-data; name="${name}"${fileName && `; filename="${fileName}"`}\r\n\r\n${value}\r\n`;

describe('a body that is no form', () => {
  it.each([
    ['without a boundary', null, 'x'],
    ['that is garbage', 'b', '\u0000\u0001garbage\r\n\r\n--'],
    ['that is empty', 'b', ''],
    [
      'that ends in a field',
      'b',
      '--b\r\nContent-Disposition: form-data; name="subject"\r\n\r\nhal',
    ],
    ['that ends in a header', 'b', '--b\r\nContent-Disposition: form-da'],
    [
      'that ends in a file',
      'b',
      `${part('formToken', 'x')}--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nhalf of it`,
    ],
    [
      'that ends behind too many parts',
      'b',
      `${part('x', '').repeat(310)}--b\r\nContent-Disposition: form-data; name="y"\r\n\r\nz`,
    ],
  ])(
    'is a calm 400 or 413 when it is multipart %s, and leaves nothing',
    async (_name, boundary, body) => {
      const before = files().length;
      for (const visitor of [ana, visitorOf(booted)]) {
        for (const address of ['/support/new', '/support/sign-in']) {
          const answer = await multipart(address, boundary, body, visitor);
          expect([400, 413, 415]).toContain(answer.status);
          expect(answer.text).toContain('<h1>');
          expect(answer.headers.connection).toBe('close');
        }
      }
      expect(files()).toHaveLength(before);
      expect(log).not.toHaveBeenCalled();
      await visitorOf(booted).get('/support/sign-in').expect(200);
    },
  );

  it('is answered wherever it breaks off', async () => {
    const form = `${part('email', 'x@y.example')}${part('files', 'text', 'a.txt')}--b--\r\n`;
    for (let length = 1; length < form.length; length += 1) {
      const cut = form.slice(0, length);
      const { status } = await multipart(
        '/support/forgotten-password',
        'b',
        cut,
        visitorOf(booted),
      );
      // Behind the last boundary's dashes nothing is missing.
      const isWhole = length >= form.length - 2;
      expect([length, status]).toEqual([length, isWhole ? expect.any(Number) : 400]);
    }
    expect(log).not.toHaveBeenCalled();
  });

  it('is 400 when it is broken, 415 when it is of another type', async () => {
    await multipart('/support/new', null, 'x').expect(400);
    await multipart('/support/new', 'b', 'garbage').expect(400);
    for (const [type, body] of [
      ['application/json', '{"subject":"x"}'],
      ['text/plain', 'subject=x'],
      ['application/xml', '<x/>'],
    ] as const) {
      for (const address of ['/support/new', '/support/sign-in', '/support/profile']) {
        const request = ana.raw('post', address).set('Origin', ORIGIN).set('Content-Type', type);
        const answer = await request.send(body).expect(415);
        expect(answer.text).toContain('takes forms only');
      }
    }
    await ana.raw('post', '/support/new').set('Origin', ORIGIN).expect(415);
    expect(log).not.toHaveBeenCalled();
  });

  it('is counted as it comes when its length is not announced, and is not read further', async () => {
    const limits = {
      'application/x-www-form-urlencoded': 512 * 1024,
      'multipart/form-data; boundary=b': 512 * 1024 + 6 * FILE_LIMIT,
    };
    const starts = ['', part('subject', 'x'), `${part('subject', 'x')}--b--\r\n`];
    // Each answer lingers for a second: all at once.
    await Promise.all(
      Object.entries(limits).flatMap(([type, limit]) =>
        starts.map(async (start) => {
          const { answer, sent } = await streamWithoutEnd('/support/new', type, start);
          expect(answer).toMatch(/^HTTP\/1\.1 413 /);
          expect(answer).toContain('Too large');
          expect(answer.toLowerCase()).toContain('connection: close');
          expect(sent).toBeGreaterThan(limit);
          // What the sockets between hold is little beside it.
          expect(sent).toBeLessThan(limit + 16 * 1024 * 1024);
        }),
      ),
    );
    expect(log).not.toHaveBeenCalled();
  });

  it('leaves no file behind when its sender goes away in the middle', async () => {
    const before = files().length;
    const cookie = await sessionCookie();
    const socket = connect(booted.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `POST /support/new HTTP/1.1\r\nHost: ${HOST}\r\nOrigin: ${ORIGIN}\r\nCookie: ${cookie}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n${part('files', 'x'.repeat(70_000), 'a.txt').slice(0, -2)}`,
    );
    await until(() => files().length > before);
    socket.destroy();
    await until(() => files().length === before);
  });
});

async function sessionCookie(): Promise<string> {
  const answer = await visitorOf(booted).post('/support/sign-in', {
    email: 'ana@harbour.example',
    password: 'Quiet-window-72',
  });
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

/** Sends chunks until the server answers. */
function streamWithoutEnd(address: string, type: string, start: string) {
  return new Promise<{ answer: string; sent: number }>((resolve) => {
    const socket = connect(booted.port, '127.0.0.1');
    const piece = Buffer.alloc(64 * 1024, 'x');
    let answer = '';
    let sent = 0;
    const chunk = (data: Buffer | string) =>
      socket.write(`${Buffer.byteLength(data).toString(16)}\r\n${data.toString()}\r\n`);
    const go = () => {
      while (answer === '' && !socket.destroyed && sent < 200 * 1024 * 1024) {
        sent += piece.length;
        if (!chunk(piece)) return void socket.once('drain', go);
      }
    };
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ answer, sent }));
    socket.write(
      `POST ${address} HTTP/1.1\r\nHost: ${HOST}\r\nOrigin: ${ORIGIN}\r\nContent-Type: ${type}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    if (start !== '') chunk(start);
    go();
  });
}

describe('what is typed', () => {
  it('loses its NUL characters, which no database takes', async () => {
    const made = await ana
      .post('/support/new', { formToken, subject: 'Nul\0l', body: 'One\0 two' })
      .expect(303);
    const ticket = String(made.headers.location).split('?')[0] ?? '';
    await multipart(
      `${ticket}/reply`,
      'b',
      `${part('formToken', formToken)}${part('body', 'Three\0 four')}--b--\r\n`,
    ).expect(303);
    const page = await ana.get(ticket).expect(200);
    expect(page.text).toContain('Null');
    expect(page.text).toContain('One two');
    expect(page.text).toContain('Three four');
    await visitorOf(booted)
      .post('/support/sign-in', { email: 'a\0b@x.example', password: 'x\0y' })
      .expect(422);
  });

  it('is stored under a key that our forms make, or under none', async () => {
    const send = (submissionKey: string) =>
      ana
        .post('/support/new', { formToken, subject: 'Keyed', body: 'x', submissionKey })
        .expect(303);
    for (const odd of ['x'.repeat(100), "'; --", 'a b', 'ä']) {
      const [first, second] = [await send(odd), await send(odd)];
      expect(first.headers.location).not.toBe(second.headers.location);
    }
    const [first, second] = [await send('a-key'), await send('a-key')];
    expect(first.headers.location).toBe(second.headers.location);
  });

  it('starts a list anew where its cursor is no place in it', async () => {
    for (const cursor of [
      '0.9999999999999999.9999999999999999',
      '1.1.2147483648',
      '9999999999999999',
      '9999999999999999.9999999999999999',
      '-1',
      'x',
    ]) {
      for (const search of ['', '&q=keyed', '&sort=opened', '&state=all']) {
        const page = await ana.get(`/support?cursor=${cursor}${search}`).expect(200);
        expect(page.text).toContain('Keyed');
      }
    }
  });
});

describe('a message that cannot be stored', () => {
  const broken = () => Promise.reject(new Error('the database went away'));
  const fields = { subject: 'This & that', body: 'Line one\nand two', submissionKey: 'again-1' };
  beforeEach(() => log.mockImplementation(() => booted.strapi.log));
  afterEach(() => jest.restoreAllMocks());

  /** What the form of a failed message holds, as a browser would send it again. */
  function formOf(html: string): Record<string, string> {
    const body = /<textarea[^>]*readonly[^>]*>([^<]*)<\/textarea>/.exec(html)?.[1] ?? '';
    const names = ['formToken', 'submissionKey', 'subject'];
    const inputs = names.map((name) => [name, fieldOf(html, name).replace('&amp;', '&')]);
    return { ...Object.fromEntries(inputs), body };
  }

  it('comes back with the page that says so, and is stored once by its form', async () => {
    jest.spyOn(booted.services.customerTickets, 'create').mockImplementationOnce(broken);
    const failed = await ana.post('/support/new', { formToken, ...fields }).expect(500);
    expect(failed.text).toContain('Something went wrong');
    expect(formOf(failed.text)).toEqual({ formToken, ...fields });
    const again = await ana.post('/support/new', formOf(failed.text)).expect(303);
    const twice = await ana.post('/support/new', formOf(failed.text)).expect(303);
    expect(again.headers.location).toBe(twice.headers.location);
    const ticket = String(again.headers.location).split('?')[0] ?? '';
    jest.spyOn(booted.services.customerTickets, 'reply').mockImplementationOnce(broken);
    const reply = { body: 'The reply', submissionKey: 'again-2' };
    const unsent = await ana.post(`${ticket}/reply`, { formToken, ...reply }).expect(500);
    expect(unsent.text).toContain(`action="${ticket}/reply"`);
    expect(formOf(unsent.text)).toEqual({ formToken, ...reply, subject: '' });
  });

  it('comes back even when not so much as the session can be read', async () => {
    jest.spyOn(booted.services.sessions, 'findAt').mockImplementation(broken);
    const failed = await ana.post('/support/new', { formToken, ...fields }).expect(500);
    expect(formOf(failed.text)).toEqual({ formToken, ...fields });
    const text = `${part('formToken', formToken)}${part('body', 'In parts')}--b--\r\n`;
    const inParts = await multipart('/support/new', 'b', text).expect(500);
    expect(formOf(inParts.text)).toMatchObject({ formToken, body: 'In parts' });
    // Nothing else is given back.
    const other = await ana.post('/support/profile', { formToken, name: 'Typed name' }).expect(500);
    expect(other.text).not.toContain('Typed name');
  });
});

describe('a file of a form', () => {
  const withFile = (address: string, fields: Record<string, string>) => {
    const body = Object.entries({ formToken, ...fields }).map(([name, value]) => part(name, value));
    return multipart(
      address,
      'b',
      `${body.join('')}${part('files', 'a,b', 'values.csv')}--b--\r\n`,
    );
  };

  it('is stored once when the form is sent twice, and has its row', async () => {
    const fields = { subject: 'Sent twice', body: 'x', submissionKey: 'files-1' };
    const before = files().length;
    const rows = await rowsOf('cp_attachments');
    const [first, second] = await Promise.all([
      withFile('/support/new', fields).expect(303),
      withFile('/support/new', fields).expect(303),
    ]);
    expect(first.headers.location).toBe(second.headers.location);
    expect(files()).toHaveLength(before + 1);
    const ticket = String(first.headers.location).split('?')[0] ?? '';
    const reply = { body: 'y', submissionKey: 'files-2' };
    await withFile(`${ticket}/reply`, reply).expect(303);
    await withFile(`${ticket}/reply`, reply).expect(303);
    expect(files()).toHaveLength(before + 2);
    expect(await rowsOf('cp_attachments')).toBe(rows + 2);
    const download = /href="([^"]*\/attachments\/[^"]*)"/.exec((await ana.get(ticket)).text);
    expect((await ana.get(download?.[1] ?? '').expect(200)).text).toBe('a,b');
  });

  it('is gone when the message is not stored', async () => {
    const { customerTickets } = booted.services;
    const made = await ana.post('/support/new', { formToken, subject: 'Fails', body: 'x' });
    const ticket = String(made.headers.location).split('?')[0] ?? '';
    const before = files().length;
    log.mockImplementation(() => booted.strapi.log);
    const broken = () => Promise.reject(new Error('the database went away'));
    const create = jest.spyOn(customerTickets, 'create').mockImplementation(broken);
    const reply = jest.spyOn(customerTickets, 'reply').mockImplementation(broken);
    await withFile('/support/new', { subject: 'x', body: 'y' }).expect(500);
    await withFile(`${ticket}/reply`, { body: 'y' }).expect(500);
    create.mockRestore();
    reply.mockRestore();
    await withFile('/support/tickets/abcdefghijklmnopqrstuvwx/reply', { body: 'y' }).expect(404);
    await withFile(`${ticket}/reply`, { body: 'y', formToken: 'wrong' }).expect(403);
    expect(files()).toHaveLength(before);
  });

  it('does not hold up its form when the disk takes no more', async () => {
    const receive = jest
      .spyOn(booted.services.attachments, 'receive')
      .mockImplementation((_name, stream) => {
        stream.destroy();
        return Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
      });
    log.mockImplementation(() => booted.strapi.log);
    const big = part('files', 'x'.repeat(150_000), 'a.txt');
    await multipart('/support/new', 'b', `${part('subject', 'x')}${big}${big}--b--\r\n`).expect(
      500,
    );
    receive.mockRestore();
  });
});
