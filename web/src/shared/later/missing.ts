/** Parts of the page that come when they are first needed, and what to say when one does not come. */
import { updated } from '$app/state';
import { drafts } from '$shared/outbox';

/** `updated`: another version is served now. `offline`: no line. `gone`: neither is the reason. */
export type Missing = 'updated' | 'offline' | 'gone';

/** A line that is silent for so long is none. */
const PATIENCE_MS = 4_000;

export async function whyMissing(
  newer: () => Promise<boolean> = () => updated.check(),
  ask: typeof fetch = (...what) => fetch(...what),
): Promise<Missing> {
  const silence = new Promise<false>((done) => setTimeout(() => done(false), PATIENCE_MS));
  if (await Promise.race([newer(), silence])) return 'updated';
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answered = await ask('/_app/version.json', { method: 'HEAD', cache: 'no-store', signal }).then(
    () => true,
    () => false,
  );
  return answered ? 'gone' : 'offline';
}

/** Browsers word a failed `import()` differently, and none of them gives it a name. */
export function isMissingPart(error: unknown): boolean {
  return (
    error instanceof TypeError &&
    /dynamically imported module|importing a module script failed|error loading dynamically|preload css/i.test(
      error.message,
    )
  );
}

/** What is being typed is on the disk of the device before the page goes. */
export async function reload(
  flush: () => Promise<void> = () => drafts.flush(),
  go: () => void = () => location.reload(),
): Promise<void> {
  await flush().catch(() => undefined);
  go();
}
