import { timingSafeEqual } from 'node:crypto';
import type { ProviderRecord } from '../store/identity-providers';
import type { Secrets } from './secrets';
import { randomToken, type Runtime } from './runtime';

/** ms; whoever takes longer at the provider begins anew. */
const FLOW_LIFETIME = 10 * 60 * 1000;

/** What a browser carries from here to a provider and back, sealed, in a cookie of its own for each sign-in. */
export interface SignInFlow {
  provider: string;
  /** Comes back by way of the provider; it also names the cookie. */
  state: string;
  memo: Record<string, string>;
  /** A path of our own. */
  next: string;
  remember: boolean;
  /** Token of the admin's test; '' for a real sign-in. */
  test: string;
  startedAt: number;
}

export interface SignInFlows {
  start(
    provider: ProviderRecord,
    asked: { next: string; remember: boolean; test: string },
  ): SignInFlow;
  seal(flow: SignInFlow): string;
  /** null when the cookie is not there, too old, changed, of another provider, or does not belong to this state. */
  open(provider: ProviderRecord, state: string, sealed: string): SignInFlow | null;
}

/** Nothing is stored here for a browser that goes away: the cookie is all there is of a sign-in at a provider. */
export function createSignInFlows(runtime: Runtime, secrets: Secrets): SignInFlows {
  const isSame = (one: string, other: string): boolean => {
    const [left, right] = [Buffer.from(one), Buffer.from(other)];
    return left.length === right.length && timingSafeEqual(left, right);
  };
  return {
    start: (provider, asked) => ({
      provider: provider.id,
      state: randomToken(),
      memo: {},
      ...asked,
      startedAt: runtime.now(),
    }),
    seal: (flow) => secrets.seal('sign-in-flow', JSON.stringify(flow)),
    open(provider, state, sealed) {
      const opened = sealed === '' ? null : secrets.open('sign-in-flow', sealed);
      if (opened === null) return null;
      const flow = JSON.parse(opened) as SignInFlow;
      const isOld = runtime.now() - flow.startedAt > FLOW_LIFETIME;
      return isOld || flow.provider !== provider.id || !isSame(flow.state, state) ? null : flow;
    },
  };
}
