/** The device's own memory (IndexedDB): sends that are on their way, and drafts. */
export interface StoredSend {
  /** The idempotency key; never changes, however often the send is repeated. */
  key: string;
  person: string;
  lane: string;
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body: unknown;
  /** For the page, not for the server. */
  shown?: unknown;
  createdAt: number;
  /** Order inside the lane. */
  order: number;
  /** The server said no; the text is kept until the person decides. */
  refused: { code: string; status: number } | null;
}

export interface StoredDraft {
  /** Person and key of the draft. */
  id: string;
  title: string | null;
  body: string;
  extra: unknown;
  updatedAt: number;
}

const NAME = 'staffroom';
const VERSION = 1;

let opening: Promise<IDBDatabase> | null = null;

function database(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('sends', { keyPath: 'key' }).createIndex('person', 'person');
      request.result.createObjectStore('drafts', { keyPath: 'id' });
    };
    request.onsuccess = () => {
      // Another tab brings a newer version: let it.
      request.result.onversionchange = () => forgetDatabase();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error('no device storage'));
  }).catch((cause: unknown) => {
    opening = null;
    throw cause;
  });
  return opening;
}

/** Closes it; the next call opens it anew. */
export function forgetDatabase(): void {
  void opening?.then((db) => db.close()).catch(() => undefined);
  opening = null;
}

async function run<T>(
  store: 'sends' | 'drafts',
  mode: IDBTransactionMode,
  ask: (objects: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await database();
  return new Promise((resolve, reject) => {
    // «strict»: an answer means that it is on the disk, not only in a buffer.
    const transaction = db.transaction(store, mode, {
      durability: mode === 'readwrite' ? 'strict' : 'default',
    });
    const request = ask(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? new Error('device storage refused'));
  });
}

export const sends = {
  put: (send: StoredSend) => run('sends', 'readwrite', (objects) => objects.put(send)),
  delete: (key: string) => run('sends', 'readwrite', (objects) => objects.delete(key)),
  get: (key: string) =>
    run('sends', 'readonly', (objects) => objects.get(key) as IDBRequest<StoredSend | undefined>),
  async of(person: string): Promise<StoredSend[]> {
    const all = await run('sends', 'readonly', (objects) => objects.index('person').getAll(person));
    return (all as StoredSend[]).sort((a, b) => a.order - b.order);
  },
};

export const draftsStore = {
  put: (draft: StoredDraft) => run('drafts', 'readwrite', (objects) => objects.put(draft)),
  delete: (id: string) => run('drafts', 'readwrite', (objects) => objects.delete(id)),
  get: (id: string) =>
    run('drafts', 'readonly', (objects) => objects.get(id) as IDBRequest<StoredDraft | undefined>),
};
