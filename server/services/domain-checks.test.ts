import { createDomainChecks } from './domain-checks';
import { fetchFrom, type Fetched } from './guarded-fetch';
import type { Resolver } from './resolver';
import type { Runtime } from './runtime';

jest.mock('./guarded-fetch');
const fetched = jest.mocked(fetchFrom);

const runtimeWith = (resolver: Partial<Resolver>, key = 'key', privateHosts: string[] = []) =>
  ({
    config: { privateHosts },
    keyFor: () => Buffer.from(key),
    resolver: {
      addresses: () => Promise.resolve([{ address: '1.1.1.1', family: 4 }]),
      texts: () => Promise.resolve([]),
      ...resolver,
    },
  }) as unknown as Runtime;

const DOMAIN = {
  id: 'd'.repeat(24),
  origin: 'https://help.example',
  basePath: '/support',
  isSystem: false,
};

const failing = (code: string, more: object = {}) =>
  Object.assign(new Error(code), { code, ...more });
const codeOf = async (checks: ReturnType<typeof createDomainChecks>) => {
  const { problem } = await checks.check(DOMAIN);
  return problem ? [problem.code, problem.detail] : null;
};

describe('why a check fails, in words', () => {
  it.each<[string, Error, string, string]>([
    ['an old certificate', failing('CERT_HAS_EXPIRED'), 'tls-expired', 'CERT_HAS_EXPIRED'],
    ['one of tomorrow', failing('CERT_NOT_YET_VALID'), 'tls-expired', 'CERT_NOT_YET_VALID'],
    [
      'one of another name',
      failing('ERR_TLS_CERT_ALTNAME_INVALID', { cert: { subjectaltname: 'DNS:shop.example' } }),
      'tls-name',
      'DNS:shop.example',
    ],
    [
      'one without its chain',
      failing('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
      'tls-untrusted',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    ['a revoked one', failing('CERT_REVOKED'), 'tls', 'CERT_REVOKED'],
    [
      'no TLS at all',
      failing('ERR_SSL_WRONG_VERSION_NUMBER'),
      'tls',
      'ERR_SSL_WRONG_VERSION_NUMBER',
    ],
    ['a closed port', failing('ECONNREFUSED'), 'refused', 'help.example'],
    ['a cut connection', failing('ECONNRESET'), 'unreachable', 'help.example'],
    ['no route', failing('EHOSTUNREACH'), 'unreachable', 'help.example'],
    ['a slow one', failing('ETIMEDOUT'), 'timeout', ''],
    [
      'a slow one that was cut off',
      Object.assign(new Error(), { name: 'AbortError' }),
      'timeout',
      '',
    ],
    ['no HTTP', failing('HPE_INVALID_CONSTANT'), 'other-server', 'HPE_INVALID_CONSTANT'],
  ])('%s', async (_what, error, code, detail) => {
    fetched.mockRejectedValueOnce(error);
    expect(await codeOf(createDomainChecks(runtimeWith({})))).toEqual([code, detail]);
  });

  it.each([
    ['ENOTFOUND', 'name-not-found'],
    ['ENODATA', 'name-not-found'],
    ['ESERVFAIL', 'name-unanswered'],
    ['EAI_AGAIN', 'name-unanswered'],
  ])('a look-up that ends with %s', async (code, expected) => {
    const addresses = () => Promise.reject(failing(code));
    const checks = createDomainChecks(runtimeWith({ addresses }));
    expect(await codeOf(checks)).toEqual([expected, 'help.example']);
  });

  it.each([
    ['as it is', 'https://help.example', '/support', null],
    ['as http', 'http://help.example', '/support', 'proxy-scheme'],
    ['without the path', 'https://help.example', '', 'proxy-path'],
    ['as http, without the path', 'http://help.example', '', 'proxy-path'],
    ['under another host', 'http://127.0.0.1:1337', '/support', 'proxy-host'],
  ])('this server that sees the request %s', async (_what, origin, basePath, expected) => {
    const checks = createDomainChecks(runtimeWith({}));
    fetched.mockImplementationOnce((url): Promise<Fetched> => {
      const proof = checks.answer(url.searchParams.get('nonce') ?? '', origin, basePath);
      return Promise.resolve({ status: 200, location: '', body: JSON.stringify(proof) });
    });
    expect((await codeOf(checks))?.[0] ?? null).toBe(expected);
  });

  it('knows another installation by its key, and every node of this one', async () => {
    const answering = (key: string) => {
      const other = createDomainChecks(runtimeWith({}, key));
      fetched.mockImplementationOnce((url): Promise<Fetched> => {
        const nonce = url.searchParams.get('nonce') ?? '';
        const proof = other.answer(nonce, DOMAIN.origin, DOMAIN.basePath);
        return Promise.resolve({ status: 200, location: '', body: JSON.stringify(proof) });
      });
    };
    const checks = createDomainChecks(runtimeWith({}));
    answering('key');
    expect(await codeOf(checks)).toBeNull();
    answering('another key');
    expect(await codeOf(checks)).toEqual(['other-installation', '']);
  });

  it('reaches private hosts that are named, or end as is named', () => {
    const names = ['intranet', '*.inside.example'];
    const { isPrivateHost } = createDomainChecks(runtimeWith({}, 'key', names));
    const hosts = ['intranet', 'a.inside.example', 'a.b.inside.example'];
    const others = ['inside.example', 'xinside.example', 'intranet.example', 'a.intranet'];
    expect([...hosts, ...others].filter(isPrivateHost)).toEqual(hosts);
  });

  it('fetches nothing from a private address', async () => {
    fetched.mockClear();
    const addresses = () => Promise.resolve([{ address: '169.254.169.254', family: 4 }]);
    const checks = createDomainChecks(runtimeWith({ addresses }));
    expect(await codeOf(checks)).toEqual(['private-address', '169.254.169.254']);
    expect(fetched).not.toHaveBeenCalled();
  });
});
