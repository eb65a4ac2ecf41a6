/** A refusal of the server (RFC 9457), or the lack of a server, as one thing that can be thrown and shown. */
export interface FieldError {
  field: string;
  code: string;
}

interface ProblemBody {
  code?: string;
  detail?: string;
  errors?: FieldError[];
  request_id?: string;
  current?: unknown;
}

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;
  /** 0 when no answer came. */
  readonly status: number;
  readonly errors: FieldError[];
  readonly detail: string | null;
  readonly requestId: string | null;
  /** Seconds the server asks us to wait. */
  readonly retryAfter: number | null;
  /** The current version, sent with `version_conflict`. */
  readonly current: unknown;

  constructor(status: number, body: ProblemBody, retryAfter: number | null = null) {
    super(body.code ?? `http_${status}`);
    this.status = status;
    this.code = body.code ?? codeOfStatus(status);
    this.errors = body.errors ?? [];
    this.detail = body.detail ?? null;
    this.requestId = body.request_id ?? null;
    this.retryAfter = retryAfter;
    this.current = body.current;
  }

  static offline(): Problem {
    return new Problem(0, { code: 'offline' });
  }

  /** Whether the same request may succeed later without a change. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  errorOf(field: string): string | null {
    return this.errors.find((error) => error.field === field)?.code ?? null;
  }
}

export function isProblem(value: unknown, code?: string): value is Problem {
  return value instanceof Problem && (code === undefined || value.code === code);
}

/** Anything thrown, as a Problem: what is not ours is a fault of the page, not of the person. */
export function asProblem(value: unknown): Problem {
  return value instanceof Problem ? value : new Problem(500, { code: 'internal', detail: String(value) });
}

export async function problemOf(response: Response, body: unknown): Promise<Problem> {
  const read = typeof body === 'object' && body !== null ? (body as ProblemBody) : {};
  return new Problem(response.status, read, secondsOf(response.headers.get('retry-after')));
}

function secondsOf(value: string | null): number | null {
  if (!value) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const until = Date.parse(value);
  return Number.isNaN(until) ? null : Math.max(0, Math.ceil((until - Date.now()) / 1000));
}

function codeOfStatus(status: number): string {
  if (status === 404) return 'not_found';
  if (status === 429) return 'too_many_requests';
  if (status === 413) return 'too_large';
  // A proxy answers these while the server is away.
  if (status === 502 || status === 503 || status === 504) return 'unavailable';
  return status >= 500 ? 'internal' : 'bad_request';
}
