/** What this feature asks the server. */
import { api, sendBytes, type Upload } from '$shared/api';
import type { Line, Transport } from './upload';

/** Signed links run out after five minutes; before that they are asked for again. */
const FRESH = 4 * 60_000;

export const linksQuery = (id: string) => ({
  queryKey: ['file-links', id],
  staleTime: FRESH,
  gcTime: FRESH,
  queryFn: () => api.post('/files/{id}/link', { params: { path: { id } } }),
});

export const previewQuery = (id: string) => ({
  queryKey: ['file-preview', id],
  staleTime: FRESH,
  gcTime: FRESH,
  queryFn: () => api.get('/files/{id}/preview', { params: { path: { id } } }),
});

/** Takes back a file that is attached to nothing yet. */
export const withdraw = (id: string) => api.delete('/files/{id}', { params: { path: { id } } });

export const abandon = (id: string) => api.delete('/uploads/{id}', { params: { path: { id } } });

export const transport: Transport = {
  begin: (name, size, signal) => api.post('/uploads', { body: { name, size }, signal }),
  append: (id, offset, piece, signal) =>
    sendBytes(
      'PATCH',
      `/uploads/${id}`,
      piece,
      { 'upload-offset': String(offset) },
      signal,
    ) as Promise<Upload>,
  state: (id, signal) => api.get('/uploads/{id}', { params: { path: { id } }, signal }),
};

export const line: Line = {
  now: () => performance.now(),
  pause: (ms, signal) =>
    new Promise((resolve, reject) => {
      const over = new AbortController();
      const end = () => {
        over.abort();
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(end, ms);
      window.addEventListener('online', end, { signal: over.signal });
      signal.addEventListener(
        'abort',
        () => {
          over.abort();
          clearTimeout(timer);
          reject(signal.reason as Error);
        },
        { signal: over.signal },
      );
    }),
};
