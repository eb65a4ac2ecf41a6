/** The pass of a participant and the code of the room, as QR codes carry them. */
import type { Id } from '$shared/api';

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** An address: any camera opens the event, ours reads who it is. */
export const passOf = (origin: string, path: string, registration: Id): string =>
  `${origin}${path}#pass=${registration}`;

/** Whose pass was scanned; nothing when it is some other code. */
export function registrationIn(text: string): Id | null {
  const [, after] = text.trim().split('#pass=');
  const found = after === undefined ? null : ID.exec(after);
  return found?.index === 0 ? found[0].toLowerCase() : null;
}

/** Opens the event with the code of the room already typed. */
export const roomCodeOf = (origin: string, path: string, code: string): string =>
  `${origin}${path}?code=${code.replaceAll(' ', '')}`;
