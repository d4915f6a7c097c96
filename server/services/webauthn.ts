import {
  passkeyMade,
  passkeySigned,
  type PasskeyMade,
  type PasskeySigned,
} from '../contracts/passkeys';
import type { StoredPasskey } from '../store/passkeys';

/** ES256, EdDSA, RS256 (COSE): what every passkey of today speaks. */
const ALGORITHMS = [-7, -8, -257];
/** ms; browsers stop asking then. */
const ASKS_FOR = 4 * 60 * 1000;

/** An ES module that takes its time to load: only who uses a passkey waits for it. */
const library = () => import('@simplewebauthn/server');

interface Place {
  /** The relying party's id. */
  host: string;
  /** scheme://host[:port]; what signs elsewhere signs for somebody else. */
  origin: string;
  /** Whether a challenge (base64url) is ours, for this use. */
  isOurs: (challenge: string) => boolean;
}

/** What was signed, once it is known to be good. */
export interface Signed {
  challenge: string;
  counter: number;
  isSynced: boolean;
}

export interface Made extends Signed {
  /** Base64url, as the public key. */
  credential: string;
  publicKey: string;
  transports: string[];
}

type CredentialHint = { id: string; transports: string[] };

/** What a browser is asked to make a passkey of. */
export async function makingOptions(asked: {
  host: string;
  company: string;
  person: { handle: Uint8Array<ArrayBuffer>; address: string; name: string };
  challenge: Uint8Array<ArrayBuffer>;
  known: CredentialHint[];
}): Promise<object> {
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpID: asked.host,
    rpName: asked.company,
    userID: asked.person.handle,
    userName: asked.person.address,
    userDisplayName: asked.person.name,
    challenge: asked.challenge,
    timeout: ASKS_FOR,
    attestationType: 'none',
    excludeCredentials: asked.known,
    // Kept in the device with its owner's name, and opened by a finger, a face or a PIN: else it could not be the only proof.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  });
}

/** What a browser is asked to have signed; without `allowed` by whichever passkey its owner chooses. */
export async function signingOptions(asked: {
  host: string;
  challenge: Uint8Array<ArrayBuffer>;
  allowed?: CredentialHint[];
  needsPerson: boolean;
}): Promise<object> {
  const { generateAuthenticationOptions } = await library();
  return generateAuthenticationOptions({
    rpID: asked.host,
    challenge: asked.challenge,
    timeout: ASKS_FOR,
    allowCredentials: asked.allowed,
    userVerification: asked.needsPerson ? 'required' : 'preferred',
  });
}

/** What a browser posted of a passkey that was made; null when it is not of that form. */
export const readMade = (posted: string): PasskeyMade | null => {
  const read = passkeyMade.safeParse(jsonOrNull(posted));
  return read.success ? read.data : null;
};

/** The same of one that signed. */
export const readSigned = (posted: string): PasskeySigned | null => {
  const read = passkeySigned.safeParse(jsonOrNull(posted));
  return read.success ? read.data : null;
};

function jsonOrNull(posted: string): unknown {
  try {
    return JSON.parse(posted) as unknown;
  } catch {
    return null;
  }
}

/** null when anything is wrong with it: origin, host, challenge, form, or that nobody was there to agree. */
export async function checkMade(place: Place, made: PasskeyMade): Promise<Made | null> {
  const { verifyRegistrationResponse } = await library();
  let challenge = '';
  const answer = await orRefused(() =>
    verifyRegistrationResponse({
      response: { ...made, clientExtensionResults: {} },
      expectedOrigin: place.origin,
      expectedRPID: place.host,
      expectedChallenge: (given) => place.isOurs((challenge = given)),
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  );
  if (!answer?.verified) return null;
  const { credential, credentialBackedUp } = answer.registrationInfo;
  if (credential.id !== made.id) return null;
  return {
    challenge,
    credential: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    isSynced: credentialBackedUp,
    transports: made.response.transports,
  };
}

/** The same of a signature. Its count is the caller's to judge, who may say what it means. */
export async function checkSigned(
  place: Place,
  passkey: Pick<StoredPasskey, 'credential' | 'publicKey'>,
  signed: PasskeySigned,
  needsPerson: boolean,
): Promise<Signed | null> {
  const { verifyAuthenticationResponse } = await library();
  let challenge = '';
  const answer = await orRefused(() =>
    verifyAuthenticationResponse({
      response: { ...signed, clientExtensionResults: {} },
      expectedOrigin: place.origin,
      expectedRPID: place.host,
      expectedChallenge: (given) => place.isOurs((challenge = given)),
      requireUserVerification: needsPerson,
      credential: {
        id: passkey.credential,
        publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, 'base64url')),
        counter: 0,
      },
    }),
  );
  if (!answer?.verified) return null;
  const { newCounter, credentialBackedUp } = answer.authenticationInfo;
  return { challenge, counter: newCounter, isSynced: credentialBackedUp };
}

/** The library throws for whatever is wrong with what somebody sent. */
async function orRefused<Answer>(work: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await work();
  } catch {
    return null;
  }
}
