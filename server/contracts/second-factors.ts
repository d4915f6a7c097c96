/** The second factor of a contact, as admins see it. */
export interface ContactFactor {
  /** It is asked for at sign-in. */
  isOn: boolean;
  hasApp: boolean;
  /** Passkeys on all hosts; they also sign in where the second factor is off. */
  passkeys: number;
  /** Recovery codes that still work. */
  codesLeft: number;
}
