/** Apart from the shapes, since the script of the public pages reads values by the same rule and carries no zod. */
export const KEY_LENGTH = 64;
export const TEXT_LENGTH = 255;
export const LONG_TEXT_LENGTH = 65_536;
export const OPTIONS_COUNT = 500;
