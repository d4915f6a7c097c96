import { createHmac, randomBytes } from 'node:crypto';
import type { DomainDetail, DomainProblem } from '../contracts/domains';
import { hostOf, isIpAddress, isLocalhost } from '../rules/domain-address';
import type { DomainFacts } from '../store/domains';
import { fetchFrom, type Fetched } from './guarded-fetch';
import { addressesOf, inTime, isPrivateHost, isProduction, LookupFailed } from './host-addresses';
import { isPublicAddress } from './public-addresses';
import type { Runtime } from './runtime';

/** Where every domain answers, below its base path. */
export const PROOF_PATH = '/.well-known/customer-portal';
const TXT_HOST = '_customer-portal.';
const TXT_NAME = 'customer-portal-verification=';
/** ms, for everything that one check does. */
const PATIENCE = 5000;
/** Names of things that others wrote are cut to this. */
const LONGEST_DETAIL = 150;

type Checked = Pick<DomainFacts, 'id' | 'origin' | 'basePath' | 'isSystem'>;
type Fault = Pick<DomainProblem, 'code' | 'detail'>;

/** What only this installation can say: that it is reached, and under which address. Both are opaque to others. */
interface Proof {
  installation: string;
  address: string;
}

export interface CheckResult {
  isOurs: boolean;
  problem: DomainProblem | null;
}

export interface DomainChecks {
  /** The answer to a check, whichever node is reached; null for what is no nonce. */
  answer(nonce: string, origin: string, basePath: string): Proof | null;
  /** Whether a domain leads to this installation, or its TXT record says that it is going to. Never rejects. */
  check(domain: Checked): Promise<CheckResult>;
  /** How the domain is to be proven; null where there is nothing to prove. */
  verification(domain: Checked): DomainDetail['verification'];
  /** Why a host cannot be connected at all; '' when it can. */
  hostProblem(origin: string): string;
  /** A host of which the options say that it may be a single word, and private. */
  isPrivateHost(host: string): boolean;
}

/** Ownership and reachability of domains, without anything stored: the proof is derived from the installation's secret. */
export function createDomainChecks(runtime: Runtime): DomainChecks {
  const needsNoProof = ({ origin, isSystem }: Checked) =>
    isSystem || (!isProduction() && isLocalhost(hostOf(origin)));

  const sign = (...parts: string[]): string =>
    createHmac('sha256', runtime.keyFor('domain proof'))
      .update(JSON.stringify(parts))
      .digest('base64url');

  const proof = (nonce: string, origin: string, basePath: string): Proof => ({
    installation: sign('installation', nonce),
    address: sign('address', nonce, origin, basePath),
  });

  function txtRecord({ id, origin }: Checked) {
    const host = hostOf(origin);
    if (isIpAddress(host) || isLocalhost(host)) return null;
    return {
      name: `${TXT_HOST}${host}`,
      value: `${TXT_NAME}${sign('txt', host, id).slice(0, 32)}`,
    };
  }

  /** null when this installation is there. */
  async function faultOf(domain: Checked): Promise<Fault | null> {
    const { origin, basePath } = domain;
    const host = hostOf(origin);
    const signal = AbortSignal.timeout(PATIENCE);
    const addresses = await inTime(addressesOf(runtime, host), signal);
    const closed = addresses.find(({ address }) => !isPublicAddress(address));
    if (closed && !isPrivateHost(runtime.config, host))
      return { code: 'private-address', detail: closed.address };
    const nonce = randomBytes(24).toString('base64url');
    const url = new URL(`${origin}${basePath}${PROOF_PATH}?nonce=${nonce}`);
    return faultIn(await fetchFrom(url, addresses, signal), nonce, domain);
  }

  function faultIn(answer: Fetched, nonce: string, { origin, basePath }: Checked): Fault | null {
    const { status, location } = answer;
    if (status >= 300 && status < 400) return { code: 'redirect', detail: cut(location) };
    const said = status === 200 ? readProof(answer.body) : null;
    if (!said) return { code: 'other-server', detail: String(status) };
    const wanted = proof(nonce, origin, basePath);
    if (said.installation !== wanted.installation)
      return { code: 'other-installation', detail: '' };
    if (said.address === wanted.address) return null;
    const isSeenAs = (seen: string, path: string) =>
      said.address === sign('address', nonce, seen, path);
    const asHttp = origin.replace(/^https:/, 'http:');
    if (isSeenAs(asHttp, basePath)) return { code: 'proxy-scheme', detail: '' };
    if (isSeenAs(origin, '') || isSeenAs(asHttp, ''))
      return { code: 'proxy-path', detail: basePath };
    return { code: 'proxy-host', detail: '' };
  }

  async function txtOf(domain: Checked): Promise<DomainProblem['txt']> {
    const record = txtRecord(domain);
    if (!record) return '';
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const texts = await inTime(runtime.resolver.texts(record.name), signal);
      if (texts.includes(record.value)) return 'right';
      return texts.some((text) => text.startsWith(TXT_NAME)) ? 'wrong' : 'missing';
    } catch {
      return 'missing';
    }
  }

  return {
    isPrivateHost: (host) => isPrivateHost(runtime.config, host),

    answer(nonce, origin, basePath) {
      return /^[\w-]{16,64}$/.test(nonce) ? proof(nonce, origin, basePath) : null;
    },

    async check(domain) {
      if (needsNoProof(domain)) return { isOurs: true, problem: null };
      const [fault, txt] = await Promise.all([
        faultOf(domain).catch((error: unknown) => faultOfError(error, new URL(domain.origin).host)),
        txtOf(domain),
      ]);
      if (!fault) return { isOurs: true, problem: null };
      return { isOurs: txt === 'right', problem: { ...fault, txt } };
    },

    verification(domain) {
      if (needsNoProof(domain)) return null;
      const { origin, basePath } = domain;
      return { url: `${origin}${basePath}${PROOF_PATH}`, txt: txtRecord(domain) };
    },

    hostProblem(origin) {
      const host = hostOf(origin);
      if (isLocalhost(host)) return '';
      if (isIpAddress(host) && !isPublicAddress(host) && !isPrivateHost(runtime.config, host))
        return `${host} is an address of a private network. List it in the option privateHosts, or enter a domain.`;
      if (isProduction() && origin.startsWith('http:'))
        return 'Customers sign in here: enter an address that begins with https://.';
      return '';
    },
  };
}

const cut = (text: string): string =>
  text.length > LONGEST_DETAIL ? `${text.slice(0, LONGEST_DETAIL)}…` : text;

function readProof(body: string): Proof | null {
  try {
    const said = JSON.parse(body) as Partial<Proof> | null;
    const { installation, address } = said ?? {};
    return typeof installation === 'string' && typeof address === 'string'
      ? { installation, address }
      : null;
  } catch {
    return null;
  }
}

const TLS: [Fault['code'], RegExp][] = [
  ['tls-expired', /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/],
  ['tls-name', /^ERR_TLS_CERT_ALTNAME_INVALID$/],
  ['tls-untrusted', /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|CERT_(UNTRUSTED|REJECTED|CHAIN_TOO_LONG)/],
  ['tls', /^(EPROTO|ERR_(SSL|TLS)_|CERT_)/],
];

/** Why nothing was answered, from what node says. */
function faultOfError(error: unknown, host: string): Fault {
  if (error instanceof LookupFailed)
    return { code: error.isNothingThere ? 'name-not-found' : 'name-unanswered', detail: host };
  const {
    name,
    code = '',
    cert,
  } = error as NodeJS.ErrnoException & {
    cert?: { subjectaltname?: string };
  };
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ETIMEDOUT')
    return { code: 'timeout', detail: '' };
  const tls = TLS.find(([, pattern]) => pattern.test(code))?.[0];
  if (tls) return { code: tls, detail: cut(cert?.subjectaltname ?? code) };
  if (code === 'ECONNREFUSED') return { code: 'refused', detail: host };
  if (code.startsWith('HPE_')) return { code: 'other-server', detail: code };
  return { code: 'unreachable', detail: host };
}
