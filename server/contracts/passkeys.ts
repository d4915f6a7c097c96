import * as z from 'zod/mini';

/** What a passkey is asked for: to come in, beside another way, to say once more who it is, or to be kept. */
export const PASSKEY_PURPOSES = ['sign-in', 'factor', 'proof', 'add'] as const;
export type PasskeyPurpose = (typeof PASSKEY_PURPOSES)[number];

/** Base64url of at most so many characters; keys of quantum-safe algorithms and their signatures are kept out by their length too. */
const bytes = (length: number) => z.string().check(z.regex(/^[\w-]+$/), z.maxLength(length));

const credential = { id: bytes(1400), rawId: bytes(1400), type: z.literal('public-key') };

/** What a browser posts of a passkey that signed (WebAuthn `AuthenticationResponseJSON`, as far as anybody reads it). */
export const passkeySigned = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes(6000),
    authenticatorData: bytes(2000),
    signature: bytes(2000),
  }),
});
export type PasskeySigned = z.infer<typeof passkeySigned>;

/** The same of one that was made (`RegistrationResponseJSON`). */
export const passkeyMade = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes(6000),
    attestationObject: bytes(20_000),
    transports: z._default(
      z.array(z.string().check(z.regex(/^[a-z-]{1,20}$/))).check(z.maxLength(10)),
      [],
    ),
  }),
});
export type PasskeyMade = z.infer<typeof passkeyMade>;
