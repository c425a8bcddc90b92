import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** Without letters and digits that are taken for one another when read from a projector. */
const CODE_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const CODE_LENGTH = 10;

/** 32 random bytes, as a link or a cookie carries them: 43 characters. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The code of a class: short enough to be typed, too long to be guessed (49 bits). */
export function newCode(): string {
  const letters = Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(31)]);
  return letters.join('');
}

/** What stands for a secret wherever it is kept or looked up: the secret itself is kept nowhere. */
export function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Whether this is the secret of that digest, in a time that does not tell how much of it is. */
export function isSecret(given: string, kept: string): boolean {
  return timingSafeEqual(Buffer.from(digest(given)), Buffer.from(kept));
}
