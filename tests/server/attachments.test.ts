import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { ZipFile } from 'yazl';
import type { AttachmentOptions } from '../../server/attachment-options';
import { findNotes } from '../../server/rules/heic-metadata';
import { createBucketStore } from '../../server/services/attachment-bucket';
import { createAttachments } from '../../server/services/attachments';
import { createTicketAccess } from '../../server/services/customer-ticket-access';
import type { CustomerViewer } from '../../server/services/types';
import { adminWith, type AdminClient } from '../support/admin';
import { fieldOf, signedIn, visitorOf, type Visitor } from '../support/browserless';
import { CLAMD, FINDING, INFECTED, startClamd, type Clamd } from '../support/clamd';
import { foundCompany, ORIGIN, viewerOf, type TestCompany } from '../support/company';
import { startS3, type S3Server } from '../support/s3';
import { bootStrapi, type Booted } from '../support/strapi';

const MB = 1024 * 1024;
/** What a phone notes in a photo: where it was, and how it was held. */
const NOTED = {
  IFD0: { Make: 'SECRETPHONE' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 30/1' },
};

let booted: Booted;
let company: TestCompany;
let ana: Visitor;
let dora: Visitor;
let mara: AdminClient;
let viewer: CustomerViewer;
let formToken: string;
let log: jest.SpyInstance[];

beforeAll(async () => {
  booted = await bootStrapi({ pluginConfig: { attachmentSize: 2 * MB, attachmentCount: 6 } });
  company = await foundCompany(booted);
  viewer = await viewerOf(booted, company, 'ana@harbour.example');
  ana = await signedIn(booted, 'ana@harbour.example');
  dora = await signedIn(booted, 'dora@lime.example');
  mara = await adminWith(booted, 'Mara', ['tickets.ticket-read', 'tickets.ticket-update']);
  formToken = fieldOf((await ana.get('/support/new')).text, 'formToken');
});
beforeEach(() => {
  log = (['warn', 'error'] as const).map((level) =>
    jest.spyOn(booted.strapi.log, level).mockImplementation(() => booted.strapi.log),
  );
});
afterEach(() => log.forEach((spy) => spy.mockRestore()));
afterAll(() => booted.destroy());

const said = () => log.flatMap((spy) => spy.mock.calls.map(([line]) => String(line)));
const onDisk = () => {
  const folder = booted.services.runtime.config.attachmentsDir;
  mkdirSync(folder, { recursive: true });
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
};

/** Sends a request with files as a browser does. */
function send(files: Record<string, Buffer | string>, body = 'See the files.') {
  const form = ana
    .raw('post', '/support/new')
    .set('Origin', ORIGIN)
    .field({ formToken, subject: 'With files', body });
  for (const [name, content] of Object.entries(files))
    form.attach('files', Buffer.from(content), name);
  return form;
}

/** What became of files that were sent: the ticket, and each file as its customer sees it. */
async function sent(files: Record<string, Buffer | string>) {
  const { headers } = await send(files).expect(303);
  const ticket = /tickets\/([a-z0-9]{24})/.exec(String(headers.location))?.[1] ?? '';
  const found = await booted.services.customerTickets.find(viewer, ticket, 'en');
  const attachments = found?.messages.flatMap((message) => message.attachments) ?? [];
  const address = (id: string, view = '') =>
    `/support/tickets/${ticket}/attachments/${id}${view && `?view=${view}`}`;
  return { ticket, attachments, address };
}

async function sentOne(name: string, content: Buffer | string) {
  const { ticket, attachments, address } = await sent({ [name]: content });
  const [file] = attachments;
  if (!file || attachments.length > 1) throw new Error('not one file');
  return { ticket, file, address: (view = '') => address(file.id, view) };
}

const bytesOf = (test: ReturnType<Visitor['get']>) =>
  test.buffer(true).parse((response, done) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('end', () => done(null, Buffer.concat(parts)));
  });

/** The same services with other options, behind the same addresses, until `back` is called. */
function withOptions(options: Partial<AttachmentOptions>): () => void {
  const { attachments, runtime } = booted.services;
  const before = { ...attachments };
  const config = { ...runtime.config, ...options };
  const other = { ...runtime, config, db: runtime.db };
  Object.assign(attachments, createAttachments(other, createTicketAccess(other)));
  return () => void Object.assign(attachments, before);
}

async function zipped(content: string): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(content), 'inside.txt');
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const canvas = (width = 40, height = 20) =>
  sharp({ create: { width, height, channels: 3, background: '#2f5bd8' } });
const photo = (orientation = 6) => canvas().withExif(NOTED).withMetadata({ orientation });

describe('pictures', () => {
  it.each(['jpeg', 'webp', 'avif', 'png'] as const)(
    'a %s is turned the way it was held, and says nothing of where it was taken',
    async (format) => {
      const before = await canvas()
        .withExif(NOTED)
        .withMetadata({ orientation: 6 })
        .toFormat(format)
        .toBuffer();
      const given = await sharp(before).metadata();
      expect(given.exif?.toString('latin1')).toContain('SECRETPHONE');
      const { file, address } = await sentOne(`photo.${format}`, before);
      const { body } = await bytesOf(ana.get(address())).expect(200);
      const made = await sharp(body).metadata();
      const { exif, xmp, icc, orientation } = made;
      expect([exif, xmp, icc, orientation]).toEqual([undefined, undefined, undefined, undefined]);
      expect(made.format).toBe(given.format);
      // AVIF is turned by a property of its own, which sharp has written already.
      const isTurned = given.width > given.height;
      expect([made.width, made.height]).toEqual(isTurned ? [20, 40] : [given.width, given.height]);
      expect([file.width, file.height]).toEqual([made.width, made.height]);
      expect((body as Buffer).toString('latin1')).not.toContain('SECRETPHONE');
    },
  );

  it('a moving one goes on moving', async () => {
    const frames = Buffer.concat([Buffer.alloc(8 * 8 * 3, 10), Buffer.alloc(8 * 8 * 3, 200)]);
    const gif = await sharp(frames, { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } })
      .gif({ delay: [100, 100] })
      .toBuffer();
    const { file, address } = await sentOne('moving.gif', gif);
    const { body } = await bytesOf(ana.get(address()));
    expect(await sharp(body).metadata()).toMatchObject({ pages: 2, format: 'gif' });
    expect(file).toMatchObject({ mimeType: 'image/gif', width: 8, height: 8 });
  });

  it('one that cannot be decoded, or is a bomb, is kept byte by byte as a download', async () => {
    const whole = await photo().jpeg().toBuffer();
    const broken = Buffer.concat([whole.subarray(0, 60), Buffer.alloc(300, 7)]);
    const bomb = await canvas(9000, 9000).png({ compressionLevel: 9 }).toBuffer();
    const { attachments, address } = await sent({ 'broken.jpg': broken, 'bomb.png': bomb });
    expect(attachments.map(({ name, mimeType }) => [name, mimeType])).toEqual([
      ['broken.jpg', 'application/octet-stream'],
      ['bomb.png', 'application/octet-stream'],
    ]);
    const [first, second] = attachments;
    const { body } = await bytesOf(ana.get(address(first?.id ?? '')));
    expect(broken.equals(body as Buffer)).toBe(true);
    const shown = await ana.get(address(second?.id ?? '', 'inline')).expect(200);
    expect(shown.headers['content-disposition']).toMatch(/^attachment; filename="bomb\.png"/);
    await ana.get(address(second?.id ?? '', 'thumb')).expect(404);
  });

  it('a HEIC is kept as it is, without what it notes about itself', async () => {
    // AVIF is the same container; its brand says which codec is in it.
    const avif = await canvas().withExif(NOTED).avif().toBuffer();
    const heic = Buffer.from(avif.toString('latin1').replaceAll('avif', 'heic'), 'latin1');
    expect(findNotes(heic)?.length).toBeGreaterThan(0);
    const { file, address } = await sentOne('IMG_0001.HEIC', heic);
    expect(file).toMatchObject({ mimeType: 'image/heic', size: heic.length });
    const { body } = await bytesOf(ana.get(address('inline')));
    expect((body as Buffer).length).toBe(heic.length);
    expect((body as Buffer).includes('SECRETPHONE')).toBe(false);
    for (const cut of [8, 40, 120]) expect(findNotes(heic.subarray(0, cut))).toBeNull();
  });
});

describe('attack 12: what a sender says of a file does not count', () => {
  it.each([
    ['page.html', '<html><script>alert(1)</script>'],
    ['picture.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['photo.png', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['photo.jpg', '<!doctype html><script>alert(1)</script>'],
    ['photo.gif', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])],
    ['bill.pdf', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), Buffer.alloc(60)])],
  ])('%s is refused, and what was typed comes back', async (name, content) => {
    const before = onDisk();
    const { text } = await send({ [name]: content }, 'Typed with care.').expect(422);
    expect(text).toContain(`“${name}”`);
    expect(text).toContain('Typed with care.');
    expect(onDisk()).toEqual(before);
  });

  it('is told by its bytes, and a polyglot keeps nothing but its picture', async () => {
    const png = await canvas().png().toBuffer();
    const polyglot = Buffer.concat([
      await canvas().gif().toBuffer(),
      Buffer.from('<script>alert("polyglot")</script>'),
    ]);
    const { attachments, address } = await sent({
      'page.txt': '<html><script>alert(1)</script>',
      'photo.jpg': png,
      'bill.pdf': png,
      'polyglot.gif': polyglot,
    });
    const types = Object.fromEntries(attachments.map(({ name, mimeType }) => [name, mimeType]));
    expect(types).toEqual({
      'page.txt': 'application/octet-stream',
      'photo.jpg': 'image/png',
      'bill.pdf': 'application/octet-stream',
      'polyglot.gif': 'image/gif',
    });
    const id = attachments.find(({ name }) => name === 'polyglot.gif')?.id ?? '';
    const { body } = await bytesOf(ana.get(address(id)));
    expect((body as Buffer).includes('script')).toBe(false);
  });

  it('is saved unless it is asked for, and shown only where it is a picture or a PDF', async () => {
    const { attachments, address } = await sent({
      'photo.png': await canvas(900, 300).png().toBuffer(),
      'bill.pdf': '%PDF-1.4\n\xe2\xe3\xcf\xd3\n',
      'notes.txt': 'plain',
      'page.txt': '<html><script>alert(1)</script>',
    });
    const seen = await Promise.all(
      attachments.map(async ({ id, name }) => {
        const saved = await ana.get(address(id)).expect(200);
        expect(saved.headers['content-disposition']).toMatch(/^attachment;/);
        const { headers } = await ana.get(address(id, 'inline')).expect(200);
        expect(headers).toMatchObject({
          'x-content-type-options': 'nosniff',
          'cross-origin-resource-policy': 'same-origin',
          'cache-control': 'private, no-store',
        });
        expect(headers['content-security-policy']).toMatch(/^default-src 'none';/);
        const isSandboxed = /; sandbox$/.test(String(headers['content-security-policy']));
        const [kind] = String(headers['content-disposition']).split(';');
        return [name, kind, isSandboxed];
      }),
    );
    expect(seen).toEqual([
      ['photo.png', 'inline', true],
      ['bill.pdf', 'inline', false],
      ['notes.txt', 'attachment', true],
      ['page.txt', 'attachment', true],
    ]);
  });
});

it('attack 13: a name hides nothing, and is no name on the disk', async () => {
  await send({ '\u200B.htaccess': 'x' }).expect(422);
  await send({ 'shell.p\u00ADhp': 'x' }).expect(422);
  const { file } = await sentOne('in\u202Evoice\u200B\u3164.txt', 'x');
  expect(file.name).toBe('invoice.txt');
  expect(onDisk().every((name) => /^[a-f0-9]{48}(\.preview)?$/.test(name))).toBe(true);
});

describe('previews', () => {
  it('are small, made once, kept beside the picture and gone with it', async () => {
    const { file, address } = await sentOne('wide.png', await canvas(1600, 400).png().toBuffer());
    const asked = await Promise.all([0, 1, 2].map(() => bytesOf(ana.get(address('thumb')))));
    for (const { status, headers, body } of asked) {
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-type': 'image/webp',
        'content-disposition': 'inline',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(await sharp(body).metadata()).toMatchObject({ width: 640, height: 160 });
    }
    const row = await booted.services.runtime
      .db('cp_attachments')
      .where({ document_id: file.id })
      .first();
    const preview = `${row.storage_key}.preview`;
    expect(onDisk()).toContain(preview);
    await booted.services.attachments.discard([{ storageKey: row.storage_key }]);
    expect(onDisk()).not.toContain(preview);
    expect(onDisk()).not.toContain(row.storage_key);
    for (const view of ['', 'inline', 'thumb']) await ana.get(address(view)).expect(404);
  });

  it('are there of pictures only', async () => {
    const { address } = await sentOne('notes.txt', 'plain');
    await ana.get(address('thumb')).expect(404);
  });
});

describe('a part of a file', () => {
  const content = 'abcdefghij'.repeat(20_000);
  let address: string;
  let etag: string;

  beforeAll(async () => {
    address = (await sentOne('long.txt', content)).address();
    const { headers } = await ana.get(address).expect(200);
    etag = String(headers.etag);
    expect(headers['accept-ranges']).toBe('bytes');
    expect(headers['content-length']).toBe(String(content.length));
  });

  it('is sent alone', async () => {
    const { headers, text } = await ana.get(address).set('Range', 'bytes=5-14').expect(206);
    expect(text).toBe('fghijabcde');
    expect(headers).toMatchObject({
      'content-range': `bytes 5-14/${content.length}`,
      'content-length': '10',
      etag,
    });
    const end = await ana.get(address).set('Range', 'bytes=-3').set('If-Range', etag).expect(206);
    expect(end.text).toBe('hij');
  });

  it('is the whole where it is another file by now, several parts, or no range', async () => {
    for (const headers of [
      { Range: 'bytes=5-14', 'If-Range': '"before"' },
      { Range: 'bytes=0-1,5-6' },
      { Range: 'chapter=1' },
    ] as Record<string, string>[]) {
      const answer = await ana.get(address).set(headers).expect(200);
      expect(answer.text).toBe(content);
    }
  });

  it('is 416 behind the end', async () => {
    const { headers } = await ana.get(address).set('Range', 'bytes=200000-').expect(416);
    expect(headers['content-range']).toBe(`bytes */${content.length}`);
  });

  it('is told by HEAD without a byte', async () => {
    const { headers, text } = await ana.raw('head', address).expect(200);
    expect(headers).toMatchObject({ 'content-length': String(content.length), etag });
    expect(text ?? '').toBe('');
  });

  it('is the same for agents', async () => {
    const [, ticket, id] = /tickets\/(\w+)\/attachments\/(\w+)/.exec(address) ?? [];
    const agents = `/tickets/${ticket}/attachments/${id}`;
    const { status, text } = await mara.get(agents).set('Range', 'bytes=0-2');
    expect([status, text]).toEqual([206, 'abc']);
  });
});

describe('attack 3: a file is there for whoever may see its ticket, and for nobody else', () => {
  let found: Awaited<ReturnType<typeof sentOne>>;
  beforeAll(async () => {
    found = await sentOne('photo.png', await canvas().png().toBuffer());
    await ana.get(found.address('thumb')).expect(200);
  });

  it('answers others as if it were not there, byte for byte, in every view', async () => {
    const nothing = await dora.get('/support/tickets/aaaaaaaaaaaaaaaaaaaaaaaa/attachments/b');
    expect(nothing.status).toBe(404);
    for (const view of ['', 'inline', 'thumb'])
      for (const range of ['', 'bytes=0-1', 'bytes=9999999-']) {
        const { status, text, headers } = await dora.get(found.address(view)).set('Range', range);
        expect([status, text]).toEqual([404, nothing.text]);
        expect(headers.etag).toBeUndefined();
      }
    expect((await dora.raw('head', found.address())).status).toBe(404);
    await visitorOf(booted).get(found.address('inline')).expect(303);
  });

  it('lies under no public address, under its own name or its storage key', async () => {
    const { storage_key: key } = await booted.services.runtime
      .db('cp_attachments')
      .where({ document_id: found.file.id })
      .first();
    const names = ['photo.png', key, `${key.slice(0, 2)}/${key}`, `${key}.preview`];
    for (const name of names)
      for (const folder of ['/uploads', '/support/uploads', '/support/attachments', '/attachments'])
        expect((await visitorOf(booted).get(`${folder}/${name}`)).status).not.toBe(200);
  });

  it('is gone for whoever is no longer associated with its ticket', async () => {
    const { db } = booted.services.runtime;
    const ticket = await db('cp_tickets').where({ document_id: found.ticket }).first();
    const participant = { ticket_id: ticket.id, contact_id: company.people.ana.key };
    const [row] = await db('cp_participants').where(participant);
    await db('cp_participants').where(participant).delete();
    for (const view of ['', 'inline', 'thumb']) await ana.get(found.address(view)).expect(404);
    await db('cp_participants').insert(row);
    await ana.get(found.address()).expect(200);
  });

  it('is hidden and shown again by an agent who may change tickets, and recorded', async () => {
    const agents = `/tickets/${found.ticket}/attachments/${found.file.id}`;
    const reader = await adminWith(booted, 'Rita', ['tickets.ticket-read']);
    await reader.put(agents, { isSensitive: true }).expect(403);
    await mara.put(agents, {}).expect(400);
    await mara
      .put(`/tickets/${found.ticket}/attachments/nothing`, { isSensitive: true })
      .expect(404);
    const { body } = await mara.put(agents, { isSensitive: true }).expect(200);
    expect(body.messages[0].attachments[0]).toMatchObject({ name: 'photo.png', isSensitive: true });
    for (const view of ['', 'inline', 'thumb'])
      for (const range of ['', 'bytes=0-1'])
        await ana.get(found.address(view)).set('Range', range).expect(404);
    expect((await ana.get(`/support/tickets/${found.ticket}`)).text).not.toContain('photo.png');
    await mara.get(agents).expect(200);
    // Twice is once.
    await mara.put(agents, { isSensitive: true }).expect(200);
    const shown = await mara.put(agents, { isSensitive: false }).expect(200);
    const actions = shown.body.activity.map(({ action }: { action: string }) => action);
    expect(actions.slice(-2)).toEqual(['ticket.attachment-hidden', 'ticket.attachment-shown']);
    await ana.get(found.address()).expect(200);
  });
});

describe('limits', () => {
  const set = (attachments: { files: number; sizeMb: number }) =>
    booted.services.portalSettings.apply(company.portalKey, { supportForm: { attachments } });
  afterAll(() => set({ files: 10, sizeMb: 25 }));

  it('are told beforehand, and never more than the plugin allows', async () => {
    expect((await ana.get('/support/new')).text).toContain('Up to 6 files of 2 MB each.');
    await set({ files: 2, sizeMb: 1 });
    expect((await ana.get('/support/new')).text).toContain('Up to 2 files of 1 MB each.');
  });

  it('are kept, with what was typed', async () => {
    const before = onDisk();
    const tooLarge = await send({ 'a.txt': 'x'.repeat(MB + 1) }, 'Typed.').expect(422);
    expect(tooLarge.text).toContain('“a.txt” is too large.');
    expect(tooLarge.text).toContain('Typed.');
    const tooMany = await send({ 'a.txt': 'x', 'b.txt': 'x', 'c.txt': 'x' }).expect(422);
    expect(tooMany.text).toContain('Too many files.');
    expect(onDisk()).toEqual(before);
    expect((await sent({ 'a.txt': 'x'.repeat(MB), 'b.txt': 'x' })).attachments).toHaveLength(2);
  });

  it('of a whole message are told and kept as well', async () => {
    await set({ files: 10, sizeMb: 25 });
    const back = withOptions({ attachmentTotal: 3 * MB });
    const { text } = await ana.get('/support/new');
    expect(text).toContain('Up to 6 files of 2 MB each, 3 MB together.');
    const file = 'x'.repeat(1.8 * MB);
    const { text: refused } = await send({ 'a.txt': file, 'b.txt': file }).expect(422);
    expect(refused).toContain('Together the files are too large.');
    back();
  });
});

describe('in a bucket', () => {
  let server: S3Server;
  let back: () => void;
  beforeAll(async () => {
    server = await startS3();
    back = withOptions({ attachmentStore: server.options });
  });
  afterAll(async () => {
    back();
    await server.stop();
  });

  it('a file is kept under a generated name, read in whole and in part, and removed', async () => {
    const before = onDisk();
    const { attachments, address } = await sent({
      'notes.txt': 'in the bucket',
      'photo.png': await canvas(800, 400).png().toBuffer(),
    });
    expect(onDisk()).toEqual(before);
    expect(server.keys()).toHaveLength(2);
    for (const key of server.keys()) expect(key).toMatch(/^portal\/([a-f0-9]{2})\/\1[a-f0-9]{46}$/);
    const [notes, picture] = attachments;
    const address1 = address(notes?.id ?? '');
    expect((await ana.get(address1).expect(200)).text).toBe('in the bucket');
    expect((await ana.get(address1).set('Range', 'bytes=3-5').expect(206)).text).toBe('the');
    await ana.get(address1).set('Range', 'bytes=99-').expect(416);
    await ana.get(address(picture?.id ?? '', 'thumb')).expect(200);
    expect(server.keys()).toHaveLength(3);
    const rows = await booted.services.runtime
      .db('cp_attachments')
      .whereIn('document_id', [notes?.id ?? '', picture?.id ?? '']);
    const files = rows.map((row) => ({ storageKey: String(row.storage_key) }));
    await booted.services.attachments.discard(files);
    expect(server.keys()).toEqual([]);
    await ana.get(address1).expect(404);
  });

  it('nothing is left of a form that fails, and of files that are refused', async () => {
    const create = jest
      .spyOn(booted.services.customerTickets, 'create')
      .mockRejectedValueOnce(new Error('the database went away'));
    await send({ 'a.txt': 'x' }).expect(500);
    create.mockRestore();
    await send({ 'a.txt': 'x', 'b.html': '<html>' }).expect(422);
    await send({ 'a.txt': 'x'.repeat(2 * MB + 1) }).expect(422);
    expect(server.keys()).toEqual([]);
  });

  it('a bucket that is not there is an error that nothing is stored by', async () => {
    const undo = withOptions({ attachmentStore: { ...server.options, bucket: 'nowhere' } });
    const before = onDisk();
    await send({ 'a.txt': 'x' }).expect(500);
    expect(onDisk()).toEqual(before);
    const { store } = booted.services.attachments as ReturnType<typeof createAttachments>;
    await expect(store.check()).rejects.toThrow();
    undo();
  });

  it('says when the server starts which packages are missing', async () => {
    jest.doMock('@aws-sdk/client-s3', () => {
      throw new Error("Cannot find module '@aws-sdk/client-s3'");
    });
    const { prepare } = createBucketStore(server.options);
    await expect(prepare()).rejects.toThrow(
      'customer-portal: attachmentStore in S3 needs two packages: npm install @aws-sdk/client-s3 @aws-sdk/s3-request-presigner',
    );
    jest.dontMock('@aws-sdk/client-s3');
    await prepare();
  });
});

describe('a virus scan by a hook', () => {
  const scanning = (scanAttachment: AttachmentOptions['scanAttachment'], scanFailOpen = false) =>
    withOptions({ scanAttachment, scanFailOpen });

  it('sees the file as it came, and what it refuses is kept nowhere', async () => {
    const seen: object[] = [];
    const back = scanning(async (file) => {
      seen.push(file);
      return { isClean: false, finding: 'Eicar' };
    });
    const before = onDisk();
    const { text } = await send({ 'a.txt': 'hello' }, 'Typed.').expect(422);
    back();
    expect(text).toContain('our virus scanner found something in it.');
    expect(text).toContain('Typed.');
    expect(seen).toEqual([
      { path: expect.any(String), name: 'a.txt', mimeType: 'text/plain', size: 5 },
    ]);
    expect(onDisk()).toEqual(before);
    expect(said().join()).toContain('Eicar');
  });

  it('that fails refuses, and keeps what was typed; or takes the file where that is chosen', async () => {
    const fails = () => Promise.reject(new Error('scanner is down'));
    const back = scanning(fails);
    const { text } = await send({ 'a.txt': 'hello' }, 'Typed.').expect(422);
    back();
    expect(text).toContain('Please try again later: your text is kept.');
    expect(text).toContain('Typed.');
    expect(said().join()).toContain('scanner is down');
    const open = scanning(fails, true);
    expect((await sentOne('a.txt', 'hello')).file.name).toBe('a.txt');
    open();
  });
});

(CLAMD === '' ? describe.skip : describe)('a virus scan by ClamAV', () => {
  let clamd: Clamd;
  beforeAll(async () => {
    clamd = await startClamd();
  });
  afterAll(() => clamd?.stop());

  it('reaches it by host and port too', async () => {
    const back = withOptions({ clamav: { host: '127.0.0.1', port: clamd.port } });
    const { attachments } = booted.services;
    await (attachments as ReturnType<typeof createAttachments>).scan.ping();
    const { text } = await send({ 'a.txt': INFECTED, 'b.txt': 'clean' }).expect(422);
    expect(text).toContain('“a.txt” was not accepted');
    expect(text).not.toContain('“b.txt”');
    expect(said().join()).toContain(FINDING);
    expect((await sentOne('clean.txt', 'nothing in it')).file.size).toBe(13);
    back();
  });

  it('finds what a file hides, in a text and in an archive, and takes what is clean', async () => {
    const back = withOptions({ clamav: { socket: clamd.socket } });
    const before = onDisk();
    const { text } = await send({ 'a.txt': INFECTED, 'b.txt': 'clean' }).expect(422);
    expect(text).toContain('“a.txt” was not accepted');
    expect(text).not.toContain('“b.txt”');
    expect(onDisk()).toEqual(before);
    expect(said().join()).toContain(FINDING);
    await send({ 'a.zip': await zipped(INFECTED) }).expect(422);
    expect((await sentOne('clean.txt', 'nothing in it')).file.size).toBe(13);
    const { attachments } = booted.services;
    const scan = (attachments as ReturnType<typeof createAttachments>).scan;
    await expect(scan.ping()).resolves.toBeUndefined();
    // Larger than it looks at: not looked at is not clean.
    await send({ 'large.txt': 'x'.repeat(1.5 * MB) }).expect(422);
    await clamd.stop();
    await expect(scan.ping()).rejects.toThrow();
    const down = await send({ 'a.txt': 'clean' }, 'Typed.').expect(422);
    expect(down.text).toContain('“a.txt” could not be checked for viruses just now.');
    expect(down.text).toContain('Typed.');
    back();
  });
});

it('takes the files that are missing here from another folder, and leaves that as it is', async () => {
  const { runtime, attachments, attachmentMoves } = booted.services;
  const { address, file } = await sentOne('moved.txt', 'moved here');
  const { storage_key: storageKey } = await runtime
    .db('cp_attachments')
    .where({ document_id: file.id })
    .first();
  const folder = path.join(runtime.config.attachmentsDir, '..', 'of-before');
  const old = path.join(folder, storageKey.slice(0, 2), storageKey);
  mkdirSync(path.dirname(old), { recursive: true });
  writeFileSync(old, 'moved here');
  await attachments.discard([{ storageKey }]);
  await ana.get(address()).expect(404);
  const first = await attachmentMoves.takeFrom(folder);
  expect(first.taken).toBe(1);
  expect((await ana.get(address()).expect(200)).text).toBe('moved here');
  expect(existsSync(old)).toBe(true);
  const again = await attachmentMoves.takeFrom(folder);
  expect(again).toEqual({ ...first, taken: 0, present: first.present + 1 });
  const files = attachments as ReturnType<typeof createAttachments>;
  expect(await files.adopt('../../etc/passwd', old)).toBe(false);
});
